"""The first frame of a quiz, painted before anything of it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Footer, Static

from tutor.ui.base import QuizWanted, SizedScreen

if TYPE_CHECKING:
    from tutor.teaching.request import Request


class QuizOpeningScreen(SizedScreen):
    """Stands for a moment, until the quiz takes its place."""

    HELP_TITLE = "A quiz"
    stays = False

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.request = request

    def compose(self) -> ComposeResult:
        yield Static("Exam" if self.request.exam else "Practice", id="title", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self.post_message, QuizWanted(self.request))
