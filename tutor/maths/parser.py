"""Tokens → tree: a Pratt parser for what learners and authors type. Nothing is ever executed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from typing import TypeVar

from tutor.maths.bounds import check_bounds
from tutor.maths.characters import TO_SUPERSCRIPT
from tutor.maths.errors import Unreadable, shown
from tutor.maths.expr import (
    ALIASES,
    CONSTANTS,
    EXTREMA,
    FUNCTIONS,
    ONE,
    Binary,
    Call,
    Constant,
    Expr,
    Name,
    Negate,
    Number,
)
from tutor.maths.tokens import Kind, Token, canonical, tokenize
from tutor.maths.words import split_word

ANSWER_LIMIT = 200
LOSS_LIMIT = 300
MOST_DEPTH = 24
MOST_SIGNS = 4
MOST_NODES = 160

SUM, PRODUCT, SIGN, POWER = 10, 20, 30, 40
BINDING = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER}
SIGNS = ("+", "-")
NOT_CLOSED = "A bracket is not closed."
BAR_NOT_CLOSED = "A bar | is not closed."
NO_EQUALS = "Type the value or the expression alone, without an equals sign."
STARTS_A_FACTOR = {Kind.WORD, Kind.OPEN, Kind.ROOT}

Node = TypeVar("Node", bound=Expr)
Result = TypeVar("Result")


def read(
    text: str,
    names: Sequence[str] = (),
    *,
    limit: int = ANSWER_LIMIT,
    juxtaposition_first: bool = False,
) -> Expr:
    """One expression in the given names (none: a value), or `Unreadable` with what to do.

    Implicit products read left to right, so that 1/2x is x/2; with `juxtaposition_first` it is
    the other reading, 1/(2x), and e^2x is e^(2x).
    """
    parser = Parser(tokenize(text, canonical_names(names), limit), names)
    parser.juxtaposition_first = juxtaposition_first
    return check_bounds(parser.whole())


def canonical_names(names: Collection[str]) -> dict[str, str]:
    """Canonical spelling → the problem's own."""
    return {canonical(name): name for name in names}


class Parser:
    """One pass over the tokens; the methods are the grammar."""

    def __init__(self, tokens: list[Token], names: Sequence[str]) -> None:
        self.tokens = tokens
        self.names = canonical_names(names)
        self.at = self.depth = self.nodes = self.bars = 0
        self.juxtaposition_first = self.in_vector = False

    # The whole text

    def whole(self) -> Expr:
        if any(token.kind is Kind.EQUALS for token in self.tokens):
            raise Unreadable(NO_EQUALS)
        if self.next.kind is Kind.OPEN and self.next.text == "[":
            raise Unreadable('Use round brackets ( ) instead of "[".')
        expr = self.expression()
        if self.next.kind is Kind.COMMA:
            raise Unreadable(self._comma_message())
        if self.next.kind is not Kind.END:
            raise Unreadable(self.leftover_message())
        return expr

    # Expressions

    def expression(self, floor: int = 0) -> Expr:
        left = self.prefix()
        while True:
            token = self.next
            if token.kind is Kind.SUPERSCRIPT:
                self.at += 1
                left = self._node(Binary("^", left, self._superscript(token)))
            elif token.kind is Kind.OPERATOR and BINDING[token.text] > floor:
                self.at += 1
                left = self._node(Binary(token.text, left, self._right_of(token.text)))
            elif self._starts_factor(token, floor):
                left = self._node(Binary("*", left, self.expression(PRODUCT)))
            else:
                return left

    def _right_of(self, op: str) -> Expr:
        # The exponent of ^ may itself be a power: right-associative.
        right = self.expression(POWER - 1 if op == "^" else BINDING[op])
        while self.juxtaposition_first and op in "/^" and self._starts_factor(self.next, 0):
            right = self._node(Binary("*", right, self.expression(PRODUCT)))
        return right

    def _starts_factor(self, token: Token, floor: int) -> bool:
        """Whether an implicit product goes on here: 2x, 3(x+1), x|y|."""
        if token.kind is Kind.NUMBER:
            raise Unreadable(self._glued_number_message(token))
        opens_bar = token.kind is Kind.BAR and self.bars == 0 and floor < PRODUCT
        if opens_bar and self._may_be_inside_bars():
            raise Unreadable("Bars inside bars are unclear: write abs(…).")
        return opens_bar or (floor < PRODUCT and token.kind in STARTS_A_FACTOR)

    def _may_be_inside_bars(self) -> bool:
        """Whether |2|x|… may as well be |2·|x|…|: a bar, then factors, then a bar."""
        before = self.tokens[: self.at]
        kinds = [token.kind for token in before]
        last_bar = max((at for at, kind in enumerate(kinds) if kind is Kind.BAR), default=-1)
        between = set(kinds[last_bar + 1 :])
        return last_bar >= 0 and bool(between) and between <= {Kind.WORD, Kind.NUMBER}

    def prefix(self) -> Expr:
        negative = 0
        # The sign of the sum that this is a term of stands in the same row.
        signs = after_sign = int(self.at > 0 and self.tokens[self.at - 1].text in SIGNS)
        while self.next.kind is Kind.OPERATOR and self.next.text in "+-":
            negative += self.next.text == "-"
            signs += 1
            self.at += 1
            if signs > MOST_SIGNS:
                raise Unreadable(f"At most {MOST_SIGNS} signs may follow one another.")
        if signs == after_sign:
            return self.primary()
        operand = self._deeper(lambda: self.expression(SIGN))
        for _ in range(negative):
            operand = self._node(Negate(operand))
        return operand

    def primary(self) -> Expr:
        token = self.next
        self.at += 1
        match token.kind:
            case Kind.NUMBER:
                return self._node(Number(Fraction(token.text), token.text))
            case Kind.WORD:
                return self._word(token)
            case Kind.OPEN if token.text == "(":
                return self._deeper(self._bracketed)
            case Kind.ROOT:
                return self._node(Call("sqrt", (self._deeper(self.primary),)))
            case Kind.BAR:
                return self._deeper(self._absolute)
        self.at -= 1
        raise Unreadable(self._missing_message(token))

    def _bracketed(self) -> Expr:
        bars, self.bars = self.bars, 0
        expr = self.expression()
        self.bars = bars
        self._close()
        return expr

    def _absolute(self) -> Expr:
        self.bars += 1
        expr = self.expression()
        self.bars -= 1
        if not self.take(Kind.BAR):
            raise Unreadable(BAR_NOT_CLOSED)
        return self._node(Call("abs", (expr,)))

    def _superscript(self, token: Token) -> Expr:
        digits = token.text.lstrip("+-")
        if not digits.isdigit() or len(token.text) - len(digits) > 1:
            raise Unreadable("A superscript must be a whole number, e.g. x².")
        exponent = self._node(Number(Fraction(digits), digits))
        return self._node(Negate(exponent)) if token.text[0] == "-" else exponent

    # Words

    def _word(self, token: Token) -> Expr:
        """The first name of a run such as `xy`; the others follow as factors of their own."""
        parts = split_word(token.text, tuple(self.names), called=self._starts_arguments())
        self.tokens[self.at - 1 : self.at] = [Token(Kind.WORD, part) for part in parts]
        return self._named(parts[0])

    def _starts_arguments(self) -> bool:
        """Whether a bracket follows, or a power and then a bracket: sin²(x)."""
        ahead = self.tokens[self.at : self.at + 4]
        kinds = [token.kind for token in ahead]
        if kinds[0] is Kind.SUPERSCRIPT:
            return kinds[1:2] == [Kind.OPEN]
        if ahead[0].text == "^":
            return Kind.OPEN in kinds[2:]
        return kinds[0] is Kind.OPEN

    def _named(self, word: str) -> Expr:
        if word in self.names:
            return self._node(Name(self.names[word]))
        if word in FUNCTIONS:
            return self._call(word)
        assert word in CONSTANTS  # split_word gives nothing else.
        return self._node(Constant(word))

    def _call(self, word: str) -> Expr:
        exponent = self._function_power(word)
        if self.next.kind is not Kind.OPEN or self.next.text != "(":
            raise Unreadable(f"Write {word}(…) with brackets.")
        self.at += 1
        call = self._node(
            Call(ALIASES.get(word, word), self._deeper(lambda: self._arguments(word)))
        )
        return call if exponent is None else self._node(Binary("^", call, exponent))

    def _function_power(self, word: str) -> Expr | None:
        """The 2 of sin²(x) or sin^2(x)."""
        token = self.next
        if token.kind is Kind.SUPERSCRIPT:
            self.at += 1
            exponent = self._superscript(token)
        elif token.text == "^":
            self.at += 1
            exponent = self.prefix()
        else:
            return None
        if isinstance(exponent, Negate):
            raise Unreadable(_inverse_message(word, exponent.operand))
        return exponent

    def _arguments(self, word: str) -> tuple[Expr, ...]:
        bars, self.bars = self.bars, 0
        if self.next.kind is Kind.CLOSE:
            raise Unreadable(_count_message(word))
        arguments = [self.expression()]
        while self.take(Kind.COMMA):
            arguments.append(self.expression())
        self.bars = bars
        self._close()
        if (len(arguments) < 2) == (word in EXTREMA):
            raise Unreadable(_count_message(word))
        return tuple(arguments)

    # Small change

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, kind: Kind) -> bool:
        found = self.next.kind is kind
        self.at += found
        return found

    def _close(self) -> None:
        if self.next.kind is not Kind.CLOSE or self.next.text != ")":
            raise Unreadable(self.leftover_message(inside=True))
        self.at += 1

    def _node(self, node: Node) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Unreadable(f"That is too long: more than {MOST_NODES} parts.")
        return node

    def _deeper(self, inner: Callable[[], Result]) -> Result:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise Unreadable(f"Brackets or signs are nested more than {MOST_DEPTH} deep.")
        result = inner()
        self.depth -= 1
        return result

    # Messages

    def _glued_number_message(self, token: Token) -> str:
        before = self.tokens[self.at - 1]
        if before.kind is Kind.NUMBER and self.in_vector:
            return "Separate values by commas, e.g. 1, 0.5."
        if before.kind is Kind.NUMBER:
            return "Write numbers without blanks, e.g. 1000, or put * between two of them."
        if before.kind is Kind.CLOSE:
            return f'Write * before "{shown(token.text)}".'
        return f'Write * between "{_as_typed(before)}" and "{shown(token.text)}".'

    def _comma_message(self) -> str:
        if self.in_vector:
            return "Write the values side by side, e.g. 1, 0.5, without brackets inside."
        before, after = self.tokens[self.at - 1], self.tokens[self.at + 1]
        glued = self.next.glued and after.glued
        if glued and before.kind is after.kind is Kind.NUMBER:
            return "Use a point for decimals, e.g. 0.8."
        return "One value is expected."

    def leftover_message(self, *, inside: bool = False) -> str:
        token = self.next
        match token.kind:
            case Kind.END:
                return NOT_CLOSED if inside else "Something is missing."
            case Kind.EQUALS:
                return NO_EQUALS
            case Kind.CLOSE if not inside:
                return f'A "{token.text}" has no opening bracket.'
            case Kind.COMMA:
                return self._comma_message()
            case Kind.BAR:
                return BAR_NOT_CLOSED
        return f'"{shown(token.text)}" is not expected here.'

    def _missing_message(self, token: Token) -> str:
        match token.kind:
            case Kind.END if self.depth and self.tokens[self.at - 1].kind is Kind.OPEN:
                return NOT_CLOSED
            case Kind.END if self.bars:
                return BAR_NOT_CLOSED
            case Kind.END:
                return "The end is missing: a value is expected there."
            case Kind.OPEN:
                return 'Use round brackets ( ) instead of "[".'
            case Kind.EQUALS:
                return NO_EQUALS
        return f'A value is missing before "{_as_typed(token)}".'


def _as_typed(token: Token) -> str:
    """A token as it stands in what was typed: ², not 2."""
    text = shown(token.text)
    return text.translate(TO_SUPERSCRIPT) if token.kind is Kind.SUPERSCRIPT else text


def _count_message(word: str) -> str:
    return f"{word} takes 2 values or more." if word in EXTREMA else f"{word} takes 1 value."


def _inverse_message(word: str, exponent: Expr) -> str:
    """sin^-1 may be the inverse function or one over sin; sin^-2 can only be unclear."""
    if exponent == ONE and f"a{word}" in FUNCTIONS:
        return f"{word}^-1 is ambiguous: write a{word}(x) or 1/{word}(x)."
    return f"A negative power of {word} is unclear: write 1/{word}(x)^…"
