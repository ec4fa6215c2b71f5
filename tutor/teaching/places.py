"""Judging a place on the picture: right within a tenth of the step, or within one cell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.maths.errors import fit
from tutor.maths.judging import Verdict
from tutor.maths.malrules import slips
from tutor.maths.notation import format_number
from tutor.teaching.diagnosis import explain
from tutor.teaching.judgement import Judgement
from tutor.teaching.questions import ValueQuestion
from tutor.teaching.reading import Reading

OF_STEP = 0.1
# A place that is shown by eye says which way and how far, not how a derivative was taken.
NOT_SEEN = frozenset(
    {"no-chain-factor", "derivative-half", "exponent-not-lowered", "constant-kept"}
)


def judge_place(question: ValueQuestion, reading: Reading) -> Judgement:
    """How near the place that was shown is to θᵗ⁺¹."""
    shown = tuple(typed.value for typed in reading.values)
    if _is_near(question, shown, question.right):
        where = ", ".join(map(format_number, question.right))
        return Judgement(Verdict.RIGHT, f"Right: it is at ({where}).", reading.read_as, shown)
    ids = _slips(question, shown)
    message = explain(ids) if ids else _direction(question, shown)
    return Judgement(Verdict.WRONG, message, reading.read_as, shown, ids[:1], ids[1:])


def _is_near(question: ValueQuestion, shown: Sequence[float], place: Sequence[float]) -> bool:
    assert question.cell is not None  # Only a place is judged here.
    within_cell = all(
        abs(a - b) <= size for a, b, size in zip(shown, place, question.cell, strict=True)
    )
    return within_cell or math.dist(shown, place) <= OF_STEP * _step(question)


def _step(question: ValueQuestion) -> float:
    return math.dist(question.right, _before(question))


def _before(question: ValueQuestion) -> tuple[float, ...]:
    return tuple(old if old is not None else 0.0 for old in question.old)


def _slips(question: ValueQuestion, shown: Sequence[float]) -> tuple[str, ...]:
    """Misconceptions that lead to the place that was shown, and not to the right one."""
    assert question.scene is not None  # A place belongs to a step.
    found: dict[str, None] = {}
    for malrule, place in slips(question.scene, question.quantity, question.components):
        leads_there = malrule.id not in NOT_SEEN and _is_near(question, shown, place)
        if leads_there and not _is_near(question, question.right, place):
            found[malrule.id] = None
    return tuple(found)


def _direction(question: ValueQuestion, shown: Sequence[float]) -> str:
    """Whether the direction was right, or the length."""
    before = _before(question)
    right = [b - a for a, b in zip(before, question.right, strict=True)]
    guess = [b - a for a, b in zip(before, shown, strict=True)]
    sizes = math.hypot(*right) * math.hypot(*guess)
    if sizes == 0:
        return "Not there: the step leads away from where it begins."
    cosine = sum(a * b for a, b in zip(right, guess, strict=True)) / sizes
    angle = math.degrees(math.acos(min(1.0, max(-1.0, cosine))))
    ratio = math.hypot(*guess) / math.hypot(*right)
    if angle <= SAME_WAY:
        much = "far" if ratio > 1 else "short"
        return (
            f"The direction is right, but it is {ratio:.2g} times as long as the step: too {much}."
        )
    return fit(f"Not there: the direction is {angle:.0f}° off.")


SAME_WAY = 12.0  # Degrees.
