"""The first frame of a lesson: its title, painted before the lesson is read."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer, Static

from tutor.lesson.diagnostics import BrokenLesson
from tutor.lesson.heading import Heading
from tutor.ui.base import SizedScreen
from tutor.ui.messages import LessonBroken, LessonChosen


class OpeningScreen(SizedScreen):
    """Stands for a moment, until the lesson takes its place."""

    HELP_TITLE = "A lesson"
    stays = False

    def __init__(self, heading: Heading) -> None:
        super().__init__()
        self.heading = heading

    def compose(self) -> ComposeResult:
        yield Static(self.heading.title, id="title", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self._read)

    def _read(self) -> None:
        from tutor.lesson.reader import read_lesson

        try:
            self.post_message(LessonChosen(read_lesson(self.heading.path)))
        except BrokenLesson as error:
            self.post_message(LessonBroken(error))
