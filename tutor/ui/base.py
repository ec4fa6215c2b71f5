"""What all screens share: their size classes, and the word about a terminal that is too small."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

SMALLEST = (72, 22)  # Columns and rows below which a lesson cannot be read.
WIDE = 100


class TooSmall(Static):
    """Covers the screen when the terminal is too small for it."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; layer: cover; width: 100%; height: 100%;
        content-align: center middle; text-align: center;
    }
    """

    def on_mount(self) -> None:
        self.tell()

    def on_resize(self) -> None:
        self.tell()

    def tell(self) -> None:
        columns, rows = self.app.size
        self.update(
            f"Descent needs {SMALLEST[0]}×{SMALLEST[1]} characters;\n"
            f"this terminal has {columns}×{rows}.\n"
            "Make it larger, or use descent learn --plain."
        )


class SizedScreen(Screen[None]):
    """A screen that knows narrow from wide, and says what it needs when there is no room."""

    HELP_TITLE: ClassVar[str] = ""
    HELP: ClassVar[str] = ""
    HELP_BINDINGS: ClassVar[list[BindingType]] = []  # The keys that F1 explains.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # Textual declares it so.
        (0, "-cramped"),
        (SMALLEST[0], "-narrow"),
        (WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-low"),
        (SMALLEST[1], "-high"),
    ]
