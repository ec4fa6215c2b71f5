"""Cards: what is given is enough, what is asked is not, and the working ends in the answer."""

from __future__ import annotations

import pytest

from tutor.maths.judging import Verdict
from tutor.maths.notation import format_number
from tutor.teaching.cards import card
from tutor.teaching.exposition import Tone
from tutor.teaching.grading import judge
from tutor.teaching.questions import ChoiceQuestion, ValueQuestion
from tutor.teaching.report import expected_text
from tutor.teaching.skills import Skill, catalogue, find_skill


def skill(key: str) -> Skill:
    found = find_skill(key)
    assert found is not None
    return found


@pytest.mark.parametrize("of", catalogue(), ids=lambda s: s.key)
def test_the_expected_answer_of_every_card_is_right(of: Skill) -> None:
    for number in (0, 1):
        drawn = card(of, 5, number)
        typed = expected_text(drawn.question)
        if isinstance(drawn.question, ChoiceQuestion):
            typed = typed[0]
        assert judge(drawn.question, typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize("of", catalogue(), ids=lambda s: s.key)
def test_a_card_does_not_give_its_answer_away(of: Skill) -> None:
    drawn = card(of, 6, 0)
    if isinstance(drawn.question, ValueQuestion):
        given = "\n".join(line.text for line in drawn.given)
        assert drawn.symbols
        assert all(f"{symbol} =" not in given for symbol in drawn.symbols)
    assert drawn.working


def test_a_step_is_given_from_the_middle_of_a_run() -> None:
    drawn = card(skill("adagrad/sigma"), 7, 0)
    assert [line.text for line in drawn.given] == [
        "Adagrad, η = 0.4.",
        "L(x, y) = x² + 3x·y + 3y²",
        "Step t = 2 (the first is t = 0) begins at x = 0.5, y = −4.",
        "Suppose that so far g_x⁰, g_x¹ = 5, 6.",
        "Suppose that so far g_y⁰, g_y¹ = 1, −5.",
    ]
    assert drawn.question.prompt == "σ_x², σ_y² = ?  (the root mean square of the gradients so far)"
    # By hand: g² is −11 and −22.5, so √((25 + 36 + 121)/3) and √((1 + 25 + 506.25)/3).
    assert expected_text(drawn.question) == "7.7889, 13.32"
    results = [line.text for line in drawn.working if line.tone is Tone.RESULT]
    assert results == ["σ_x² = 7.7889", "σ_y² = 13.32"]


@pytest.mark.parametrize("key", ["adagrad/next", "adam/m_hat", "rmsprop/s", "momentum/v"])
def test_hints_get_more_telling(key: str) -> None:
    drawn = card(skill(key), 3, 0)
    assert isinstance(drawn.question, ValueQuestion)
    first, second, third = drawn.hints
    value = format_number(drawn.question.right[0])
    assert value not in first
    assert second.endswith("?")
    assert value in third


def test_one_parameter_can_be_asked_for() -> None:
    only = Skill("gd", "next", "Gradient descent: the new value", parameters=1)
    for number in range(6):
        question = card(only, 1, number).question
        assert isinstance(question, ValueQuestion)
        assert len(question.right) == 1


def test_a_concept_comes_again_with_its_answers_in_another_order() -> None:
    orders = set()
    for number in range(12):
        question = card(skill("concept/what-cancels"), 1, number).question
        assert isinstance(question, ChoiceQuestion)
        orders.add((question.prompt, tuple(option.text for option in question.options)))
    assert len(orders) > 4
    assert len({prompt for prompt, _ in orders}) == 2
