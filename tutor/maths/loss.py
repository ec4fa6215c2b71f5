"""A loss: an expression in its parameters, with the gradient that sympy derives."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tutor.maths.data import Data
from tutor.maths.dual import slope_at
from tutor.maths.errors import Undefined, Unreadable
from tutor.maths.evaluate import FLOATS, Arithmetic, LargestFloats, evaluate
from tutor.maths.expr import ZERO, Expr, Number, Sum, names_in, walk
from tutor.maths.notation import pretty_name, superscript
from tutor.maths.parser import LOSS_LIMIT, read

MOST_SEARCHED = 500
ROUNDING = 1e-9  # Of the largest number on the way to a value.
PROBES = (0.37, 1.9, -0.83, 7.3, -5.1, 0.011, 41.0, -97.0, 620.0, -4100.0, 7.3e4)


@dataclass(frozen=True)
class Loss:
    """L(θ). `parameters` fixes the order of every vector: θ, gradient, σ.

    With data, `expr` and `gradient` are one example's, Lⁿ: L is its sum over the examples. With
    `given` gradients, one for each t, there is no loss at all, only what a rule makes of them.
    """

    expr: Expr
    parameters: tuple[str, ...]
    data: Data | None = None
    given: tuple[float, ...] = ()

    @cached_property
    def gradient(self) -> tuple[Expr, ...]:
        """∂L/∂θᵢ for each parameter. The first use imports sympy."""
        from tutor.maths.symbolic import derivative

        return tuple(derivative(self.expr, name) for name in self.parameters)

    @cached_property
    def hessian(self) -> tuple[tuple[Expr, ...], ...]:
        """∂²L/∂θᵢ∂θⱼ, a row for each parameter. The first use imports sympy."""
        from tutor.maths.symbolic import derivative

        return tuple(
            tuple(derivative(partial, name) for name in self.parameters)
            for partial in self.gradient
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """What an example consists of."""
        return self.data.columns if self.data else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that `expr` may use."""
        return (*self.parameters, *self.columns)

    def whole(self, expr: Expr) -> Expr:
        """One example's expression, under the sum sign where there are examples."""
        return Sum(expr) if self.data else expr

    def symbol(self, name: str) -> str:
        """θ₁ for a parameter, xⁿ for what belongs to an example."""
        return pretty_name(name) + (superscript("n") if name in self.columns else "")

    def point(self, theta: Sequence[float]) -> dict[str, float]:
        """θ as values by name, as expressions are evaluated with."""
        return dict(zip(self.parameters, theta, strict=True))

    def at(self, point: Mapping[str, float]) -> float:
        """L at a point, or `Undefined` where it has no finite real value."""
        if self.given:
            raise Undefined("Only the gradients are given.")
        return self.total(self.expr, point)

    def height(self, point: Mapping[str, float]) -> float | None:
        """L at a point, or None where it has no finite real value."""
        try:
            return self.at(point)
        except Undefined:
            return None

    def slope(self, component: int, point: Mapping[str, float], t: int | None) -> float:
        """∂L/∂θᵢ at a point as update t sees it: with batches, over its examples alone.

        With None over all the data. Needs no formula, and so no sympy.
        """
        if self.given:
            if t is None or t >= len(self.given):
                raise Undefined("No more gradients are given.")
            return self.given[t]
        by = self.parameters[component]
        return sum(slope_at(self.expr, by, known) for known in self.examples(point, t))

    def total(
        self,
        expr: Expr,
        point: Mapping[str, float],
        t: int | None = None,
        arithmetic: Arithmetic[float] = FLOATS,
    ) -> float:
        """An expression's value, summed over all examples, or over those of update t."""
        return sum(float(evaluate(expr, known, arithmetic)) for known in self.examples(point, t))

    def examples(
        self, point: Mapping[str, float], t: int | None = None
    ) -> Iterator[Mapping[str, float]]:
        """The point, with each example's values where there are examples."""
        if self.data is None:
            yield point
            return
        for row in self.data.rows if t is None else self.data.batch_of(t):
            yield {**point, **dict(zip(self.columns, row, strict=True))}


def given_gradients(history: Sequence[float]) -> Loss:
    """No loss, but the gradients of one parameter w, one for each t."""
    return Loss(ZERO, ("w",), given=tuple(map(float, history)))


def read_loss(
    text: str,
    parameters: Sequence[str],
    start: Sequence[float] = (),
    data: Data | None = None,
) -> Loss:
    """The loss that a text describes, or `Unreadable` with what to do.

    `start` is a point where it will be used, and so is worth trying.
    """
    columns = data.columns if data else ()
    expr = read(text, (*parameters, *columns), limit=LOSS_LIMIT)
    if names_in(expr).isdisjoint(parameters):
        raise Unreadable(f"A loss must depend on a parameter: {', '.join(parameters)}.")
    loss = Loss(expr, tuple(parameters), data)
    points = [_probe(loss, k) for k in range(len(PROBES))]
    if start:
        points.append(loss.point(start))
    if not _seems_to_vary(loss, points):
        points += _searched(loss)
        if not _seems_to_vary(loss, points):
            _check_varies(loss, points)
    return loss


def _seems_to_vary(loss: Loss, points: Sequence[Mapping[str, float]]) -> bool:
    """Whether values differ by more than rounding may explain."""
    arithmetic, values = LargestFloats(), list[float]()
    for point in points:
        try:
            values.append(loss.total(loss.expr, point, arithmetic=arithmetic))
        except Undefined:
            continue
    return bool(values) and max(values) - min(values) > ROUNDING * arithmetic.largest


def _check_varies(loss: Loss, points: Sequence[Mapping[str, float]]) -> None:
    """Refuse what is real nowhere, and what is the same at 40 digits wherever it is real.

    Where only one point is in its domain nothing can be said, so it passes.
    """
    from tutor.maths.compare import varies

    distinct = {tuple(point.values()): point for point in points}
    real = [point for point in distinct.values() if loss.height(point) is not None]
    if not real:
        raise Unreadable("This loss is not a real number anywhere that was tried.")
    if len(real) > 1 and not varies(loss.expr, [list(loss.examples(point)) for point in real]):
        raise Unreadable("This loss is the same everywhere: it has nothing to minimise.")


def _probe(loss: Loss, shift: int) -> dict[str, float]:
    """The k-th point, where each parameter takes another of the probes' values."""
    return {
        name: PROBES[(shift + 3 * index) % len(PROBES)]
        for index, name in enumerate(loss.parameters)
    }


def _searched(loss: Loss) -> list[dict[str, float]]:
    """Points around the constants of the loss, where a narrow domain may lie; always the same."""
    constants = {float(n.value) for n in walk(loss.expr) if isinstance(n, Number)}
    near = [sign * c + d for c in constants for sign in (1, -1) for d in (0, *PROBES[:5])]
    far = [sign * 2 * c for c in constants for sign in (1, -1)]
    places = sorted({*near, *far, *PROBES})
    draw = random.Random(len(places))  # noqa: S311  # A search is no secret.
    return [{n: draw.choice(places) for n in loss.parameters} for _ in range(MOST_SEARCHED)]
