"""Boxes of characters: the parts of a formula in two dimensions, and how they are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.maths.notation import display_width

# Top, filling, middle and bottom of a bracket that grows.
GROWN = {
    "(": "⎛⎜⎜⎝",
    ")": "⎞⎟⎟⎠",
    "[": "⎡⎢⎢⎣",
    "]": "⎤⎥⎥⎦",
    "{": "⎧⎪⎨⎩",
    "}": "⎫⎪⎬⎭",
    "|": "││││",
    "‖": "║║║║",
}


@dataclass(frozen=True)
class Box:
    """Rows of one width; the row numbered `baseline` stands on the line of the text around it."""

    rows: tuple[str, ...]
    baseline: int

    @property
    def width(self) -> int:
        return display_width(self.rows[0])

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def tall(self) -> bool:
        return len(self.rows) > 1


def line(text: str) -> Box:
    return Box((text,), 0)


def beside(*boxes: Box) -> Box:
    """The boxes in a row, baseline on baseline."""
    if not boxes:
        return line("")
    above = max(box.baseline for box in boxes)
    below = max(box.height - box.baseline for box in boxes)
    columns = [_stretched(box, above, below) for box in boxes]
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), above)


def stacked(boxes: Sequence[Box], baseline: int, align: str = "c") -> Box:
    """The boxes on top of one another; `baseline` is the row of the whole."""
    width = max(box.width for box in boxes)
    rows = tuple(row for box in boxes for row in _aligned(box, width, align).rows)
    return Box(rows, baseline)


def fraction(over: Box, under: Box) -> Box:
    bar = line("─" * (max(over.width, under.width) + 2))
    return stacked((over, bar, under), over.height)


def root(inner: Box, index: str = "") -> Box:
    """√x where the inner box has one row (its brackets are the caller's), else a drawn root.

    `index` is the small 3 of a cube root, as it is to be shown.
    """
    if not inner.tall:
        return beside(line(f"{index}√"), inner)
    if not inner.rows[0].startswith(" "):
        inner = beside(line(" "), inner)  # The stroke would touch it.
    return beside(_stroke(inner, index), _overlined(inner))


def brackets(inner: Box, left: str, right: str) -> Box:
    """The box in brackets as tall as it is; an empty sign leaves that side open."""
    margin = line(" " if inner.tall else "")  # A fraction's bar would meet the bracket.
    before = (_bracket(left, inner), margin) if left else ()
    after = (margin, _bracket(right, inner)) if right else ()
    return beside(*before, inner, *after)


def raised(base: Box, exponent: Box) -> Box:
    """An exponent above a base of one row, or at the upper corner of a tall one."""
    top = base.baseline if base.tall else base.baseline + 1
    blank = " " * exponent.width
    return beside(base, Box(exponent.rows + (blank,) * top, exponent.height - 1 + top))


def lowered(base: Box, index: str) -> Box:
    """An index behind a base of one row, or at the lower corner of a tall one."""
    depth = base.height - base.baseline - 1
    return beside(base, Box((" " * display_width(index),) * depth + (index,), 0))


def limits(sign: str, below: str, above: str = "") -> Box:
    """A sign with what it runs from below it, and what it runs to above."""
    boxes = [line(text) for text in (above, sign, below) if text]
    return stacked(boxes, 1 if above else 0)


def sum_sign(below: str, above: str = "") -> Box:
    return limits("Σ", below, above)


def grid(rows: Sequence[Sequence[Box]], align: str = "c", gap: str = "  ") -> Box:
    """Cells in columns, aligned left, right or centred by the letters of `align` in turn.

    Blank rows keep tall cells apart.
    """
    aligned = zip(*(_column_of(rows, at, align[at % len(align)]) for at in range(len(rows[0]))),
                  strict=True)  # fmt: skip
    lines = [beside(*_separated(row, line(gap))) for row in aligned]
    if any(row.tall for row in lines):
        lines = _separated(lines, line(""))
    return stacked(lines, sum(row.height for row in lines) // 2, "l")


def matrix(
    rows: Sequence[Sequence[Box]], left: str = "[", right: str = "]", align: str = "c"
) -> Box:
    """Cells in brackets; an odd number of rows, so that one of them is the middle."""
    if len(rows) % 2 == 0 and not any(cell.tall for row in rows for cell in row):
        blank = [line("") for _ in rows[0]]
        rows = [row for pair in zip(rows, [blank] * len(rows), strict=True) for row in pair][:-1]
    return brackets(grid(rows, align), left, right)


def column(entries: Sequence[Box]) -> Box:
    """A vector, written downwards."""
    return matrix([[entry] for entry in entries])


def _separated(boxes: Sequence[Box], between: Box) -> list[Box]:
    return [box for pair in zip(boxes, [between] * len(boxes), strict=True) for box in pair][:-1]


def _stretched(box: Box, above: int, below: int) -> tuple[str, ...]:
    """The rows with blank ones added: `above` before the baseline, `below` from it on."""
    blank = (" " * box.width,)
    missing = below - (box.height - box.baseline)
    return blank * (above - box.baseline) + box.rows + blank * missing


def _aligned(box: Box, width: int, align: str) -> Box:
    room = width - box.width
    left = {"l": 0, "c": room // 2, "r": room}[align]
    return Box(tuple(" " * left + row + " " * (room - left) for row in box.rows), box.baseline)


def _column_of(rows: Sequence[Sequence[Box]], at: int, align: str) -> list[Box]:
    width = max(row[at].width for row in rows)
    return [_aligned(row[at], width, align) for row in rows]


def _bracket(sign: str, inner: Box) -> Box:
    if not inner.tall or sign not in GROWN:
        return line(sign)
    top, filling, middle, bottom = tuple(GROWN[sign])
    rows = [top, *[filling] * (inner.height - 2), bottom]
    if inner.height > 2:
        rows[inner.height // 2] = middle
    return Box(tuple(rows), inner.baseline)


def _stroke(inner: Box, index: str) -> Box:
    """The slanted stroke of a root, with its tick at the bottom and the index above the tick."""
    tall, margin = inner.height, max(display_width(index) - 1, 0)
    rows = [" " * (margin + tall - at) + "╱" + " " * at for at in range(tall)]
    rows[-1] = " " * margin + "╲" + rows[-1][margin + 1 :]
    rows[-2] = index + rows[-2][display_width(index) :]
    return Box((" " * (margin + tall + 1), *rows), inner.baseline + 1)


def _overlined(inner: Box) -> Box:
    return Box(("_" * inner.width, *inner.rows), inner.baseline + 1)
