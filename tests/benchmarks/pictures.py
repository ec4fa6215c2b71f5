"""A step on the contour picture against textual-plot's redraw of the same data, in one run.

    python -m tests.benchmarks.pictures [STEPS]

Both draw ten contour lines and a path on 120×36 cells, and make the strips that Textual paints;
ours fills the landscape as well. Each step lengthens the path by a point. textual-plot (the extra
`bench`) is left out where it is not installed. Also: a first drawing of ours, and the η sweep.
"""

from __future__ import annotations

import asyncio
import math
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import contourpy
import numpy as np
from textual.app import App, ComposeResult

from tutor.maths.engine import run
from tutor.maths.lanes import final_losses
from tutor.maths.loss import read_loss
from tutor.maths.rules import find_rule
from tutor.pictures.run_picture import RunPicture
from tutor.ui.picture import PictureView

SIZE = (120, 36)
LINES = 10
LOSS = read_loss("0.5*x^2 + 0.4*x*y + 1.6*y^2 - 0.4*x", ["x", "y"])
TRACE = run(find_rule("momentum"), LOSS, [-2.6, 1.5], 0.1, 60)
ALL = TRACE.places(60)


class Bench(App[None]):
    def __init__(self, widget: Any) -> None:
        super().__init__()
        self.widget = widget
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        yield self.widget


async def timed(widget: Any, step: Callable[[int], None], steps: int) -> float:
    """Median milliseconds of a step, strips included."""
    app = Bench(widget)
    async with app.run_test(size=SIZE) as pilot:
        step(1)
        await pilot.pause()
        times = []
        for count in range(2, steps + 2):
            begun = time.perf_counter()
            step(count)
            times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)


def ours(steps: int) -> float:
    view = PictureView()

    def step(count: int) -> None:
        before = view.contour
        view.show(RunPicture(LOSS, ALL[:count], room_for=ALL))
        assert view.contour is not None  # It is mounted, and large enough.
        for row in view.contour.changed(before) if before else range(SIZE[1]):
            view.render_line(row)

    return asyncio.run(timed(view, step, steps))


def textual_plots(steps: int) -> float:
    from textual_plot import HiResMode, PlotWidget

    plot = PlotWidget()
    xs, ys = np.linspace(-4, 4, 240), np.linspace(-2, 2, 144)
    heights = 0.5 * xs**2 + 0.4 * xs * ys[:, None] + 1.6 * ys[:, None] ** 2 - 0.4 * xs
    contours = contourpy.contour_generator(xs, ys, heights)
    levels = np.linspace(heights.min(), heights.max(), LINES + 2)[1:-1]
    lines = [line for level in levels for line in contours.lines(level)]

    def step(count: int) -> None:
        plot.clear()
        for line in lines:
            plot.plot(line[:, 0], line[:, 1], hires_mode=HiResMode.BRAILLE)
        path = np.array(ALL[:count])
        plot.plot(path[:, 0], path[:, 1], hires_mode=HiResMode.BRAILLE)
        plot._render_plot()  # What its next refresh would call.
        for child in plot.query("Canvas"):
            for row in range(child.size.height):
                child.render_line(row)

    return asyncio.run(timed(plot, step, steps))


def sweep() -> float:
    """How many times as fast a thousand runs are in lanes as one by one."""
    etas = np.geomspace(1e-3, 1, 1000)
    rule, start = find_rule("adagrad"), [-2.6, 1.5]
    final_losses(rule, LOSS, start, etas, 40)
    begun = time.perf_counter()
    final_losses(rule, LOSS, start, etas, 40)
    lanes = time.perf_counter() - begun
    begun = time.perf_counter()
    for eta in etas:
        run(rule, LOSS, start, float(eta), 40)
    return (time.perf_counter() - begun) / lanes


def first_drawing() -> float:
    from tutor.pictures.palette import Depth, Palette

    begun = time.perf_counter()
    RunPicture(LOSS, ALL, room_for=ALL).contour(*SIZE, Palette(Depth.TRUE)).rows()
    return 1000 * (time.perf_counter() - begun)


def main(steps: int) -> None:
    first_drawing()  # The first one also imports.
    step = ours(steps)
    print(f"a step on our picture               {step:8.2f} ms")
    print(f"a whole landscape, drawn anew       {first_drawing():8.2f} ms")
    try:
        other = textual_plots(steps)
    except ImportError:
        other = math.nan
    print(f"textual-plot's redraw               {other:8.2f} ms")
    print(f"ours against textual-plot           {step / other:8.2f}     (at most 0.25)")
    print(f"a thousand runs in lanes            {sweep():8.1f} ×   (at least 15)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
