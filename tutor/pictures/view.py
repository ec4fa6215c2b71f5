"""Which part of the plane a picture shows, and where on it a point comes to lie."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tutor.pictures.cells import DOTS_ACROSS, DOTS_DOWN, Dot
from tutor.pictures.plane import Point

MARGIN = 0.14  # Of the extent, on each side.
MOST_EMPTY = 7.0  # Times narrower than the picture: beyond that the narrow side is stretched.
NEAREST = 1e-9  # Of the coordinates: a window is at least so wide.
FARTHEST = 4.0  # Times the path's own extent: a minimum beyond that is left outside.


@dataclass(frozen=True)
class View:
    """A rectangle of the plane on `columns` × `rows` cells."""

    left: float
    right: float
    bottom: float
    top: float
    columns: int
    rows: int

    @property
    def across(self) -> float:
        """Dots for one unit of x."""
        return (self.columns * DOTS_ACROSS - 1) / (self.right - self.left)

    @property
    def up(self) -> float:
        """Dots for one unit of y."""
        return (self.rows * DOTS_DOWN - 1) / (self.top - self.bottom)

    @property
    def stretch(self) -> float:
        """How many times longer a unit of y is drawn than one of x; 1 where angles are true."""
        return self.up / self.across

    def dot(self, point: Point) -> Dot:
        return (point[0] - self.left) * self.across, (self.top - point[1]) * self.up

    def cell(self, point: Point) -> tuple[int, int]:
        """Column and row of the cell that holds a point."""
        x, y = self.dot(point)
        return round(x) // DOTS_ACROSS, round(y) // DOTS_DOWN

    def centre(self, column: int, row: int) -> Point:
        """The point in the middle of a cell."""
        x, y = (column + 0.5) * DOTS_ACROSS - 0.5, (row + 0.5) * DOTS_DOWN - 0.5
        return self.left + x / self.across, self.top - y / self.up

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top

    def zoomed(self, factor: float, about: Point) -> View:
        """`factor` times as near, with one point kept where it lies on the picture.

        Not nearer than numbers can be told apart.
        """
        x, y = about
        narrow = min(self.right - self.left, self.top - self.bottom) / factor
        if factor > 1 and narrow < NEAREST * max(1.0, abs(x), abs(y)):
            return self
        return replace(
            self,
            left=x + (self.left - x) / factor,
            right=x + (self.right - x) / factor,
            bottom=y + (self.bottom - y) / factor,
            top=y + (self.top - y) / factor,
        )

    def resized(self, columns: int, rows: int) -> View:
        """The same centre and scale on another number of cells."""
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        wide = (columns * DOTS_ACROSS - 1) / self.across / 2
        high = (rows * DOTS_DOWN - 1) / self.up / 2
        return View(x - wide, x + wide, y - high, y + high, columns, rows)

    def panned(self, across: float, up: float) -> View:
        """Moved by shares of its own size."""
        x, y = across * (self.right - self.left), up * (self.top - self.bottom)
        return replace(
            self, left=self.left + x, right=self.right + x, bottom=self.bottom + y, top=self.top + y
        )


def fit(
    path: Sequence[Point], minimum: Point | None, columns: int, rows: int, *, margin: float = MARGIN
) -> View:
    """The view of a path, and of the minimum where that is not far off.

    Angles are true unless the path is so narrow that it would be lost: then it is stretched.
    """
    shown = [point for point in path if all(map(math.isfinite, point))] or [(0.0, 0.0)]
    if minimum is not None and _is_near(minimum, shown):
        shown = [*shown, minimum]
    x, wide = _extent((p[0] for p in shown), margin)
    y, high = _extent((p[1] for p in shown), margin)
    dots_wide, dots_high = columns * DOTS_ACROSS - 1, rows * DOTS_DOWN - 1
    largest = max(wide, high, NEAREST * max(1.0, abs(x), abs(y)))
    wide, high = wide or largest, high or largest
    unit_x, unit_y = wide / dots_wide, high / dots_high
    if max(unit_x, unit_y) <= MOST_EMPTY * min(unit_x, unit_y):
        unit_x = unit_y = max(unit_x, unit_y)
    half_wide, half_high = unit_x * dots_wide / 2, unit_y * dots_high / 2
    return View(x - half_wide, x + half_wide, y - half_high, y + half_high, columns, rows)


def _is_near(minimum: Point, path: Sequence[Point]) -> bool:
    centre = path[-1]
    size = max(math.dist(point, centre) for point in path)
    return size == 0 or math.dist(minimum, centre) <= FARTHEST * size


def _extent(values: Iterable[float], margin: float) -> tuple[float, float]:
    """The middle, and the length with a margin on both sides."""
    numbers = list(values)
    low, high = min(numbers), max(numbers)
    return (low + high) / 2, (high - low) * (1 + 2 * margin)
