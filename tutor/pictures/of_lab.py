"""What the lab lets be seen: the runs up to a step, as paths and as curves, thinned where long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.maths.engine import Trace
from tutor.maths.rule import NEXT
from tutor.pictures.plot import EXPLODED, Plot, Series, explodes
from tutor.pictures.run_picture import RunPicture

MOST_PLACES, MOST_POINTS = 300, 600  # Of one path, and of one curve.
Vector = tuple[float, ...]


def thinned(last: int, most: int) -> list[int]:
    """Steps from 0 to `last`, both included, evenly spaced where there are more than `most`."""
    if last < most:
        return list(range(last + 1))
    return sorted({round(at * last / (most - 1)) for at in range(most)})


def place(trace: Trace, start: Vector, t: int) -> Vector:
    """θᵗ; behind the end of a run that diverged the last one there is."""
    t = min(t, len(trace))
    if t == 0:
        return start
    return trace.vector(NEXT, t - 1)


@dataclass(frozen=True)
class NamedRun:
    """A run, where it began, and what it is called."""

    name: str
    start: Vector
    trace: Trace


def lab_picture(runs: Sequence[NamedRun], t: int) -> RunPicture:
    """The paths up to step t on one landscape; the window is that of all their steps."""
    first, *others = runs
    path, trace = _path(first, t), first.trace
    gradient = trace.vector("g", t) if t < len(trace) and not others else None
    return RunPicture(
        trace.loss,
        path,
        (*[None] * (len(path) - 1), gradient) if gradient else (),
        room_for=(place(trace, first.start, len(trace)),),
        steps=tuple(_steps(trace, t)),
        name=first.name if others else "",
        others=tuple((run.name, _path(run, t)) for run in others),
        only=tuple(p for run in runs for p in _calm(run.trace, run.start)),
    )


def _path(run: NamedRun, t: int) -> tuple[Vector, ...]:
    return tuple(place(run.trace, run.start, i) for i in _steps(run.trace, t))


def _steps(trace: Trace, t: int) -> list[int]:
    return thinned(min(t, len(trace)), MOST_PLACES)


def _calm(trace: Trace, start: Vector) -> list[Vector]:
    """Where a run goes; of one that explodes only where it began, or nothing else is seen."""
    # The first steps one by one: what explodes may do so before the second of a thinned run.
    steps = sorted({*range(min(MOST_PLACES, len(trace))), *thinned(len(trace), MOST_PLACES)})
    if not len(trace):
        return [start]
    highest = EXPLODED * abs(trace.value("loss", 0))
    found = [start]
    for t in steps[1:]:
        if trace.value("loss", min(t, len(trace) - 1)) > highest:
            break
        found.append(place(trace, start, t))
    return found


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
