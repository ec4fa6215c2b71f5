"""The first frame of a lesson, a quiz or the lab, painted before any of it is read or imported."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer, Static

from tutor.ui.base import SizedScreen
from tutor.ui.messages import LabWanted, LessonWanted, PresentationWanted, QuizWanted

Titled = LessonWanted | QuizWanted | PresentationWanted | LabWanted


class WaitingScreen(SizedScreen):
    """Stands for a moment, until what is wanted takes its place."""

    stays = False

    def __init__(self, wanted: Titled) -> None:
        super().__init__()
        self.wanted = wanted

    def compose(self) -> ComposeResult:
        yield Static(self.wanted.title, id="title", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self.post_message, self.wanted)
