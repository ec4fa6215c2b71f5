"""What a learner typed, as it was read: shown before it is judged, and the pocket calculator."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.maths.errors import Unreadable
from tutor.maths.expr import Expr
from tutor.maths.judging import TypedValue, typed_value
from tutor.maths.notation import format_number, pretty
from tutor.maths.parser import read, read_vector
from tutor.teaching.questions import ExpressionQuestion, Question, ValueQuestion


@dataclass(frozen=True)
class Reading:
    """An answer that could be read, with the line that says how."""

    text: str
    read_as: str
    values: tuple[TypedValue, ...] = ()
    formulas: tuple[Expr, ...] = ()


def read_answer(question: Question, text: str) -> Reading:
    """The answer as the question needs it, or `Unreadable` with what to do."""
    if isinstance(question, ValueQuestion):
        return _read_values(text, question.names)
    return _read_formulas(question, text)


def preview(question: Question, text: str) -> str:
    """The line under the field while it is typed: how it reads so far, or why it does not."""
    if not text.strip():
        return ""
    try:
        return f"read as {read_answer(question, text).read_as}"
    except Unreadable as error:
        return str(error)


def _read_values(text: str, names: tuple[str, ...]) -> Reading:
    exprs = (read(text),) if len(names) == 1 else read_vector(text, names)
    values = tuple(typed_value(expr) for expr in exprs)
    return Reading(text, ", ".join(map(_worked_out, values)), values=values)


def _worked_out(typed: TypedValue) -> str:
    """`0 − 0.1·(−6) = 0.6`; a plain number stands alone."""
    text = pretty(typed.expr)
    return text if typed.literal is not None else f"{text} = {format_number(typed.value)}"


def _read_formulas(question: ExpressionQuestion, text: str) -> Reading:
    variables = question.variables
    if len(question.right) == 1:
        formulas: tuple[Expr, ...] = (read(text, variables),)
    else:
        formulas = read_vector(text, variables, variables)
    return Reading(text, ", ".join(map(pretty, formulas)), formulas=formulas)
