"""The medium: cells of a terminal, and a canvas of braille dots and text to draw them on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

# Red, green and blue; or an entry of the terminal's palette; or the terminal's own colour.
Color = tuple[int, int, int] | int | None

DOTS_ACROSS, DOTS_DOWN = 2, 4  # Dots of a cell.
BRAILLE = 0x2800
DOT_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # By row, then column.

Dot = tuple[float, float]  # Across and down, in dots from the top left corner.


@dataclass(frozen=True, slots=True)
class Cell:
    """One character on screen."""

    text: str = " "
    ink: Color = None
    paper: Color = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells that look the same."""

    text: str
    ink: Color
    paper: Color
    bold: bool


def runs(cells: Iterable[Cell]) -> list[Run]:
    """The cells of a row, those that look the same together."""
    looks = groupby(cells, key=lambda cell: (cell.ink, cell.paper, cell.bold))
    return [Run("".join(cell.text for cell in group), *look) for look, group in looks]


def plain(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """The characters alone, a line a row."""
    return ["".join(cell.text for cell in row).rstrip() for row in rows]


@dataclass
class Canvas:
    """Dots and characters over a background, `columns` × `rows` cells large.

    Dots that fall into one cell are shown together, in the colour of the last; characters lie
    above dots. What is drawn outside is cut off.
    """

    columns: int
    rows: int
    dots: dict[tuple[int, int], tuple[int, Color]] = field(default_factory=dict)
    characters: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def dot(self, x: float, y: float, ink: Color) -> None:
        across, down = round(x), round(y)
        column, row = across // DOTS_ACROSS, down // DOTS_DOWN
        if 0 <= column < self.columns and 0 <= row < self.rows:
            bit = DOT_BITS[down % DOTS_DOWN][across % DOTS_ACROSS]
            mask = self.dots.get((row, column), (0, None))[0]
            self.dots[row, column] = (mask | bit, ink)

    def line(self, start: Dot, end: Dot, ink: Color, *, every: int = 1) -> None:
        """A line of dots; with `every` = 2 each second one."""
        clipped = self._clipped(start, end)
        if clipped is None:
            return
        (x0, y0), (x1, y1) = clipped
        steps = max(1, round(max(abs(x1 - x0), abs(y1 - y0))))
        for k in range(0, steps + 1, every):
            self.dot(x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps, ink)

    def _clipped(self, start: Dot, end: Dot) -> tuple[Dot, Dot] | None:
        """The part of a line that lies on the canvas (Liang and Barsky, 1984)."""
        enter, leave = 0.0, 1.0
        sizes = (self.columns * DOTS_ACROSS - 1, self.rows * DOTS_DOWN - 1)
        for begin, finish, size in zip(start, end, sizes, strict=True):
            length = finish - begin
            for towards, room in ((-length, begin), (length, size - begin)):
                if towards == 0 and room < 0:
                    return None
                if towards < 0:
                    enter = max(enter, room / towards)
                elif towards > 0:
                    leave = min(leave, room / towards)
        if enter > leave:
            return None
        (x0, y0), (x1, y1) = start, end
        return (
            (x0 + enter * (x1 - x0), y0 + enter * (y1 - y0)),
            (x0 + leave * (x1 - x0), y0 + leave * (y1 - y0)),
        )

    def triangle(self, corners: tuple[Dot, Dot, Dot], ink: Color) -> None:
        """A filled triangle."""
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        for x in range(round(min(xs)), round(max(xs)) + 1):
            for y in range(round(min(ys)), round(max(ys)) + 1):
                if _is_inside((x, y), corners):
                    self.dot(x, y, ink)

    def write(self, column: int, row: int, text: str, ink: Color, *, bold: bool = True) -> None:
        if 0 <= row < self.rows:
            for at, character in enumerate(text, column):
                if 0 <= at < self.columns:
                    self.characters[row, at] = Cell(character, ink, None, bold)

    def label(self, column: int, row: int, text: str, ink: Color) -> None:
        """Write near a cell, on the side where least is covered; nothing where there is no room."""
        width = len(text)
        places = [
            (column + 2, row), (column - width - 1, row), (column + 1, row - 1),
            (column + 1, row + 1), (column - width, row - 1), (column - width, row + 1),
        ]  # fmt: skip
        free = [place for place in places if self.is_free(*place, width)]
        if free:
            self.write(*min(free, key=lambda place: self._covered(place, width)), text, ink)

    def _covered(self, place: tuple[int, int], width: int) -> int:
        column, row = place
        return sum((row, at) in self.dots for at in range(column, column + width))

    def is_free(self, column: int, row: int, width: int) -> bool:
        """Whether a text of that width fits there without covering another."""
        fits = 0 <= row < self.rows and column >= 0 and column + width <= self.columns
        return fits and all(
            (row, at) not in self.characters for at in range(column, column + width)
        )

    def row(self, number: int) -> list[Cell]:
        """A row as it looks over nothing."""
        return [self._cell(number, column) for column in range(self.columns)]

    def _cell(self, row: int, column: int) -> Cell:
        if (character := self.characters.get((row, column))) is not None:
            return character
        drawn = self.dots.get((row, column))
        return Cell(braille(drawn[0]), drawn[1]) if drawn else Cell()

    def changed(self, before: Canvas) -> set[int]:
        """The rows that look different from what they were."""
        dots = self.dots.items() ^ before.dots.items()
        characters = self.characters.items() ^ before.characters.items()
        return {row for (row, _), _ in (*dots, *characters)}


def _is_inside(point: Dot, corners: tuple[Dot, Dot, Dot]) -> bool:
    """Whether a point lies in a triangle, its sides included."""
    sides = zip(corners, (*corners[1:], corners[0]), strict=True)
    turns = [_turn(a, b, point) for a, b in sides]
    return all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns)


def _turn(a: Dot, b: Dot, point: Dot) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def braille(mask: int) -> str:
    return chr(BRAILLE + mask)
