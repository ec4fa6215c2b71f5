"""Derivatives as they come out when something is forgotten on the way."""

from __future__ import annotations

from functools import lru_cache

from tutor.maths.derivation import SLOPES, extremum_slope, lowered, tidy
from tutor.maths.expr import ONE, ZERO, Binary, Call, Constant, Expr, Name, Negate, names_in

# What may be lost: the inner derivative, the exponent's factor, the lowering of the exponent.
CHAIN, EXPONENT, POWER = "chain", "exponent", "power"


@lru_cache(maxsize=256)
def without(lost: str, expr: Expr, by: str) -> Expr:
    """d(expr)/d(by) with one thing forgotten wherever it occurs."""
    return tidy(_Forgetful(lost, by).slope(expr))


@lru_cache(maxsize=256)
def each_without(lost: str, expr: Expr, by: str) -> tuple[Expr, ...]:
    """d(expr)/d(by) with one thing forgotten: everywhere first, then at each place alone."""
    everywhere = _Forgetful(lost, by)
    slopes = [everywhere.slope(expr)]
    if everywhere.places > 1:
        slopes += [_Forgetful(lost, by, only).slope(expr) for only in range(everywhere.places)]
    return tuple(map(tidy, slopes))


def derivative_of(expr: Expr, by: str) -> Expr:
    """d(expr)/d(by) with nothing forgotten, each rule's result as it stands."""
    return without("nothing", expr, by)


def with_constants_kept(expr: Expr, by: str) -> Expr:
    """d(expr)/d(by) with the constant terms of the outermost sum left standing."""
    match expr:
        case Binary("+" | "-" as op, left, right) if by in names_in(expr):
            return Binary(op, with_constants_kept(left, by), with_constants_kept(right, by))
    return derivative_of(expr, by) if by in names_in(expr) else expr


class _Forgetful:
    """Differentiates, and forgets one thing: everywhere, or at one place alone."""

    def __init__(self, lost: str, by: str, only: int | None = None) -> None:
        self.lost, self.by, self.only = lost, by, only
        self.places = 0  # Where the thing could be forgotten, so far.

    def _forgets(self, thing: str) -> bool:
        if thing != self.lost:
            return False
        self.places += 1
        return self.only is None or self.only == self.places - 1

    def slope(self, expr: Expr) -> Expr:
        if self.by not in names_in(expr):
            return ZERO
        match expr:
            case Name():
                return ONE
            case Negate(operand):
                return Negate(self.slope(operand))
            case Binary("+" | "-" as op, left, right):
                return Binary(op, self.slope(left), self.slope(right))
            case Binary("*", left, right):
                first = Binary("*", self.slope(left), right)
                return Binary("+", first, Binary("*", left, self.slope(right)))
            case Binary("/", over, under):
                return self._quotient(over, under)
            case Binary("^", base, exponent):
                return self._power(base, exponent)
            case Call("max" | "min" as function, arguments):
                return extremum_slope(function, arguments, self.slope)
            case Call(function, (argument,)):
                return self._chained(SLOPES[function][1](argument), argument)
        raise TypeError(f"no derivative of {expr!r}")

    def _quotient(self, over: Expr, under: Expr) -> Expr:
        if self.by not in names_in(under):
            return Binary("/", self.slope(over), under)
        difference = Binary(
            "-", Binary("*", self.slope(over), under), Binary("*", over, self.slope(under))
        )
        return Binary("/", difference, Binary("*", under, under))

    def _power(self, base: Expr, exponent: Expr) -> Expr:
        whole = Binary("^", base, exponent)
        if self.by in names_in(exponent):
            logarithm = ONE if base == Constant("e") else Call("log", (base,))
            return self._chained(Binary("*", whole, logarithm), exponent)
        power = whole if self._forgets(POWER) else lowered(base, exponent)
        outer = power if self._forgets(EXPONENT) else Binary("*", exponent, power)
        return self._chained(outer, base)

    def _chained(self, outer: Expr, inner: Expr) -> Expr:
        """The outer slope times the inner one, where that is more than 1."""
        if inner == Name(self.by):
            return outer
        return outer if self._forgets(CHAIN) else Binary("*", outer, self.slope(inner))
