"""Keys on the screen, for answering with the mouse alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

ERASE, CHECK = "⌫", "✓ check"
NUMBERS = (*"0123456789", ".", ",", "−", "+", "·", "/", "(", ")", "^", "√(", ERASE, CHECK)


class Keypad(Widget):
    """A row or two of keys; what one of them means is for the screen to say."""

    DEFAULT_CSS = """
    Keypad { height: auto; width: 1fr; padding: 0 1; color: $text-accent; }
    Keypad:hover { background: $boost; }
    """

    @dataclass
    class Pressed(Message):
        key: str

    def __init__(self) -> None:
        super().__init__()
        self.extra: tuple[str, ...] = ()

    def offer(self, extra: Sequence[str]) -> None:
        """Besides numbers also these, such as the names that an answer may use."""
        self.extra = tuple(extra)
        self.refresh(layout=True)

    def rows(self, width: int) -> list[list[str]]:
        """The keys as they fit, each with a blank on either side."""
        rows: list[list[str]] = [[]]
        for key in (*self.extra, *NUMBERS):
            if rows[-1] and sum(len(k) + 2 for k in rows[-1]) + len(key) + 2 > width:
                rows.append([])
            rows[-1].append(key)
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.rows(width))

    def render(self) -> Content:
        lines = ("".join(f" {k} " for k in row) for row in self.rows(self.content_size.width))
        return Content("\n").join(map(Content, lines))

    def on_click(self, event: Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is not None and (key := self._key_at(offset.x, offset.y)):
            self.post_message(self.Pressed(key))

    def _key_at(self, x: int, y: int) -> str | None:
        rows = self.rows(self.content_size.width)
        for key in rows[y] if y < len(rows) else ():
            x -= len(key) + 2
            if x < 0:
                return key
        return None
