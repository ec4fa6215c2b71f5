"""Typed text → tokens."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from tutor.maths.characters import (
    GREEK_LETTERS,
    NAMES_OF_GREEK,
    SUBSCRIPTS,
    SUPERSCRIPT_CHARACTERS,
    SUPERSCRIPTS,
    clean,
)
from tutor.maths.errors import Unreadable, shown

MOST_TOKENS = 256
MOST_DIGITS = 40
MOST_POWER_OF_TEN = 60


class Kind(Enum):
    NUMBER = auto()
    WORD = auto()
    SUPERSCRIPT = auto()
    OPERATOR = auto()  # + - * / ^
    ROOT = auto()
    OPEN = auto()
    CLOSE = auto()
    BAR = auto()
    COMMA = auto()
    EQUALS = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    glued: bool = True  # No blank stands before it.


SYMBOLS = {
    "√": Kind.ROOT, "(": Kind.OPEN, "[": Kind.OPEN, ")": Kind.CLOSE, "]": Kind.CLOSE,
    "|": Kind.BAR, ",": Kind.COMMA, "=": Kind.EQUALS,
}  # fmt: skip
PATTERN = re.compile(
    rf"(?P<blank>\ +)"
    rf"|(?P<number>(?:\d+\.?\d*|\.\d+))(?P<exponent>[eE][+-]?\d+)?"
    rf"|(?P<word>[{GREEK_LETTERS}][0-9₀-₉_]*|[A-Za-z_][A-Za-z0-9₀-₉_]*)"
    rf"|(?P<superscript>[{SUPERSCRIPT_CHARACTERS}]+)"
    r"|(?P<operator>\*\*|[-+*/^])"
    r"|(?P<symbol>[√()\[\]|,=])"
)


# A run of Greek and Latin letters, with the groups that a token is made from.
GREEK_NAME = re.compile(
    rf"(?P<word>[{GREEK_LETTERS}][A-Za-z0-9₀-₉_]*)"
    r"(?P<blank>(?!))?(?P<number>(?!))?(?P<superscript>(?!))?(?P<operator>(?!))?"
)
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def canonical(name: str) -> str:
    """One spelling for `θ₁`, `theta1` and `theta_1`; for `lambda` and sympy's `lamda`, too."""
    latin = name.translate(NAMES_OF_GREEK).translate(SUBSCRIPTS)
    latin = re.sub(r"(?<=[A-Za-z])_(?=\d)", "", latin)
    return "lambda" if latin == "lamda" else latin


def tokenize(text: str, names: Collection[str], limit: int) -> list[Token]:
    """The tokens of a typed text, with an END; `names` are those that the problem declares."""
    source = clean(text, limit)
    tokens: list[Token] = []
    at, glued = 0, True
    while at < len(source):
        match = _declared(source, at, names) or PATTERN.match(source, at)
        if match is None:
            raise Unreadable(_unexpected(source[at]))
        at = match.end()
        if match["blank"]:
            glued = False
            continue
        token, at = _token(match, names, source, glued)
        tokens.append(token)
        glued = True
        if len(tokens) > MOST_TOKENS:
            raise Unreadable(f"That is too long: more than {MOST_TOKENS} symbols.")
    return [*tokens, Token(Kind.END, "")]


def _declared(source: str, at: int, names: Collection[str]) -> re.Match[str] | None:
    """A declared name that begins with a Greek letter, such as η_t, taken whole."""
    match = GREEK_NAME.match(source, at)
    return match if match and canonical(match["word"]) in names else None


def _unexpected(character: str) -> str:
    if character == ".":
        return "A point may only stand in a number, e.g. 0.8."
    return f'"{shown(character)}" is not expected here.'


def _token(
    match: re.Match[str], names: Collection[str], source: str, glued: bool
) -> tuple[Token, int]:
    if match["number"]:
        return _number(match, names, source, glued)
    end = match.end()
    if match["word"]:
        return Token(Kind.WORD, canonical(match["word"]), glued), end
    if match["superscript"]:
        return Token(Kind.SUPERSCRIPT, match["superscript"].translate(SUPERSCRIPTS), glued), end
    if match["operator"]:
        return Token(Kind.OPERATOR, match["operator"].replace("**", "^"), glued), end
    return Token(SYMBOLS[match["symbol"]], match["symbol"], glued), end


def _number(
    match: re.Match[str], names: Collection[str], source: str, glued: bool
) -> tuple[Token, int]:
    text, end = match["number"], match.end("number")
    exponent = match["exponent"]
    word = WORD.match(source, end)
    declared = word and (word[0] in names or word[0][0] in names)
    if exponent and not declared:  # A declared e or e3 is a name, also in 2e3.
        text, end = text + exponent.lower(), match.end()
        if abs(int(exponent[1:])) > MOST_POWER_OF_TEN:
            raise Unreadable(f"Powers of ten may be at most {MOST_POWER_OF_TEN} here.")
    if sum(c.isdigit() for c in match["number"]) > MOST_DIGITS:
        raise Unreadable(f"Numbers may have at most {MOST_DIGITS} digits.")
    if source[end : end + 1] == "_":
        raise Unreadable("Write numbers without underscores.")
    if source[end : end + 1] == ".":
        raise Unreadable("A number has one decimal point, e.g. 0.8.")
    return Token(Kind.NUMBER, text, glued), end
