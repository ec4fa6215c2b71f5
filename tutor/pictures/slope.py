"""A loss of one parameter as a curve, with the steps on it and, if wanted, the tangent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tutor.maths.loss import Loss
from tutor.maths.notation import pretty_name, superscript
from tutor.pictures.arrows import arrow
from tutor.pictures.cells import DOTS_ACROSS, DOTS_DOWN, Canvas, Cell, Dot
from tutor.pictures.contour import MINIMUM, MOST_LABELS, PREDICTED, START
from tutor.pictures.frame import BELOW, Axis, Frame, gutter_for
from tutor.pictures.palette import Palette
from tutor.pictures.scale import HIGHEST, Scale

HERE, BEFORE = "●", "○"
MARGIN = 0.25
COLUMNS_A_TICK, ROWS_A_TICK = 14, 4
TANGENT = 0.18  # Of the width, on each side of the place.
HEAD = 5.0
DOTS_A_STEP = 3  # Shorter steps have no arrow.


def slope_rows(
    loss: Loss,
    places: Sequence[float],
    columns: int,
    rows: int,
    palette: Palette,
    *,
    minimum: float | None = None,
    predicted: Sequence[float] = (),
    room_for: Sequence[float] = (),
    tangent: bool = False,
    steps: Sequence[int] = (),
) -> list[list[Cell]]:
    """The curve of a loss, with w⁰ … wᵗ on it; `room_for` are further places to keep in view.

    `steps` says which step each place belongs to, where not all of them are there.
    """
    numbered = list(zip(steps or range(len(places)), places, strict=True))
    slope = _Slope(loss, numbered, columns, rows, palette, minimum, predicted, room_for)
    return slope.rows(tangent)


class _Slope:
    def __init__(
        self,
        loss: Loss,
        places: Sequence[tuple[int, float]],  # Each with its step.
        columns: int,
        rows: int,
        palette: Palette,
        minimum: float | None,
        predicted: Sequence[float],
        room_for: Sequence[float],
    ) -> None:
        import numpy as np

        from tutor.maths.arrays import values_of

        self.loss, self.palette, self.minimum = loss, palette, minimum
        # A place where the loss has no value, or one past drawing, is not on the curve.
        self.places = [(t, w) for t, w in places if self._is_on_curve(w)]
        self.predicted = [w for w in predicted if self._is_on_curve(w)]
        rooms = [w for w in room_for if self._is_on_curve(w)]
        # A wild prediction must not make the run itself too small to see.
        low, high = _span([*(w for _, w in self.places), *rooms], minimum)
        inner_rows = max(1, rows - BELOW)
        # The gutter depends on the heights, and the heights on how many columns are left: a
        # first guess of the columns does, since heights change little from dot to dot.
        xs = np.linspace(low, high, max(2, columns * DOTS_ACROSS))
        heights = values_of(loss, {loss.parameters[0]: xs})
        self.up = Scale(*_heights(heights), inner_rows * DOTS_DOWN)
        self.up_labels = self.up.labels(max(2, inner_rows // ROWS_A_TICK))
        self.y_name = f"L({pretty_name(loss.parameters[0])})"
        self.frame = Frame(columns, rows, gutter_for(self.y_name, *self.up_labels.values()))
        self.across = Scale(low, high, self.frame.inner_columns * DOTS_ACROSS)
        self.canvas = Canvas(self.frame.inner_columns, self.frame.inner_rows)

    def rows(self, tangent: bool) -> list[list[Cell]]:
        self._curve()
        if tangent and self.places:
            self._tangent(self.places[-1][1])
        self._steps()
        self._marks()
        most = max(2, self.frame.inner_columns // COLUMNS_A_TICK)
        labels = self.across.labels(most)
        columns = {round(self.across.dot(x)) // DOTS_ACROSS: text for x, text in labels.items()}
        ticks = {round(self._down(y)) // DOTS_DOWN: text for y, text in self.up_labels.items()}
        if len(ticks) > 2:
            ticks.pop(0, None)
        inner = [self.canvas.row(row) for row in range(self.frame.inner_rows)]
        name = pretty_name(self.loss.parameters[0])
        return self.frame.around(inner, Axis(name, columns), Axis(self.y_name, ticks), self.palette)

    def _curve(self) -> None:
        import numpy as np

        from tutor.maths.arrays import values_of

        dots = np.arange(self.across.dots)
        xs = np.linspace(self.across.low, self.across.high, self.across.dots)
        heights = values_of(self.loss, {self.loss.parameters[0]: xs})
        known = [
            (float(dot), self._down(float(height)))
            for dot, height in zip(dots, heights, strict=True)
            if math.isfinite(height)
        ]
        for start, end in pairwise(known):
            if end[0] - start[0] == 1:
                self.canvas.line(start, end, self.palette.series(0))

    def _tangent(self, place: float) -> None:
        slope = self.loss.slope(0, {self.loss.parameters[0]: place}, None)
        reach = TANGENT * (self.across.high - self.across.low)
        x, y = self._dot(place)
        up = slope * reach * (self.up.dots - 1) / (self.up.high - self.up.low)
        across = reach * (self.across.dots - 1) / (self.across.high - self.across.low)
        ends = (x - across, y + up), (x + across, y - up)
        self.canvas.line(*ends, self.palette.gradient)

    def _steps(self) -> None:
        """The way from place to place; the last movement stands out."""
        dots = [self._dot(place) for _, place in self.places]
        for number, (start, end) in enumerate(pairwise(dots), 2):
            ink = self.palette.movement if number == len(dots) else self.palette.ink
            if math.dist(start, end) >= DOTS_A_STEP:
                arrow(self.canvas, start, end, ink, head=HEAD, place=0.6)

    def _marks(self) -> None:
        if self.minimum is not None:
            self._mark(self.minimum, MINIMUM)
        for place in self.predicted:
            self._mark(place, PREDICTED)
        last = self.places[-1][0] if self.places else 0
        for t, place in self.places:
            self._mark(place, HERE if t == last else START if t == 0 else BEFORE)
        name = pretty_name(self.loss.parameters[0])
        for t, place in self.places:
            if last <= MOST_LABELS or t in {0, last}:
                text = name + superscript(str(t))
                self.canvas.label(*self._cell(place), text, self.palette.ink)

    def _mark(self, place: float, text: str) -> None:
        inks = {MINIMUM: self.palette.minimum, PREDICTED: self.palette.prediction}
        self.canvas.write(*self._cell(place), text, inks.get(text, self.palette.ink))

    def _is_on_curve(self, place: float) -> bool:
        height = self.loss.height({self.loss.parameters[0]: place})
        return height is not None and abs(height) < HIGHEST

    def _dot(self, place: float) -> Dot:
        return self.across.dot(place), self._down(self.loss.at({self.loss.parameters[0]: place}))

    def _cell(self, place: float) -> tuple[int, int]:
        x, y = self._dot(place)
        return round(x) // DOTS_ACROSS, round(y) // DOTS_DOWN

    def _down(self, height: float) -> float:
        return self.up.dots - 1 - self.up.dot(height)


def _span(places: Sequence[float], minimum: float | None) -> tuple[float, float]:
    """From left to right: every place and the minimum, with a margin."""
    shown = [*places, *([] if minimum is None else [minimum])] or [0.0]
    low, high = min(shown), max(shown)
    room = (high - low) * MARGIN or max(1.0, abs(low))
    return low - room, high + room


def _heights(heights: Iterable[float]) -> tuple[float, float]:
    """From bottom to top; a curve that is flat or nowhere gets one unit."""
    known = [float(height) for height in heights if abs(height) < HIGHEST] or [0.0]
    low, high = min(known), max(known)
    room = (high - low) * 0.04 or 0.5
    return low - room, high + room
