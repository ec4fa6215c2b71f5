"""What the curves of a lesson show: the loss of several runs, other quantities, a sweep over η."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.maths.engine import Trace
from tutor.maths.formats import run_names
from tutor.maths.notation import superscript
from tutor.maths.working import Symbols
from tutor.pictures.plot import Plot, Series, explodes


def curves_plot(
    traces: Sequence[Trace],
    quantity: str = "loss",
    *,
    log: bool = False,
    named: bool = True,
    names: Sequence[str] | None = None,
) -> Plot:
    """A quantity against t, a curve for each run, or for each component of one run."""
    names = names or run_names(traces)
    series = []
    for trace, name in zip(traces, names, strict=True):
        width = _width(trace, quantity)
        for component in range(width):
            symbol = Symbols.of(trace, component)(quantity) if width > 1 else ""
            label = symbol if len(traces) == 1 and symbol else f"{name} {symbol}".strip()
            points = _points(trace, quantity, component)
            exploded = trace.diverged is not None or (
                quantity == "loss" and explodes([y for _, y in points])
            )
            series.append(Series(label, points, exploded))
    symbol = Symbols.of(traces[0], None)(quantity)
    return Plot(tuple(series), "update t", symbol, log=log, named=named)


def _width(trace: Trace, quantity: str) -> int:
    where = trace.columns[quantity]
    return int(where.stop - where.start)


def _points(trace: Trace, quantity: str, component: int) -> tuple[tuple[float, float], ...]:
    values = ((float(t), trace.value(quantity, t, component)) for t in range(len(trace)))
    points = [(t, value) for t, value in values if math.isfinite(value)]
    if quantity == "loss" and trace.diverged is None and len(trace):
        # The loss after the last update: as many updates as the axis says.
        last = trace.loss.height(trace.loss.point(trace.place(len(trace))))
        points += [] if last is None else [(float(len(trace)), last)]
    return tuple(points)


def sweep_plot(etas: Sequence[float], losses: Sequence[float], steps: int, *, log: bool) -> Plot:
    """The loss after `steps` updates against η; inf where the run diverged."""
    points = tuple(
        (eta, loss) for eta, loss in zip(etas, losses, strict=True) if math.isfinite(loss)
    )
    diverged = any(not math.isfinite(loss) for loss in losses)
    exploded = diverged or explodes([loss for _, loss in points])
    series = Series("diverges" if diverged else "", points, exploded, diverged)
    return Plot((series,), "η", f"L(θ{superscript(str(steps))})", log=log, log_x=True, whole=False)
