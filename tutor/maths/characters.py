"""Characters of a typed answer: what is cleaned away, what is translated, what is refused."""

from __future__ import annotations

import re
import unicodedata

from tutor.maths.errors import Unreadable

IGNORED = {ord("\u200b"): None, ord("\ufeff"): None}  # Pasted from web pages; nobody types them.

OPERATORS = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "⁄": "/", "∕": "/"}
)
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
TO_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
SUPERSCRIPT_CHARACTERS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "ϵ": "epsilon", "ϑ": "theta", "ϕ": "phi", "µ": "mu",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
NAMES_OF_GREEK = str.maketrans(GREEK)
GREEK_LETTERS = "".join(GREEK)  # For a character class of a regular expression.

# Cyrillic and Greek letters that look like Latin ones; the rest is found by compatibility folding.
LOOK_ALIKES = dict(
    zip("асеорхуіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "aceopxyijsdhqwABEZHIKMNOPTYXo", strict=True)
)

ASCII_USED = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-*/^()[].,=|_ "
)
USED = ASCII_USED | frozenset("√") | frozenset(SUPERSCRIPT_CHARACTERS) | frozenset("₀₁₂₃₄₅₆₇₈₉")
REFUSED = {
    "!": "Factorials are not used here.",
    "%": "Percentages are not used here: write 0.5 for 50 percent.",
    "<": "Comparisons are not used here: type a value or an expression.",
    ">": "Comparisons are not used here: type a value or an expression.",
    "≤": "Comparisons are not used here: type a value or an expression.",
    "≥": "Comparisons are not used here: type a value or an expression.",
    "≠": "Comparisons are not used here: type a value or an expression.",
    "≈": "Comparisons are not used here: type a value or an expression.",
    '"': "Quotation marks are not used here: type the answer without them.",
    "'": "Quotation marks are not used here: type the answer without them.",
    "{": 'Use round brackets ( ) instead of "{".',
    "}": 'Use round brackets ( ) instead of "}".',
    ";": "Separate values by commas, e.g. 1, 0.5.",
}
# 1½ is one and a half to some, 1·½ to others.
GLUED_FRACTION = re.compile(r"[\w)]\s*([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])")
LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
BLANKS = "\t\n\r"  # At the ends of an answer, besides every kind of space.
INVISIBLE = "\u115f\u1160\u2800\u3164\uffa0"  # Letters and a symbol by name; nobody sees them.


def clean(text: str, limit: int) -> str:
    """The text in the characters of the input language, or `Unreadable` with what to do."""
    if len(text) > limit:
        raise Unreadable(f"That is too long: {len(text)} characters; the limit is {limit}.")
    typed = [(at, c) for at, c in enumerate(text, 1) if ord(c) not in IGNORED]
    while typed and _is_blank(typed[0][1]):
        typed.pop(0)
    while typed and _is_blank(typed[-1][1]):
        typed.pop()
    if not typed:
        raise Unreadable("Type an answer first.")
    text = "".join(c for _, c in typed)
    if any(c in LINE_BREAKS for c in text):
        raise Unreadable("One line only.")
    if "!=" in text:
        raise Unreadable(REFUSED["≠"])
    if glued := GLUED_FRACTION.search(text):
        raise Unreadable(f'Write * or + before "{glued[1]}".')
    return "".join(_translated(c, at) for at, c in typed)


def _is_blank(character: str) -> bool:
    return character in BLANKS or unicodedata.category(character) == "Zs"


def _translated(character: str, at: int) -> str:
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    character = character.translate(OPERATORS)
    if character in GREEK:
        return character  # The tokenizer spells it out, once it has kept ηλ apart.
    if _is_vulgar_fraction(character):
        over, under = unicodedata.normalize("NFKC", character).split("⁄")
        return f"({over}/{under})"
    if character not in USED:
        raise Unreadable(_refusal(character, at))
    return character


def _is_vulgar_fraction(character: str) -> bool:
    return (
        unicodedata.decomposition(character).startswith("<fraction>")
        and unicodedata.normalize("NFKC", character)[-1] != "⁄"
    )


def _refusal(character: str, at: int) -> str:
    if character in REFUSED:
        return REFUSED[character]
    category = unicodedata.category(character)
    if category[0] == "C" or category in {"Zl", "Zp", "Mn", "Me"} or character in INVISIBLE:
        return (
            f"An invisible or control character (U+{ord(character):04X}) is at position {at}; "
            "delete it and retype."
        )
    name = unicodedata.name(character, f"U+{ord(character):04X}").title()
    return f'"{character}" ({name}) is not used in answers.{_suggestion(character)}'


def _suggestion(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return f" Did you mean {unicodedata.digit(character)}?"
    twin = LOOK_ALIKES.get(character) or unicodedata.normalize("NFKC", character)
    if len(twin) == 1 and twin != character and twin in ASCII_USED:
        return f" Did you mean {'the letter ' if twin.isalpha() else ''}{twin}?"
    return ""
