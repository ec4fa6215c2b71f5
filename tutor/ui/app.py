"""The application: which screen is on, what works on all of them, and how colours are chosen."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tutor.lesson.model import Lesson
from tutor.lesson.shelf import shipped_lessons
from tutor.ui.base import SizedScreen
from tutor.ui.help import HelpScreen

PALETTE_KEY = ("^p", "Every action by name")


class DescentApp(App[None]):
    """Opens the course, or straight a lesson with the course behind it."""

    TITLE = "Descent"
    CSS_PATH = "descent.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", priority=True),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(self, lesson: Lesson | None = None) -> None:
        no_color = "NO_COLOR" in os.environ
        # Only the ansi themes draw nothing but the terminal's own two colours.
        super().__init__(ansi_color=True if no_color else None)
        if no_color:
            self.theme = "ansi-dark"
        if os.environ.get("DESCENT_MOTION") == "0":
            self.animation_level = "none"
        self.lesson = lesson

    def on_mount(self) -> None:
        from tutor.ui.lesson_screen import LessonScreen

        if self.lesson is None:
            self._open_course()
        else:
            self.push_screen(LessonScreen(self.lesson), callback=lambda _: self._open_course())

    def _open_course(self) -> None:
        from tutor.ui.course import CourseScreen

        self.push_screen(CourseScreen(shipped_lessons()))

    def action_help(self) -> None:
        screen = self.screen
        if isinstance(screen, SizedScreen):
            bindings = (*screen.HELP_BINDINGS, *self.BINDINGS)
            keys = [self._key(binding) for binding in bindings]
            self.push_screen(HelpScreen(screen.HELP_TITLE, screen.HELP, [*keys, PALETTE_KEY]))

    def _key(self, binding: BindingType) -> tuple[str, str]:
        """The key as people name it, and what it does."""
        assert isinstance(binding, Binding)  # We declare no other kind.
        return self.get_key_display(binding), binding.tooltip or binding.description

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette lists the keys of the screen, too."""
        yield from super().get_system_commands(screen)
        for _, binding, enabled, _ in screen.active_bindings.values():
            if enabled and binding.description and binding.show:
                action = binding.action
                yield SystemCommand(
                    binding.description,
                    f"Key: {self.get_key_display(binding)}",
                    lambda action=action: screen.run_worker(screen.run_action(action)),
                )
