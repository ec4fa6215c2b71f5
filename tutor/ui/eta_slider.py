"""η on a scale of powers of ten, moved by arrow keys or the mouse; where it diverges is marked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import MouseDown, MouseMove
from textual.message import Message
from textual.widget import Widget

LOWEST, HIGHEST = -6, 1  # Powers of ten, unless η or its limit lies beyond.


class EtaSlider(Widget, can_focus=True):
    DEFAULT_CSS = """
    EtaSlider { height: 1; }
    EtaSlider:focus { text-style: bold; background: $boost; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "nudge(-1)", "Smaller η", show=False),
        Binding("right", "nudge(1)", "Larger η", show=False),
    ]

    @dataclass
    class Nudged(Message):
        """η is to be a little larger, or smaller."""

        times: int

    @dataclass
    class Put(Message):
        """η is to have this value; `goes_on` while it is being dragged."""

        eta: float
        goes_on: bool

    def __init__(self) -> None:
        super().__init__()
        self.eta = 1.0
        self.limit: float | None = None

    def show(self, eta: float, limit: float | None) -> None:
        self.eta, self.limit = eta, limit
        self.refresh()

    @property
    def span(self) -> tuple[int, int]:
        """The powers of ten at its ends."""
        known = [math.log10(x) for x in (self.eta, self.limit or 0.0) if x > 0]
        return (
            min([LOWEST, *(math.floor(x) for x in known)]),
            max([HIGHEST, *(math.ceil(x) for x in known)]),
        )

    def _column(self, eta: float, width: int) -> int:
        low, high = self.span
        share = (math.log10(eta) - low) / (high - low) if eta > 0 else 0.0
        return round(min(max(share, 0.0), 1.0) * (width - 1))

    def render(self) -> Content:
        width = max(2, self.content_size.width)
        cells = ["─"] * width
        parts: list[tuple[str, str]] = []
        limit = None if self.limit is None else self._column(self.limit, width)
        here = self._column(self.eta, width)
        for column, cell in enumerate(cells):
            beyond = limit is not None and column > limit
            text = "●" if column == here else "┃" if column == limit else cell
            style = "$text-accent" if column == here else "$text-error" if beyond else "$foreground"
            parts.append((text, style))
        return Content.assemble(*parts)

    def action_nudge(self, times: int) -> None:
        self.post_message(self.Nudged(times))

    def on_mouse_down(self, event: MouseDown) -> None:
        self.capture_mouse()
        self._put(event.x, goes_on=False)

    def on_mouse_move(self, event: MouseMove) -> None:
        if self.app.mouse_captured is self:
            self._put(event.x, goes_on=True)

    def on_mouse_up(self) -> None:
        self.release_mouse()

    def _put(self, column: int, *, goes_on: bool) -> None:
        low, high = self.span
        share = column / max(1, self.content_size.width - 1)
        eta = 10.0 ** (low + min(max(share, 0.0), 1.0) * (high - low))
        self.post_message(self.Put(float(f"{eta:.2g}"), goes_on))
