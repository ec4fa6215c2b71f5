"""Lines with a head: braille triangles are the only ones that can be read at any angle."""

from __future__ import annotations

import math

from tutor.pictures.cells import Canvas, Color, Dot

NARROW = 0.42  # Half the width of a head, as a share of its length.


def arrow(
    canvas: Canvas, start: Dot, end: Dot, ink: Color, *, head: float, place: float = 1.0
) -> None:
    """A line from start to end with a head `head` dots long, whose tip is at `place` of the way.

    A line that is shorter than its head has none.
    """
    canvas.line(start, end, ink)
    length = math.dist(start, end)
    if length < head or length == 0:
        return
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    tip_at = max(head, length * place)
    tip = (start[0] + along[0] * tip_at, start[1] + along[1] * tip_at)
    base = (tip[0] - along[0] * head, tip[1] - along[1] * head)
    side = (-along[1] * head * NARROW, along[0] * head * NARROW)
    corners = (
        tip,
        (base[0] + side[0], base[1] + side[1]),
        (base[0] - side[0], base[1] - side[1]),
    )
    canvas.triangle(corners, ink)
