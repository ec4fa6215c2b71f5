"""What keeps a typed expression cheap: limits on powers, and no constant too large to compute."""

from __future__ import annotations

from tutor.maths.errors import Undefined, Unreadable
from tutor.maths.evaluate import evaluate
from tutor.maths.expr import Binary, Call, Expr, Name, Negate, Number, children, names_in, walk

MOST_EXPONENT = 64
MOST_DEGREE = 128
MOST_BITS = 50_000  # Of the exact fractions that sympy would make of the constants.


def check_bounds(expr: Expr) -> Expr:
    """The expression itself, or `Unreadable` where it would be too costly or has no value."""
    for part in walk(expr):
        if isinstance(part, Binary) and part.op == "^":
            _check_power(part)
        if isinstance(part, Binary) and part.op == "/" and not names_in(part.right):
            _check_divisor(part.right)
    if _bits(expr) > MOST_BITS:
        raise Unreadable("That is too large to compute.")
    _check_constants(expr)
    # What stands in a function or an exponent does not count in the degree outside of it.
    inside = [child for part in walk(expr) if _hides_degree(part) for child in children(part)]
    if any(_degree(part) > MOST_DEGREE for part in (expr, *inside)):
        raise Unreadable(f"The degree may be at most {MOST_DEGREE} here.")
    return expr


def _hides_degree(part: Expr) -> bool:
    return isinstance(part, Call) or (isinstance(part, Binary) and part.op == "^")


def _check_divisor(divisor: Expr) -> None:
    if _value(divisor) == 0:
        raise Unreadable("That divides by zero.")


def _check_power(power: Binary) -> None:
    if names_in(power.right):
        if _has_variable_exponent(power.left) or _has_variable_exponent(power.right):
            raise Unreadable("Powers with a variable exponent may not be stacked.")
    elif abs(_value(power.right)) > MOST_EXPONENT:
        raise Unreadable(f"Exponents may be at most {MOST_EXPONENT} here.")


def _has_variable_exponent(expr: Expr) -> bool:
    return any(
        isinstance(part, Binary) and part.op == "^" and names_in(part.right) for part in walk(expr)
    )


def _check_constants(expr: Expr) -> None:
    """Every largest part without names must have a value."""
    if not names_in(expr):
        _value(expr)
        return
    for child in children(expr):
        _check_constants(child)


def _value(expr: Expr) -> float:
    try:
        return float(evaluate(expr, {}))
    except Undefined as error:
        raise Unreadable(str(error)) from error


def _bits(expr: Expr) -> float:
    """About how many binary digits the constants have once every power is multiplied out."""
    match expr:
        case Number(value):
            return value.numerator.bit_length() + value.denominator.bit_length()
        case Binary("^", base, Number(value)) | Binary("^", base, Negate(Number(value))):
            return _bits(base) * max(1.0, float(value))
    return sum(map(_bits, children(expr)))


def _degree(expr: Expr) -> float:
    """An upper bound of the polynomial degree; functions other than powers count as 1."""
    match expr:
        case Name():
            return 1
        case Negate(operand):
            return _degree(operand)
        case Binary("^", base, exponent) if not names_in(exponent):
            return _degree(base) * max(1.0, abs(_value(exponent)))
        case Binary("+" | "-", left, right):
            return max(_degree(left), _degree(right))
        case Binary("*" | "/", left, right):
            return _degree(left) + _degree(right)
        case Call("abs" | "max" | "min" | "sqrt", arguments):
            return max(_degree(argument) for argument in arguments)
    return 1 if names_in(expr) else 0
