"""The lesson: words and questions left, the run right; below 100 columns one above the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Footer, Static

from tutor.lesson.check import check_playable
from tutor.lesson.diagnostics import BrokenLesson
from tutor.lesson.model import Choose, Lesson
from tutor.lesson.reader import read_lesson
from tutor.pictures.of_lesson import is_pointed
from tutor.proving import prove_equal
from tutor.records.keeper import Keeper
from tutor.records.store import Store
from tutor.teaching.advance import judged
from tutor.teaching.events import Event, HintWanted, Revealed, Skipped, Submitted, WentBack, WentOn
from tutor.teaching.exposition import Line, Tone, known_line, open_lines, prompt_line
from tutor.teaching.judgement import Judgement
from tutor.teaching.planning import transfer_request
from tutor.teaching.questions import ExpressionQuestion, question_of
from tutor.teaching.reading import preview
from tutor.teaching.session import Phase, Session
from tutor.ui.asking import AskingScreen
from tutor.ui.base import AFTER_FIRST_FRAME
from tutor.ui.messages import LessonBroken, LessonLeft, QuizWanted
from tutor.ui.page import PageView
from tutor.ui.picture import PictureView
from tutor.ui.prediction import Prediction, PredictionField
from tutor.ui.run_view import RunView
from tutor.ui.words import Words

HOW_TO_POINT = "Move ✛ with the arrow keys (Shift: five cells), or click; Enter puts it there."
WIDE = 100  # Columns from which the run stands beside the words.
WATCHED_EVERY = 0.5  # Seconds between two looks at the lesson's file.
MOST_TOLD = 3  # Problems of a broken file.


class LessonScreen(AskingScreen):
    """Holds the session. Watching it paints; `_happened` is the one place that changes it."""

    CSS_PATH = "lesson.tcss"
    HELP_TITLE = "A lesson"
    HELP = (
        "Read, predict, then see. Enter checks an answer and goes on. An empty Enter, twice, shows "
        "the answer. The line under the field says how your answer is read, with its value, so the "
        "field is also a pocket calculator: try sqrt(2)/3. Going back changes nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", tooltip="Check the answer; go on"),
        Binding("enter", "transfer", "On new numbers", tooltip="At the end: one more question"),
        Binding("f2", "hint", "Hint", key_display="?", tooltip="The next of three hints (also F2)"),
        Binding("ctrl+r", "reveal", "Answer", tooltip="Show the answer, without credit"),
        Binding("ctrl+b", "go_back", "Back", tooltip="Back to an earlier stop"),
        Binding("f3", "picture", "Picture", tooltip="The picture alone; once more for the page"),
        Binding("f4", "speak", "In words", show=False, tooltip="Say in words what pictures show"),
        Binding("f6", "skip", "I know this", show=False, tooltip="On to the next page"),
        Binding("ctrl+n", "restart", "Begin again", tooltip="The whole lesson from its beginning"),
        Binding("escape", "leave", "Course", tooltip="Leave the lesson for the course"),
        Binding("f5", "plane", "Other plane", tooltip="Two other parameters on the picture"),
        Binding("f7", "zoom(-1)", "Zoom out", show=False),
        Binding("f8", "zoom(1)", "Zoom in", show=False),
        Binding("f9", "whole", "The whole picture", show=False),
        Binding("ctrl+left", "pan(-1, 0)", "Pan left", show=False, priority=True),
        Binding("ctrl+right", "pan(1, 0)", "Pan right", show=False, priority=True),
        Binding("ctrl+up", "pan(0, 1)", "Pan up", show=False, priority=True),
        Binding("ctrl+down", "pan(0, -1)", "Pan down", show=False, priority=True),
        Binding("up", "scroll_page(-1)", "Scroll up", show=False),
        Binding("down", "scroll_page(1)", "Scroll down", show=False),
        Binding("pageup", "scroll_page(-10)", "Scroll up a page", show=False),
        Binding("pagedown", "scroll_page(10)", "Scroll down a page", show=False),
    ]
    HELP_BINDINGS = BINDINGS
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's way.

    class Derived(Message):
        """The gradients are there."""

    @dataclass
    class Judged(Message):
        """An answer has been judged; `session` is the one it was given in."""

        session: Session
        text: str
        judgement: Judgement

    session: reactive[Session | None] = reactive(None, init=False)
    ready = reactive(False, init=False)
    alone = reactive(False, init=False, toggle_class="-picture")  # The picture fills the screen.
    spoken = reactive(False, init=False, toggle_class="-spoken")

    def __init__(self, lesson: Lesson, store: Store) -> None:
        super().__init__()
        self.lesson = lesson
        self.keeper = Keeper(lesson, store)

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        with Horizontal(id="lesson"):
            yield Words(PageView())
            yield RunView(id="run")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.session = self.keeper.begin()
        self.set_timer(AFTER_FIRST_FRAME, self._derive)
        self.saved = _saved_at(self.lesson)
        self.set_interval(WATCHED_EVERY, self._look_at_file)

    def _look_at_file(self) -> None:
        """An author saved the lesson: read it again, and go on at the same stop."""
        saved = _saved_at(self.lesson)
        if saved == self.saved:
            return
        self.saved = saved
        try:
            lesson = check_playable(read_lesson(self.lesson.path))
        except BrokenLesson as error:
            self.tell_trouble("\n".join(map(str, error.diagnostics[:MOST_TOLD])))
            return
        self.lesson = lesson
        if self.session is not None:
            self.session = self.keeper.reloaded(lesson, self.session)

    @work(thread=True)
    def _derive(self) -> None:
        """Import sympy and derive every gradient of the lesson, away from the screen."""
        try:
            check_playable(self.lesson)
        except BrokenLesson as error:
            self.post_message(LessonBroken(error))
        else:
            self.post_message(self.Derived())

    async def on_lesson_screen_derived(self) -> None:
        await self.query_one(Words).mount(Prediction())
        self.ready = True

    # Painting

    def watch_session(self, before: Session | None, session: Session) -> None:
        self._paint(session, moved=before is None or before.at != session.at)

    def watch_ready(self) -> None:
        if self.session is not None:
            self._paint(self.session, moved=True)

    async def on_resize(self, event: Resize) -> None:
        await super().on_resize(event)
        if self.session is not None and self.ready and is_pointed(self.session):
            self.alone = self.alone or self.has_class("-narrow")

    def _paint(self, session: Session, *, moved: bool) -> None:
        self.query_one("#title", Static).update(_title(session))
        self.tell_trouble(self.keeper.store.trouble)
        self.query_one(PageView).show(session, ready=self.ready, spoken=self.spoken)
        self.query_one(RunView).show(session, ready=self.ready, spoken=self.spoken)
        if self.ready:
            if moved:
                self.alone = is_pointed(session) and self.has_class("-narrow")
            self._paint_question(session, moved=moved)
        self.call_after_refresh(self._arrange)
        self.refresh_bindings()

    def watch_alone(self) -> None:
        if self.session is not None:
            self.query_one(RunView).show(self.session, ready=self.ready, spoken=self.spoken)
        self.call_after_refresh(self._arrange)

    def watch_spoken(self) -> None:
        if self.session is not None:
            self._paint(self.session, moved=False)

    def _paint_question(self, session: Session, *, moved: bool) -> None:
        panel = self.query_one(Prediction)
        stop = session.stop
        asking = session.phase is Phase.ASKING
        panel.display = asking
        self.set_class(asking, "-asking")
        self.set_class(asking and isinstance(stop, Choose), "-choosing")
        if stop is None or not asking:
            self.query_one(PageView).focus()
            return
        lines = [prompt_line(stop), known_line(session, stop)]
        pointing = is_pointed(session)
        if pointing:
            lines.append(Line(HOW_TO_POINT, Tone.QUIET))
        question = [line for line in lines if line]
        reading = partial(preview, question_of(stop))
        options = [option.text for option in stop.options] if isinstance(stop, Choose) else []
        panel.ask(question, reading, fresh=moved, pointing=pointing, options=options)
        panel.respond(open_lines(session, stop), session.answer)

    def _arrange(self) -> None:
        self.query_one(Words).share()
        page = self.query_one(PageView)
        page.call_after_refresh(page.bring_into_view)

    # What the learner does

    def _happened(self, event: Event) -> None:
        if self.session is not None:
            after = self.keeper.advance(self.session, event)  # Recorded before it is painted.
            self.session = after

    @on(Prediction.Submitted)
    def _submitted(self, event: Prediction.Submitted) -> None:
        session = self.session
        if session is None or session.stop is None or not event.text.strip():
            self._happened(Submitted(event.text))
        elif session.answer.repeats(event.text):
            self.query_one(Prediction).ask_again()
        elif is_pointed(session):
            cell = self.query_one(RunView).picture.cell
            self._happened(Submitted(event.text, judged(session, event.text, cell=cell)))
        elif isinstance(question_of(session.stop), ExpressionQuestion):
            self.query_one(Prediction).say("comparing …")
            self._judge(session, event.text)
        else:
            self._happened(Submitted(event.text))

    @work(thread=True, exclusive=True)
    def _judge(self, session: Session, text: str) -> None:
        """Judge an expression away from the screen: comparing it may take sympy two seconds."""
        self.post_message(self.Judged(session, text, judged(session, text, prove_equal)))

    @on(Judged)
    def _was_judged(self, event: Judged) -> None:
        if event.session is self.session:  # Else the learner has gone elsewhere meanwhile.
            self._happened(Submitted(event.text, event.judgement))

    @on(PictureView.Shown)
    def _shown(self) -> None:
        """A place on the picture: its coordinates are the answer, as if they had been typed."""
        self.query_one(Prediction).fill(self.query_one(RunView).picture.cursor_text)

    @on(PredictionField.Nudged)
    def _nudged(self, event: PredictionField.Nudged) -> None:
        self.query_one(RunView).picture.nudge(event.across, event.up)

    @on(PredictionField.HintWanted)
    def _hint_wanted(self) -> None:
        self._happened(HintWanted())

    def action_go_on(self) -> None:
        """From a picture to the words; then to what is hidden below; then on."""
        if self.alone:
            self.alone = False
        elif not self.query_one(PageView).read_on():
            self._happened(WentOn())

    def action_transfer(self) -> None:
        """What was learned, on numbers that the generator draws."""
        request = transfer_request(self.lesson)
        self.post_message(QuizWanted(request) if request else LessonLeft(self.lesson))

    def action_hint(self) -> None:
        self._happened(HintWanted())

    def action_reveal(self) -> None:
        self._happened(Revealed())

    def action_go_back(self) -> None:
        self._happened(WentBack())

    def action_picture(self) -> None:
        self.alone = not self.alone

    def action_speak(self) -> None:
        self.spoken = not self.spoken

    def action_zoom(self, nearer: int) -> None:
        self.query_one(RunView).picture.action_zoom(nearer)

    def action_pan(self, across: int, up: int) -> None:
        self.query_one(RunView).picture.action_pan(across, up)

    def action_plane(self) -> None:
        run = self.query_one(RunView)
        run.picture.action_plane()
        run.say(spoken=self.spoken)

    def action_whole(self) -> None:
        self.query_one(RunView).picture.action_reset()

    def action_skip(self) -> None:
        self._happened(Skipped())

    def action_restart(self) -> None:
        self.session = self.keeper.restart()

    def action_leave(self) -> None:
        self.post_message(LessonLeft(self.lesson))

    def action_scroll_page(self, lines: int) -> None:
        self.query_one(PageView).scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only the keys that do something now."""
        session = self.session
        if session is None:
            return True
        asking = session.phase is Phase.ASKING
        allowed = {
            "go_on": not asking and session.phase is not Phase.FINISHED,
            "transfer": session.phase is Phase.FINISHED,
            "hint": asking and not isinstance(session.stop, Choose),
            "reveal": asking,
            "go_back": session.at > 0,
            "skip": session.phase is not Phase.FINISHED,
            "restart": session.phase is Phase.FINISHED,
            "picture": self.alone or not session.problem.loss.given,
            "plane": self.ready and self.query_one(RunView).picture.has_planes,
        }
        return allowed.get(action, True)


def _saved_at(lesson: Lesson) -> float:
    try:
        return lesson.path.stat().st_mtime
    except OSError:
        return 0.0  # Between two versions an editor may have none.


def _title(session: Session) -> Content:
    """The lesson, how far it is, and the page."""
    pages = session.lesson.pages
    here = "The end" if session.phase is Phase.FINISHED else session.page.title
    number = f"   {pages.index(session.page) + 1}/{len(pages)}   "
    return Content.assemble((session.lesson.title, "bold"), number, (here, "bold $text-primary"))
