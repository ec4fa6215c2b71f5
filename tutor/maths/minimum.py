"""The minimum that lies nearest downhill, for pictures; imports numpy, so import it late."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tutor.maths.errors import Undefined
from tutor.maths.loss import Loss

MOST_STEPS = 200
FLAT = 1e-11  # Of the slope at the start, or of 1: below it nothing falls any more.
MOST_DAMPING = 1e12

Vector = tuple[float, ...]


def nearest_minimum(loss: Loss, start: Sequence[float]) -> Vector | None:
    """Where Newton's method, damped so that the loss always falls, comes to rest.

    None where it does not: the loss falls for ever, or has no slope (Levenberg, 1944).
    """
    place, damping = tuple(map(float, start)), 1e-3
    try:
        height, slope = loss.at(_point(loss, place)), _slope(loss, place)
        flat = FLAT * max(1.0, math.hypot(*slope))
        for _ in range(MOST_STEPS):
            if math.hypot(*slope) <= flat:
                return place
            lower = _step(loss, place, slope, damping)
            below = _height(loss, lower)
            if below is not None and below < height:
                place, height, damping = lower, below, damping / 10
                slope = _slope(loss, place)
            elif damping > MOST_DAMPING:
                return place  # At a corner, such as that of |x|, the slope never vanishes.
            else:
                damping *= 10
    except Undefined:
        return None
    return None


def _step(loss: Loss, place: Vector, slope: Vector, damping: float) -> Vector:
    point = _point(loss, place)
    curvature = np.array([[loss.total(entry, point) for entry in row] for row in loss.hessian])
    raised = curvature + damping * np.eye(len(place)) * max(1.0, float(np.abs(curvature).max()))
    try:
        move = np.linalg.solve(raised, np.array(slope))
    except np.linalg.LinAlgError:
        return place
    return tuple(float(x) for x in np.array(place) - move)


def _height(loss: Loss, place: Vector) -> float | None:
    try:
        return loss.at(_point(loss, place))
    except Undefined:
        return None


def _slope(loss: Loss, place: Vector) -> Vector:
    point = _point(loss, place)
    return tuple(loss.total(partial, point) for partial in loss.gradient)


def _point(loss: Loss, place: Vector) -> dict[str, float]:
    return dict(zip(loss.parameters, place, strict=True))
