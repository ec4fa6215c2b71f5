"""A trace of any length: only the rows in view are ever made."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tutor.lesson.reveal import table_quantities
from tutor.maths.engine import Trace
from tutor.maths.notation import display_width, format_number, pretty_name
from tutor.maths.working import Symbols

CELL, GAP, DIGITS = 10, 1, 5
HEADER = 1  # Rows that do not scroll.


class LongTable(ScrollView, can_focus=True):
    """Step after step of one run; a click on a row goes to that step."""

    DEFAULT_CSS = """
    LongTable { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    """

    @dataclass
    class Picked(Message):
        t: int

    def __init__(self) -> None:
        super().__init__()
        self.trace: Trace | None = None
        self.t = 0
        self.covered = False
        self.names: list[str] = []
        self.time_width = 2

    def show(self, trace: Trace, t: int, *, covered: bool = False) -> None:
        """Show a run with the step that is looked at in view; `covered`, nothing beyond it.

        Of that step itself only the place is then told: the rest is what a class is asked for.
        """
        self.trace, self.t, self.covered = trace, t, covered
        self.names = _names(trace)
        self.time_width = max(2, len(str(len(trace))))
        width = self.time_width + len(self.names) * (CELL + GAP)
        rows = min(len(trace), t + 1) if covered else len(trace)
        self.virtual_size = Size(width, rows + HEADER)
        self._bring_into_view(t)
        self.refresh()

    def _bring_into_view(self, t: int) -> None:
        room = max(1, self.scrollable_content_region.height - HEADER)
        top = round(self.scroll_y)
        if not top <= t < top + room:
            self.scroll_to(y=max(0, t - room + 1), animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """The header, which stands still, or a row of the run."""
        left, top = round(self.scroll_offset.x), round(self.scroll_offset.y)
        width = self.scrollable_content_region.width
        base: Style = self.rich_style
        # Whole columns only: a number that is cut looks like another number.
        first = -(-left // (CELL + GAP))
        shown = slice(first, first + (width - self.time_width) // (CELL + GAP))
        text, style = self._line(y, top, shown)
        return Strip([Segment(text, base + style)]).adjust_cell_length(width, base)

    def action_scroll_left(self) -> None:
        self.scroll_relative(x=-(CELL + GAP), animate=False)

    def action_scroll_right(self) -> None:
        self.scroll_relative(x=CELL + GAP, animate=False)

    def _line(self, y: int, top: int, columns: slice) -> tuple[str, Style]:
        if self.trace is None:
            return "", Style()
        if y < HEADER:
            return self._row("t", self.names[columns]), Style(bold=True)
        t = top + y - HEADER
        if t >= len(self.trace) or (self.covered and t > self.t):
            return "", Style()
        cells = [_fitted(value) for value in values(self.trace, t)]
        if self.covered and t == self.t:
            parameters = len(self.trace.loss.parameters)
            cells = ["·", *cells[1 : 1 + parameters], *["·"] * (len(cells) - 1 - parameters)]
        return self._row(str(t), cells[columns]), Style(reverse=True) if t == self.t else Style()

    def _row(self, time: str, cells: list[str]) -> str:
        first = " " * (self.time_width - len(time)) + time
        others = (" " * (GAP + CELL - display_width(c)) + c for c in cells)
        return first + "".join(others)

    def on_click(self, event: Click) -> None:
        row = event.y - HEADER
        t = round(self.scroll_offset.y) + row
        if row >= 0 and self.trace is not None and t < len(self.trace):
            self.post_message(self.Picked(t))

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        self.refresh(Region(0, 0, *self.size))

    def watch_scroll_x(self, old: float, new: float) -> None:
        super().watch_scroll_x(old, new)
        self.refresh(Region(0, 0, *self.size))


def _fitted(value: float) -> str:
    """As many digits as fit a cell, five at most: −4.398e−12."""
    texts = (format_number(value, digits) for digits in range(DIGITS, 0, -1))
    return next(text for text in texts if display_width(text) <= CELL)


def _shown(trace: Trace) -> tuple[str, ...]:
    return ("loss", "theta", *table_quantities(trace.rule))


def _names(trace: Trace) -> list[str]:
    """L, then each quantity of each parameter, as symbols."""
    parameters = trace.loss.parameters
    names = []
    for quantity in _shown(trace):
        if quantity == "loss":
            names.append("L")
        elif quantity in trace.rule.scalars:
            names.append(Symbols.of(trace)(quantity))
        elif quantity == "theta":
            names += [pretty_name(name) for name in parameters]
        else:
            names += [Symbols.of(trace, c)(quantity) for c in range(len(parameters))]
    return names


def values(trace: Trace, t: int) -> list[float]:
    """What a row shows."""
    return [value for quantity in _shown(trace) for value in trace.vector(quantity, t)]
