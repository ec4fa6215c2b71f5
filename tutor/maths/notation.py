"""Trees → text: for people (`θ₁²/5 + 4θ₂`), and in ASCII that sympy and our parser read back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from fractions import Fraction

from tutor.maths.characters import GREEK
from tutor.maths.expr import (
    Binary,
    Call,
    Constant,
    Derivative,
    Expr,
    Name,
    Negate,
    Number,
    Sum,
)
from tutor.maths.tokens import canonical

SUM, PRODUCT, SIGN, POWER, ATOM = 10, 20, 25, 30, 40

TO_SUPERSCRIPT = str.maketrans("0123456789+-−ti n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ᵗⁱ ⁿ")
TO_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵗⁱⁿ")
GREEK_LETTERS = {latin: letter for letter, latin in GREEK.items() if letter not in "ςϵϑϕµ"}
MINUS = "−"
SYMPY_NAMES = {"max": "Max", "min": "Min"}


def superscript(text: str) -> str:
    """`t+1` → ᵗ⁺¹; only digits, signs, t, i and n have superscripts in every font."""
    return text.translate(TO_SUPERSCRIPT)


def pretty_name(name: str) -> str:
    """`theta1` → θ₁, `eta_t` → η_t, `w` → w."""
    base = name.rstrip("0123456789")
    index = name[len(base) :]
    base = base.rstrip("_") if index else base
    return GREEK_LETTERS.get(base, base) + index.translate(TO_SUBSCRIPT)


def format_number(value: float, digits: int = 5) -> str:
    """The value to five significant digits, with a true minus: −0.30769, 1.5547, 2.5e−9."""
    text = f"{value:.{digits}g}"
    if text in {"-0", "0"}:
        return "0"
    mantissa, e, exponent = text.partition("e")
    return (mantissa + (e and f"e{int(exponent)}")).replace("-", MINUS)


def display_width(text: str) -> int:
    """Cells that a text takes: none for a combining mark (m̂, x̄), two for a wide character."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def decimal(value: float) -> Expr:
    """The value as it is shown, for putting numbers in the places of symbols."""
    shown = format_number(value)
    literal = Number(Fraction(shown.lstrip(MINUS).replace(MINUS, "-")), shown.lstrip(MINUS))
    return Negate(literal) if shown.startswith(MINUS) else literal


def ascii_name(name: str) -> str:
    """`theta1` for θ₁; `lamda` for λ, as sympy spells it, since `lambda` is a word of Python."""
    latin = name if name.isascii() else canonical(name)
    return "lamda" if latin == "lambda" else latin


class Writer:
    """Writes a tree on one line, with brackets only where they are needed."""

    minus = "-"
    negated_binds = SIGN  # How tightly the operand of a minus sign must bind.

    def write(self, expr: Expr) -> str:
        return self._write(expr)[0]

    def brackets(self, text: str) -> str:
        return f"({text})"

    def name(self, name: str) -> str:
        return ascii_name(name)

    def constant(self, name: str) -> str:
        return "exp(1)" if name == "e" else name

    def number(self, literal: Number) -> str:
        text = (literal.text or str(literal.value)).lstrip("0")
        return text if text[:1].isdigit() else f"0{text}"

    def power(self, base: Expr, exponent: Expr) -> str:
        return f"{self._inside(base, ATOM)}**{self._inside(exponent, ATOM)}"

    def call(self, function: str, arguments: tuple[Expr, ...]) -> str:
        texts = [self.write(argument) for argument in arguments]
        if function == "sigmoid":
            return f"(1/(1 + exp(-({texts[0]}))))"  # sympy has no sigmoid.
        return f"{SYMPY_NAMES.get(function, function)}({', '.join(texts)})"

    def product(self, left: Expr, right: Expr) -> str:
        return f"{self._inside(left, PRODUCT)}*{self._right(right, PRODUCT + 1)}"

    def quotient(self, over: Expr, under: Expr) -> str:
        return f"{self._inside(over, PRODUCT)}/{self._right(under, PRODUCT + 1)}"

    def derivative(self, body: Expr, by: str) -> str:
        return f"Derivative({self.write(body)}, {self.name(by)})"

    def sum(self, body: Expr) -> str:
        return f"Sum({self.write(body)}, n)"

    def _write(self, expr: Expr) -> tuple[str, int]:
        """The text and how tightly it binds."""
        match expr:
            case Number():
                return self.number(expr), ATOM
            case Name(name):
                return self.name(name), ATOM
            case Constant(name):
                return self.constant(name), ATOM
            case Negate(operand):
                return self.minus + self._right(operand, self.negated_binds), SIGN
            case Binary("^", base, exponent):
                return self.power(base, exponent), POWER
            case Binary("*", left, right):
                return self.product(left, right), PRODUCT
            case Binary("/", over, under):
                return self.quotient(over, under), PRODUCT
            case Binary(op, left, right):
                sign = self.minus if op == "-" else op
                return f"{self._inside(left, SUM)} {sign} {self._right(right, SUM + 1)}", SUM
            case Call(function, arguments):
                return self.call(function, arguments), ATOM
            case Derivative(body, by):
                return self.derivative(body, by), ATOM
            case Sum(body):
                return self.sum(body), PRODUCT
        raise TypeError(f"cannot write {expr!r}")

    def _inside(self, expr: Expr, at_least: int) -> str:
        """The text of an operand, in brackets where it binds too loosely."""
        text, binding = self._write(expr)
        return text if binding >= at_least else self.brackets(text)

    def _right(self, expr: Expr, at_least: int) -> str:
        """An operand after a sign or an operator: never two operators side by side."""
        text = self._inside(expr, at_least)
        return self.brackets(text) if text.startswith(self.minus) else text


class PrettyWriter(Writer):
    """For people: 2x, θ₁², √(1 + w²), −0.1·(−6)."""

    minus = MINUS
    negated_binds = PRODUCT

    def __init__(self, symbol: Callable[[str], str], differential: str) -> None:
        self.symbol, self.differential = symbol, differential

    def name(self, name: str) -> str:
        return self.symbol(name)

    def constant(self, name: str) -> str:
        return pretty_name(name)

    def power(self, base: Expr, exponent: Expr) -> str:
        text = self._inside(base, ATOM)
        if isinstance(base, Name | Constant) and set(text) & SUPERSCRIPTS:
            text = f"({text})"  # (gᵗ)², not gᵗ².
        if isinstance(base, Call):
            text = f"({text})"
        if isinstance(exponent, Number) and exponent.value.denominator == 1:
            return text + superscript(str(exponent.value))
        return f"{text}^{self._right(exponent, ATOM)}"

    def call(self, function: str, arguments: tuple[Expr, ...]) -> str:
        if function == "sqrt":
            return f"√{self._inside(arguments[0], ATOM)}"
        texts = [self.write(argument) for argument in arguments]
        if function == "abs":
            return f"|{texts[0]}|"
        return f"{function}({', '.join(texts)})"

    def product(self, left: Expr, right: Expr) -> str:
        # (η/σ)·g: without the brackets people read η/(σ·g).
        left_at_least = SIGN if isinstance(left, Binary) and left.op == "/" else PRODUCT
        texts = self._inside(left, left_at_least), self._right(right, PRODUCT + 1)
        juxtaposed = (
            _is_number(left) and texts[1][0] not in "0123456789d∂" and texts[1][1:2] != MINUS
        )
        return ("" if juxtaposed else "·").join(texts)

    def derivative(self, body: Expr, by: str) -> str:
        d = self.differential
        return f"{d}/{d}{self.name(by)}[{self.write(body)}]"

    def sum(self, body: Expr) -> str:
        text = self._right(body, PRODUCT)
        return f"Σ{text}" if text.startswith("(") else f"Σ {text}"


def _is_number(expr: Expr) -> bool:
    return isinstance(expr, Number) or (isinstance(expr, Negate) and _is_number(expr.operand))


class TypedWriter(Writer):
    """As a person types it: x^2, e, sigmoid(x)."""

    def name(self, name: str) -> str:
        return name

    def constant(self, name: str) -> str:
        return name

    def power(self, base: Expr, exponent: Expr) -> str:
        return f"{self._inside(base, ATOM)}^{self._inside(exponent, ATOM)}"

    def call(self, function: str, arguments: tuple[Expr, ...]) -> str:
        return f"{function}({', '.join(map(self.write, arguments))})"


def typed_text(expr: Expr) -> str:
    """`2*x + 3*y^2`: what our own parser reads, and what a person may change."""
    return TypedWriter().write(expr)


def ascii_text(expr: Expr) -> str:
    """`2*x + 3*y**2`: what sympy reads, and what our own parser reads the same."""
    return Writer().write(expr)


def pretty(
    expr: Expr, symbol: Callable[[str], str] = pretty_name, *, differential: str = "d"
) -> str:
    """`2x + 3y²`, for people; `symbol` says how each name is written, `differential` is d or ∂."""
    return PrettyWriter(symbol, differential).write(expr)
