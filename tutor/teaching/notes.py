"""What an instructor's notes say: the page's notes, the next question, its answer and traps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tutor.lesson.model import Ask, Page, is_question
from tutor.maths.malrules import COMMON, slips
from tutor.maths.misconceptions import MISCONCEPTIONS
from tutor.maths.notation import format_number, pretty
from tutor.teaching.diagnosis import wrong_formulas
from tutor.teaching.exposition import Line, Tone
from tutor.teaching.questions import (
    ChoiceQuestion,
    ExpressionQuestion,
    Question,
    ValueQuestion,
    prompt_of,
    question_of,
)
from tutor.teaching.report import expected_text
from tutor.teaching.session import Phase, Session

MOST_TRAPS = 5
NO_NOTES = "There are no notes for this page."


def next_question(session: Session) -> Ask | None:
    """The question that stands, else the next one of the lesson."""
    at = session.at if session.phase is Phase.ASKING else session.at + 1
    later = (pause.block for pause in session.pauses[at:])
    return next((block for block in later if block is not None and is_question(block)), None)


def page_of(session: Session, stop: Ask) -> Page:
    return next(page for page in session.lesson.pages if stop in page.blocks)


def question_lines(session: Session) -> list[Line]:
    """The next question with its answer, and what is likely to be answered in its place."""
    asked = session.stop if session.stop is not None and is_question(session.stop) else None
    coming = next_question(session)
    lines = []
    if session.phase is Phase.SETTLED and asked is not None:
        lines += _about(session, asked, "Just answered")
    if coming is None:
        return [*lines, Line("No more questions.", Tone.QUIET)]
    now = "Asked now" if session.phase is Phase.ASKING else "Next question"
    return lines + _about(session, coming, now)


def _about(session: Session, stop: Ask, when: str) -> list[Line]:
    """A question, its answer and its traps."""
    question, page = question_of(stop), page_of(session, stop)
    where = "" if page is session.page else f" (page “{page.title}”)"
    lines = [
        Line(f"{when}{where}:", Tone.QUIET),
        Line(prompt_of(stop), Tone.PROMPT),
        Line(expected_text(question), Tone.RESULT),
    ]
    traps = list(islice(_traps(question), MOST_TRAPS))
    if traps:
        lines += [Line("Likely in its place:", Tone.QUIET), *(Line(f"  {t}") for t in traps)]
    return lines


def _traps(question: Question) -> Iterator[str]:
    """`−0.5: use the gradient of the step before`, the likeliest first."""
    match question:
        case ChoiceQuestion():
            pairs = zip(question.letters, question.options, strict=True)
            yield from (f"{letter}) {o.text}  {o.why}" for letter, o in pairs if not o.right)
        case ValueQuestion():
            yield from _wrong_values(question)
        case ExpressionQuestion(loss=loss) if loss is not None:
            seen = {pretty(right) for right in question.right}
            for id_, formula in wrong_formulas(loss, question.components[0]):
                if (text := pretty(formula)) not in seen:
                    seen.add(text)
                    yield f"{text}: they {MISCONCEPTIONS[id_].did}"


def _wrong_values(question: ValueQuestion) -> Iterator[str]:
    """The slips of this very rule first, then those that any rule knows."""
    if question.scene is None:
        return
    found = list(slips(question.scene, question.quantity, question.components))
    seen = {", ".join(format_number(value, 4) for value in question.right)}
    for malrule, values in sorted(found, key=lambda slip: slip[0].id in COMMON):
        text = ", ".join(format_number(value, 4) for value in values)
        if not {text, malrule.id} & seen and malrule.must_show(question.quantity):
            seen |= {text, malrule.id}
            yield f"{text}: they {MISCONCEPTIONS[malrule.id].did}"
