"""Which places of a run are drawn: a long one is thinned, one that explodes is not chased."""

from __future__ import annotations

from tutor.maths.engine import Trace
from tutor.pictures.plot import EXPLODED

MOST_PLACES = 300  # Of one path.
Vector = tuple[float, ...]


def thinned(last: int, most: int) -> list[int]:
    """Steps from 0 to `last`, both included, evenly spaced where there are more than `most`."""
    if last < most:
        return list(range(last + 1))
    return sorted({round(at * last / (most - 1)) for at in range(most)})


def calm_places(trace: Trace) -> list[Vector]:
    """Where a run goes; of one that explodes only where it began, or nothing else is seen."""
    found = [trace.start]
    if not len(trace):
        return found
    # The first steps one by one: what explodes may do so before the second of a thinned run.
    steps = sorted({*range(min(MOST_PLACES, len(trace))), *thinned(len(trace), MOST_PLACES)})
    highest = EXPLODED * abs(trace.value("loss", 0))
    for t in steps[1:]:
        if trace.value("loss", min(t, len(trace) - 1)) > highest:
            break
        found.append(trace.place(t))
    return found
