"""A lesson before a class: nothing is shown before the instructor reveals it."""

from __future__ import annotations

import os
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.reactive import reactive
from textual.types import CSSPathType
from textual.widgets import Footer, Static

from tutor.lesson.check import check_playable
from tutor.lesson.diagnostics import BrokenLesson
from tutor.lesson.model import Lesson, Predict
from tutor.records.home import home
from tutor.records.presenting import Standing, broken_off, reached, remove, write
from tutor.records.store import now
from tutor.teaching.advance import advance
from tutor.teaching.events import Event, Jumped, Revealed, WentBack, WentOn
from tutor.teaching.lab import lab_of
from tutor.teaching.questions import subject_of
from tutor.teaching.quiz_lines import clock_text
from tutor.teaching.session import Mode, Phase, Session
from tutor.ui.base import AFTER_FIRST_FRAME, ENLARGE, QUIET_QUIT, SizedScreen
from tutor.ui.dialogs import PickScreen
from tutor.ui.messages import LabWanted, LessonBroken, LessonLeft
from tutor.ui.page import PageView
from tutor.ui.run_view import RunView

WIDE = 90  # Columns from which the run stands beside the words: a projector has a hundred.
TICK = 1.0


class PresentScreen(SizedScreen):
    """Holds the session. Watching it paints and tells the notes; `_happened` alone changes it."""

    CSS_PATH: ClassVar[CSSPathType] = ["lesson.tcss", "present.tcss"]
    HELP_TITLE = "A presentation"
    HELP = (
        "Space or Page Down reveals the next thing: a line of a derivation, then of a question gᵗ, "
        "ηᵗ, σᵗ, and the answer. Page Up takes the last one back. While a question stands, nothing "
        "of its answer is on the screen, nor in the table. W opens the problem in the lab, to "
        "change η, the start or the rule before the class; Esc comes back to the lesson's own "
        "values. `descent notes` in a second terminal follows."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the page's own keys: these are what a clicker sends.
        Binding("space,enter,right,pagedown", "next", "Next", key_display="space", priority=True),
        Binding("left,backspace,pageup", "back", "Back", key_display="←", priority=True),
        Binding(
            "r,R",
            "reveal",
            "Reveal",
            key_display="r",
            tooltip="Reveal all of this question at once",
        ),
        Binding(
            "g,G",
            "jump",
            "Jump",
            key_display="g",
            show=False,
            tooltip="Jump to a page, or to a step t",
        ),
        Binding("b,B,full_stop", "blank", "Blank", key_display="b", tooltip="Blank the screen"),
        Binding("l,L", "large", "Large", key_display="l", tooltip="The words alone, wide"),
        Binding(
            "w,W", "what_if", "What if", key_display="w", tooltip="Change η, the start or the rule"
        ),
        Binding(
            "p,P,f3", "picture", "Picture", key_display="p", show=False, tooltip="The picture alone"
        ),
        Binding("f4", "speak", "In words", show=False, tooltip="Say in words what pictures show"),
        Binding(
            "c,C", "clock", "Clock to 0", key_display="c", show=False, tooltip="Set the clock to 0"
        ),
        Binding("up", "scroll_page(-1)", "Scroll up", show=False),
        Binding("down", "scroll_page(1)", "Scroll down", show=False),
        Binding("escape", "leave", "Leave", tooltip="Leave for the course"),
        QUIET_QUIT,
    ]
    HELP_BINDINGS = BINDINGS
    instead = ENLARGE
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's way.

    class Derived(Message):
        """The gradients are there."""

    session: reactive[Session | None] = reactive(None, init=False)
    ready = reactive(False, init=False)
    blank = reactive(False, init=False, toggle_class="-blank")
    large = reactive(False, init=False, toggle_class="-large")
    alone = reactive(False, init=False, toggle_class="-picture")  # The picture fills the screen.
    spoken = reactive(False, init=False)

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = lesson
        self.begun = now()

    def compose(self) -> ComposeResult:
        with Horizontal(id="title"):
            yield Static(id="where", markup=False)
            yield Static(id="clock", markup=False)
        with Horizontal(id="lesson"):
            with Vertical(id="words"):
                yield PageView()
            yield RunView(id="run")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.session = Session(self.lesson, mode=Mode.PRESENT)
        self.set_timer(AFTER_FIRST_FRAME, self._derive)
        self.set_interval(TICK, self._paint_clock)

    @work(thread=True)
    def _derive(self) -> None:
        """Import sympy and derive every gradient of the lesson, away from the screen."""
        try:
            check_playable(self.lesson)
        except BrokenLesson as error:
            self.post_message(LessonBroken(error))
        else:
            self.post_message(self.Derived())

    def on_present_screen_derived(self) -> None:
        self.ready = True
        left = broken_off(home(), self._path)
        if left is not None:
            self.begun = datetime.fromisoformat(left.begun)
            self.session = reached(self.lesson, left)
            self.tell_trouble("It goes on where it broke off. G jumps to the beginning.")

    @property
    def _path(self) -> str:
        return str(self.lesson.path.resolve())

    # Painting

    def watch_session(self, before: Session | None, session: Session) -> None:
        if before is not None:
            self.tell_trouble("")
        self._paint(session)
        self._tell_notes(session)

    def watch_blank(self) -> None:
        self.refresh_bindings()

    def watch_ready(self) -> None:
        if self.session is not None:
            self._paint(self.session)

    def _paint(self, session: Session) -> None:
        pages = session.lesson.pages
        here = "The end" if session.phase is Phase.FINISHED else session.page.title
        title = Content.assemble(
            (session.lesson.title, "bold"),
            f"   {pages.index(session.page) + 1}/{len(pages)}   ",
            (here, "bold $text-primary"),
        )
        self.query_one("#where", Static).update(title)
        self._paint_clock()
        page = self.query_one(PageView)
        page.show(session, ready=self.ready, spoken=self.spoken)
        page.call_after_refresh(page.bring_into_view)
        self.query_one(RunView).show(session, ready=self.ready, spoken=self.spoken)
        self.refresh_bindings()

    def _paint_clock(self) -> None:
        gone = (now() - self.begun).total_seconds()
        planned = self.lesson.minutes
        over = planned is not None and gone > planned * 60
        text = clock_text(gone) + (f" of {clock_text(planned * 60)}" if planned else "")
        style = "bold $text-warning" if over else "$foreground-muted"
        self.query_one("#clock", Static).update(Content.styled(text, style))

    def _tell_notes(self, session: Session) -> None:
        standing = Standing(
            os.getpid(), self._path, self.begun.isoformat(), session.at, session.lines
        )
        try:
            write(home(), standing)
        except OSError as error:
            self.tell_trouble(f"The notes cannot follow: {error.strerror}")

    def on_unmount(self) -> None:
        remove(home(), os.getpid())

    # What the instructor does

    def _happened(self, event: Event) -> None:
        if self.session is not None and self.ready:
            self.session = advance(self.session, event)

    def action_next(self) -> None:
        """What is below the edge of the page first, then the next thing."""
        if self.blank or not self.query_one(PageView).read_on():
            self._happened(WentOn())

    def action_back(self) -> None:
        self._happened(WentBack())

    def action_reveal(self) -> None:
        self._happened(Revealed())

    def action_blank(self) -> None:
        self.blank = not self.blank

    def on_key(self, event: Key) -> None:
        """Any key brings a blank screen back, and does no more."""
        if self.blank:
            event.stop()
            event.prevent_default()
            self.blank = False

    def action_large(self) -> None:
        self.large = not self.large

    def action_picture(self) -> None:
        self.alone = not self.alone

    def action_speak(self) -> None:
        self.spoken = not self.spoken
        if self.session is not None:
            self._paint(self.session)

    def action_clock(self) -> None:
        self.begun = now()
        self._paint_clock()
        if self.session is not None:
            self._tell_notes(self.session)

    def action_jump(self) -> None:
        """Choose among the pages and, under each, the steps that are asked about."""
        if self.session is None or not self.ready:
            return
        places = _places(self.session)
        here = sum(at <= self.session.at for at, _ in places) - 1
        choices = [(str(number), text) for number, (_, text) in enumerate(places)]

        def go(picked: str | None) -> None:
            if picked is not None:
                self._happened(Jumped(places[int(picked)][0]))

        self.app.push_screen(PickScreen("Jump to which page or step?", choices, str(here)), go)

    def action_what_if(self) -> None:
        """The problem at hand in the lab, at the step that is being talked about."""
        session = self.session
        if session is None or not self.ready or session.problem.loss.given:
            return
        earlier = (p.block for p in reversed(session.pauses[: session.at + 1]))
        t = next((b.t for b in earlier if isinstance(b, Predict)), 0)
        self.post_message(LabWanted(lab_of(session.problem, t), what_if=True))

    def action_scroll_page(self, lines: int) -> None:
        self.query_one(PageView).scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """Asked once more: before a class the course is not to come up by mistake."""
        choices = [("stay", "Stay"), ("leave", "Leave for the course")]

        def picked(choice: str | None) -> None:
            if choice == "leave":
                self.post_message(LessonLeft(self.lesson))

        self.app.push_screen(PickScreen("Leave the presentation?", choices), picked)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only the keys that do something now."""
        session = self.session
        if session is None:
            return True
        if self.blank:  # Only what brings the screen back.
            return action in {"blank", "quit"}
        allowed = {
            "next": session.phase is not Phase.FINISHED,
            "back": session.at > 0 or session.lines > 0,
            "reveal": session.phase in {Phase.ASKING, Phase.UNFOLDING},
            "what_if": not session.problem.loss.given,
        }
        return allowed.get(action, True)


def _places(session: Session) -> list[tuple[int, str]]:
    """The pause of every page, and under it of every value that is asked, with its step."""
    found: list[tuple[int, str]] = []
    page = -1
    for at, pause in enumerate(session.pauses):
        if pause.page != page:
            page = pause.page
            found.append((at, f"{page + 1}  {session.lesson.pages[page].title}"))
        if isinstance(pause.block, Predict):
            found.append((at, f"     t = {pause.block.t}: {subject_of(pause.block)}"))
    return found
