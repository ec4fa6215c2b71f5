"""The bridge to sympy: our trees in, our trees out. Imports sympy, so import it late."""

from __future__ import annotations

from functools import cache, reduce
from typing import Any

import sympy

from tutor.maths.derivation import SLOPES
from tutor.maths.errors import Unreadable
from tutor.maths.expr import (
    EXTREMA,
    ONE,
    ZERO,
    Binary,
    Call,
    Constant,
    Derivative,
    Expr,
    Name,
    Negate,
    Number,
    Sum,
    number,
)

SYMPYS = {"sqrt": sympy.sqrt, "exp": sympy.exp, "log": sympy.log}
INNER = "u"


# sympy's own functions look for complex branches, which takes minutes for tanh(sigmoid(1)^(1/3))
# and makes Abs(√x) underivable. Ours are real, are left as they stand, and know their slope.
class RealFunction(sympy.Function):  # type: ignore[misc]  # sympy has no types.
    nargs = 1
    key: str

    def _eval_is_real(self) -> bool:
        return True

    def fdiff(self, argindex: int = 1) -> Any:  # noqa: ARG002  # It has one argument.
        return _slope(self.key).xreplace({symbol(INNER): self.args[0]})


class RealExtremum(sympy.Function):  # type: ignore[misc]  # sympy has no types.
    """The larger or the smaller of two. Left as it stands, so that nested ones do not grow."""

    nargs = 2
    sign: int

    def _eval_is_real(self) -> bool:
        return True

    def fdiff(self, argindex: int = 1) -> Any:
        lead = self.sign * REAL["sign"](self.args[0] - self.args[1])
        return (1 + lead if argindex == 1 else 1 - lead) / 2


EXTREMA_OF: dict[str, Any] = {
    name: type(name, (RealExtremum,), {"sign": sign}) for name, sign in (("max", 1), ("min", -1))
}


@cache
def _slope(function: str) -> Any:
    """The slope of a function, in its argument. At a corner it is the mean of both sides."""
    return to_sympy(SLOPES[function][1](Name(INNER)))


REAL: dict[str, Any] = {
    name: type(name, (RealFunction,), {"key": name}) for name in SLOPES if name not in SYMPYS
}
TO_SYMPY = SYMPYS | REAL
OF_SYMPY = {
    "abs": sympy.Abs, "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "max": sympy.Max, "min": sympy.Min,
    **{name: getattr(sympy, name) for name in REAL if name not in {"abs", "sigmoid"}},
}  # fmt: skip
FROM_SYMPY = {
    sympy.exp: "exp", sympy.log: "log", sympy.Abs: "abs",
    **{cls: name for name, cls in (REAL | EXTREMA_OF).items()},
}  # fmt: skip


def symbol(name: str) -> sympy.Symbol:
    return sympy.Symbol(name, real=True)


def to_sympy(expr: Expr) -> Any:
    """The sympy expression, built node by node; decimals become exact rationals."""
    match expr:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Constant(name):
            return sympy.E if name == "e" else sympy.pi
        case Name(name):
            return symbol(name)
        case Negate(operand):
            return -to_sympy(operand)
        case Binary(op, left, right):
            return _operate(op, to_sympy(left), to_sympy(right))
        case Call(function, arguments):
            return _call(function, [to_sympy(argument) for argument in arguments])
        case Derivative(body, by):
            return differentiate(to_sympy(body), by)
    raise TypeError(f"no sympy for {expr!r}")


def _operate(op: str, left: Any, right: Any) -> Any:
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    return left**right


def _call(function: str, arguments: list[Any]) -> Any:
    if function in EXTREMA:
        return reduce(EXTREMA_OF[function], arguments)
    return TO_SYMPY[function](arguments[0])


def differentiate(expr: Any, by: str) -> Any:
    """The partial derivative; at a corner the mean of both sides, so |x| has slope 0 at 0."""
    # √(x²) has become sympy's own |x|, which is derived among the complex numbers.
    return sympy.diff(expr.replace(sympy.Abs, REAL["abs"]), symbol(by))


def from_sympy(expr: Any) -> Expr:
    """Our tree of a sympy expression, its terms in the order in which people write them."""
    if expr.is_Symbol:
        return Name(expr.name)
    if expr.is_Rational:
        return number(expr.p) if expr.q == 1 else _quotient(number(expr.p), number(expr.q))
    if expr is sympy.E or expr is sympy.pi:
        return Constant("e" if expr is sympy.E else "pi")
    if expr.is_Add:
        return _sum(expr)
    if expr.is_Mul:
        return _product(expr)
    if expr.is_Pow:
        return _power(expr)
    name = FROM_SYMPY.get(expr.func)
    if name is None:
        raise Unreadable("This derivative cannot be written with the functions used here.")
    return Call(name, tuple(from_sympy(argument) for argument in expr.args))


def _sum(expr: Any) -> Expr:
    terms = [from_sympy(term) for term in expr.as_ordered_terms()]
    # y − b, not −b + y: a sum begins with a term that has no sign, if there is one.
    begin = next((i for i, term in enumerate(terms) if without_sign(term) is None), 0)
    first = terms.pop(begin)
    return reduce(_plus, terms, first)


def _plus(left: Expr, right: Expr) -> Expr:
    positive = without_sign(right)
    return Binary("+", left, right) if positive is None else Binary("-", left, positive)


def without_sign(expr: Expr) -> Expr | None:
    """x for −x, 2·x for (−2)·x; None where no minus leads."""
    match expr:
        case Negate(operand):
            return operand
        case Binary("*" | "/" as op, left, right):
            positive = without_sign(left)
            return None if positive is None else Binary(op, positive, right)
    return None


def _product(expr: Any) -> Expr:
    coefficient, rest = expr.as_coeff_Mul()
    over, under = rest.as_numer_denom() if _is_simple_quotient(rest) else _split(rest)
    # 1/√(1 − x²/9) brings a 3 of its own.
    (more, over), (less, under) = over.as_coeff_Mul(), under.as_coeff_Mul()
    coefficient *= more / less
    top = _factors(over, abs(coefficient.p))
    bottom = _factors(under, coefficient.q)
    size = top if bottom == ONE else _quotient(top, bottom)
    return negated(size) if coefficient.p < 0 else size


def _split(expr: Any) -> tuple[Any, Any]:
    """The factors above the line, and those below it, each as it stands."""
    factors = sympy.Mul.make_args(expr)
    over = sympy.Mul(*(f for f in factors if not _divides(f)))
    under = sympy.Mul(*(f.base**-f.exp for f in factors if _divides(f)))
    return over, under


def _is_simple_quotient(expr: Any) -> bool:
    """Whether some factor is a negative power; otherwise as_numer_denom would reshape sums.

    Of quotients within quotients it would make one fraction, which takes for ever to come.
    """
    divisors = [f.base for f in sympy.Mul.make_args(expr) if _divides(f)]
    return bool(divisors) and not any(_divides(p) for d in divisors for p in d.atoms(sympy.Pow))


def _divides(factor: Any) -> bool:
    return bool(factor.is_Pow and factor.exp.is_Rational and factor.exp < 0)


def negated(expr: Expr) -> Expr:
    """−x with the sign on the first factor, as people write it."""
    match expr:
        case Binary("*" | "/" as op, left, right):
            return Binary(op, negated(left), right)
    return Negate(expr)


def _factors(expr: Any, coefficient: int) -> Expr:
    factors = [from_sympy(factor) for factor in expr.as_ordered_factors() if factor != 1]
    if coefficient != 1 or not factors:
        factors = [number(int(coefficient)), *factors]
    return reduce(lambda a, b: Binary("*", a, b), factors)


def _quotient(over: Expr, under: Expr) -> Expr:
    return Binary("/", over, under)


def _power(expr: Any) -> Expr:
    base, exponent = expr.args
    if base is sympy.E:
        return Call("exp", (from_sympy(exponent),))
    if exponent == sympy.Rational(1, 2):
        return Call("sqrt", (from_sympy(base),))
    if exponent.is_Rational and exponent < 0:
        return _quotient(ONE, from_sympy(base**-exponent))
    return Binary("^", from_sympy(base), from_sympy(exponent))


def is_same(left: Expr, right: Expr) -> bool:
    """Whether sympy, with all it knows of its functions, simplifies the difference to 0.

    May take for ever.
    """
    difference = to_sympy(left) - to_sympy(right)
    for name, function in OF_SYMPY.items():
        difference = difference.replace((REAL | EXTREMA_OF)[name], function)
    return bool(sympy.simplify(difference) == 0)


def derivative(expr: Expr, by: str) -> Expr:
    """∂expr/∂by, as sympy simplifies it without being asked to."""
    if isinstance(expr, Sum):  # The derivative of a sum is the sum of the derivatives.
        return Sum(derivative(expr.body, by))
    return from_sympy(differentiate(to_sympy(expr), by)) if expr != ZERO else ZERO


def factored(expr: Expr) -> Expr:
    """The same over one denominator and in factors; for the small formulas of practice."""
    return from_sympy(sympy.factor(to_sympy(expr)))
