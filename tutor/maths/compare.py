"""Whether two expressions are equal where both are defined, by probing them at 40 digits."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import Any

import mpmath

from tutor.maths.errors import NotReal, TooLarge, Undefined
from tutor.maths.evaluate import FLOATS, Arithmetic, evaluate, shared_operations
from tutor.maths.expr import Binary, Expr, Name, Negate, Number, children, rebuild, walk

DIGITS = 40
VERY_MANY, SAMPLES = 400, 40
TOLERANCE = mpmath.mpf(10) ** -25
NOISE = mpmath.mpf(10) ** (5 - DIGITS)  # Rounding error, as a share of the largest result.
CLOSE = 0.005
SOLVED = mpmath.mpf(10) ** -15
MOST_FACTORS = 6  # That are solved for together.
FACTOR = "factor "  # With a blank, so that no problem can declare the name.
POINTS = 10
TRIES = 60
ENOUGH = 3  # Fewer good points than this decide nothing.


class Comparison(Enum):
    EQUAL = auto()
    CLOSE = auto()  # Equal but for the rounding of factors.
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

    `left` is what was typed. It is close where it would be equal if every decimal that stands in
    it as a factor were an exact number at most 0.5 % away.
    """
    comparison = _probed(left, right, names)
    if comparison is Comparison.DIFFERENT and _rounds_factors(left, right, names):
        return Comparison.CLOSE
    return comparison


def varies(expr: Expr, samples: Sequence[Sequence[Mapping[str, float]]]) -> bool:
    """Whether sums over samples differ by more than rounding may explain, at very many digits.

    What cancels leaves a rounding error of the largest number on the way; a product of tiny
    factors is far smaller than that, and still varies.
    """
    totals, digits = [], _real_digits()
    with mpmath.workdps(VERY_MANY):
        for sample in samples[:SAMPLES]:
            exact = [{n: mpmath.mpf(v) for n, v in known.items()} for known in sample]
            try:
                totals.append(sum(evaluate(expr, known, digits) for known in exact))
            except Undefined:
                continue
        noise = digits.largest * mpmath.mpf(10) ** (5 - VERY_MANY)
        return bool(totals) and max(totals) - min(totals) > noise


def _rounds_factors(left: Expr, right: Expr, names: Sequence[str]) -> bool:
    """Whether exact factors near the typed decimals make both sides equal.

    One alone, since together they may not be told apart (0.333x + 0.25x), or all of them.
    """
    factors = sorted({float(f.value) for f in _decimal_factors(left)})
    choices = [[factor] for factor in factors]
    if 1 < len(factors) <= MOST_FACTORS:
        choices.append(factors)
    return any(_rounds(chosen, left, right, names) for chosen in choices)


def _rounds(factors: Sequence[float], left: Expr, right: Expr, names: Sequence[str]) -> bool:
    """Whether exact numbers near these factors make both sides equal.

    They are solved for at as many points, and tried at the others. A decimal that was added is no
    rounding: x² + 0.001x comes out with the factor 0.
    """
    unknown = [f"{FACTOR}{k}" for k in range(len(factors))]
    by_value = dict(zip(factors, map(Name, unknown), strict=True))
    open_ = _replaced(left, by_value)
    points = [p for p in _points(left, right, names) if _values(left, right, p)][:POINTS]
    if len(points) <= len(factors):
        return False

    def gaps(values: Sequence[Any], at: Sequence[dict[str, float]]) -> list[Any]:
        known = dict(zip(unknown, values, strict=True))
        exact = [{n: mpmath.mpf(v) for n, v in point.items()} for point in at]
        return [
            evaluate(open_, {**p, **known}, _real_digits()) / evaluate(right, p, _real_digits()) - 1
            for p in exact
        ]

    with mpmath.workdps(DIGITS):
        try:
            first, others = points[: len(factors)], points[len(factors) :]
            solved = mpmath.findroot(
                lambda *values: gaps(values, first), [mpmath.mpf(f) for f in factors]
            )
            exact = list(solved)
            near = all(
                abs(e - f) <= CLOSE * abs(e) * (1 + SOLVED)
                for e, f in zip(exact, factors, strict=True)
            )
            return near and all(abs(gap) <= SOLVED for gap in gaps(exact, others))
        except (ArithmeticError, ValueError):
            return False  # No such factors, or none that these points tell apart.


def _decimal_factors(expr: Expr) -> list[Number]:
    """Every decimal that stands as a factor, as a divisor, or alone."""
    factors = [child for part in walk(expr) if _multiplies(part) for child in children(part)]
    literals = (f.operand if isinstance(f, Negate) else f for f in (expr, *factors))
    return [n for n in literals if isinstance(n, Number) and n.value.denominator != 1]


def _multiplies(expr: Expr) -> bool:
    return isinstance(expr, Binary) and expr.op in "*/"


def _replaced(expr: Expr, by_value: dict[float, Name]) -> Expr:
    """The tree with a name in the place of each decimal factor."""
    if isinstance(expr, Number):
        return by_value.get(float(expr.value), expr)
    return rebuild(expr, lambda child: _replaced(child, by_value))


def _probed(left: Expr, right: Expr, names: Sequence[str]) -> Comparison:
    if left == right:
        return Comparison.EQUAL
    compared = 0
    with mpmath.workdps(DIGITS):
        for point in _points(left, right, names):
            pair = _values(left, right, point)
            if pair is None:
                continue
            compared += 1
            gap, size = abs(pair[0] - pair[1]), max(abs(pair[0]), abs(pair[1]))
            if gap > TOLERANCE * size:
                return Comparison.DIFFERENT
            if compared == POINTS:
                break
    if compared < (ENOUGH if names else 1):
        return Comparison.UNDECIDED
    return Comparison.EQUAL


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
