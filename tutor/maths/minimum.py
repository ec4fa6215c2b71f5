"""The minimum that lies nearest downhill, for pictures; imports numpy, so import it late."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tutor.maths.arrays import Array
from tutor.maths.errors import Undefined
from tutor.maths.loss import Loss

MOST_STEPS = 200
NOTHING = 1e-15  # Of the loss: a step that gains less is none.
FLAT = 1e-9  # Of the largest curvature: less is rounding.
ROUNDING = 1e-6  # Of the way we came: less along an eigenvector is no move along it.
MOST_DAMPING = 1e12

Vector = tuple[float, ...]


def nearest_minimum(loss: Loss, start: Sequence[float]) -> Vector | None:
    """Where Newton's method, damped so that the loss always falls, comes to rest (Levenberg, 1944).

    None where it does not, or rests where the loss is no lowest point: it falls for ever, is flat,
    or the start is a maximum or a saddle.
    """
    place, damping = tuple(map(float, start)), 1e-3
    try:
        height = first = loss.at(loss.point(place))
        for _ in range(MOST_STEPS):
            slope = _slope(loss, place)
            lower = _step(loss, place, slope, damping)
            # What a step of this length and slope would gain; where that is nothing, we are there.
            gain = sum(g * (a - b) for g, a, b in zip(slope, place, lower, strict=True))
            if abs(gain) <= NOTHING * abs(height) + NOTHING * NOTHING * abs(first):
                return place if _holds(loss, start, place) else None
            below = loss.height(loss.point(lower))
            if below is not None and below < height:
                place, height, damping = lower, below, damping / 10
            elif damping > MOST_DAMPING:
                return place  # At a corner, such as that of |x|, the slope never vanishes.
            else:
                damping *= 10
    except Undefined:
        return None
    return None


def _holds(loss: Loss, start: Sequence[float], place: Vector) -> bool:
    """Whether the loss has a lowest point at `place`, not just nowhere left to fall to.

    No eigenvalue of the Hessian is negative and some are positive. Along an eigenvector without
    curvature, such as that of x⁴ at 0, the loss must rise again as far on as we have come: that of
    exp(-x) falls for ever.
    """
    values, directions = np.linalg.eigh(_curvature(loss, place))
    least = FLAT * float(np.abs(values).max())
    if values.max() <= 0 or values.min() < -least:
        return False
    moved = np.array(place) - np.array(start)
    for value, direction in zip(values, directions.T, strict=True):
        along = float(direction @ moved)
        if value <= least and abs(along) > ROUNDING * float(np.linalg.norm(moved)):
            there = tuple(map(float, np.array(place) + along * direction))
            beyond = loss.height(loss.point(there))
            if beyond is None or beyond <= loss.at(loss.point(place)):
                return False
    return True


def _curvature(loss: Loss, place: Vector) -> Array:
    point = loss.point(place)
    return np.array([[loss.total(entry, point) for entry in row] for row in loss.hessian])


def _step(loss: Loss, place: Vector, slope: Vector, damping: float) -> Vector:
    curvature = _curvature(loss, place)
    raised = curvature + damping * np.eye(len(place)) * (float(np.abs(curvature).max()) or 1.0)
    try:
        move = np.linalg.solve(raised, np.array(slope))
    except np.linalg.LinAlgError:
        return place
    return tuple(float(x) for x in np.array(place) - move)


def _slope(loss: Loss, place: Vector) -> Vector:
    point = loss.point(place)
    return tuple(loss.total(partial, point) for partial in loss.gradient)
