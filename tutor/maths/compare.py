"""Whether two expressions are equal where both are defined, by probing them at 40 digits."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Any

import mpmath

from tutor.maths.errors import NotReal, Undefined
from tutor.maths.evaluate import FLOATS, Arithmetic, evaluate, shared_operations
from tutor.maths.expr import Expr, Number, walk

DIGITS = 40
TOLERANCE = mpmath.mpf(10) ** -25
CLOSE = 0.005
POINTS = 10
TRIES = 60
ENOUGH = 3  # Fewer good points than this decide nothing.


class Comparison(Enum):
    EQUAL = auto()
    CLOSE = auto()  # At most 0.5 % apart everywhere.
    DIFFERENT = auto()
    UNDECIDED = auto()


class RealDigits(Arithmetic[Any]):
    """40-digit reals; a complex result is not a value."""

    def checked(self, value: Any) -> Any:
        if isinstance(value, mpmath.mpc) or mpmath.isnan(value):
            raise NotReal
        return value


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + mpmath.exp(-x))


MPMATH = RealDigits(
    literal=lambda literal: mpmath.mpf(literal.value.numerator) / literal.value.denominator,
    operations=shared_operations(
        lambda base, exponent: mpmath.power(base, exponent),
        {
            name: getattr(mpmath, name)
            for name in [
                "sqrt",
                "exp",
                "log",
                "sin",
                "cos",
                "tan",
                "asin",
                "acos",
                "atan",
                "sinh",
                "cosh",
                "tanh",
                "sign",
            ]
        }
        | {"sigmoid": _sigmoid},
    ),
    constants={"e": mpmath.e, "pi": mpmath.pi},
)


def compare(left: Expr, right: Expr, names: Sequence[str]) -> Comparison:
    """Equal, close, different, or undecided where too few points have values."""
    if left == right:
        return Comparison.EQUAL
    equal = close = compared = 0
    with mpmath.workdps(DIGITS):
        for point in _points(left, right, names):
            pair = _values(left, right, point)
            if pair is None:
                continue
            compared += 1
            gap, size = abs(pair[0] - pair[1]), max(abs(pair[0]), abs(pair[1]))
            equal += gap <= TOLERANCE * max(size, TOLERANCE)
            close += gap <= CLOSE * size
            if equal < compared and close < compared:
                return Comparison.DIFFERENT
            if compared == POINTS:
                break
    if compared < (ENOUGH if names else 1):
        return Comparison.UNDECIDED
    return Comparison.EQUAL if equal == compared else Comparison.CLOSE


def _points(left: Expr, right: Expr, names: Sequence[str]) -> Iterator[dict[str, float]]:
    """Random points of several scales; the same ones each time."""
    constants = [float(n.value) for e in (left, right) for n in walk(e) if isinstance(n, Number)]
    scale = 2 * max(constants, default=1.0)
    ranges = ((0.3, 20.0), (-1000.0, 1000.0), (-scale, scale), (-1.0, 1.0))
    draw = random.Random(20140605)  # noqa: S311  # Probing is no secret; it must repeat.
    for turn in range(TRIES):
        low, high = ranges[turn % len(ranges)]
        yield {name: draw.uniform(low, high) for name in names}


def _values(left: Expr, right: Expr, point: dict[str, float]) -> tuple[Any, Any] | None:
    """Both values at 40 digits, or None where one is undefined or too large for floats."""
    exact = {name: mpmath.mpf(value) for name, value in point.items()}
    try:
        for side in (left, right):
            evaluate(side, point, FLOATS)  # Cheap, and refuses what would be huge at 40 digits.
        return evaluate(left, exact, MPMATH), evaluate(right, exact, MPMATH)
    except Undefined:
        return None
