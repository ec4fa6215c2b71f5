"""Trees → formulas in two dimensions, and chains of them that fold to a width."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tutor.maths.boxes import (
    Box,
    beside,
    brackets,
    column,
    fraction,
    line,
    raised,
    root,
    sum_sign,
)
from tutor.maths.expr import ONE, Binary, Constant, Expr, Name, Negate, Number
from tutor.maths.notation import MINUS, POWER, PRODUCT, PrettyWriter, pretty_name, superscript

# Characters for private use: each stands for a box in a line of text.
FIRST_STAND_IN = 0xE000
STAND_IN = "\ue000-\uf8ff"
PARTS = re.compile(rf"[{STAND_IN}()\[\]·]|[^{STAND_IN}()\[\]·]+")
NUMBER_BESIDE_BOX = re.compile(rf"(?<=[0-9])(?=[{STAND_IN}])")
CLOSED_BY = {"(": ")", "[": "]"}
NOTE_GAP = "   "
HANGING = "  "


@dataclass(frozen=True)
class Side:
    """A formula, or a part of one, in both writings: on one line, and in two dimensions."""

    text: str
    box: Box


Symbol = Callable[[str], "str | Side"]


@dataclass(frozen=True)
class Maths:
    """Sides that are equal, and what there is to say about them, e.g. the rule that was used."""

    sides: tuple[Side, ...]
    note: str = ""

    @property
    def text(self) -> str:
        """All on one line: σ¹ = √(26/2) = 3.6056   (chain rule)."""
        note = f"{NOTE_GAP}({self.note})" if self.note else ""
        return " = ".join(side.text for side in self.sides) + note

    def rows(self, width: int) -> list[str]:
        """In two dimensions, folded before an equals sign where it is too wide.

        What cannot be folded into the width is wrapped as one line of text.
        """
        for indent in (self.sides[0].box.width + 1, len(HANGING)):
            lines = self._folded(width, indent)
            if all(row.width <= width for row in lines):
                return _printed(lines)
        return textwrap.wrap(
            self.text, max(width, 1), subsequent_indent=HANGING, break_on_hyphens=False
        )

    def _folded(self, width: int, indent: int) -> list[Box]:
        first, *others = self.sides
        pieces = [beside(line("= "), side.box) for side in others]
        if self.note:
            pieces.append(line(f"{NOTE_GAP[1:]}({self.note})"))
        lines = [first.box]
        for piece in pieces:
            longer = beside(lines[-1], line(" "), piece)
            if longer.width <= width:
                lines[-1] = longer
            else:
                lines.append(beside(line(" " * indent), piece))
        return lines


def side(
    shown: str | Side | Expr,
    symbol: Symbol = pretty_name,
    *,
    differential: str = "d",
    compact: bool = False,
) -> Side:
    """A tree in both writings; a text as it is. `compact` as in `box`."""
    if isinstance(shown, Side):
        return shown
    if isinstance(shown, str):
        return Side(shown, line(shown))
    one_line = PrettyWriter(lambda name: side(symbol(name)).text, differential)
    drawn = box(shown, symbol, differential=differential, compact=compact)
    return Side(one_line.write(shown), drawn)


def chain(*sides: str | Side | Expr, note: str = "") -> Maths:
    return Maths(tuple(side(shown) for shown in sides), note)


def vector(*entries: Side) -> Side:
    """A column: [a, b]ᵀ on one line."""
    text = ", ".join(entry.text for entry in entries)
    return Side(f"[{text}]ᵀ", column([entry.box for entry in entries]))


def running_sum(summand: Side, below: str, above: str) -> Side:
    """Σ(gⁱ)² on one line, with its limits below and above the sign in two dimensions."""
    gap = "" if summand.text.startswith("(") else " "
    return Side(f"Σ{gap}{summand.text}", beside(sum_sign(below, above), line(" "), summand.box))


def box(
    expr: Expr,
    symbol: Symbol = pretty_name,
    *,
    differential: str = "d",
    compact: bool = False,
) -> Box:
    """What `notation.pretty` writes, with fractions, roots, powers and sums drawn.

    A symbol may be a `Side`, e.g. a running sum with its limits. `compact` keeps d/dw[…] and the
    sum over examples on their line: a derivation has many of them.
    """
    return BoxWriter(symbol, differential, compact=compact).box(expr)


class BoxWriter(PrettyWriter):
    """Writes the line that `PrettyWriter` writes, with one character in each tall part's place.

    So every bracket and sign is decided where the one-line writing decides it.
    """

    def __init__(
        self, symbol: Symbol, differential: str, *, nested: bool = False, compact: bool = False
    ) -> None:
        super().__init__(lambda name: self._placed(side(symbol(name)).box), differential)
        self._inner_symbol, self._nested, self._compact = symbol, nested, compact
        self._boxes: list[Box] = []

    def box(self, expr: Expr) -> Box:
        return self._assembled(self.write(expr))

    def quotient(self, over: Expr, under: Expr) -> str:
        if self._nested and _is_small(over) and _is_small(under):
            return super().quotient(over, under)
        return self._placed(fraction(self._inner(over), self._inner(under)))

    def product(self, left: Expr, right: Expr) -> str:
        return NUMBER_BESIDE_BOX.sub("·", super().product(left, right))

    def power(self, base: Expr, exponent: Expr) -> str:
        text = super().power(base, ONE).removesuffix(superscript("1"))
        script = _whole_number(exponent)
        if script and not self._is_tall(text):
            return text + script
        above = line(script) if script else self._inner(exponent)
        return self._placed(raised(self._assembled(text), above))

    def call(self, function: str, arguments: tuple[Expr, ...]) -> str:
        text = super().call(function, arguments)
        if function == "sqrt" and self._is_tall(text):
            return self._placed(root(self._assembled(_unbracketed(text[1:]))))
        if function == "abs" and self._is_tall(text):
            return self._placed(brackets(self._assembled(text[1:-1]), "|", "|"))
        return text

    def derivative(self, body: Expr, by: str) -> str:
        d = self.differential
        if self._compact:
            return super().derivative(body, by)
        operator = fraction(line(d), self._assembled(d + self.name(by)))
        return f"{self._placed(operator)}[{self.write(body)}]"

    def sum(self, body: Expr) -> str:
        if self._compact:
            return super().sum(body)
        return f"{self._placed(sum_sign('n'))} {self._right(body, PRODUCT)}"

    def _write(self, expr: Expr) -> tuple[str, int]:
        text, binding = super()._write(expr)
        if isinstance(expr, Binary) and expr.op == "/" and self._is_tall(text[:1]):
            return text, POWER  # Its bar holds a fraction together.
        return text, binding

    def _inner(self, expr: Expr) -> Box:
        inner = BoxWriter(self._inner_symbol, self.differential, nested=True, compact=self._compact)
        return inner.box(expr)

    def _placed(self, box: Box) -> str:
        """The text of a box of one row; for a tall one the character that stands for it."""
        if not box.tall:
            return box.rows[0]
        self._boxes.append(box)
        return chr(FIRST_STAND_IN + len(self._boxes) - 1)

    def _is_tall(self, text: str) -> bool:
        return any(_stands_in(character) for character in text)

    def _assembled(self, text: str) -> Box:
        return self._until("", iter(PARTS.findall(text)))

    def _until(self, closing: str, parts: Iterator[str]) -> Box:
        """The parts up to a closing bracket; brackets around something tall grow with it."""
        boxes: list[Box] = []
        for part in parts:
            if part == closing:
                break
            if part in CLOSED_BY:
                inner = self._until(CLOSED_BY[part], parts)
                boxes.append(brackets(inner, part, CLOSED_BY[part]))
            else:
                boxes.append(self._boxes[ord(part) - FIRST_STAND_IN] if _stands_in(part)
                             else line(part))  # fmt: skip
        return beside(*_loosened(boxes))


def _stands_in(part: str) -> bool:
    return len(part) == 1 and 0xE000 <= ord(part) <= 0xF8FF


def _is_small(expr: Expr) -> bool:
    return isinstance(expr.operand if isinstance(expr, Negate) else expr, Number | Name | Constant)


def _whole_number(expr: Expr) -> str:
    """The superscript of a whole number, or nothing."""
    if isinstance(expr, Negate) and _whole_number(expr.operand):
        return superscript(MINUS) + _whole_number(expr.operand)
    if isinstance(expr, Number) and expr.value.denominator == 1:
        return superscript(str(expr.value))
    return ""


def _unbracketed(text: str) -> str:
    return text[1:-1] if text.startswith("(") else text


def _loosened(boxes: Sequence[Box]) -> list[Box]:
    """A dot beside something tall stands free of it, and so does a minus sign before it."""
    tall = [False, *(box.tall for box in boxes), False]
    loose: list[Box] = []
    for at, box in enumerate(boxes):
        if box == line("·") and (tall[at] or tall[at + 2]):
            box = line(" · ")
        elif box.rows[-1].endswith(MINUS) and not box.tall and tall[at + 2]:
            box = line(box.rows[0] + " ")
        loose.append(box)
    return loose


def _printed(lines: Sequence[Box]) -> list[str]:
    """The rows of the lines; where two tall lines would touch, a blank row between them."""
    rows = list(lines[0].rows)
    for above, below in pairwise(lines):
        if above.baseline < above.height - 1 and below.baseline > 0:
            rows.append("")
        rows.extend(below.rows)
    return [row.rstrip() for row in rows]
