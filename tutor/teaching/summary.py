"""The last page of a lesson: what was asked, how it went."""

from __future__ import annotations

from tutor.lesson.model import Ask
from tutor.teaching.answers import Answer
from tutor.teaching.exposition import Line, Tone
from tutor.teaching.habits import habits
from tutor.teaching.questions import subject_of
from tutor.teaching.session import Session, first_try, score


def summary_lines(session: Session) -> list[Line]:
    """One line in all, and one a question."""
    right, total = score(session)
    lines = [
        Line(f"The end of “{session.lesson.title}”.", Tone.PROMPT),
        Line(
            f"{right} of {total} right, {first_try(session)} at the first try without a hint.",
            Tone.RESULT,
        ),
    ]
    for question in session.lesson.questions():
        answer = session.answer_to(question)
        mark, words = _outcome(answer)
        tone = Tone.GOOD if answer.right else Tone.QUIET
        where = _page_of(session, question)
        lines.append(Line(f"{mark} {subject_of(question)} ({where}): {words}", tone))
    return [*lines, *_habit_lines(session)]


def _habit_lines(session: Session) -> list[Line]:
    """What was confused at two questions or more, and what to do instead."""
    answers = (session.answer_to(question) for question in session.lesson.questions())
    named = [
        [id_ for t in answer.tries for id_ in (*t.judgement.misconception, *t.judgement.also)]
        for answer in answers
    ]
    return [
        Line(f"More than once: {habit.did}. {habit.instead}".rstrip(), Tone.NEARLY)
        for habit in habits(named)
    ]


def _page_of(session: Session, question: Ask) -> str:
    return next(page.title for page in session.lesson.pages if question in page.blocks)


def _outcome(answer: Answer) -> tuple[str, str]:
    hints = f", {answer.hints} hint{'s' if answer.hints > 1 else ''}" if answer.hints else ""
    if answer.right:
        return "✓", ("right" if answer.tries_left == 2 else "right at the second try") + hints
    if answer.skipped:
        return "·", "skipped: known already"
    if answer.revealed:
        return "○", "shown" + hints
    return "·", "not answered"
