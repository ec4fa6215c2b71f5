"""The tree that a typed expression becomes, and the few questions everyone asks of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

UNARY_FUNCTIONS = frozenset(
    "sqrt exp log sin cos tan asin acos atan sinh cosh tanh sigmoid abs sign".split()
)
ALIASES = {"ln": "log", "Max": "max", "Min": "min", "Abs": "abs"}
EXTREMA = frozenset({"max", "min", "Max", "Min"})
FUNCTIONS = UNARY_FUNCTIONS | EXTREMA | frozenset(ALIASES)
CONSTANTS = frozenset({"e", "pi"})


@dataclass(frozen=True, slots=True)
class Number:
    """A non-negative exact number; `text` is how it was written, e.g. `0.50`."""

    value: Fraction
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """`e` or `pi`."""

    name: str


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, or a quantity of an update rule."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate:
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary:
    """`left op right`, where op is one of `+ - * / ^`."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Derivative:
    """A derivative that is still to be taken; only derivations contain it."""

    body: Expr
    by: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of `body` over the examples of a problem's data; nobody can type one."""

    body: Expr


Expr = Number | Constant | Name | Negate | Binary | Call | Derivative | Sum

ZERO, ONE = Number(Fraction(0), "0"), Number(Fraction(1), "1")


def number(value: Fraction | int | float) -> Expr:
    """The tree of an exact value; a fraction becomes a quotient, a negative value a `Negate`."""
    exact = Fraction(value)
    if exact < 0:
        return Negate(number(-exact))
    if exact.denominator != 1:
        return Binary("/", number(exact.numerator), number(exact.denominator))
    return Number(exact, str(exact.numerator))


def children(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Negate(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case Derivative(body, _) | Sum(body):
            return (body,)
    return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and everything in it, outermost first."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def names_in(expr: Expr) -> frozenset[str]:
    return frozenset(part.name for part in walk(expr) if isinstance(part, Name))


def rebuild(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The same node with `change` applied to each child."""
    match expr:
        case Negate(operand):
            return Negate(change(operand))
        case Binary(op, left, right):
            return Binary(op, change(left), change(right))
        case Call(function, arguments):
            return Call(function, tuple(change(argument) for argument in arguments))
        case Derivative(body, by):
            return Derivative(change(body), by)
        case Sum(body):
            return Sum(change(body))
    return expr


def summand(expr: Expr) -> Expr:
    """What stands under the sum sign, where the whole is a sum over examples."""
    return expr.body if isinstance(expr, Sum) else expr


def substitute(expr: Expr, replacements: Mapping[str, Expr]) -> Expr:
    """The expression with names replaced; nothing is evaluated or simplified."""
    if isinstance(expr, Name):
        return replacements.get(expr.name, expr)
    return rebuild(expr, lambda child: substitute(child, replacements))
