"""What each LaTeX command and environment stands for, and how indices and exponents are set."""

from __future__ import annotations

import unicodedata
from functools import cache

from tutor.maths.boxes import (
    Box,
    beside,
    brackets,
    fraction,
    grid,
    limits,
    line,
    lowered,
    matrix,
    raised,
    root,
)
from tutor.maths.errors import Unreadable, shown
from tutor.maths.notation import GREEK_LETTERS
from tutor.maths.tex_atoms import Atom, Kind, in_brackets, joined, over_bar, plain, radicand, single
from tutor.maths.tex_tree import ACCENTS, FRACTIONS, STYLES
from tutor.maths.typeset import Side, vector

SYMBOLS = GREEK_LETTERS | {
    "cdot": "·", "sum": "Σ", "prod": "Π", "dots": "…", "dotsc": "…", "dotsb": "⋯", "mid": "∣",
    "langle": "⟨", "rangle": "⟩", "lvert": "|", "rvert": "|", "vert": "|", "|": "‖", "Vert": "‖",
    "lVert": "‖", "rVert": "‖", "lbrace": "{", "rbrace": "}", "_": "_",
}  # fmt: skip
SPACES = {" ": 1, ",": 1, ":": 1, ";": 1, ">": 1, "~": 1, "!": 0, "quad": 2, "qquad": 4}
FUNCTIONS = frozenset(
    "log ln exp sin cos tan arcsin arccos arctan sinh cosh tanh max min arg lim sup inf det".split()
)
WITH_LIMITS = frozenset("Σ Π max min lim sup inf argmin argmax".split())
ACCENT_OF = {"widehat": "hat", "overline": "bar"}
IGNORED = frozenset(
    "displaystyle textstyle limits nolimits big Big bigg Bigg bigl bigr Bigl Bigr".split()
)
MATRICES = {
    "matrix": ("", "", "c"),
    "array": ("", "", "c"),
    "bmatrix": ("[", "]", "c"),
    "pmatrix": ("(", ")", "c"),
    "vmatrix": ("|", "|", "c"),
    "cases": ("{", "", "l"),
}
ALIGNED = frozenset("aligned align align* gathered".split())
LETTERS = ("Ll", "Lu", "Nd")
SCRIPTS = {"·": "*", "*": "*", "⊤": "ᵀ", "∘": "°"}


def command(name: str, arguments: list[list[Atom]]) -> list[Atom]:
    if name in {"&", "\\"}:
        raise Unreadable(f"LaTeX: {name} stands outside of any table, such as aligned")
    if name in IGNORED:
        return []
    if name in SPACES:
        return [plain(" " * SPACES[name], Kind.SPACE)]
    if name in FUNCTIONS:
        return [plain(name, Kind.FUNCTION)]
    if name == "operatorname":
        return [plain("".join(atom.text for atom in arguments[0]), Kind.FUNCTION)]
    if name in FRACTIONS:
        return [_fraction(*arguments)]
    if name == "sqrt":
        return [_root(*arguments)]
    if name in ACCENTS:
        return [_accented(name, joined(arguments[0], tight=True))]
    if name in STYLES:
        return arguments[0]
    return [_symbol(name, "".join(atom.text for argument in arguments for atom in argument))]


def _symbol(name: str, argument: str) -> Atom:
    character = SYMBOLS.get(name) or _unicode(
        rf"\{name}{{{argument}}}" if argument else rf"\{name}"
    )
    if len(character) != 1 or not character.isprintable() or character == "\\":
        raise Unreadable(rf"unknown LaTeX command \{shown(name)}")
    return plain(character, Kind.SUM if character in WITH_LIMITS else None)


def _fraction(over: list[Atom], under: list[Atom]) -> Atom:
    text = f"{over_bar(over)}/{single(under)}"
    return Atom(Kind.FRACTION, text, fraction(joined(over).box, joined(under).box))


def _root(*arguments: list[Atom]) -> Atom:
    *index, inner = arguments
    degree = _script_text("^", joined(index[0], tight=True).text) if index else ""
    box = joined(inner).box
    text = f"{degree}√{radicand(inner)}"
    return Atom(Kind.SYMBOL, text, root(box, degree) if box.tall else line(text))


def _accented(name: str, side: Side) -> Atom:
    """The accent over every letter; indices have none."""
    if side.box.tall:
        raise Unreadable(rf"LaTeX: \{name} goes over letters only")
    accent = ACCENT_OF.get(name, name)
    accented = (
        _unicode(rf"\{accent}{{{c}}}") if unicodedata.category(c) in LETTERS[:2] else c
        for c in side.text
    )
    return plain("".join(accented), Kind.SYMBOL)


def in_signs(left: str, inner: list[Atom], right: str) -> Atom:
    side = joined(inner)
    return Atom(Kind.BRACKETS, f"{left}{side.text}{right}", brackets(side.box, left, right))


def table(name: str, rows: list[list[Side]]) -> Atom:
    width = max(map(len, rows))
    rows = [row + [Side("", line(""))] * (width - len(row)) for row in rows]
    cells = [[side.box for side in row] for row in rows]
    if name in ALIGNED:
        return Atom(Kind.SYMBOL, _aligned_text(rows), grid(cells, "rl", " "))
    if name not in MATRICES:
        raise Unreadable(f"unknown LaTeX environment {shown(name)}")
    left, right, align = MATRICES[name]
    if width == 1 < len(rows) and left == "[":
        return Atom(Kind.BRACKETS, vector(*(row[0] for row in rows)).text, matrix(cells))
    text = "; ".join(", ".join(side.text for side in row) for row in rows)
    return Atom(Kind.BRACKETS, f"{left}{text}{right}", matrix(cells, left, right, align))


def _aligned_text(rows: list[list[Side]]) -> str:
    """Lines that go on with an equals sign are one chain; others are told apart by a semicolon."""
    lines = [" ".join(side.text for side in row if side.text) for row in rows]
    return "".join(
        (" " if text.startswith("=") else "; ") + text if at else text
        for at, text in enumerate(lines)
    )


def scripted(base: Atom, index: list[Atom], exponent: list[Atom]) -> Atom:
    below, above = joined(index, tight=True), joined(exponent, tight=True)
    text = in_brackets(base.text) if base.kind is Kind.FRACTION else base.text
    text += _script_text("_", below.text) + _script_text("^", above.text)
    if base.text in WITH_LIMITS:
        return Atom(Kind.SUM, text, limits(base.text, below.text, above.text))
    kind = Kind.FUNCTION if base.kind is Kind.FUNCTION else Kind.SCRIPTED
    return Atom(kind, text, _with_exponent(_with_index(base.box, below.text), above))


def _with_index(base: Box, index: str) -> Box:
    script = _script_text("_", index)
    return lowered(base, index if base.tall and script.startswith("_") else script)


def _with_exponent(base: Box, exponent: Side) -> Box:
    script = _script_text("^", exponent.text)
    if script.startswith("^"):
        return raised(base, exponent.box)
    return raised(base, line(script)) if base.tall and script else beside(base, line(script))


@cache
def _script_text(mark: str, text: str) -> str:
    """ᵗ⁺¹ or ₘₐₓ where Unicode has every character of it, else `^(…)` or `_(…)`."""
    if not text:
        return ""
    if mark == "^" and text in SCRIPTS:
        return SCRIPTS[text]
    if set(text) <= {"′"}:
        return text
    script = _unicode(f"{mark}{{{text}}}")
    if not set(script) & {mark, "{", "."} and "." not in text:
        return script
    letters = all(unicodedata.category(c) in LETTERS for c in text)
    return f"{mark}{text if letters else in_brackets(text)}"


@cache
def _unicode(tex: str) -> str:
    from unicodeit import replace

    return str(replace(tex))
