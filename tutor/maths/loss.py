"""A loss: an expression in its parameters, with the gradient that sympy derives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tutor.maths.errors import Undefined, Unreadable
from tutor.maths.evaluate import evaluate
from tutor.maths.expr import Expr, names_in
from tutor.maths.parser import LOSS_LIMIT, read

PROBES = (0.37, 1.9, -0.83, 7.3, -5.1, 0.011, 41.0, -97.0, 620.0, -4100.0, 7.3e4)


@dataclass(frozen=True)
class Loss:
    """L(θ). `parameters` fixes the order of every vector: θ, gradient, σ."""

    expr: Expr
    parameters: tuple[str, ...]

    @cached_property
    def gradient(self) -> tuple[Expr, ...]:
        """∂L/∂θᵢ for each parameter. The first use imports sympy."""
        from tutor.maths.symbolic import derivative

        return tuple(derivative(self.expr, name) for name in self.parameters)

    def at(self, point: Mapping[str, float]) -> float:
        """L at a point, or `Undefined` where it has no finite real value."""
        return float(evaluate(self.expr, point))


def read_loss(text: str, parameters: Sequence[str], start: Sequence[float] = ()) -> Loss:
    """The loss that a text describes, or `Unreadable` with what to do.

    `start` is a point where it will be used, and so is worth trying.
    """
    expr = read(text, parameters, limit=LOSS_LIMIT)
    if not names_in(expr):
        raise Unreadable(f"A loss must depend on a parameter: {', '.join(parameters)}.")
    if unused := [name for name in parameters if name not in names_in(expr)]:
        raise Unreadable(f"The loss does not use {', '.join(unused)}; a flat one can stand as 0*x.")
    loss = Loss(expr, tuple(parameters))
    points = [_probe(loss, k) for k in range(len(PROBES))]
    if start:
        points.append(dict(zip(loss.parameters, start, strict=True)))
    values = [value for value in (_value(loss, point) for point in points) if value is not None]
    if not values:
        raise Unreadable("This loss is not a real number anywhere that was tried.")
    if len(values) > 1 and max(values) - min(values) <= 1e-12 * max(map(abs, values)):
        raise Unreadable("This loss is the same everywhere: it has nothing to minimise.")
    return loss


def _probe(loss: Loss, shift: int) -> dict[str, float]:
    """The k-th point, where each parameter takes another of the probes' values."""
    return {
        name: PROBES[(shift + 3 * index) % len(PROBES)]
        for index, name in enumerate(loss.parameters)
    }


def _value(loss: Loss, point: Mapping[str, float]) -> float | None:
    try:
        return loss.at(point)
    except Undefined:
        return None
