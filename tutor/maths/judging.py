"""Judging a number: what was typed against what is right (GRADING.md)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from tutor.maths.errors import Undefined, Unreadable
from tutor.maths.evaluate import evaluate
from tutor.maths.expr import Expr, Negate, Number

EXACT = 1e-9
THREE_DIGITS = 0.005  # As a share of the value.
CALCULATED = 5e-4  # A typed calculation has no last digit; its inputs were rounded all the same.
COARSE = 0.02  # A last digit worth more than this share of the value is too coarse to judge by.
OF_STEP = 0.1  # A new value must be right within a tenth of the step that led to it.


class Verdict(StrEnum):
    RIGHT = "right"
    CLOSE = "close"
    FOLLOW = "follow"
    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class TypedValue:
    """One typed number: its value, and one unit of its last typed decimal digit (0: exact)."""

    expr: Expr
    value: float
    unit: float
    literal: Decimal | None


def typed_value(expr: Expr) -> TypedValue:
    """The value of a typed constant; only a plain number has a last digit."""
    try:
        value = evaluate(expr, {})
    except Undefined as error:
        raise Unreadable(str(error)) from error
    literal = _literal(expr)
    return TypedValue(expr, value, _unit(literal, is_integer=_is_integer(expr)), literal)


def _is_integer(expr: Expr) -> bool:
    """Whether plain digits were typed, whose last zeros may only hold places."""
    number = expr.operand if isinstance(expr, Negate) else expr
    return isinstance(number, Number) and number.text.isdigit()


def _literal(expr: Expr) -> Decimal | None:
    match expr:
        case Number(_, text):
            return Decimal(text)
        case Negate(Number(_, text)):
            return -Decimal(text)
    return None


def _unit(literal: Decimal | None, *, is_integer: bool) -> float:
    """One unit of the last typed digit; the trailing zeros of an integer are placeholders."""
    if literal is None:
        return 0.0
    exponent = _last_place(literal)
    if exponent >= 0 and literal and is_integer:
        exponent = max(exponent, _last_place(literal.normalize()))
    return float(10.0**exponent)


def _last_place(literal: Decimal) -> int:
    exponent = literal.as_tuple().exponent
    assert isinstance(exponent, int)  # A typed number is finite.
    return exponent


def plain(value: float) -> TypedValue:
    """A number as if it had been typed with the digits it has: 2 and 0.5, not 2.0."""
    return _as_typed(repr(value).removesuffix(".0"))


def three_digits(value: float) -> TypedValue:
    """A number as an honest rounder types it: 5.00, not 5."""
    return _as_typed(f"{value:#.3g}")


def _as_typed(text: str) -> TypedValue:
    """The text of a float as a typed number; the parser's bounds are not for our own numbers."""
    size = text.lstrip("-")
    literal = Number(Fraction(size), size)
    return typed_value(Negate(literal) if size != text else literal)


def by_digits_alone(typed: TypedValue, right: float) -> bool:
    """Whether a number that is right is so only because few digits were typed: 5.0 for 5.099."""
    gap = abs(typed.value - right)
    return THREE_DIGITS * abs(right) < gap <= typed.unit * (1 + 1e-12)


def judge_number(typed: TypedValue, right: float, old: float | None = None) -> Verdict:
    """Right within three digits or the digits typed; close if rounded or cut further."""
    gap = abs(typed.value - right)
    if is_same(typed.value, right) or gap <= _tolerance(typed.unit, right, old):
        return Verdict.RIGHT
    if typed.literal is not None and is_rounding(typed.literal, typed.unit, right):
        return Verdict.CLOSE
    return Verdict.WRONG


def _tolerance(unit: float, right: float, old: float | None) -> float:
    tolerance = THREE_DIGITS * abs(right)
    if unit <= COARSE * abs(right):
        tolerance = max(tolerance, unit)
    if old is not None:
        tolerance = min(tolerance, OF_STEP * abs(right - old))
    # One unit, in decimals, may come out a hair larger in binary.
    return tolerance * (1 + 1e-12)


def is_same(value: float, other: float) -> bool:
    """Whether two values are one but for rounding errors."""
    return abs(value - other) <= EXACT * max(1.0, abs(other))


def fits(typed: TypedValue, value: float) -> bool:
    """Whether the typed number is this value, as far as its digits go."""
    gap = abs(typed.value - value)
    if is_same(typed.value, value):
        return True
    if typed.literal is None:
        return gap <= CALCULATED * abs(value)
    if typed.unit > COARSE * abs(value):
        return gap <= THREE_DIGITS * abs(value)  # One digit alone would fit half of everything.
    return is_rounding(typed.literal, typed.unit, value)


def is_rounding(literal: Decimal, unit: float, value: float) -> bool:
    """Whether a value, rounded or truncated at the last typed digit, is what was typed."""
    # 0.3 is 0.29999… in binary, which truncates to 0.29: twelve digits are what is meant.
    quantum, exact = Decimal(1).scaleb(round(math.log10(unit))), Decimal(f"{value:.12g}")
    if abs(exact) > quantum * Decimal(10) ** 20:
        return False  # Decimal's precision ends there, and so does sense.
    return any(
        (exact / quantum).quantize(Decimal(1), rounding) * quantum == literal
        for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)
    )
