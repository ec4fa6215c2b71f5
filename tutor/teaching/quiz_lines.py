"""What both views of a quiz say: where it stands, what came of an answer, how long there is."""

from __future__ import annotations

from tutor.maths.judging import Verdict
from tutor.teaching.answers import Try
from tutor.teaching.exposition import CONFIRM, MARKS, TONE_OF, Line, Tone, try_line
from tutor.teaching.questions import ChoiceQuestion
from tutor.teaching.quiz import Quiz

RETURNS, ON_NUMBERS = "This comes back later", ", on other numbers"
AGAIN = "Once more"


def where_text(quiz: Quiz) -> str:
    """`Practice, 3 of 10: Adagrad: σᵗ`"""
    skill = quiz.card.skill.title
    return f"{quiz.plan.mode.name.capitalize()}, {len(quiz.asked)} of {quiz.total}: {skill}"


def clock_text(seconds: float) -> str:
    """`4:05`, or `1:04:05`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def given_lines(quiz: Quiz) -> list[Line]:
    """What the card gives; and that it comes back, if so."""
    again = [_of_numbers(AGAIN, quiz)] if quiz.asked[-1].again else []
    return [*again, *quiz.card.given]


def open_card_lines(quiz: Quiz) -> list[Line]:
    """What an open card says back: the last try, the hints, and what an empty answer does."""
    answer = quiz.answer
    lines = [try_line(answer.tries[-1], answer)] if answer.tries else []
    lines += [
        Line(f"Hint {number}: {text}", Tone.QUIET)
        for number, text in enumerate(quiz.hints_shown, 1)
    ]
    if answer.asked_to_confirm:
        lines.append(Line(confirm_text(quiz), Tone.NEARLY))
    return lines


def confirm_text(quiz: Quiz) -> str:
    """What a second empty answer does."""
    if quiz.plan.mode.tells:
        return CONFIRM
    return "Without an answer: press Enter once more to leave it open and go on."


def tries_lines(quiz: Quiz) -> list[Line]:
    """What came of each try; of a choice only that, since its reasons stand in the working."""
    if isinstance(quiz.card.question, ChoiceQuestion):
        return [_choice_line(attempt) for attempt in quiz.answer.tries]
    return [try_line(attempt, quiz.answer) for attempt in quiz.answer.tries]


def _choice_line(attempt: Try) -> Line:
    verdict = attempt.judgement.verdict
    chosen = attempt.judgement.read_as.partition(")")[0] or attempt.text
    words = {Verdict.RIGHT: "Right.", Verdict.WRONG: "Not right."}.get(verdict, "")
    return Line(f"{MARKS[verdict]} {chosen})   {words}", TONE_OF.get(verdict, Tone.NEARLY))


def worked_card_lines(quiz: Quiz) -> list[Line]:
    """After a settled card: how it goes, and whether it comes back."""
    lines = [Line("Here is how it goes.", Tone.QUIET)] if quiz.answer.revealed else []
    lines += quiz.card.working
    if quiz.comes_back:
        lines.append(_of_numbers(RETURNS, quiz))
    return lines


def _of_numbers(words: str, quiz: Quiz) -> Line:
    is_choice = isinstance(quiz.card.question, ChoiceQuestion)
    return Line(f"{words}{'' if is_choice else ON_NUMBERS}.", Tone.QUIET)
