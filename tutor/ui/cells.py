"""Drawn cells → what Textual paints, in the colours that the terminal has."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.app import App
from textual.color import Color as TextualColor
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from tutor.pictures.cells import Cell, Color, runs
from tutor.pictures.palette import Depth, Palette

# The sixteen standard colours as Rich has them, and the cube's steps as every terminal has them.
STANDARD = (
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170),
    (170, 170, 170), (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255),
    (255, 85, 255), (85, 255, 255), (255, 255, 255),
)  # fmt: skip
FIRST_OF_CUBE, FIRST_GREY = 16, 232
LEVELS = (0, 95, 135, 175, 215, 255)
DEPTHS = {"truecolor": Depth.TRUE, "256": Depth.CUBE, "standard": Depth.SIXTEEN}


def palette_of(app: App[Any]) -> Palette:
    """The colours that this terminal and this theme allow."""
    depth = DEPTHS.get(app.console.color_system or "", Depth.NONE)
    return Palette(Depth.NONE if "NO_COLOR" in os.environ else depth, app.current_theme.dark)


def strip(cells: Sequence[Cell], base: RichStyle) -> Strip:
    """A row for a widget that paints its own lines; `base` is the widget's style."""
    segments = [
        Segment(run.text, base + _rich_style(run.ink, run.paper, run.bold)) for run in runs(cells)
    ]
    return Strip(segments, len(cells))


def content(cells: Sequence[Cell]) -> Content:
    """A row among other lines of text."""
    return Content.assemble(
        *((run.text, _style(run.ink, run.paper, run.bold)) for run in runs(cells))
    )


@lru_cache(maxsize=4096)
def _rich_style(ink: Color, paper: Color, bold: bool) -> RichStyle:
    return RichStyle(
        color=None if ink is None else _color(ink).rich_color,
        bgcolor=None if paper is None else _color(paper).rich_color,
        bold=bold or None,
    )


@lru_cache(maxsize=4096)
def _style(ink: Color, paper: Color, bold: bool) -> Style:
    return Style(
        foreground=None if ink is None else _color(ink),
        background=None if paper is None else _color(paper),
        bold=bold or None,
    )


def _color(color: tuple[int, int, int] | int) -> TextualColor:
    """A colour; that of a palette's entry exactly, so that Rich takes it down to that entry."""
    if isinstance(color, tuple):
        return TextualColor(*color)
    if color < len(STANDARD):
        return TextualColor(*STANDARD[color])
    if color < FIRST_GREY:
        red, green, blue = (LEVELS[(color - FIRST_OF_CUBE) // base % 6] for base in (36, 6, 1))
        return TextualColor(red, green, blue)
    grey = 8 + 10 * (color - FIRST_GREY)
    return TextualColor(grey, grey, grey)
