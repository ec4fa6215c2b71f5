"""What all screens share: the word about a terminal that is too small, and the
messages that ask for another screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

if TYPE_CHECKING:
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.lesson.heading import Heading
    from tutor.lesson.model import Lesson
    from tutor.records.store import Store
    from tutor.teaching.lab import Lab
    from tutor.teaching.quiz import Quiz
    from tutor.teaching.request import Request

SMALLEST = (72, 22)  # Columns and rows below which a lesson cannot be read.
ENLARGE = "Make it larger."  # Where there is no other way.


@dataclass
class LessonChosen(Message):
    """The learner opened a lesson."""

    lesson: Lesson


@dataclass
class LessonBroken(Message):
    """A lesson that was asked for by name cannot be opened."""

    error: BrokenLesson


@dataclass
class LessonLeft(Message):
    """The learner went back to the course."""

    lesson: Lesson


@dataclass
class QuizWanted(Message):
    """The learner asked for a quiz."""

    request: Request


@dataclass
class QuizOver(Message):
    """A quiz has come to its end."""

    quiz: Quiz
    begun: datetime
    screen: SizedScreen


@dataclass
class QuizLeft(Message):
    """The learner went back from a quiz, or from what was to become one."""

    quiz: Quiz | None
    begun: datetime
    screen: SizedScreen


@dataclass
class PresentationWanted(Message):
    """A lesson is to be shown to a class."""

    heading: Heading


@dataclass
class LabWanted(Message):
    """A lab is to be opened."""

    lab: Lab
    what_if: bool = False  # Before a class: nothing is shown ahead of the step looked at.


@dataclass
class LabLeft(Message):
    """The learner went back from the lab."""

    screen: SizedScreen


class ShowsProgress(Protocol):
    def show_progress(self, store: Store) -> None: ...


@dataclass
class ProgressWanted(Message):
    """A screen asks what the learner has done so far."""

    screen: ShowsProgress


@dataclass
class LessonKnown(Message):
    """The learner says 'I know this' of a lesson."""

    heading: Heading
    screen: ShowsProgress


class TooSmall(Static):
    """Covers the screen when the terminal is too small for it."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; layer: cover; width: 100%; height: 100%;
        content-align: center middle; text-align: center;
    }
    """


class Banner(Static):
    """A line under the title that says what is wrong with the records, or with the lesson."""

    DEFAULT_CSS = """
    Banner { height: auto; padding: 0 1; background: $warning-muted; }
    """


class SizedScreen(Screen[None]):
    """A screen that says what it needs when there is no room for it."""

    HELP_TITLE: ClassVar[str] = ""
    HELP: ClassVar[str] = ""
    HELP_BINDINGS: ClassVar[list[BindingType]] = []  # The keys that F1 explains.
    smallest: ClassVar[tuple[int, int]] = SMALLEST
    instead: ClassVar[str] = "Make it larger, or add --plain to the command."
    stays: ClassVar[bool] = True  # Whether one can come back to it.
    left_focus: Widget | None = None  # What had the focus when the terminal became too small.

    def tell_trouble(self, trouble: str) -> None:
        """Say under the title what is wrong; the banner is only made where something is."""
        banners = self.query(Banner)
        if not trouble:
            banners.remove()
        elif banners:
            banners.first().update(Content(trouble))
        else:
            self.mount(Banner(Content(trouble), markup=False), after="#title")

    async def on_resize(self, event: Resize) -> None:
        """Say what is needed; the note is only made in a terminal that needs it."""
        columns, rows = event.size
        too_small = columns < self.smallest[0] or rows < self.smallest[1]
        if too_small and not self.has_class("-too-small"):
            self.left_focus = self.focused  # What is hidden cannot keep it.
        self.set_class(too_small, "-too-small")
        if not too_small:
            if self.left_focus is not None:
                self.call_after_refresh(self.set_focus, self.left_focus)
                self.left_focus = None
            return
        if not self.query(TooSmall):
            await self.mount(TooSmall())
        self.query_one(TooSmall).update(
            f"Descent needs {self.smallest[0]}×{self.smallest[1]} characters;\n"
            f"this terminal has {columns}×{rows}.\n"
            f"{self.instead}"
        )
