"""The instructor's notes: a second terminal that follows a presentation."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from tutor.lesson.prose import paragraphs
from tutor.records.home import home
from tutor.records.presenting import Standing, running, session_at
from tutor.records.store import now
from tutor.teaching.notes import NO_NOTES, question_lines
from tutor.teaching.quiz_lines import clock_text
from tutor.teaching.session import Session
from tutor.ui.base import ENLARGE, SizedScreen
from tutor.ui.lines import Lines
from tutor.ui.page import READABLE
from tutor.ui.paint import paint_lines, paint_paragraph

LOOK = 0.3  # Seconds between two looks at where the presentation stands.
BROKEN = "The lesson's file cannot be read just now; descent check says why."
WAITING = (
    "No presentation is running. Begin one with descent present LESSON; the notes will follow."
)


class NotesScreen(SizedScreen):
    """Follows the presentation that began last, or the one that was chosen."""

    HELP_TITLE = "The notes"
    HELP = (
        "The notes of the page that is being shown, the next question with its answer and what is "
        "likely to be answered in its place, and the time. They follow by themselves; where "
        "several presentations run on this machine, Tab goes to the next one."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other", "Next presentation", priority=True),
        Binding("up", "scroll(-1)", "Scroll up", show=False),
        Binding("down", "scroll(1)", "Scroll down", show=False),
    ]
    HELP_BINDINGS = BINDINGS
    smallest = (40, 12)
    instead = ENLARGE

    def __init__(self, lesson: str = "") -> None:
        """`lesson` is a file to wait for; without one, any presentation will do."""
        super().__init__()
        self.wanted = lesson
        self.followed: Standing | None = None
        self.session: Session | None = None
        self.others = 0

    def compose(self) -> ComposeResult:
        with Horizontal(id="title"):
            yield Static("Notes", id="where", markup=False)
            yield Static(id="clock", markup=False)
        with VerticalScroll(id="notes"):
            yield Lines()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self._look()
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        """Find the presentation that is followed, and paint what has changed."""
        all_ = running(home())
        self.others = max(0, len(all_) - 1)
        found = [s for s in all_ if not self.wanted or s.lesson == self.wanted]
        mine = self.followed.process if self.followed else None
        standing = next((s for s in found if s.process == mine), found[0] if found else None)
        if standing != self.followed or self.session is None:
            self._follow(standing)
        self._paint_clock()

    def _follow(self, standing: Standing | None) -> None:
        self.followed = standing
        if standing is not None:
            self.wanted = standing.lesson  # When it is restarted, it is this one that is awaited.
        self.session = None if standing is None else session_at(standing)
        self._paint()
        self.refresh_bindings()

    def _paint(self) -> None:
        session, waiting = self.session, WAITING if self.followed is None else BROKEN
        where = "Notes" if session is None else f"{session.lesson.title}: {session.page.title}"
        self.query_one("#where", Static).update(Content.styled(where, "bold"))
        self.query_one("#notes Lines", Lines).paint(
            lambda width: notes_content(session, width, waiting)
        )

    def _paint_clock(self) -> None:
        text = ""
        if self.followed is not None:
            gone = (now() - datetime.fromisoformat(self.followed.begun)).total_seconds()
            planned = self.session.lesson.minutes if self.session else None
            text = clock_text(gone) + (f" of {clock_text(planned * 60)}" if planned else "")
        self.query_one("#clock", Static).update(Content(text))

    def action_other(self) -> None:
        found = running(home())
        if len(found) > 1:
            processes = [standing.process for standing in found]
            mine = self.followed.process if self.followed else processes[0]
            at = processes.index(mine) if mine in processes else -1
            self._follow(found[(at + 1) % len(found)])

    def action_scroll(self, lines: int) -> None:
        self.query_one("#notes", VerticalScroll).scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return bool(self.others) if action == "other" else True


def notes_content(session: Session | None, width: int, waiting: str = WAITING) -> list[Content]:
    """The page's notes, then the next question; or what is being waited for."""
    readable = min(READABLE, width)
    if session is None:
        return Content(waiting).wrap(readable)
    found: list[Content] = []
    for paragraph in paragraphs(session.page.notes or NO_NOTES):
        found += [*([Content("")] if found else []), *paint_paragraph(paragraph, readable)]
    rule = Content.styled("─" * readable, "$foreground-muted")
    return [*found, Content(""), rule, Content(""), *paint_lines(question_lines(session), readable)]
