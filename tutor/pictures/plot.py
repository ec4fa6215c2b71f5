"""Several curves on one pair of axes, each with a mark and, at its end, its name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tutor.maths.notation import display_width
from tutor.pictures.cells import DOTS_ACROSS, DOTS_DOWN, Canvas, Cell, Color
from tutor.pictures.frame import BELOW, Axis, Frame, gutter_for
from tutor.pictures.palette import Palette
from tutor.pictures.plane import Point
from tutor.pictures.scale import HIGHEST, Scale

MARKS = "●▲■◆★▼✚"
UPWARDS = "↑"
COLUMNS_A_TICK, ROWS_A_TICK = 14, 4
FEWEST_COLUMNS, FEWEST_ROWS = 16, 5
MARKS_ACROSS = 6  # On a curve, about.
EXPLODED = 3.0  # Times its start: a curve that ends so high, at its highest, has exploded.
HEADROOM, LOG_HEADROOM = 1.15, 3.0  # Above what has not exploded.
CLEAR = 1.04  # So that a curve does not run along the border.
SMALLEST = 1e-16  # Of the largest value: below that a log axis shows rounding errors.


@dataclass(frozen=True)
class Series:
    """A curve; one that has exploded leaves the plot at its top, and the others keep their room."""

    name: str
    points: tuple[Point, ...]
    exploded: bool = False
    diverged: bool = False  # Some value beyond the last one is not finite.

    @property
    def calm(self) -> list[float]:
        """The values that the axis must span: of a curve that explodes, what it began with."""
        ys = [y for _, y in self.points if abs(y) < HIGHEST]
        if not self.exploded or not ys:
            return ys
        return [y for y in ys if y <= EXPLODED * abs(ys[0])]


def explodes(ys: Sequence[float]) -> bool:
    """Whether values end at their highest, far above where they began."""
    return len(ys) > 1 and ys[-1] == max(ys) and ys[-1] > EXPLODED * abs(ys[0])


@dataclass(frozen=True)
class Plot:
    """What is to be drawn. With `log` the axis has powers of ten."""

    series: tuple[Series, ...]
    x_name: str
    y_name: str
    log: bool = False
    log_x: bool = False
    whole: bool = True  # Whether x counts something.
    named: bool = True  # Whether the curves have their names beside them.


def plot_rows(plot: Plot, columns: int, rows: int, palette: Palette) -> list[list[Cell]]:
    """The plot in cells, axes and names included; blank where there is no room for one."""
    if columns - _margin(plot) < FEWEST_COLUMNS or rows < FEWEST_ROWS:
        return [[Cell()] * columns for _ in range(rows)]
    return _Drawing(plot, columns, rows, palette).rows()


class _Drawing:
    def __init__(self, plot: Plot, columns: int, rows: int, palette: Palette) -> None:
        self.plot, self.palette = plot, palette
        self.margin = _margin(plot)
        low, high, self.log = _range(plot)
        inner_rows = max(1, rows - BELOW)
        self.up = Scale(low, high, inner_rows * DOTS_DOWN, self.log)
        self.up_labels = self.up.labels(max(2, inner_rows // ROWS_A_TICK))
        gutter = gutter_for(plot.y_name, *self.up_labels.values())
        self.frame = Frame(columns - self.margin, rows, gutter)
        first, last = _x_range(plot)
        dots = self.frame.inner_columns * DOTS_ACROSS
        self.across = Scale(first, last, dots, plot.log_x and first > 0)
        self.canvas = Canvas(self.frame.inner_columns + self.margin, self.frame.inner_rows)

    def rows(self) -> list[list[Cell]]:
        self._grid()
        for number, series in enumerate(self.plot.series):
            self._curve(series, self.palette.series(number))
        for number, series in enumerate(self.plot.series):
            self._marks(series, number)
        self._names()
        inner = [self.canvas.row(row) for row in range(self.frame.inner_rows)]
        *above, line, labels = self.frame.around(inner, *self._axes(), self.palette)
        beside = [Cell()] * self.margin
        if self._name_fits:
            text = self.plot.x_name.rjust(self.margin)
            return [*above, [*line, *beside], [*labels, *(Cell(c, self.palette.ink) for c in text)]]
        return [*above, [*line, *beside], [*labels, *beside]]

    @property
    def _name_fits(self) -> bool:
        """Whether the axis's name has room behind its last label."""
        return len(self.plot.x_name) < self.margin

    def _axes(self) -> tuple[Axis, Axis]:
        most = max(2, self.frame.inner_columns // COLUMNS_A_TICK)
        labels = self.across.labels(most, whole=self.plot.whole)
        columns = {round(self.across.dot(x)) // DOTS_ACROSS: text for x, text in labels.items()}
        rows = {self._row_of(y): text for y, text in self.up_labels.items()}
        if len(rows) > 2:
            rows.pop(0, None)  # The axis's name stands there.
        return Axis("" if self._name_fits else self.plot.x_name, columns), Axis(
            self.plot.y_name, rows
        )

    def _grid(self) -> None:
        for y in self.up_labels:
            down = self._down(y)
            for x in range(0, self.frame.inner_columns * DOTS_ACROSS, 4):
                self.canvas.dot(x, down, self.palette.grid)

    def _curve(self, series: Series, ink: Color) -> None:
        dots = [(self.across.dot(x), self._down(y)) for x, y in series.points]
        limit = self.frame.inner_columns * DOTS_ACROSS - 1
        for start, end in pairwise(dots):
            if end[0] <= limit:
                self.canvas.line(start, end, ink)
        for dot in dots[:1]:
            self.canvas.dot(*dot, ink)

    def _marks(self, series: Series, number: int) -> None:
        """A mark here and there, at other places than those of the other curves."""
        shown = [(self._column(x), self._row_of(y)) for x, y in series.points]
        stride = max(2, self.frame.inner_columns // MARKS_ACROSS)
        due = stride * (number + 1) / (len(self.plot.series) + 1)
        for column, row in shown:
            if column >= due and 0 <= row < self.frame.inner_rows:
                self._write(column, row, MARKS[number % len(MARKS)], number)
                due = column + stride

    def _names(self) -> None:
        """Each name right of its curve's end; those that would overlap move apart."""
        ends = [self._end_row(series) for series in self.plot.series]
        order = sorted(range(len(ends)), key=lambda number: (ends[number], number))
        places = _spread([ends[number] for number in order], self.frame.inner_rows)
        for number, row in zip(order, places, strict=True):
            series = self.plot.series[number]
            mark = UPWARDS if series.exploded else MARKS[number % len(MARKS)]
            text = f"{mark} {series.name}" if self.plot.named else mark
            self._write(self.frame.inner_columns + 1, row, text, number)
            if series.exploded:
                self._leaving(series, number)

    def _leaving(self, series: Series, number: int) -> None:
        """An arrow at the top, where a curve leaves the plot."""
        above = [x for x, y in series.points if y > self.up.high]
        x = above[0] if above else series.points[-1][0] if series.points else self.across.low
        self._write(self._column(x), 0, UPWARDS, number)

    def _end_row(self, series: Series) -> int:
        if series.exploded or not series.points:
            return 0
        return min(max(self._row_of(series.points[-1][1]), 0), self.frame.inner_rows - 1)

    def _write(self, column: int, row: int, text: str, number: int) -> None:
        self.canvas.write(column, row, text, self.palette.series(number))

    def _down(self, y: float) -> float:
        return self.up.dots - 1 - self.up.dot(y)

    def _row_of(self, y: float) -> int:
        return math.floor(self._down(y) + 0.5) // DOTS_DOWN

    def _column(self, x: float) -> int:
        return round(self.across.dot(x)) // DOTS_ACROSS


def _margin(plot: Plot) -> int:
    """Columns right of the curves, for the longest name and its mark."""
    if not plot.named:
        return 3
    return max((display_width(series.name) for series in plot.series), default=0) + 4


def _range(plot: Plot) -> tuple[float, float, bool]:
    """What the vertical axis spans, and whether by powers of ten."""
    calm = [series.calm for series in plot.series if not series.exploded]
    starts = [series.calm[:1] if calm else series.calm for series in plot.series if series.exploded]
    values = [y for ys in (*calm, *starts) for y in ys] or [0.0, 1.0]
    positive = [y for y in values if y > 0]
    exploded = any(s.exploded for s in plot.series)
    if plot.log and positive:
        high = max(positive) * (LOG_HEADROOM if exploded else 1.0)
        low = max(min(positive), high * SMALLEST)
        return (low, high, True) if low < high else (low / 10, high * 10, True)
    low, high = min(0.0, *values), max(values)
    room = (high - low) * (HEADROOM if exploded else CLEAR)
    return (low, low + room, False) if room else (low - 1, high + 1, False)


def _x_range(plot: Plot) -> tuple[float, float]:
    xs = [x for series in plot.series for x, _ in series.points]
    first, last = min(xs, default=0.0), max(xs, default=1.0)
    return (first, last) if first < last else (first, first + 1)


def _spread(wanted: Sequence[int], rows: int) -> list[int]:
    """Rows for names, ascending and apart, each as near as can be to where it is wanted."""
    places: list[int] = []
    for row in wanted:
        places.append(max(row, places[-1] + 1) if places else row)
    for at in range(len(places) - 1, -1, -1):
        lowest = rows - (len(places) - at)
        if places[at] <= lowest:
            break
        places[at] = lowest
    return places
