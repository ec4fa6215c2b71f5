"""The slope of an expression at a point, by forward differentiation: no formula, no sympy.

A dual number is a value with its slope (Clifford, 1871); every operation passes both on, so that
one evaluation gives the derivative, whatever size its formula would have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tutor.maths.derivation import SLOPES
from tutor.maths.evaluate import FLOATS, Arithmetic, Lookup, evaluate, float_sign
from tutor.maths.expr import Expr, Name

INNER = "u"


class Dual(NamedTuple):
    """A value, and its slope; None where it does not depend on what is derived by at all."""

    value: float
    slope: float | None = None


def slope_at(expr: Expr, by: str, values: Lookup) -> float:
    """d(expr)/d(by) at a point, or `Undefined`; at a corner the mean of both sides."""
    result: Dual = evaluate(expr, _Point(values, by), DUALS)
    return 0.0 if result.slope is None else result.slope


class _Point:
    """A point's values as dual numbers."""

    def __init__(self, values: Lookup, by: str) -> None:
        self.values, self.by = values, by

    def __getitem__(self, name: str) -> Dual:
        return Dual(float(self.values[name]), 1.0 if name == self.by else None)


def _weighted(*terms: tuple[float, float | None]) -> float | None:
    """The sum of weight × slope over what depends at all."""
    known = [FLOATS.apply("*", weight, slope) for weight, slope in terms if slope is not None]
    return FLOATS.checked(sum(known)) if known else None


def _product(a: Dual, b: Dual) -> Dual:
    return Dual(
        FLOATS.apply("*", a.value, b.value), _weighted((b.value, a.slope), (a.value, b.slope))
    )


def _quotient(a: Dual, b: Dual) -> Dual:
    value = FLOATS.apply("/", a.value, b.value)
    if b.slope is None:
        return Dual(value, _weighted((FLOATS.apply("/", 1.0, b.value), a.slope)))
    down = FLOATS.apply("negate", FLOATS.apply("/", value, b.value))
    return Dual(value, _weighted((FLOATS.apply("/", 1.0, b.value), a.slope), (down, b.slope)))


def _power(a: Dual, b: Dual) -> Dual:
    value = FLOATS.apply("^", a.value, b.value)
    terms: list[tuple[float, float | None]] = []
    if a.slope is not None and b.value != 0:
        lowered = FLOATS.apply("^", a.value, b.value - 1)
        terms.append((FLOATS.apply("*", b.value, lowered), a.slope))
    if b.slope is not None:
        logarithm = FLOATS.apply("log", a.value)
        terms.append((FLOATS.apply("*", value, logarithm), b.slope))
    depends = a.slope is not None or b.slope is not None
    return Dual(value, _weighted(*terms) if terms else 0.0 if depends else None)


def _extremum(sign: float) -> Callable[..., Dual]:
    """The larger (1) or the smaller (−1) of several; where two are equal, their mean slope."""

    def chosen(first: Dual, *others: Dual) -> Dual:
        for other in others:
            lead = sign * float_sign(first.value - other.value)
            value = first.value if lead >= 0 else other.value
            weights = ((1 + lead) / 2, first.slope), ((1 - lead) / 2, other.slope)
            first = Dual(value, _weighted(*weights))
        return first

    return chosen


def _function(name: str) -> Callable[[Dual], Dual]:
    slope = SLOPES[name][1](Name(INNER))

    def applied(u: Dual) -> Dual:
        value = FLOATS.apply(name, u.value)
        if u.slope is None:
            return Dual(value)
        return Dual(value, _weighted((evaluate(slope, {INNER: u.value}), u.slope)))

    return applied


DUALS: Arithmetic[Any] = Arithmetic(
    literal=lambda literal: Dual(FLOATS.number(literal)),
    operations={
        "+": lambda a, b: Dual(
            FLOATS.apply("+", a.value, b.value), _weighted((1.0, a.slope), (1.0, b.slope))
        ),
        "-": lambda a, b: Dual(
            FLOATS.apply("-", a.value, b.value), _weighted((1.0, a.slope), (-1.0, b.slope))
        ),
        "*": _product,
        "/": _quotient,
        "^": _power,
        "negate": lambda a: Dual(-a.value, _weighted((-1.0, a.slope))),
        "max": _extremum(1.0),
        "min": _extremum(-1.0),
        **{name: _function(name) for name in SLOPES},
    },
    constants={name: Dual(value) for name, value in FLOATS.constants.items()},
)
