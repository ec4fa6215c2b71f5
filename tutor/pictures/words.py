"""Each picture as sentences made from its data, for those who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from tutor.maths.loss import Loss
from tutor.maths.notation import format_number, superscript
from tutor.pictures.plane import Point
from tutor.pictures.plot import MARKS, UPWARDS, Plot, Series

DIGITS = 3
NOTHING = 1e-7
MOST_WHOLE = 1e6  # From here on numbers are written by powers of ten.
FACES = 5.0  # Degrees within which −∇L points at the minimum.
Vector = Sequence[float]


def path_words(
    loss: Loss,
    places: Sequence[Vector],
    minimum: Vector | None,
    *,
    name: str = "θ",
    gradients: Sequence[Vector | None] = (),
    slope_name: str = "∇L",
    steps: Sequence[int] = (),
    heights_known: bool = True,
) -> str:
    """Where a run began, where it is, how the loss went, and where the minimum lies.

    Of the `gradients` that the picture shows, one a place, the last one is told of. `steps` says
    which step each place belongs to, where not all of them are there. Without
    `heights_known` nothing is said of the loss: a learner is to find it.
    """
    heights = [loss.height(loss.point(place)) for place in places]
    last = steps[-1] if steps else len(places) - 1
    scale = max(abs(value) for place in places for value in place)
    parts = [f"{_place(name, 0)} = {_vector(places[0])}{_where(heights[0], heights_known)}."]
    if last > 0:
        parts.append(
            f"After {last} {'step' if last == 1 else 'steps'} {_place(name, last)} = "
            f"{_vector(places[-1])}{_where(heights[-1], heights_known)}."
        )
        parts.append(_course(heights) if heights_known and last == len(places) - 1 else "")
    if minimum is not None:
        parts.append(f"The nearest minimum is at {_vector(minimum, scale)}.")
        drawn = [at for at, gradient in enumerate(gradients) if gradient is not None]
        if drawn and (gradient := gradients[drawn[-1]]) is not None:
            step = steps[drawn[-1]] if steps else drawn[-1]
            turn = _turn(gradient, places[drawn[-1]], minimum)
            if turn is not None:
                parts.append(f"At {_place(name, step)} −{slope_name} points {turn}.")
    return " ".join(part for part in parts if part)


def _where(height: float | None, is_known: bool) -> str:
    return f", where L = {_number(height)}" if is_known else ""


def _course(heights: Sequence[float | None]) -> str:
    """At which steps the loss rose."""
    pairs = [(a, b) for a, b in pairwise(heights) if a is not None and b is not None]
    rises = [step for step, (before, after) in enumerate(pairs, 1) if after > before]
    if all(after < before for before, after in pairs):
        return "The loss fell at every step."
    if not rises:
        return "The loss never rose."
    if len(rises) == len(heights) - 1:
        return "The loss rose at every step."
    return f"The loss rose at step {', '.join(map(str, rises[:5]))}{' …' if rises[5:] else ''}."


def _turn(gradient: Vector, place: Vector, minimum: Vector) -> str | None:
    """How far from the direction of the minimum the way downhill is."""
    towards = [m - p for m, p in zip(minimum, place, strict=True)]
    sizes = math.hypot(*gradient) * math.hypot(*towards)
    if len(place) < 2 or sizes == 0:
        return None
    cosine = -sum(a * b for a, b in zip(gradient, towards, strict=True)) / sizes
    angle = math.degrees(math.acos(min(1.0, max(-1.0, cosine))))
    return "nearly at it" if angle < FACES else f"{angle:.0f}° away from it"


def plot_words(plot: Plot) -> str:
    """What each curve does from its beginning to its end."""
    return " ".join(
        _series_words(plot, number, series) for number, series in enumerate(plot.series)
    )


def _series_words(plot: Plot, number: int, series: Series) -> str:
    mark = UPWARDS if series.exploded else MARKS[number % len(MARKS)]
    name = series.name if plot.named and series.name else f"Curve {mark}"
    if not series.points:
        return f"{name}: has no finite value."
    if plot.log_x:
        return _sweep_words(plot, series)
    y0, (x1, y1) = series.points[0][1], series.points[-1]
    if series.exploded:
        return f"{name}: explodes, from {_number(y0)} to {_number(y1)} at {_number(x1)}."
    low_x, low = min(series.points, key=lambda point: point[1])
    text = f"{name}: from {_number(y0)} to {_number(y1)}"
    if low < min(y0, y1):
        text += f", lowest {_number(low)} at {_number(low_x)}"
    return f"{text}."


def _sweep_words(plot: Plot, series: Series) -> str:
    best_x, best = min(series.points, key=lambda point: point[1])
    (x0, y0), (x1, _) = series.points[0], series.points[-1]
    text = (
        f"{plot.y_name} against {plot.x_name}: {_number(y0)} at {_number(x0)}, lowest "
        f"{_number(best)} at {_number(best_x)}"
    )
    return f"{text}; beyond {_number(x1)} the run diverges." if series.diverged else f"{text}."


def _place(name: str, t: int) -> str:
    return name + superscript(str(t))


def _vector(values: Vector | Point, scale: float = 0.0) -> str:
    """Coordinates; what is next to nothing beside the scale is the rounding of a 0."""
    texts = ", ".join(_number(0.0 if abs(v) <= NOTHING * scale else v) for v in values)
    return f"({texts})" if len(values) > 1 else texts


def _number(value: float | None) -> str:
    if value is None:
        return "undefined"
    whole = len(str(int(abs(value)))) if abs(value) < MOST_WHOLE else 0
    return format_number(value, max(DIGITS, whole))
