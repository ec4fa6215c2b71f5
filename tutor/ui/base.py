"""What all screens share: the word about a terminal that is too small, and the banner."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

# For a screen whose footer has no room for the application's own.
QUIET_QUIT = Binding("ctrl+q", "app.quit", "Quit", show=False, priority=True)
# Seconds: whole lessons are read and sympy is imported behind the first frame, not before it.
AFTER_FIRST_FRAME = 0.05
SMALLEST = (72, 22)  # Columns and rows below which a lesson cannot be read.
ENLARGE = "Make it larger."  # Where there is no other way.


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
