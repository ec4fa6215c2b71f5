"""What a screen asks of the application: another screen, or what the learner has done so far.

A message is itself and no other, so none needs a comparison, which would cost the first frame time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

if TYPE_CHECKING:
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.lesson.heading import Heading
    from tutor.lesson.model import Lesson
    from tutor.records.store import Store
    from tutor.teaching.lab import Lab
    from tutor.teaching.quiz import Quiz
    from tutor.teaching.request import Request
    from tutor.ui.base import SizedScreen


@dataclass(eq=False)
class OfHeading(Message):
    """What is wanted of a lesson, of which so far only the heading has been read."""

    heading: Heading

    @property
    def title(self) -> str:
        return self.heading.title


class LessonWanted(OfHeading):
    """A lesson is to be opened."""


@dataclass(eq=False)
class LessonBroken(Message):
    """A lesson that was asked for by name cannot be opened."""

    error: BrokenLesson


@dataclass(eq=False)
class LessonLeft(Message):
    """The learner went back to the course."""

    lesson: Lesson


@dataclass(eq=False)
class QuizWanted(Message):
    """A quiz is to be opened."""

    request: Request

    @property
    def title(self) -> str:
        return "Exam" if self.request.exam else "Practice"


@dataclass(eq=False)
class QuizOver(Message):
    """A quiz has come to its end."""

    quiz: Quiz
    begun: datetime
    screen: SizedScreen


@dataclass(eq=False)
class QuizLeft(Message):
    """The learner went back from a quiz, or from what was to become one."""

    screen: SizedScreen


class PresentationWanted(OfHeading):
    """A lesson is to be shown to a class."""


@dataclass(eq=False)
class NotesWanted(Message):
    """A presentation is to be followed: of the lesson with this path; empty, of any."""

    lesson: str = ""


@dataclass(eq=False)
class LabWanted(Message):
    """A lab is to be opened."""

    lab: Lab
    what_if: bool = False  # Before a class: nothing is shown ahead of the step looked at.
    title = "Lab"


@dataclass(eq=False)
class LabLeft(Message):
    """The learner went back from the lab."""

    screen: SizedScreen


Wanted = LessonWanted | QuizWanted | PresentationWanted | NotesWanted | LabWanted


class ShowsProgress(Protocol):
    def show_progress(self, store: Store) -> None: ...


@dataclass(eq=False)
class ProgressWanted(Message):
    """A screen asks what the learner has done so far."""

    screen: ShowsProgress


@dataclass(eq=False)
class LessonKnown(Message):
    """The learner says 'I know this' of a lesson, or takes that back."""

    heading: Heading
    known: bool
    screen: ShowsProgress
