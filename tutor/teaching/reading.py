"""What a learner typed, as it was read: shown before it is judged, and the pocket calculator."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.maths.errors import Unreadable
from tutor.maths.expr import Expr
from tutor.maths.judging import TypedValue, typed_value
from tutor.maths.notation import format_number, pretty
from tutor.maths.parser import read
from tutor.maths.vectors import read_vector
from tutor.teaching.questions import ChoiceQuestion, Question, ValueQuestion


@dataclass(frozen=True)
class Reading:
    """An answer that could be read, with the line that says how."""

    text: str
    read_as: str
    values: tuple[TypedValue, ...] = ()
    formulas: tuple[Expr, ...] = ()
    chosen: int | None = None


def read_answer(question: Question, text: str, *, juxtaposition_first: bool = False) -> Reading:
    """The answer as the question needs it, or `Unreadable` with what to do.

    With `juxtaposition_first` it is the other reading of 1/2x.
    """
    if isinstance(question, ChoiceQuestion):
        return _chosen(question, text)
    is_value = isinstance(question, ValueQuestion)
    names = question.names if isinstance(question, ValueQuestion) else question.variables
    within = () if is_value else names
    is_vector = isinstance(question, ValueQuestion) and question.is_vector
    if len(question.right) == 1 and not is_vector:
        exprs: tuple[Expr, ...] = (read(text, within, juxtaposition_first=juxtaposition_first),)
    else:
        exprs = read_vector(text, names, within, juxtaposition_first=juxtaposition_first)
    if not is_value:
        return Reading(text, ", ".join(map(pretty, exprs)), formulas=exprs)
    values = tuple(map(typed_value, exprs))
    return Reading(text, ", ".join(map(_worked_out, values)), values=values)


def _chosen(question: ChoiceQuestion, text: str) -> Reading:
    """The answer that a letter, or a number from 1, stands for."""
    typed = text.strip().rstrip(").").lower()
    letters = question.letters
    if typed.isdecimal() and 1 <= int(typed) <= len(letters):
        typed = letters[int(typed) - 1]
    if len(typed) != 1 or typed not in letters:
        raise Unreadable(f"Type one of the letters: {', '.join(letters)}.")
    index = letters.index(typed)
    return Reading(text, f"{typed}) {question.options[index].text}", chosen=index)


def preview(question: Question, text: str) -> str:
    """The line under the field while it is typed: how it reads so far, or why it does not."""
    if not text.strip():
        return ""
    try:
        return f"read as {read_answer(question, text).read_as}"
    except Unreadable as error:
        return str(error)


def _worked_out(typed: TypedValue) -> str:
    """`0 − 0.1·(−6) = 0.6`; a plain number stands alone."""
    text = pretty(typed.expr)
    return text if typed.literal is not None else f"{text} = {format_number(typed.value)}"
