"""The application: which screen is on, what works on all of them, and how colours are chosen."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tutor.lesson.shelf import shipped_lessons
from tutor.ui.base import SizedScreen
from tutor.ui.messages import (
    LabLeft,
    LabWanted,
    LessonBroken,
    LessonKnown,
    LessonLeft,
    LessonWanted,
    NotesWanted,
    PresentationWanted,
    ProgressWanted,
    QuizLeft,
    QuizOver,
    QuizWanted,
)

if TYPE_CHECKING:
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.lesson.heading import Heading
    from tutor.lesson.model import Lesson
    from tutor.records.store import Store
    from tutor.teaching.quiz import Quiz
    from tutor.ui.messages import Wanted
    from tutor.ui.quiz_screen import QuizScreen

PALETTE_KEY = ("^p", "Every action by name")


class DescentApp(App[None]):
    """Opens the course, or straight what is wanted with the course behind it."""

    TITLE = "Descent"
    CSS_PATH = "descent.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", priority=True),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(
        self,
        first: Wanted | None = None,
        report: Callable[[Quiz, datetime], str] | None = None,
    ) -> None:
        """`first` is what to begin with; without it, the course.

        `report` is called with that quiz when it is over; it says what went wrong, if anything.
        """
        no_color = "NO_COLOR" in os.environ
        # Only the ansi themes draw nothing but the terminal's own two colours.
        super().__init__(ansi_color=True if no_color else None)
        if no_color:
            self.theme = "ansi-dark"
        if os.environ.get("DESCENT_MOTION") == "0":
            self.animation_level = "none"
        self.first, self.report = first, report
        self.first_quiz: QuizScreen | None = None
        self.broken: BrokenLesson | None = None  # Why a lesson could not be opened, if so.

    @cached_property
    def store(self) -> Store:
        """The learner's records; opened when they are first needed."""
        from tutor.records.home import home
        from tutor.records.store import open_store

        return open_store(home())

    def on_mount(self) -> None:
        self.call_after_refresh(gc.enable)  # The command line turned it off for the imports.

    # Screens are imported when they are opened: the first frame needs no mathematics.

    def get_default_screen(self) -> Screen[None]:
        """The first screen, itself and not on top of an empty one: that would cost a frame."""
        if self.first is None:
            return self._course()
        if isinstance(self.first, NotesWanted):
            from tutor.ui.notes_screen import NotesScreen

            return NotesScreen(self.first.lesson)
        from tutor.ui.waiting import WaitingScreen

        return WaitingScreen(self.first)

    def _course(self, chosen: str = "") -> Screen[None]:
        from tutor.ui.course import CourseScreen

        return CourseScreen(shipped_lessons(), chosen)

    def on_lesson_wanted(self, event: LessonWanted) -> None:
        """Open a lesson; a second Enter that was on its way opens no second one."""
        from tutor.ui.lesson_screen import LessonScreen

        if isinstance(self.screen, LessonScreen):
            return
        if lesson := self._read(event.heading):
            self.push_screen(LessonScreen(lesson, self.store))

    def _read(self, heading: Heading) -> Lesson | None:
        """The lesson; where it cannot be read the learner is told why."""
        from tutor.lesson.diagnostics import BrokenLesson
        from tutor.lesson.reader import read_lesson

        try:
            return read_lesson(heading.path)
        except BrokenLesson as error:
            self.post_message(LessonBroken(error))
            return None

    def on_progress_wanted(self, event: ProgressWanted) -> None:
        event.screen.show_progress(self.store)

    def on_lesson_known(self, event: LessonKnown) -> None:
        """'I know this' about a whole lesson, or no longer."""
        from tutor.lesson.shelf import lesson_key
        from tutor.records.record import Kind

        self.store.add(lesson_key(event.heading.path), [(Kind.SKIPPED, "", {"known": event.known})])
        event.screen.show_progress(self.store)

    def on_lesson_left(self, event: LessonLeft) -> None:
        """Back to the course: the one that the lesson was opened from, or a new one."""
        from tutor.ui.course import CourseScreen
        from tutor.ui.lesson_screen import LessonScreen
        from tutor.ui.present_screen import PresentScreen

        if not isinstance(self.screen, LessonScreen | PresentScreen):
            return  # It has been left already: Esc was pressed twice.
        below = self.screen_stack[-2]
        if isinstance(below, CourseScreen):
            self.pop_screen()
            below.show_progress(self.store)
        else:
            self.switch_screen(self._course(event.lesson.id))

    def on_quiz_wanted(self, event: QuizWanted) -> None:
        """Open a quiz; a second Enter that was on its way opens no second one."""
        from tutor.ui.quiz_screen import QuizScreen

        if isinstance(self.screen, QuizScreen):
            return
        screen = QuizScreen(event.request, self.store)
        if event is self.first:
            self.first_quiz = screen
        self.push_screen(screen)

    def on_quiz_over(self, event: QuizOver) -> None:
        """Write the report at once, if it was asked for of this very quiz."""
        if self.report is not None and event.screen is self.first_quiz:
            if trouble := self.report(event.quiz, event.begun):
                event.screen.tell_trouble(trouble)
            else:
                self.report = None

    def on_quiz_left(self, event: QuizLeft) -> None:
        """Back to where the quiz was opened from."""
        if self.screen is event.screen:  # Else it has been left already: Esc was pressed twice.
            self._back()

    def report_at_last(self) -> str:
        """When all is closed: write a report that is still owed; what is wrong with it, if so."""
        screen = self.first_quiz
        if self.report is None or screen is None or screen.quiz is None:
            return ""
        return self.report(screen.quiz, screen.keeper.begun)

    def on_presentation_wanted(self, event: PresentationWanted) -> None:
        from tutor.ui.present_screen import PresentScreen

        if lesson := self._read(event.heading):
            self.push_screen(PresentScreen(lesson))

    def on_lab_wanted(self, event: LabWanted) -> None:
        from tutor.ui.lab_screen import LabScreen

        if not isinstance(self.screen, LabScreen):
            self.push_screen(LabScreen(event.lab, what_if=event.what_if))

    def on_lab_left(self, event: LabLeft) -> None:
        """Back to where the lab was opened from, else to the course."""
        if self.screen is event.screen:
            self._back()

    def _back(self) -> None:
        """To the screen below, else to a new course."""
        from tutor.ui.course import CourseScreen

        below = self.screen_stack[-2]
        if not (isinstance(below, SizedScreen) and below.stays):
            self.switch_screen(self._course())
            return
        self.pop_screen()
        if isinstance(below, CourseScreen):
            below.show_progress(self.store)

    def on_lesson_broken(self, event: LessonBroken) -> None:
        """Back to the course with the reason; without a course behind, out with it."""
        from tutor.ui.course import CourseScreen

        course = next((s for s in self.screen_stack if isinstance(s, CourseScreen)), None)
        if course is None:
            self.broken = event.error
            self.exit()
            return
        while self.screen is not course:
            self.pop_screen()
        course.tell(event.error)

    def action_help(self) -> None:
        screen = self.screen
        if isinstance(screen, SizedScreen):
            from tutor.ui.help import HelpScreen

            bindings = (*screen.HELP_BINDINGS, *self.BINDINGS)
            keys = dict.fromkeys(map(self._key, bindings))  # Some screens have ours, too.
            self.push_screen(HelpScreen(screen.HELP_TITLE, screen.HELP, [*keys, PALETTE_KEY]))

    def _key(self, binding: BindingType) -> tuple[str, str]:
        """The key as people name it, and what it does."""
        assert isinstance(binding, Binding)  # We declare no other kind.
        return self.get_key_display(binding), binding.tooltip or binding.description

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette lists the keys of the screen, too."""
        yield from super().get_system_commands(screen)
        own = screen.HELP_BINDINGS if isinstance(screen, SizedScreen) else []
        explained = {binding.action for binding in own if isinstance(binding, Binding)}
        for _, binding, enabled, _ in screen.active_bindings.values():
            if enabled and binding.description and (binding.show or binding.action in explained):
                action = binding.action
                yield SystemCommand(
                    binding.description,
                    f"Key: {self.get_key_display(binding)}",
                    lambda action=action: screen.run_worker(screen.run_action(action)),
                )
