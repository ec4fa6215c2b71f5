"""Whether two expressions are equal where both are defined, by probing them at 40 digits."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Any

import mpmath

from tutor.maths.errors import NotReal, TooLarge, Undefined
from tutor.maths.evaluate import FLOATS, Arithmetic, evaluate, shared_operations
from tutor.maths.expr import Binary, Expr, Negate, Number, children, walk

DIGITS = 40
TOLERANCE = mpmath.mpf(10) ** -25
NOISE = mpmath.mpf(10) ** (5 - DIGITS)  # Rounding error, as a share of the largest result.
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
    """40-digit reals; a complex result is not a value. Remembers the largest result."""

    largest: Any = 0

    def checked(self, value: Any) -> Any:
        if isinstance(value, mpmath.mpc) or mpmath.isnan(value):
            raise NotReal
        if mpmath.isinf(value):
            raise TooLarge
        self.largest = max(self.largest, abs(value))
        return value


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + mpmath.exp(-x))


FUNCTIONS = "sqrt exp log sin cos tan asin acos atan sinh cosh tanh sign".split()
OPERATIONS = shared_operations(
    mpmath.power, {name: getattr(mpmath, name) for name in FUNCTIONS} | {"sigmoid": _sigmoid}
)


def _real_digits() -> RealDigits:
    return RealDigits(
        literal=lambda literal: mpmath.mpf(literal.value.numerator) / literal.value.denominator,
        operations=OPERATIONS,
        constants={"e": mpmath.e, "pi": mpmath.pi},
    )


def compare(left: Expr, right: Expr, names: Sequence[str]) -> Comparison:
    """Equal, close, different, or undecided where too few points have values.

    `left` is what was typed: only a decimal in it, typed for an exact factor, can make it close.
    """
    comparison = _probed(left, right, names)
    if comparison is Comparison.CLOSE and not _has_decimal_factor(left):
        return Comparison.DIFFERENT
    return comparison


def _has_decimal_factor(expr: Expr) -> bool:
    """Whether a decimal stands as a factor, a divisor or alone; an added one is no rounding."""
    factors = [child for part in walk(expr) if _multiplies(part) for child in children(part)]
    return any(_is_decimal(factor) for factor in [expr, *factors])


def _multiplies(expr: Expr) -> bool:
    return isinstance(expr, Binary) and expr.op in "*/"


def _is_decimal(expr: Expr) -> bool:
    literal = expr.operand if isinstance(expr, Negate) else expr
    return isinstance(literal, Number) and literal.value.denominator != 1


def _probed(left: Expr, right: Expr, names: Sequence[str]) -> Comparison:
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
            equal += gap <= TOLERANCE * size
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
    """Both values at 40 digits; None where one is undefined, huge, or lost in cancellation."""
    exact = {name: mpmath.mpf(value) for name, value in point.items()}
    digits = _real_digits()
    try:
        for side in (left, right):
            evaluate(side, point, FLOATS)  # Cheap, and refuses what would be huge at 40 digits.
        values = evaluate(left, exact, digits), evaluate(right, exact, digits)
    except Undefined:
        return None
    gap, noise = abs(values[0] - values[1]), digits.largest * NOISE
    ill_conditioned = 0 < gap <= noise and max(map(abs, values)) <= noise / TOLERANCE
    return None if ill_conditioned else values
