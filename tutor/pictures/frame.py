"""Axes around a picture: the gutter on the left, the scale below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor.maths.notation import display_width
from tutor.pictures.cells import Cell
from tutor.pictures.palette import Palette

BELOW = 2  # Rows of the scale: the line, and what stands under it.


@dataclass(frozen=True)
class Axis:
    """What an axis is called, and its labels by cell: a column, or a row from the top."""

    name: str
    labels: Mapping[int, str]


@dataclass(frozen=True)
class Frame:
    """A picture of `columns` × `rows` cells, of which the axes take some."""

    columns: int
    rows: int
    gutter: int

    @property
    def inner_columns(self) -> int:
        return max(1, self.columns - self.gutter)

    @property
    def inner_rows(self) -> int:
        return max(1, self.rows - BELOW)

    def around(
        self, inner: Sequence[Sequence[Cell]], across: Axis, up: Axis, palette: Palette
    ) -> list[list[Cell]]:
        """The whole picture, with the inner rows in the middle."""
        rows = [[*self.left_of(row, up, palette), *cells] for row, cells in enumerate(inner)]
        return [*rows, *self._scale(across, palette)]

    def left_of(self, row: int, up: Axis, palette: Palette) -> list[Cell]:
        """The gutter beside an inner row: its label, or the axis's name at the top."""
        text = up.labels.get(row, "")
        name = row == 0 and not text
        label = (up.name if name else text)[: self.gutter - 1].rjust(self.gutter - 1)
        mark = "┤" if text else "│"
        ink = palette.ink if name else palette.quiet
        return [*(Cell(c, ink) for c in label), Cell(mark, palette.quiet)]

    def _scale(self, across: Axis, palette: Palette) -> list[list[Cell]]:
        quiet = palette.quiet
        line = [Cell(" ")] * (self.gutter - 1) + [Cell("└", quiet)]
        line += [Cell("┬" if c in across.labels else "─", quiet) for c in range(self.inner_columns)]
        texts = [" "] * self.columns
        name = across.name[: self.inner_columns]
        name_at = self.columns - len(name)
        for column, label in across.labels.items():
            width = display_width(label)
            at = min(self.gutter + column - width // 2, self.columns - width)
            room = texts[max(0, at - 1) : at + width + 1]
            clear_of_name = not name or at + width < name_at
            if at >= 0 and clear_of_name and all(c == " " for c in room):
                texts[at : at + width] = label
        texts[name_at:] = name
        inks = [palette.ink if c >= name_at else quiet for c in range(self.columns)]
        return [line, [Cell(c, ink) for c, ink in zip(texts, inks, strict=True)]]


def gutter_for(*texts: str) -> int:
    """Columns for the widest label, and the axis itself."""
    return max(map(display_width, texts), default=0) + 1
