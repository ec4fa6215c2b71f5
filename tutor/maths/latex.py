"""Trees → LaTeX."""

from __future__ import annotations

from tutor.maths.characters import GREEK
from tutor.maths.expr import Binary, Expr, Number
from tutor.maths.notation import ATOM, PRODUCT, Writer

GREEK_COMMANDS = frozenset(GREEK.values())
COMMANDS = frozenset("exp log sin cos tan sinh cosh tanh max min".split())
ARC = {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}


def latex_name(name: str) -> str:
    r"""`theta1` → \theta_{1}."""
    base = name.rstrip("0123456789")
    index = name[len(base) :]
    base = base.rstrip("_")
    letter = rf"\{base}" if base in GREEK_COMMANDS else base.replace("_", r"\_")
    return f"{letter}_{{{index}}}" if index else letter


class LatexWriter(Writer):
    """Fractions, roots and powers as LaTeX sets them."""

    def __init__(self, differential: str = "d") -> None:
        self.differential = r"\partial" if differential == "∂" else "d"

    def name(self, name: str) -> str:
        return latex_name(name)

    def constant(self, name: str) -> str:
        return r"\pi" if name == "pi" else name

    def number(self, literal: Number) -> str:
        mantissa, e, exponent = super().number(literal).partition("e")
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else mantissa

    def brackets(self, text: str) -> str:
        return rf"\left({text}\right)"

    def power(self, base: Expr, exponent: Expr) -> str:
        return f"{self._inside(base, ATOM)}^{{{self.write(exponent)}}}"

    def product(self, left: Expr, right: Expr) -> str:
        # A fraction needs no brackets: its bar holds it together.
        loosest = PRODUCT if isinstance(right, Binary) and right.op == "/" else PRODUCT + 1
        return rf"{self._inside(left, PRODUCT)} \cdot {self._right(right, loosest)}"

    def quotient(self, over: Expr, under: Expr) -> str:
        return rf"\frac{{{self.write(over)}}}{{{self.write(under)}}}"

    def call(self, function: str, arguments: tuple[Expr, ...]) -> str:
        texts = [self.write(argument) for argument in arguments]
        if function == "sqrt":
            return rf"\sqrt{{{texts[0]}}}"
        if function == "abs":
            return rf"\left|{texts[0]}\right|"
        if function in ARC:
            command = ARC[function]
        elif function in COMMANDS:
            command = rf"\{function}"
        else:
            command = rf"\operatorname{{{function}}}"
        return rf"{command}\left({', '.join(texts)}\right)"

    def sum(self, body: Expr) -> str:
        return rf"\sum_n {self._right(body, PRODUCT)}"

    def derivative(self, body: Expr, by: str) -> str:
        d = self.differential
        return rf"\frac{{{d}}}{{{d} {self.name(by)}}}\left[{self.write(body)}\right]"


def latex(expr: Expr, differential: str = "d") -> str:
    return LatexWriter(differential).write(expr)
