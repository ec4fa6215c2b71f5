"""What the lab lets be seen: the runs up to a step, as paths and as curves, thinned where long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.maths.engine import Trace
from tutor.pictures.paths import MOST_PLACES, calm_places, thinned
from tutor.pictures.plot import Plot, Series, explodes
from tutor.pictures.run_picture import RunPicture

MOST_POINTS = 600  # Of one curve.
Vector = tuple[float, ...]


@dataclass(frozen=True)
class NamedRun:
    """A run and what it is called."""

    name: str
    trace: Trace


def lab_picture(runs: Sequence[NamedRun], t: int) -> RunPicture:
    """The paths up to step t on one landscape; the window is that of all their steps."""
    first, *others = runs
    path, trace = _path(first.trace, t), first.trace
    gradient = trace.vector("g", t) if t < len(trace) and not others else None
    return RunPicture(
        trace.loss,
        path,
        (*[None] * (len(path) - 1), gradient) if gradient else (),
        room_for=(trace.place(len(trace)),),
        steps=tuple(_steps(trace, t)),
        name=first.name if others else "",
        others=tuple((run.name, _path(run.trace, t)) for run in others),
        only=tuple(p for run in runs for p in calm_places(run.trace)),
    )


def _path(trace: Trace, t: int) -> tuple[Vector, ...]:
    return tuple(map(trace.place, _steps(trace, t)))


def _steps(trace: Trace, t: int) -> list[int]:
    return thinned(min(t, len(trace)), MOST_PLACES)


def lab_plot(runs: Sequence[NamedRun], t: int) -> Plot | None:
    """The loss of each run up to step t, on a log axis where all of it is positive."""
    series = []
    for run in runs:
        trace = run.trace
        last = min(t, len(trace) - 1)
        points = tuple((float(i), trace.value("loss", i)) for i in thinned(last, MOST_POINTS))
        ys = [y for _, y in points]
        gone = trace.diverged is not None and t >= trace.diverged.t
        series.append(Series(run.name, points, gone or explodes(ys), diverged=gone))
    if not any(len(s.points) > 1 for s in series):
        return None
    positive = all(y > 0 for s in series for _, y in s.points)
    return Plot(tuple(series), "update t", "L", log=positive)
