"""`x=1, y=-2` as people type it: where a run begins, and what it is set to."""

from __future__ import annotations

from tutor.maths.errors import Unreadable, shown
from tutor.maths.evaluate import evaluate
from tutor.maths.parser import read
from tutor.maths.tokens import canonical
from tutor.maths.words import check_name


def read_assignments(what: str, text: str | None) -> dict[str, float]:
    """`x=1,y=-2` → {'x': 1.0, 'y': -2.0}, in order; None is nothing. `what` begins each error."""
    found: dict[str, float] = {}
    for part in [] if text is None else text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not (name and equals and value):
            raise Unreadable(f"{what}: {shown(part)!r} must look like x=1")
        try:
            check_name(name)
        except Unreadable as error:
            raise Unreadable(f"{what}: {error}") from error
        name = canonical(name)
        if name in found:
            raise Unreadable(f"{what}: {name} is given twice")
        found[name] = read_number(f"{what} {name}", value)
    return found


def read_number(what: str, text: str) -> float:
    """A number in the input language: 0.4, 2/5, -1e-3."""
    if not text.strip():
        raise Unreadable(f"{what}: a number is missing")
    try:
        return float(evaluate(read(text), {}))
    except Unreadable as error:
        raise Unreadable(f"{what}: {error}") from error
