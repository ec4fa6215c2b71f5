"""The judge: what was typed against what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from tutor.maths.errors import Unreadable
from tutor.maths.expr import Expr
from tutor.maths.notation import format_number, pretty_name
from tutor.maths.parser import read
from tutor.teaching.questions import ExpressionQuestion, Question, ValueQuestion
from tutor.teaching.reading import Reading, TypedValue, read_answer

EXACT = 1e-9
RELATIVE = 0.005  # Three digits.
COARSE = 0.02  # A last digit worth more than this share of the value is too coarse to judge by.
OF_STEP = 0.1  # A new value must be right within a tenth of the step that led to it.


class Verdict(StrEnum):
    RIGHT = "right"
    CLOSE = "close"
    FOLLOW = "follow"
    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"


SETTLES = frozenset({Verdict.RIGHT, Verdict.FOLLOW})
COSTS_A_TRY = frozenset({Verdict.WRONG})
# From best to worst; a vector gets the worst of its components' verdicts.
ORDER = (
    Verdict.RIGHT,
    Verdict.FOLLOW,
    Verdict.CLOSE,
    Verdict.AMBIGUOUS,
    Verdict.UNDECIDED,
    Verdict.WRONG,
)


@dataclass(frozen=True)
class Judgement:
    """A verdict with the one line that explains it, and how the answer was read."""

    verdict: Verdict
    message: str
    read_as: str = ""
    values: tuple[float, ...] = ()  # What was typed, where it was numbers.


def judge(question: Question, text: str) -> Judgement:
    """How a typed answer does. Unreadable text is a verdict too, never an exception."""
    try:
        reading = read_answer(question, text)
    except Unreadable as error:
        return Judgement(Verdict.UNREADABLE, str(error))
    if isinstance(question, ValueQuestion):
        return _judge_values(question, reading)
    return _judge_formulas(question, reading)


# Numbers


def _judge_values(question: ValueQuestion, reading: Reading) -> Judgement:
    triples = zip(reading.values, question.right, question.old, strict=True)
    verdicts = [judge_number(typed, right, old) for typed, right, old in triples]
    worst = max(verdicts, key=ORDER.index)
    message = _value_message(worst, question, reading)
    if len(verdicts) > 1 and worst is not Verdict.RIGHT:
        message = _which(verdicts, worst, question.names) + message
    typed_values = tuple(typed.value for typed in reading.values)
    return Judgement(worst, message, reading.read_as, typed_values)


def judge_number(typed: TypedValue, right: float, old: float | None = None) -> Verdict:
    """Right within three digits or the digits typed; close if rounded or cut further."""
    gap = abs(typed.value - right)
    if gap <= EXACT * max(1.0, abs(right)) or gap <= _tolerance(typed.unit, right, old):
        return Verdict.RIGHT
    if typed.literal is not None and _is_rounding(typed.literal, typed.unit, right):
        return Verdict.CLOSE
    return Verdict.WRONG


def _tolerance(unit: float, right: float, old: float | None) -> float:
    tolerance = RELATIVE * abs(right)
    if unit <= COARSE * abs(right):
        tolerance = max(tolerance, unit)
    if old is not None:
        tolerance = min(tolerance, OF_STEP * abs(right - old))
    # One unit, in decimals, may come out a hair larger in binary.
    return tolerance * (1 + 1e-12)


def _is_rounding(literal: Decimal, unit: float, right: float) -> bool:
    """Whether the right value, rounded or truncated at the last typed digit, is what was typed."""
    quantum = Decimal(repr(unit))
    exact = Decimal(right)
    if abs(exact) > quantum * Decimal(10) ** 20:
        return False  # Decimal's precision ends there, and so does sense.
    roundings = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)
    return any(
        (exact / quantum).quantize(Decimal(1), rounding) * quantum == literal
        for rounding in roundings
    )


def _value_message(verdict: Verdict, question: ValueQuestion, reading: Reading) -> str:
    match verdict:
        case Verdict.RIGHT if _is_exact(reading.values, question.right):
            return "Right."
        case Verdict.RIGHT:
            return f"Right, after rounding: {', '.join(map(format_number, question.right))}."
        case Verdict.CLOSE:
            return "Right as far as it goes: give three digits."
    return "Not right."


def _is_exact(typed: Sequence[TypedValue], right: Sequence[float]) -> bool:
    return all(
        abs(t.value - r) <= EXACT * max(1.0, abs(r)) for t, r in zip(typed, right, strict=True)
    )


# Expressions


def _judge_formulas(question: ExpressionQuestion, reading: Reading) -> Judgement:
    verdicts = [
        judge_formula(typed, right, question.variables)
        for typed, right in zip(reading.formulas, question.right, strict=True)
    ]
    worst = max(verdicts, key=ORDER.index)
    if worst is Verdict.WRONG and _other_reading_is_right(question, reading.text):
        message = "Put brackets: it can be read in two ways, and only the other one is right."
        return Judgement(Verdict.AMBIGUOUS, message, reading.read_as)
    message = FORMULA_MESSAGES[worst]
    if len(verdicts) > 1 and worst is not Verdict.RIGHT:
        message = _which(verdicts, worst, question.variables) + message
    return Judgement(worst, message, reading.read_as)


FORMULA_MESSAGES = {
    Verdict.RIGHT: "Right.",
    Verdict.CLOSE: "Nearly: use the exact factor, as a fraction if need be.",
    Verdict.UNDECIDED: "Cannot compare these; try another form.",
    Verdict.WRONG: "Not right.",
}


def judge_formula(typed: Expr, right: Expr, variables: Sequence[str]) -> Verdict:
    """Right in any form. Imports mpmath, so that a lesson's first frame need not."""
    from tutor.maths.compare import Comparison, compare

    verdicts = {
        Comparison.EQUAL: Verdict.RIGHT,
        Comparison.CLOSE: Verdict.CLOSE,
        Comparison.DIFFERENT: Verdict.WRONG,
        Comparison.UNDECIDED: Verdict.UNDECIDED,
    }
    return verdicts[compare(typed, right, variables)]


def _other_reading_is_right(question: ExpressionQuestion, text: str) -> bool:
    """Whether 1/2x, taken as 1/(2x), would have been right."""
    if len(question.right) != 1:
        return False
    try:
        other = read(text, question.variables, juxtaposition_first=True)
    except Unreadable:
        return False
    return judge_formula(other, question.right[0], question.variables) is Verdict.RIGHT


def _which(verdicts: Sequence[Verdict], worst: Verdict, names: Sequence[str]) -> str:
    """`θ₂: `, naming the components that the verdict is about."""
    about = (pretty_name(n) for n, v in zip(names, verdicts, strict=True) if v is worst)
    return f"{', '.join(about)}: "
