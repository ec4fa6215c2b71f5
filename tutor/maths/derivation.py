"""Differentiation as a person writes it: one rule at a time, each line equal to the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

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
    children,
    names_in,
    number,
    rebuild,
)
from tutor.maths.notation import ascii_text


@dataclass(frozen=True)
class Step:
    """One rule applied to one part: `part` became `result`, so the line `before` became `after`."""

    rule: str
    part: Expr
    result: Expr
    before: Expr
    after: Expr


@lru_cache(maxsize=256)  # A screen asks for the same lines at every key.
def derive(expr: Expr, by: str) -> tuple[Step, ...]:
    """The steps from d(expr)/d(by) to the derivative as sympy gives it. Imports sympy."""
    line: Expr = Derivative(expr, by)
    steps: list[Step] = []
    while (pending := _first_pending(line)) is not None:
        rule, result = _differentiate(pending.body, pending.by)
        after = tidy(_replace_first(line, pending, result))
        steps.append(Step(rule, pending, result, line, after))
        line = after
    return (*steps, *_tidied(line, expr, by))


def _tidied(line: Expr, expr: Expr, by: str) -> tuple[Step, ...]:
    """The last step: what sympy makes of the line, where that looks different."""
    from tutor.maths.symbolic import derivative

    result = derivative(expr, by)
    if ascii_text(result) == ascii_text(line):
        return ()
    return (Step("simplify", line, result, line, result),)


def taken(part: Expr) -> Expr:
    """A part with its pending derivatives taken. Imports sympy where there are any."""
    if _first_pending(part) is None:
        return part
    from tutor.maths.symbolic import derivative, from_sympy, to_sympy

    if isinstance(part, Derivative) and isinstance(part.body, Sum):
        return derivative(part.body, part.by)
    return from_sympy(to_sympy(part))


def _first_pending(expr: Expr) -> Derivative | None:
    """The outermost, leftmost derivative still to be taken."""
    if isinstance(expr, Derivative):
        return expr
    found = (_first_pending(child) for child in children(expr))
    return next((pending for pending in found if pending is not None), None)


def _replace_first(expr: Expr, old: Expr, new: Expr) -> Expr:
    """The tree with the first occurrence of `old` replaced."""
    done = False

    def change(node: Expr) -> Expr:
        nonlocal done
        if done:
            return node
        if node == old:
            done = True
            return new
        return rebuild(node, change)

    return change(expr)


def _differentiate(expr: Expr, by: str) -> tuple[str, Expr]:
    """The name of the rule that applies to the outermost operation, and what it gives."""
    if by not in names_in(expr):
        return "constant", ZERO
    match expr:
        case Name():
            return "variable", ONE
        case Negate(operand):
            return "constant factor", Negate(Derivative(operand, by))
        case Sum(body):
            return "sum", Sum(Derivative(body, by))
        case Binary("+" | "-"):
            return "sum", _termwise(expr, by)
        case Binary("*", left, right):
            return _product(left, right, by)
        case Binary("/", over, under):
            return _quotient(over, under, by)
        case Binary("^", base, exponent):
            return _power(base, exponent, by)
        case Call(function, arguments):
            return _call(function, arguments, by)
    raise TypeError(f"no derivative of {expr!r}")


def _termwise(expr: Expr, by: str) -> Expr:
    """A sum of any length, each term with its own pending derivative."""
    match expr:
        case Binary("+" | "-" as op, left, right):
            return Binary(op, _termwise(left, by), Derivative(right, by))
    return Derivative(expr, by)


def _product(left: Expr, right: Expr, by: str) -> tuple[str, Expr]:
    if by not in names_in(left):
        return "constant factor", _times(left, Derivative(right, by))
    if by not in names_in(right):
        return "constant factor", _times(right, Derivative(left, by))
    first = _times(Derivative(left, by), right)
    return "product", Binary("+", first, _times(left, Derivative(right, by)))


def _quotient(over: Expr, under: Expr, by: str) -> tuple[str, Expr]:
    if by not in names_in(under):
        return "constant factor", Binary("/", Derivative(over, by), under)
    if by not in names_in(over):
        slope = Binary("/", Derivative(under, by), _squared(under))
        return "quotient", Negate(_times(over, slope))
    difference = Binary(
        "-", _times(Derivative(over, by), under), _times(over, Derivative(under, by))
    )
    return "quotient", Binary("/", difference, _squared(under))


def _power(base: Expr, exponent: Expr, by: str) -> tuple[str, Expr]:
    if by not in names_in(exponent):
        outer = _times(exponent, lowered(base, exponent))
        return _chained("power", outer, base, by)
    whole = Binary("^", base, exponent)
    if by not in names_in(base):
        natural = base == Constant("e")
        outer = whole if natural else _times(whole, Call("log", (base,)))
        return _chained("exp", outer, exponent, by)
    logarithm = _times(exponent, Call("log", (base,)))
    return "exp", _times(whole, Derivative(logarithm, by))


def lowered(base: Expr, exponent: Expr) -> Expr:
    """base^(exponent − 1), written as simply as it can be."""
    if not isinstance(exponent, Number):
        return Binary("^", base, Binary("-", exponent, ONE))
    lower = exponent.value - 1
    if lower == 0:
        return ONE
    return base if lower == 1 else Binary("^", base, number(lower))


SLOPES: dict[str, tuple[str, Callable[[Expr], Expr]]] = {
    "exp": ("exp", lambda u: Call("exp", (u,))),
    "log": ("log", lambda u: Binary("/", ONE, u)),
    "sqrt": ("sqrt", lambda u: Binary("/", ONE, _times(number(2), Call("sqrt", (u,))))),
    "abs": ("abs", lambda u: Call("sign", (u,))),
    "sign": ("sign", lambda _: ZERO),
    "sin": ("trigonometric", lambda u: Call("cos", (u,))),
    "cos": ("trigonometric", lambda u: Negate(Call("sin", (u,)))),
    "tan": ("trigonometric", lambda u: Binary("+", ONE, _squared(Call("tan", (u,))))),
    "asin": (
        "trigonometric",
        lambda u: Binary("/", ONE, Call("sqrt", (Binary("-", ONE, _squared(u)),))),
    ),
    "acos": (
        "trigonometric",
        lambda u: Negate(Binary("/", ONE, Call("sqrt", (Binary("-", ONE, _squared(u)),)))),
    ),
    "atan": ("trigonometric", lambda u: Binary("/", ONE, Binary("+", ONE, _squared(u)))),
    "sinh": ("hyperbolic", lambda u: Call("cosh", (u,))),
    "cosh": ("hyperbolic", lambda u: Call("sinh", (u,))),
    "tanh": ("hyperbolic", lambda u: Binary("-", ONE, _squared(Call("tanh", (u,))))),
    "sigmoid": (
        "sigmoid",
        lambda u: _times(Call("sigmoid", (u,)), Binary("-", ONE, Call("sigmoid", (u,)))),
    ),
}


def _call(function: str, arguments: tuple[Expr, ...], by: str) -> tuple[str, Expr]:
    if function in EXTREMA:
        return function, extremum_slope(function, arguments, lambda u: Derivative(u, by))
    rule, slope = SLOPES[function]
    return _chained(rule, slope(arguments[0]), arguments[0], by)


def extremum_slope(
    function: str, arguments: tuple[Expr, ...], slope: Callable[[Expr], Expr]
) -> Expr:
    """(1 + s)/2·a′ + (1 − s)/2·b′ with s = sign(a − b), for max(a, b); for min the other way.

    Of more than two, all but the last come first. Where a = b it is the mean of both slopes.
    """
    *firsts, last = arguments
    first = firsts[0] if len(firsts) == 1 else Call(function, tuple(firsts))
    lead = Call("sign", (tidy(Binary("-", first, last)),))
    signs = ("+", "-") if function == "max" else ("-", "+")
    shares = (Binary("/", Binary(sign, ONE, lead), number(2)) for sign in signs)
    terms = (
        ZERO if isinstance(part, Number) else _times(share, slope(part))
        for share, part in zip(shares, (first, last), strict=True)
    )
    left, right = terms
    return tidy(Binary("+", left, right))


def _chained(rule: str, outer: Expr, inner: Expr, by: str) -> tuple[str, Expr]:
    """The outer slope alone for a bare variable, else times the pending inner derivative."""
    if inner == Name(by):
        return rule, outer
    return "chain", _times(outer, Derivative(inner, by))


def tidy(expr: Expr) -> Expr:
    """The same without 0 + u, 1·u, 0·u and u/1; nothing else is worked out."""
    if isinstance(expr, Derivative):
        return expr
    match rebuild(expr, tidy):
        case Binary("+", left, right) if left == ZERO:
            return right
        case Binary("+" | "-", left, right) if right == ZERO:
            return left
        case Binary("-", left, right) if left == ZERO:
            return Negate(right)
        case Binary("*", left, right) if ZERO in (left, right):
            return ZERO
        case Binary("*", left, right) if left == ONE:
            return right
        case Binary("*" | "/", left, right) if right == ONE:
            return left
        case Binary("/", left, _) if left == ZERO:
            return ZERO
        case Negate(operand) if operand == ZERO:
            return ZERO
        case tidied:
            return tidied


def _times(left: Expr, right: Expr) -> Expr:
    return tidy(Binary("*", left, right))


def _squared(expr: Expr) -> Expr:
    return Binary("^", expr, Number(Fraction(2), "2"))
