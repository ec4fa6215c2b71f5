"""The parts of a LaTeX formula, and the spaces and brackets between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from tutor.maths.boxes import Box, beside, line
from tutor.maths.notation import MINUS
from tutor.maths.typeset import Side


class Kind(Enum):
    SYMBOL = auto()
    SCRIPTED = auto()  # With an index or an exponent: the next symbol keeps its distance.
    SIGN = auto()  # + or − with nothing before it.
    OPERATION = auto()
    RELATION = auto()
    DOT = auto()
    COMMA = auto()
    FUNCTION = auto()
    SUM = auto()  # A sign with limits.
    FRACTION = auto()
    BRACKETS = auto()
    SPACE = auto()


@dataclass(frozen=True)
class Atom:
    kind: Kind
    text: str
    box: Box


KINDS = {
    **dict.fromkeys("+−±∓×÷∘⊙∗", Kind.OPERATION),
    **dict.fromkeys("=<>≤≥≠≈≡∼∝∈≪≫→←↦⇒⇔⟹:∣", Kind.RELATION),
    **dict.fromkeys(",;", Kind.COMMA),
    "·": Kind.DOT,
}
SPACED = {Kind.OPERATION, Kind.RELATION, Kind.SUM}
LEADS = {Kind.SIGN, Kind.OPERATION, Kind.RELATION, Kind.DOT, Kind.COMMA, Kind.FUNCTION, Kind.SUM}
LOOSE = {Kind.OPERATION, Kind.RELATION, Kind.COMMA, Kind.FUNCTION, Kind.SUM, Kind.FRACTION}
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
BRACKETS = tuple("([{|‖⟨")
FACTORS = {Kind.SYMBOL, Kind.SCRIPTED, Kind.BRACKETS, Kind.FRACTION, Kind.FUNCTION}


def plain(text: str, kind: Kind | None = None) -> Atom:
    """A part of one row."""
    return Atom(kind or KINDS.get(text, Kind.SYMBOL), text, line(text))


def joined(atoms: Sequence[Atom], *, tight: bool = False) -> Side:
    """The parts side by side; `tight` for indices and exponents, which have no spaces."""
    atoms = _with_signs(_trimmed(atoms))
    return Side(_on_one_line(_with_fractions_bracketed(atoms), tight), _drawn(atoms, tight))


def _on_one_line(atoms: Sequence[Atom], tight: bool) -> str:
    gaps = [_gap(left, right, tight) for left, right in pairwise(atoms)]
    return "".join(gap + atom.text for gap, atom in zip(["", *gaps], atoms, strict=False))


def _drawn(atoms: Sequence[Atom], tight: bool) -> Box:
    atoms = _with_dots_freed(atoms)
    boxes = [atom.box for atom in atoms[:1]]
    for left, right in pairwise(atoms):
        tall = left.box.tall or right.box.tall
        apart = tall and _stands_apart(right)
        boxes += [line(_gap(left, right, tight) or " " * apart), right.box]
    return beside(*boxes)


def in_brackets(text: str) -> str:
    return f"({text})"


def over_bar(atoms: Sequence[Atom]) -> str:
    """A numerator on one line."""
    text = joined(atoms).text
    return in_brackets(text) if any(a.kind in LOOSE for a in _with_signs(atoms)) else text


def single(atoms: Sequence[Atom]) -> str:
    """A denominator or a radicand on one line, in brackets unless it is one part."""
    text = joined(atoms).text
    if len(atoms) == 1:
        whole = _is_whole(atoms[0])
    else:
        whole = len(atoms) == 2 and atoms[0].text in {"d", "∂"}
    return text if whole else in_brackets(text)


def radicand(atoms: Sequence[Atom]) -> str:
    """What stands under a root on one line: √x² would be read as (√x)²."""
    text = single(atoms)
    raised = len(atoms) == 1 and atoms[0].kind is Kind.SCRIPTED and text[-1] in RAISED_DIGITS
    return in_brackets(text) if raised else text


def _is_whole(atom: Atom) -> bool:
    if atom.text.startswith("√"):
        return True
    return atom.kind not in LOOSE and not (atom.kind is Kind.SYMBOL and " " in atom.text)


def _gap(left: Atom, right: Atom, tight: bool) -> str:
    kinds = {left.kind, right.kind}
    if Kind.SPACE in kinds:
        return ""
    if left.kind is Kind.FUNCTION:
        return "" if right.text.startswith("(") else " "
    if tight or right.kind is Kind.COMMA:
        return ""
    loose = kinds & SPACED or left.kind is Kind.COMMA
    crowded = right.kind is Kind.FUNCTION and left.kind in FACTORS
    crowded |= left.kind is Kind.SCRIPTED and right.kind in {Kind.SYMBOL, Kind.SCRIPTED}
    return " " if loose or crowded else ""


def _stands_apart(right: Atom) -> bool:
    """Whether a part keeps a space before it where it, or what is before it, is tall."""
    in_signs = right.kind is Kind.SCRIPTED and right.text[:1] in BRACKETS
    return not in_signs and right.kind not in {Kind.BRACKETS, Kind.COMMA, Kind.SPACE}


def _trimmed(atoms: Sequence[Atom]) -> list[Atom]:
    inked = [at for at, atom in enumerate(atoms) if atom.kind is not Kind.SPACE]
    return list(atoms[inked[0] : inked[-1] + 1]) if inked else []


def _with_signs(atoms: Sequence[Atom]) -> list[Atom]:
    """A plus or minus with nothing before it to work on is a sign: −x, a = −b."""
    signed: list[Atom] = []
    for atom in atoms:
        before = next((a for a in reversed(signed) if a.kind is not Kind.SPACE), None)
        if atom.text in {"+", MINUS, "±"} and (before is None or before.kind in LEADS):
            atom = replace(atom, kind=Kind.SIGN)
        signed.append(atom)
    return signed


def _with_dots_freed(atoms: Sequence[Atom]) -> list[Atom]:
    """A dot beside something tall stands free of it, as a plus would."""
    tall = [False, *(atom.box.tall for atom in atoms), False]
    return [
        replace(atom, kind=Kind.OPERATION)
        if atom.kind is Kind.DOT and (tall[at] or tall[at + 2])
        else atom
        for at, atom in enumerate(atoms)
    ]


def _with_fractions_bracketed(atoms: Sequence[Atom]) -> list[Atom]:
    """(η/σ)·g on one line: without the brackets people read η/(σ·g)."""
    kinds = [None, *(atom.kind for atom in atoms if atom.kind is not Kind.SPACE), None]
    bracketed, at = [], 0
    for atom in atoms:
        at += atom.kind is not Kind.SPACE
        crowded = kinds[at - 1] in FACTORS or kinds[at + 1] in FACTORS | {Kind.DOT, Kind.SUM}
        if atom.kind is Kind.FRACTION and crowded:
            atom = replace(atom, text=in_brackets(atom.text))
        bracketed.append(atom)
    return bracketed
