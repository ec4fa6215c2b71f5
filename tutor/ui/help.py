"""F1: what this screen is for, and every key that works on it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class HelpScreen(ModalScreen[None]):
    """A page of keys over the screen that was asked about."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 72; max-width: 95%; height: auto; max-height: 90%;
        border: round $primary; padding: 1 2; background: $surface;
    }
    HelpScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter", "dismiss", "Close", key_display="esc"),
    ]

    def __init__(self, title: str, text: str, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self.heading, self.text, self.keys = title, text, keys

    def compose(self) -> ComposeResult:
        widest = max((len(key) for key, _ in self.keys), default=0)
        keys = Content("\n").join(
            Content.assemble((f"{key:>{widest}}", "bold $text-accent"), f"  {words}")
            for key, words in self.keys
        )
        with VerticalScroll():
            yield Static(
                Content.assemble((f"{self.heading}\n\n", "bold"), f"{self.text}\n\n", keys),
                markup=False,
            )
