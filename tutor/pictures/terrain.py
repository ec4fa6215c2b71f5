"""The landscape under a path: a smooth fill and contour lines; imports numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tutor.pictures.cells import DOT_BITS, DOTS_ACROSS, DOTS_DOWN, Color
from tutor.pictures.palette import SHADES, Depth, Palette
from tutor.pictures.plane import Plane
from tutor.pictures.view import View

if TYPE_CHECKING:
    from tutor.maths.arrays import Array

NOWHERE = -1  # The shade of a place where the loss has no value.
CELLS_A_LINE = 3  # One contour line for so many rows of cells.
FEWEST_LINES, MOST_LINES = 6, 14
FLATTEST, STEEPEST = 0.12, 1.0


@dataclass(frozen=True)
class Terrain:
    """The background of a picture, cell by cell."""

    upper: list[list[Color]]
    lower: list[list[Color]]
    masks: list[list[int]]  # Braille dots of the contour lines.
    inks: list[list[Color]]
    lines: int  # How many levels the contour lines mark.


def terrain(plane: Plane, view: View, palette: Palette) -> Terrain:
    """The landscape that a view shows, in a palette's colours."""
    xs = view.left + np.arange(view.columns * DOTS_ACROSS) / view.across
    ys = view.top - np.arange(view.rows * DOTS_DOWN) / view.up
    heights = _evened(plane.heights(xs, ys))
    lines = min(MOST_LINES, max(FEWEST_LINES, view.rows // CELLS_A_LINE))
    # Few colours are laid in bands that end at the contour lines; many run smoothly.
    smooth = palette.depth is Depth.TRUE
    shades = _shades(heights if smooth else np.floor(heights * lines) / lines)
    fills: dict[int, Color] = {k: palette.fill(k / (SHADES - 1)) for k in range(SHADES)}
    fills[NOWHERE] = None
    bands = np.where(np.isnan(heights), NOWHERE, np.floor(np.nan_to_num(heights) * lines))
    masks, levels = _contours(bands, dotted=palette.depth is Depth.NONE)
    inks = [palette.isoline((level + 1) / lines) for level in range(lines + 1)]
    return Terrain(
        upper=[[fills[shade] for shade in row] for row in shades[0::2].tolist()],
        lower=[[fills[shade] for shade in row] for row in shades[1::2].tolist()],
        masks=masks.tolist(),
        inks=[[inks[level] for level in row] for row in levels.tolist()],
        lines=lines,
    )


def _evened(heights: Array) -> Array:
    """Heights from 0 to 1, bent so that half of the picture lies below a half; nan for none.

    Contour lines evenly apart in them are evenly spread over a bowl and over Rosenbrock's valley.
    """
    known = heights[np.isfinite(heights)]
    if known.size == 0 or known.max() == known.min():
        return np.where(np.isfinite(heights), 0.5, np.nan)
    low, high = known.min(), known.max()
    # Halves first: the range of a loss near overflow has no finite width.
    share = (heights / 2 - low / 2) / (high / 2 - low / 2)
    middle = min(max(float(np.median(share[np.isfinite(share)])), 1e-6), 0.9)
    bend = min(max(np.log(0.5) / np.log(middle), FLATTEST), STEEPEST)
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(heights), np.clip(share, 0, 1) ** bend, np.nan)


def _shades(heights: Array) -> Any:
    """A shade for each half of a cell, from the dots in it."""
    rows, columns = heights.shape
    halves = heights.reshape(rows // 2, 2, columns // DOTS_ACROSS, DOTS_ACROSS)
    some = ~np.isnan(halves)
    count = some.sum(axis=(1, 3))
    mean = np.where(some, halves, 0).sum(axis=(1, 3)) / np.maximum(count, 1)
    return np.where(count > 0, np.rint(mean * (SHADES - 1)), NOWHERE).astype(int)


def _contours(bands: Array, *, dotted: bool) -> tuple[Any, Any]:
    """Braille masks where a dot's band differs from the next one's, and the level of each cell."""
    lowest = np.minimum(np.minimum(bands, _next(bands, axis=0)), _next(bands, axis=1))
    highest = np.maximum(np.maximum(bands, _next(bands, axis=0)), _next(bands, axis=1))
    edge = (lowest != highest) & (lowest != NOWHERE)
    if dotted:
        down, across = np.indices(edge.shape)
        edge &= (across + down) % 2 == 0
    rows, columns = edge.shape
    shape = rows // DOTS_DOWN, DOTS_DOWN, columns // DOTS_ACROSS, DOTS_ACROSS
    masks = (edge.reshape(shape) * np.array(DOT_BITS)[None, :, None, :]).sum(axis=(1, 3))
    levels = np.where(edge, lowest, 0).reshape(shape).max(axis=(1, 3))
    return masks, levels.astype(int)


def _next(bands: Array, axis: int) -> Array:
    """Each dot's neighbour along an axis; the last one is its own."""
    last = np.take(bands, [-1], axis)
    return np.concatenate([np.delete(bands, 0, axis), last], axis)
