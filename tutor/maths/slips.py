"""Derivatives as they come out when one factor is lost: the inner derivative, or the exponent."""

from __future__ import annotations

from functools import lru_cache

from tutor.maths.derivation import SLOPES, lowered, tidy, without_extremum
from tutor.maths.expr import ONE, ZERO, Binary, Call, Constant, Expr, Name, Negate, names_in

CHAIN, EXPONENT = "chain", "exponent"


@lru_cache(maxsize=256)
def slope_without(lost: str, expr: Expr, by: str) -> Expr:
    """d(expr)/d(by) with every `chain` factor or every `exponent` factor forgotten."""
    return tidy(_slope(expr, by, lost))


def _slope(expr: Expr, by: str, lost: str) -> Expr:
    if by not in names_in(expr):
        return ZERO
    match expr:
        case Name():
            return ONE
        case Negate(operand):
            return Negate(_slope(operand, by, lost))
        case Binary("+" | "-" as op, left, right):
            return Binary(op, _slope(left, by, lost), _slope(right, by, lost))
        case Binary("*", left, right):
            first = Binary("*", _slope(left, by, lost), right)
            return Binary("+", first, Binary("*", left, _slope(right, by, lost)))
        case Binary("/", over, under):
            difference = Binary(
                "-",
                Binary("*", _slope(over, by, lost), under),
                Binary("*", over, _slope(under, by, lost)),
            )
            return Binary("/", difference, Binary("*", under, under))
        case Binary("^", base, exponent) if by not in names_in(exponent):
            power = lowered(base, exponent)
            outer = power if lost == EXPONENT else Binary("*", exponent, power)
            return _chained(outer, base, by, lost)
        case Binary("^", base, exponent):
            logarithm = ONE if base == Constant("e") else Call("log", (base,))
            return _chained(Binary("*", expr, logarithm), exponent, by, lost)
        case Call("max" | "min" as function, arguments):
            return _slope(without_extremum(function, arguments), by, lost)
        case Call(function, (argument,)):
            return _chained(SLOPES[function][1](argument), argument, by, lost)
    raise TypeError(f"no derivative of {expr!r}")


def _chained(outer: Expr, inner: Expr, by: str, lost: str) -> Expr:
    """The outer slope times the inner one, which a learner who loses the chain leaves out."""
    return outer if lost == CHAIN else Binary("*", outer, _slope(inner, by, lost))
