"""Misconceptions: for every rule, each slip's value is named as what it is."""

from __future__ import annotations

import pytest

from tutor.maths.engine import run
from tutor.maths.errors import LONGEST_MESSAGE, Undefined
from tutor.maths.judging import Verdict, typed_value
from tutor.maths.loss import Loss, read_loss
from tutor.maths.malrules import OWN, makes_sense, malrules_of
from tutor.maths.misconceptions import MISCONCEPTIONS
from tutor.maths.parser import read
from tutor.maths.rule import Rule
from tutor.maths.rules import ADAGRAD, BUILT_IN, GD, MOMENTUM, NESTEROV
from tutor.maths.scene import Scene, scene_of
from tutor.teaching.diagnosis import diagnose, diagnose_formula, explain
from tutor.teaching.grading import judge
from tutor.teaching.questions import value_question

TWO = read_loss("x^2 + 3*x*y + 4*y^2 - 5*x", ["x", "y"])


def scene(rule: Rule, loss: Loss = TWO, t: int = 2) -> Scene:
    start = [2.0, -1.0][: len(loss.parameters)]
    return scene_of(run(rule, loss, start, 0.1, t + 1), t)


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.key)
def test_a_scene_without_edits_is_the_step_itself(rule: Rule) -> None:
    trace = run(rule, TWO, [2.0, -1.0], 0.1, 4)
    for t in range(3):
        for quantity in rule.quantities:
            for component in range(2):
                expected = trace.value(quantity, t, component)
                assert scene_of(trace, t).value(quantity, component) == pytest.approx(expected)


def test_the_scene_after_is_the_next_step() -> None:
    trace = run(ADAGRAD, TWO, [2.0, -1.0], 0.1, 4)
    after = scene_of(trace, 1).after
    assert after.theta == pytest.approx(trace.vector("theta", 2))
    assert after.value("next", 1) == pytest.approx(trace.value("next", 2, 1))


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.key)
def test_the_value_of_every_malrule_is_named(rule: Rule) -> None:
    at = scene(rule)
    named = 0
    for malrule in malrules_of(rule):
        if not makes_sense(malrule, "next"):
            continue
        try:
            values = [at.edited(malrule.edits, "next", c) for c in range(2)]
        except Undefined:
            continue
        rights = [at.value("next", c) for c in range(2)]
        wrong = [abs(v - r) > 0.01 * abs(r) for v, r in zip(values, rights, strict=True)]
        if not any(wrong):
            continue
        typed = [typed_value(read(repr(value))) for value in values]
        ids = diagnose(at, "next", (0, 1), typed, wrong)
        assert malrule.id in ids or not all(wrong), malrule
        named += malrule.id in ids
    assert named >= 10


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.key)
def test_a_right_value_is_no_misconception(rule: Rule) -> None:
    at = scene(rule)
    right = tuple(at.value("next", c) for c in range(2))
    question = value_question("?", ("x", "y"), right, at, "next", (0, 1))
    judgement = judge(question, ", ".join(map(repr, right)))
    assert (judgement.verdict, judgement.misconception) == (Verdict.RIGHT, ())


# Values worked by hand: L = (w−3)², w⁰ = 0, η = 1, Adagrad, so g⁰ = −6, g¹ = −4, σ¹ = √26, t = 1.


@pytest.mark.parametrize(
    ("quantity", "typed", "expected"),
    [
        ("sigma", "26", "no-square-root"),
        ("sigma", "7.21", "sum-not-mean"),
        ("sigma", "5.00", "mean-of-absolutes"),
        ("sigma", "4.24", "previous-accumulator"),
        ("sigma", "1", "standard-deviation"),
        ("sigma", "4", "current-gradient-only"),
        ("eta_t", "1.0", "no-decay"),
        ("eta_t", "0.5", "decay-without-root"),
        ("eta_t", "0.577", "step-count-off-by-one"),
        ("next", "0.445", "sign"),
        ("next", "15.4", "multiply-not-divide"),
        ("next", "0.555", "change-not-value"),
        ("next", "5", "plain-gradient-descent"),
        ("next", "1.78", "no-decay"),
        ("g", "4", "sign"),
        ("g", "-6", "stale-gradient"),
        ("g", "-2", "derivative-half"),
    ],
)
def test_a_value_worked_by_hand_is_named(quantity: str, typed: str, expected: str) -> None:
    at = scene_of(run(ADAGRAD, read_loss("(w-3)^2", ["w"]), [0.0], 1.0, 3), 1)
    question = value_question("?", ("w",), (at.value(quantity, 0),), at, quantity, (0,))
    judgement = judge(question, typed)
    assert expected in (*judgement.misconception, *judgement.also), judgement


# σ¹ without its root is 26: 26.012 is 0.046 % above it, 26.014 is 0.054 %.
@pytest.mark.parametrize(("typed", "named"), [("2*13.006", True), ("2*13.007", False)])
def test_a_calculation_is_named_within_half_a_thousandth(typed: str, named: bool) -> None:
    at = scene_of(run(ADAGRAD, read_loss("(w-3)^2", ["w"]), [0.0], 1.0, 3), 1)
    question = value_question("?", ("w",), (26**0.5,), at, "sigma", (0,))
    assert ("no-square-root" in judge(question, typed).misconception) is named


def test_components_updated_one_after_the_other_are_told_so() -> None:
    at = scene(GD, t=0)
    moved = (at.value("next", 0), at.theta[1])
    sequential = at.theta[1] - 0.1 * at.slope(1, moved)
    typed = [typed_value(read(repr(v))) for v in (moved[0], sequential)]
    assert diagnose(at, "next", (0, 1), typed, [False, True])[0] == "used-updated-value"


def test_momentum_with_a_minus_is_a_sign() -> None:
    at = scene(MOMENTUM)
    typed = [typed_value(read(repr(at.theta[c] - at.value("v", c)))) for c in range(2)]
    assert diagnose(at, "next", (0, 1), typed, [True, True])[0] == "sign"


def test_the_gradient_looked_ahead_to_is_named() -> None:
    at = scene(NESTEROV)
    ahead = tuple(x + 0.9 * v for x, v in zip(at.theta, at.state["v"], strict=True))
    value = 0.9 * at.state["v"][0] - 0.1 * at.slope(0, ahead)
    typed = [typed_value(read(repr(value)))]
    assert "gradient-at-lookahead" in diagnose(at, "v", (0,), typed, [True])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("-(2x+3y-5)", "sign"), ("3x + 8y", "swapped-gradients"), ("2x - 5", "cross-term-dropped"),
        ("x^2 + 3*x*y + 4*y^2 - 5*x", "loss-not-gradient"), ("x + 3y - 5", "derivative-half"),
    ],
)  # fmt: skip
def test_a_wrong_formula_is_named(typed: str, expected: str) -> None:
    assert expected in diagnose_formula(TWO, 0, read(typed, ["x", "y"]))


def test_a_lost_inner_derivative_is_named() -> None:
    loss = read_loss("(3*w - 1)^2", ["w"])
    assert diagnose_formula(loss, 0, read("2(3w-1)", ["w"])) == ("no-chain-factor",)


# Follow-through


def test_what_follows_from_an_own_wrong_value_has_credit() -> None:
    at = scene_of(run(ADAGRAD, read_loss("(w-3)^2", ["w"]), [0.0], 1.0, 3), 1)
    right = (at.value("next", 0),)
    wrong = value_question("?", ("w",), right, at, "next", (0,), {"sigma": (26.0,)})
    follows = 1 + 0.5**0.5 / 26 * 4
    assert judge(wrong, repr(follows)).verdict is Verdict.FOLLOW
    assert judge(wrong, "1.5547").verdict is Verdict.RIGHT
    close = value_question("?", ("w",), right, at, "next", (0,), {"sigma": (5.0,)})
    assert judge(close, repr(1 + 0.5**0.5 / 5 * 4)).verdict is Verdict.RIGHT


# The table itself


def test_every_id_has_words_that_fit_on_a_line() -> None:
    used = {malrule.id for rule in BUILT_IN for malrule in malrules_of(rule)}
    assert used <= set(MISCONCEPTIONS)
    for id_ in MISCONCEPTIONS:
        assert len(explain([id_])) <= LONGEST_MESSAGE
        assert not explain([id_]).endswith("…")


def test_every_rule_has_slips_of_its_own() -> None:
    assert set(OWN) == {rule.key for rule in BUILT_IN}
