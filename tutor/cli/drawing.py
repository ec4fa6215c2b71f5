"""A picture on a terminal without a full screen: as many colours as it has, or words alone."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from dataclasses import dataclass

from tutor.maths.engine import Trace
from tutor.pictures.ansi import colored
from tutor.pictures.cells import plain
from tutor.pictures.palette import Depth, Palette
from tutor.pictures.run_picture import RunPicture, shown_gradients, step_name

WIDEST, TALLEST = 100, 30
NARROWEST, SHORTEST = 40, 14
LINES_LEFT = 6  # For the prompt and the words.


@dataclass(frozen=True)
class Terminal:
    """What may be drawn: how large, in how many colours; None where only words can be read."""

    columns: int
    rows: int
    depth: Depth | None


def terminal(colors: bool | None = None) -> Terminal:
    """The terminal at standard output; `colors` decides instead of what it says of itself."""
    size = shutil.get_terminal_size((80, 30))
    columns = min(WIDEST, size.columns)
    rows = min(TALLEST, max(SHORTEST, size.lines - LINES_LEFT))
    has_colors = sys.stdout.isatty() if colors is None else colors
    return Terminal(columns, rows, _depth(has_colors) if columns >= NARROWEST else None)


def _depth(has_colors: bool) -> Depth | None:
    kind = os.environ.get("TERM", "")
    if kind == "dumb":
        return None
    if not has_colors or "NO_COLOR" in os.environ:
        return Depth.NONE
    if os.environ.get("COLORTERM") in {"truecolor", "24bit"}:
        return Depth.TRUE
    return Depth.CUBE if "256" in kind else Depth.SIXTEEN


def picture_of(trace: Trace, to: Terminal) -> str:
    """The run as a picture, its caption, and what it shows in words."""
    gradients = shown_gradients([trace.vector("g", t) for t in range(len(trace))])
    places = trace.places(len(trace))
    picture = RunPicture(trace.loss, places, gradients, step_name=step_name(trace))
    words = textwrap.fill(picture.words, to.columns)
    if to.depth is None:
        return f"\n{words}\n"
    cells, caption = picture.rows(to.columns, to.rows, Palette(to.depth))
    lines = plain(cells) if to.depth is Depth.NONE else colored(cells)
    note = [textwrap.fill(caption, to.columns)] if caption else []
    return "\n".join(["", *lines, *note, "", words, ""])
