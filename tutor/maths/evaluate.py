"""The value of an expression: in floats, or in mpmath's 40 digits where equality is at stake."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from tutor.maths.errors import DividedByZero, NotReal, TooLarge, Undefined
from tutor.maths.expr import Binary, Call, Constant, Expr, Name, Negate, Number

Value = TypeVar("Value")


class Arithmetic(Generic[Value]):
    """A kind of number: how its literals are made and its operations done."""

    def __init__(
        self,
        literal: Callable[[Number], Value],
        operations: Mapping[str, Callable[..., Value]],
        constants: Mapping[str, Value],
    ) -> None:
        self.literal, self.operations, self.constants = literal, operations, constants

    def number(self, number: Number) -> Value:
        """A literal as a number of this kind, or `TooLarge`: derivatives can hold huge ones."""
        try:
            return self.literal(number)
        except OverflowError:
            raise TooLarge from None

    def apply(self, operation: str, *operands: Value) -> Value:
        """The finite real result, or the `Undefined` that says why there is none."""
        try:
            return self.checked(self.operations[operation](*operands))
        except ZeroDivisionError:
            raise DividedByZero from None
        except OverflowError:
            raise TooLarge from None
        except ValueError:
            raise NotReal from None

    def checked(self, value: Value) -> Value:
        return value


class FloatArithmetic(Arithmetic[float]):
    def checked(self, value: float) -> float:
        if math.isfinite(value):
            return value
        raise TooLarge if math.isinf(value) else NotReal


class LargestFloats(FloatArithmetic):
    """Floats that remember the largest result: rounding errors are a share of that."""

    def __init__(self) -> None:
        super().__init__(FLOATS.literal, FLOATS.operations, FLOATS.constants)
        self.largest = 0.0

    def number(self, number: Number) -> float:
        return self.checked(super().number(number))

    def checked(self, value: float) -> float:
        self.largest = max(self.largest, abs(value))
        return super().checked(value)


def float_power(base: float, exponent: float) -> float:
    """`base ** exponent` among the reals; 0 to a negative power divides by zero."""
    if base == 0 and exponent < 0:
        raise ZeroDivisionError
    return math.pow(base, exponent)


def float_sigmoid(x: float) -> float:
    """1 / (1 + exp(−x)) without overflow on either side."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def float_sign(x: float) -> float:
    return float((x > 0) - (x < 0))


def shared_operations(power: Callable[..., Any], functions: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "^": power,
        "negate": lambda a: -a,
        "max": max,
        "min": min,
        "abs": abs,
        **functions,
    }


MATH_FUNCTIONS = "sqrt exp log sin cos tan asin acos atan sinh cosh tanh".split()
FLOATS = FloatArithmetic(
    literal=lambda literal: literal.value.numerator / literal.value.denominator,
    operations=shared_operations(
        float_power,
        {name: getattr(math, name) for name in MATH_FUNCTIONS}
        | {"sigmoid": float_sigmoid, "sign": float_sign},
    ),
    constants={"e": math.e, "pi": math.pi},
)


class Lookup(Protocol):
    """Values by name: a mapping, or something that computes them when they are asked for."""

    def __getitem__(self, name: str, /) -> Any: ...


def evaluate(expr: Expr, values: Lookup, arithmetic: Any = FLOATS) -> Any:
    """The value of the expression with its names given, or `Undefined` where it has none."""
    match expr:
        case Number():
            return arithmetic.number(expr)
        case Constant(name):
            return arithmetic.constants[name]
        case Name(name):
            return values[name]
        case Negate(operand):
            return arithmetic.apply("negate", evaluate(operand, values, arithmetic))
        case Binary(op, left, right):
            return arithmetic.apply(
                op, evaluate(left, values, arithmetic), evaluate(right, values, arithmetic)
            )
        case Call(function, arguments):
            return arithmetic.apply(
                function, *(evaluate(argument, values, arithmetic) for argument in arguments)
            )
    raise TypeError(f"a {type(expr).__name__} has no value")


def value_or_none(expr: Expr, values: Lookup) -> float | None:
    """The value as a float, or None where there is none."""
    try:
        return float(evaluate(expr, values))
    except Undefined:
        return None
