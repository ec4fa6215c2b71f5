"""How an answer is judged: GRADING.md, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.lessons import small_lesson
from tutor.lesson.model import Lesson, Predict
from tutor.maths.engine import run
from tutor.maths.judging import Verdict, judge_number, typed_value
from tutor.maths.loss import read_loss
from tutor.maths.parser import read
from tutor.maths.rules import GD
from tutor.maths.scene import scene_of
from tutor.teaching.grading import judge
from tutor.teaching.questions import (
    NO_CELLS,
    ExpressionQuestion,
    ValueQuestion,
    question_of,
    value_question,
)
from tutor.teaching.reading import preview

R, C, W = Verdict.RIGHT, Verdict.CLOSE, Verdict.WRONG


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return small_lesson(tmp_path_factory.mktemp("lesson"))


def stop(lesson: Lesson, id_: str) -> Predict:
    return next(q for q in lesson.questions() if q.id == id_)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("typed", "right", "old", "verdict"),
    [
        ("5.099", 26**0.5, None, R), ("5.1", 26**0.5, None, R), ("sqrt(26)", 26**0.5, None, R),
        ("5", 26**0.5, None, C), ("5.0", 26**0.5, None, R), ("5.2", 26**0.5, None, W),
        ("5.3", 26**0.5, None, W), ("6", 26**0.5, None, W), ("-5.099", 26**0.5, None, W),
        ("0.707", 0.5**0.5, None, R), ("0.71", 0.5**0.5, None, R), ("0.7", 0.5**0.5, None, C),
        ("1.5547", 1.5547001962, 1.0, R), ("1.55", 1.5547001962, 1.0, R),
        ("1.6", 1.5547001962, 1.0, C), ("1.5", 1.5547001962, 1.0, C), ("2", 1.5547, 1.0, C),
        ("1.61", 1.5547001962, 1.0, W), ("1/3", 1 / 3, None, R), ("0.333", 1 / 3, None, R),
        ("33/100", 1 / 3, None, W), ("0", 0.0, None, R), ("1e-10", 0.0, None, R),
        ("0.001", 0.0, None, W), ("1200", 1234.0, None, C), ("1230", 1234.0, None, R),
        ("3.002", 3.0, 3.001, W), ("3.0", 3.0, 3.001, R),
    ],
)  # fmt: skip
def test_a_number_is_right_to_three_digits(
    typed: str, right: float, old: float | None, verdict: Verdict
) -> None:
    assert judge_number(typed_value(read(typed)), right, old) is verdict


@pytest.mark.parametrize(("typed", "verdict"), [("100.49", R), ("100.51", W)])
def test_a_number_may_be_half_a_percent_off(typed: str, verdict: Verdict) -> None:
    assert judge_number(typed_value(read(typed)), 100.0) is verdict


@pytest.mark.parametrize(("typed", "verdict"), [("2.0039", R), ("2.0041", W)])
def test_a_new_value_may_be_a_tenth_of_the_step_off(typed: str, verdict: Verdict) -> None:
    assert judge_number(typed_value(read(typed)), 2.0, old=1.96) is verdict


@settings(deadline=None)
@given(st.floats(0.001, 1e6), st.integers(3, 8))
def test_an_honest_rounding_is_never_wrong(right: float, digits: int) -> None:
    assert judge_number(typed_value(read(f"{right:.{digits}g}")), right) in {R, C}


@settings(deadline=None)
@given(st.floats(0.001, 1e6))
def test_a_lost_sign_is_always_wrong(right: float) -> None:
    assert judge_number(typed_value(read(f"-{right!r}")), right) is W


@pytest.mark.parametrize(
    ("text", "verdict", "message", "read_as"),
    [
        ("5.099", R, "Right, after rounding: 5.099.", "5.099"),
        ("√26", R, "Right.", "√26 = 5.099"),
        ("5", C, "Right as far as it goes: give three digits.", "5"),
        (
            "7.9",
            W,
            "Not right, and no slip that is known gives it. The way: σᵗ = √(Σ(gⁱ)²/(t + 1)).",
            "7.9",
        ),
        (
            "7.21",
            W,
            "This is the value you get if you either take the sum in place of the mean "
            "or count the steps wrong by one.",
            "7.21",
        ),
        ("5.0", C, "Right as far as it goes: give three digits.", "5.0"),
        ("sqrt 26", Verdict.UNREADABLE, "Write sqrt(…) with brackets.", ""),
        ("1, 2", Verdict.UNREADABLE, "One value is expected.", ""),
    ],
)
def test_a_verdict_says_how_the_answer_was_read(
    lesson: Lesson, text: str, verdict: Verdict, message: str, read_as: str
) -> None:
    judgement = judge(question_of(stop(lesson, "sigma-1")), text)
    assert (judgement.verdict, judgement.message, judgement.read_as) == (verdict, message, read_as)


@pytest.mark.parametrize(
    ("text", "verdict", "message"),
    [
        ("0.8, 0.8", R, "Right."),
        ("y = 0.8, x = 4/5", R, "Right."),
        (
            "0.8, 2",
            W,
            "y: This is the value you get if you move one parameter alone. Move every parameter.",
        ),
        (
            "1.2, 3.2",
            W,
            "x, y: This is the value you get if you lose or add a minus sign. "
            "Step against the gradient.",
        ),
        ("1, 0.8", C, "x: Right as far as it goes: give three digits."),
        ("1, 3", W, "y: Not right, and no slip that is known gives it. The way: θᵗ⁺¹ = θᵗ − η·gᵗ."),
        ("0.8", Verdict.UNREADABLE, "Two values are expected, e.g. 1, 0.5."),
    ],
)
def test_a_vector_has_the_verdict_of_its_worst_component(
    lesson: Lesson, text: str, verdict: Verdict, message: str
) -> None:
    judgement = judge(question_of(stop(lesson, "bowl")), text)
    assert (judgement.verdict, judgement.message) == (verdict, message)


# From (3, 4) gradient descent moves by (−0.6, −0.8), which is 1 long, to (2.4, 3.2).


@pytest.mark.parametrize(
    ("shown", "cell", "verdict"),
    [
        ("2.4, 3.299", NO_CELLS, R), ("2.4, 3.301", NO_CELLS, W),
        ("2.47, 3.27", NO_CELLS, R), ("2.48, 3.28", NO_CELLS, W),
        ("2.59, 3.35", (0.2, 0.16), R), ("2.61, 3.35", (0.2, 0.16), W),
    ],
)  # fmt: skip
def test_a_place_may_be_a_tenth_of_the_step_or_a_cell_off(
    shown: str, cell: tuple[float, float], verdict: Verdict
) -> None:
    scene = scene_of(run(GD, read_loss("x^2 + y^2", ["x", "y"]), [3.0, 4.0], 0.1, 1), 0)
    question = value_question("?", ("x", "y"), (2.4, 3.2), scene, "next", (0, 1))
    assert judge(replace(question, cell=cell), shown).verdict is verdict


@pytest.fixture(scope="module")
def gradient(lesson: Lesson) -> ExpressionQuestion:
    problem = lesson.problem
    question = question_of(Predict("g", problem, "gradient", line=1))
    assert isinstance(question, ExpressionQuestion)
    return question


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2w-6", R), ("2(w-3)", R), ("-(6-2w)", R), ("2*w - 6.0", R), ("2w", W), ("w-3", W),
        ("1.999w - 6", C), ("2x", Verdict.UNREADABLE), ("2w = 6", Verdict.UNREADABLE),
    ],
)  # fmt: skip
def test_a_formula_is_right_in_any_form(
    gradient: ExpressionQuestion, text: str, verdict: Verdict
) -> None:
    assert judge(gradient, text).verdict is verdict


def test_a_reading_that_only_brackets_would_make_right_is_ambiguous() -> None:
    question = ExpressionQuestion("?", ("x",), (read("1/(2x)", ["x"]),))
    judgement = judge(question, "1/2x")
    assert judgement.verdict is Verdict.AMBIGUOUS
    assert judgement.read_as == "(1/2)·x"
    assert judge(question, "1/(2x)").verdict is R


def test_the_preview_is_a_pocket_calculator(lesson: Lesson) -> None:
    question = question_of(stop(lesson, "sigma-1"))
    assert preview(question, "0 - 0.1*(-6)") == "read as 0 − 0.1·(−6) = 0.6"
    assert preview(question, "sqrt(") == "A bracket is not closed."
    assert preview(question, "") == ""


def test_both_readings_are_tried_for_numbers_and_vectors_too() -> None:
    number = ValueQuestion("?", ("v",), (1 / 8,), (None,))
    assert judge(number, "1/2(4)").verdict is Verdict.AMBIGUOUS
    right = tuple(read(text, ["x", "y"]) for text in ("1/(2x)", "y"))
    assert judge(ExpressionQuestion("?", ("x", "y"), right), "1/2x, y").verdict is Verdict.AMBIGUOUS


@pytest.mark.parametrize(
    ("typed", "unit"), [("1.20e3", 10), ("1200", 100), ("0.50", 0.01), ("0", 1)]
)
def test_the_unit_of_the_last_typed_digit(typed: str, unit: float) -> None:
    assert typed_value(read(typed)).unit == pytest.approx(unit)
