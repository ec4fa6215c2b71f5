"""The judge: what was typed against what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tutor.maths.errors import Undefined, Unreadable, fit
from tutor.maths.expr import Expr
from tutor.maths.judging import (
    TypedValue,
    Verdict,
    by_digits_alone,
    is_same,
    judge_number,
    plain,
)
from tutor.maths.notation import format_number, pretty_name
from tutor.maths.rule import NEXT
from tutor.maths.scene import Scene
from tutor.teaching.diagnosis import (
    diagnose,
    diagnose_formula,
    explain,
    explain_formula,
    unexplained,
    unexplained_formula,
)
from tutor.teaching.judgement import Judgement
from tutor.teaching.places import judge_place
from tutor.teaching.questions import ChoiceQuestion, ExpressionQuestion, Question, ValueQuestion
from tutor.teaching.reading import Reading, read_answer

Prove = Callable[[Expr, Expr], bool]

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


def no_proof(_left: Expr, _right: Expr) -> bool:
    return False


def judge(question: Question, text: str, prove: Prove = no_proof) -> Judgement:
    """How a typed answer does. Unreadable text is a verdict too, never an exception.

    `prove` is asked whether two expressions are equal that probing could not compare.
    """
    try:
        reading = read_answer(question, text)
    except Unreadable as error:
        return Judgement(Verdict.UNREADABLE, str(error))
    judgement = _judged(question, reading)
    if judgement.verdict is Verdict.UNDECIDED and _proved(question, reading, prove):
        return replace(judgement, verdict=Verdict.RIGHT, message=FORMULA_MESSAGES[Verdict.RIGHT])
    if judgement.verdict is Verdict.WRONG and _other_reading_is_right(question, reading):
        message = "Put brackets: it can be read in two ways, and only the other one is right."
        return Judgement(Verdict.AMBIGUOUS, message, reading.read_as)
    return judgement


def _judged(question: Question, reading: Reading) -> Judgement:
    if isinstance(question, ChoiceQuestion):
        return _judge_choice(question, reading)
    if isinstance(question, ValueQuestion):
        if question.cell is not None:
            return judge_place(question, reading)
        return _judge_values(question, reading)
    return _judge_formulas(question, reading)


def _proved(question: Question, reading: Reading, prove: Prove) -> bool:
    """Whether every formula that is not right by probing is proved to be."""
    assert isinstance(question, ExpressionQuestion)  # A number is always decided.
    pairs = zip(reading.formulas, question.right, strict=True)
    return all(
        judge_formula(typed, right, question.variables) is Verdict.RIGHT or prove(typed, right)
        for typed, right in pairs
    )


def _other_reading_is_right(question: Question, reading: Reading) -> bool:
    """Whether 1/2x, taken as 1/(2x), would have been right."""
    if isinstance(question, ChoiceQuestion):
        return False
    try:
        other = read_answer(question, reading.text, juxtaposition_first=True)
    except Unreadable:
        return False
    same = (other.formulas, other.values) == (reading.formulas, reading.values)
    return not same and _judged(question, other).verdict is Verdict.RIGHT


def _judge_choice(question: ChoiceQuestion, reading: Reading) -> Judgement:
    assert reading.chosen is not None  # A letter was read.
    option = question.options[reading.chosen]
    if option.right:
        return Judgement(Verdict.RIGHT, f"Right. {option.why}", reading.read_as)
    return Judgement(Verdict.WRONG, option.why, reading.read_as)


# Numbers


def _judge_values(question: ValueQuestion, reading: Reading) -> Judgement:
    typed = reading.values
    verdicts = [
        judge_number(t, right, old)
        for t, right, old in zip(typed, question.right, question.old, strict=True)
    ]
    ids: tuple[str, ...] = ()
    if question.scene is not None:
        verdicts = _following(question, typed, verdicts)
        ids = _slips(question, typed, verdicts)
        if ids:
            verdicts = _doubted(question, typed, verdicts)
    worst = max(verdicts, key=ORDER.index)
    about = question.components[verdicts.index(worst)] if question.components else 0
    message = _value_message(worst, question, reading, ids, about)
    if len(verdicts) > 1 and worst is not Verdict.RIGHT:
        message = fit(_which(verdicts, worst, question.names) + message)
    named = ids if worst is Verdict.WRONG else ()
    return Judgement(
        worst, message, reading.read_as, tuple(t.value for t in typed), named[:1], named[1:]
    )


def _following(
    question: ValueQuestion, typed: Sequence[TypedValue], verdicts: list[Verdict]
) -> list[Verdict]:
    """Credit for what is right from the learner's own earlier values.

    If those were right, or right but for their digits, what follows from them is simply right.
    """
    scene, earlier = question.scene, question.earlier
    if scene is None or earlier is None:
        return verdicts
    credit = Verdict.FOLLOW if _was_wrong(scene, earlier) else Verdict.RIGHT
    found = []
    for t, component, verdict in zip(typed, question.components, verdicts, strict=True):
        old = earlier.theta[component] if question.quantity == NEXT else None
        try:
            right = earlier.value(question.quantity, component)
        except Undefined:
            found.append(verdict)
            continue
        follows = verdict is not Verdict.RIGHT and judge_number(t, right, old) is Verdict.RIGHT
        found.append(credit if follows else verdict)
    return found


def _was_wrong(scene: Scene, earlier: Scene) -> bool:
    """Whether some earlier value of the learner's own was not even close."""
    pairs = list(zip(earlier.theta, scene.theta, strict=True))
    for name, values in earlier.fixed.items():
        which = range(len(values))
        pairs += [(value, scene.value(name, c)) for c, value in zip(which, values, strict=True)]
    return any(judge_number(plain(mine), right) is Verdict.WRONG for mine, right in pairs)


def _slips(
    question: ValueQuestion, typed: Sequence[TypedValue], verdicts: Sequence[Verdict]
) -> tuple[str, ...]:
    """The misconceptions that fit what is wrong, or what only its few digits make right."""
    suspects = [
        verdict is Verdict.WRONG or _is_doubtful(t, right, verdict)
        for t, right, verdict in zip(typed, question.right, verdicts, strict=True)
    ]
    if question.scene is None or not any(suspects):
        return ()
    for scene in filter(None, (question.scene, question.earlier)):
        ids = diagnose(scene, question.quantity, question.components, typed, suspects)
        if ids:
            return ids
    return ()


def _is_doubtful(typed: TypedValue, right: float, verdict: Verdict) -> bool:
    return verdict is Verdict.RIGHT and by_digits_alone(typed, right)


def _doubted(
    question: ValueQuestion, typed: Sequence[TypedValue], verdicts: Sequence[Verdict]
) -> list[Verdict]:
    """5.0 for 5.099 is not yet right where a misconception gives 5."""
    return [
        Verdict.CLOSE if _is_doubtful(t, right, verdict) else verdict
        for t, right, verdict in zip(typed, question.right, verdicts, strict=True)
    ]


def _value_message(
    verdict: Verdict,
    question: ValueQuestion,
    reading: Reading,
    ids: Sequence[str],
    component: int,
) -> str:
    """One line; `component` is the one that it is about."""
    match verdict:
        case Verdict.RIGHT if _is_exact(reading.values, question.right):
            return "Right."
        case Verdict.RIGHT:
            return f"Right, after rounding: {', '.join(map(format_number, question.right))}."
        case Verdict.FOLLOW:
            return "Right for your earlier value."
        case Verdict.CLOSE:
            count = COUNTS.get(question.digits, str(question.digits))
            noun = "digit" if question.digits == 1 else "digits"
            return f"Right as far as it goes: give {count} {noun}."
    if ids:
        return explain(ids, question.quantity)
    if question.scene is not None:
        return unexplained(question.scene, question.quantity, component)
    return "Not right."


MOST_NAMED = 4  # Components, before a message.
COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _is_exact(typed: Sequence[TypedValue], right: Sequence[float]) -> bool:
    return all(is_same(t.value, r) for t, r in zip(typed, right, strict=True))


# Expressions


def _judge_formulas(question: ExpressionQuestion, reading: Reading) -> Judgement:
    verdicts = [
        judge_formula(typed, right, question.variables)
        for typed, right in zip(reading.formulas, question.right, strict=True)
    ]
    worst = max(verdicts, key=ORDER.index)
    ids = _formula_slips(question, reading, verdicts) if worst is Verdict.WRONG else ()
    message = FORMULA_MESSAGES[worst]
    if ids:
        message = explain_formula(ids)
    elif worst is Verdict.WRONG and question.loss is not None:
        message = unexplained_formula(question.loss, question.components[verdicts.index(worst)])
    if len(verdicts) > 1 and worst is not Verdict.RIGHT:
        message = fit(_which(verdicts, worst, question.variables) + message)
    return Judgement(worst, message, reading.read_as, (), ids[:1], ids[1:])


def _formula_slips(
    question: ExpressionQuestion, reading: Reading, verdicts: Sequence[Verdict]
) -> tuple[str, ...]:
    """The misconceptions that every wrong formula has in common."""
    if question.loss is None:
        return ()
    found = [
        diagnose_formula(question.loss, component, typed)
        for component, typed, verdict in zip(
            question.components, reading.formulas, verdicts, strict=True
        )
        if verdict is Verdict.WRONG
    ]
    return tuple(id_ for id_ in found[0] if all(id_ in ids for ids in found))


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


def _which(verdicts: Sequence[Verdict], worst: Verdict, names: Sequence[str]) -> str:
    """`θ₂: `, naming the components that the verdict is about."""
    about = [pretty_name(n) for n, v in zip(names, verdicts, strict=True) if v is worst]
    more = f" and {len(about) - MOST_NAMED} more" if len(about) > MOST_NAMED else ""
    return f"{', '.join(about[:MOST_NAMED])}{more}: "
