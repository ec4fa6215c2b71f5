"""The first frame of a quiz, the lab or a presentation, painted before any of it is imported."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Footer, Static

from tutor.ui.base import SizedScreen


class WaitingScreen(SizedScreen):
    """Stands for a moment, until what is wanted takes its place."""

    stays = False

    def __init__(self, title: str, wanted: Message) -> None:
        super().__init__()
        self.heading, self.wanted = title, wanted

    def compose(self) -> ComposeResult:
        yield Static(self.heading, id="title", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self.post_message, self.wanted)
