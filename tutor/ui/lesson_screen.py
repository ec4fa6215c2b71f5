"""The lesson: words and questions left, the run right; below 100 columns one above the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Footer, Static

from tutor.lesson.diagnostics import BrokenLesson
from tutor.lesson.model import Lesson
from tutor.maths.judging import Verdict
from tutor.proving import prove_equal
from tutor.teaching.exposition import known_line, open_lines, prompt_line
from tutor.teaching.grading import Judgement
from tutor.teaching.questions import ExpressionQuestion, question_of
from tutor.teaching.reading import preview
from tutor.teaching.session import (
    Event,
    HintWanted,
    Phase,
    Revealed,
    Session,
    Submitted,
    WentBack,
    WentOn,
    advance,
    judged,
)
from tutor.ui.base import LessonBroken, LessonLeft, SizedScreen
from tutor.ui.page import PageView
from tutor.ui.prediction import Prediction, PredictionField
from tutor.ui.trace_view import TraceView

WIDE = 100  # Columns from which the run stands beside the words.
AFTER_FIRST_FRAME = 0.05  # Seconds; sympy is imported behind the first frame, not before it.


class LessonScreen(SizedScreen):
    """Holds the session. Watching it paints; `_happened` is the one place that changes it."""

    HELP_TITLE = "A lesson"
    HELP = (
        "Read, predict, then see. Enter checks an answer and goes on. An empty Enter, twice, shows "
        "the answer. The line under the field says how your answer is read, with its value, so the "
        "field is also a pocket calculator: try sqrt(2)/3. Going back changes nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", tooltip="Check the answer; go on"),
        Binding("f2", "hint", "Hint", key_display="?", tooltip="The next of three hints (also F2)"),
        Binding("ctrl+r", "reveal", "Answer", tooltip="Show the answer, without credit"),
        Binding("ctrl+b", "go_back", "Back", tooltip="Back to an earlier stop"),
        Binding("escape", "leave", "Course", tooltip="Leave the lesson for the course"),
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

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = lesson

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        with Horizontal(id="lesson"):
            with Vertical(id="words"):
                yield PageView()
            yield TraceView()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.session = Session(self.lesson)
        self.set_timer(AFTER_FIRST_FRAME, self._derive)

    @work(thread=True)
    def _derive(self) -> None:
        """Import sympy and derive every gradient of the lesson, away from the screen."""
        from tutor.lesson.check import check_playable

        try:
            check_playable(self.lesson)
        except BrokenLesson as error:
            self.post_message(LessonBroken(error))
        else:
            self.post_message(self.Derived())

    async def on_lesson_screen_derived(self) -> None:
        await self.query_one("#words").mount(Prediction())
        self.ready = True

    # Painting

    def watch_session(self, before: Session | None, session: Session) -> None:
        self._paint(session, moved=before is None or before.at != session.at)

    def watch_ready(self) -> None:
        if self.session is not None:
            self._paint(self.session, moved=False)

    async def on_resize(self, event: Resize) -> None:
        await super().on_resize(event)
        self.call_after_refresh(self._share_height)

    def _paint(self, session: Session, *, moved: bool) -> None:
        self.query_one("#title", Static).update(_title(session))
        self.query_one(PageView).show(session, ready=self.ready)
        self.query_one(TraceView).show(session, ready=self.ready)
        if self.ready:
            self._paint_question(session, moved=moved)
        self.call_after_refresh(self._share_height)
        self.refresh_bindings()

    def _paint_question(self, session: Session, *, moved: bool) -> None:
        panel = self.query_one(Prediction)
        stop = session.stop
        asking = session.phase is Phase.ASKING
        panel.display = asking
        if stop is None or not asking:
            self.query_one(PageView).focus()
            return
        question = [line for line in (prompt_line(stop), known_line(session, stop)) if line]
        panel.ask(question, partial(preview, question_of(stop)), fresh=moved)
        tries = session.answer.tries
        wrong = bool(tries) and tries[-1].judgement.verdict is Verdict.WRONG
        panel.respond(open_lines(session, stop), replace=wrong)

    def _share_height(self) -> None:
        """The words take what they need, and leave the question its room right below them."""
        panels = self.query(Prediction)
        taken = sum(panel.outer_size.height for panel in panels if panel.display)
        page = self.query_one(PageView)
        page.styles.max_height = max(3, self.query_one("#words").size.height - taken)
        page.call_after_refresh(page.bring_into_view)

    # What the learner does

    def _happened(self, event: Event) -> None:
        if self.session is not None:
            self.session = advance(self.session, event)

    @on(Prediction.Submitted)
    def _submitted(self, event: Prediction.Submitted) -> None:
        session = self.session
        if session is None or session.stop is None or not event.text.strip():
            self._happened(Submitted(event.text))
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

    @on(PredictionField.HintWanted)
    def _hint_wanted(self) -> None:
        self._happened(HintWanted())

    def action_go_on(self) -> None:
        if self.session is not None and self.session.phase is Phase.FINISHED:
            self.action_leave()
        else:
            self._happened(WentOn())

    def action_hint(self) -> None:
        self._happened(HintWanted())

    def action_reveal(self) -> None:
        self._happened(Revealed())

    def action_go_back(self) -> None:
        self._happened(WentBack())

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
            "go_on": not asking,
            "hint": asking,
            "reveal": asking,
            "go_back": session.at > 0,
        }
        return allowed.get(action, True)


def _title(session: Session) -> Content:
    """The lesson, how far it is, and the page."""
    pages = session.lesson.pages
    here = "The end" if session.phase is Phase.FINISHED else session.page.title
    number = f"   {pages.index(session.page) + 1}/{len(pages)}   "
    return Content.assemble((session.lesson.title, "bold"), number, (here, "bold $text-primary"))
