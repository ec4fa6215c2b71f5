"""Every rule against trajectories that torch computed, and against tables worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.maths.engine import Trace, run
from tutor.maths.errors import Unreadable
from tutor.maths.loss import read_loss
from tutor.maths.rule import Hyper, check_eta, check_hyper, rule
from tutor.maths.rules import ADAGRAD, ADAGRAD_SIMPLIFIED, ADAM, GD, MOMENTUM, find_rule

ORACLE = json.loads((Path(__file__).parent.parent / "data/torch_trajectories.json").read_text())
COLUMNS = {"theta": "theta", "L": "loss", "g": "g", "eta_t": "eta_t", "sigma": "sigma"}


def case_name(case: dict[str, Any]) -> str:
    return f"{case['loss_name']}-{case['rule']}-{case['eta']}"


@pytest.mark.parametrize("case", ORACLE["cases"], ids=case_name)
def test_trajectory_is_that_of_torch(case: dict[str, Any]) -> None:
    loss = read_loss(case["loss"], case["parameters"])
    trace = run(
        find_rule(case["rule"]), loss, case["start"], case["eta"], case["steps"], case["hyper"]
    )
    assert trace.diverged is None
    for theirs, ours in COLUMNS.items():
        for t in range(case["steps"]) if theirs in case else ():
            expected = case[theirs][t]
            expected = expected if isinstance(expected, list) else [expected]
            assert list(trace.vector(ours, t)) == pytest.approx(expected, rel=1e-10, abs=1e-12)
    assert list(trace.vector("next", case["steps"] - 1)) == pytest.approx(
        case["theta"][case["steps"]], rel=1e-10, abs=1e-12
    )


def test_the_oracle_covers_every_rule_but_the_simplified_adagrad() -> None:
    covered = {case["rule"] for case in ORACLE["cases"]}
    assert covered == {"gd", "decay", "adagrad", "momentum", "nesterov", "rmsprop", "adam"}


def places(trace: Trace, digits: int = 4) -> list[tuple[float, ...]]:
    return [tuple(round(x, digits) for x in trace.vector("next", t)) for t in range(len(trace))]


def test_adagrad_on_one_parameter_as_worked_by_hand() -> None:
    trace = run(ADAGRAD, read_loss("(w-3)^2", ["w"]), [0.0], 1.0, 3)
    assert places(trace) == [(1.0,), (1.5547,), (1.9268,)]
    assert [trace.value("g", t) for t in range(2)] == [-6, -4]
    assert trace.value("sigma", 1) == pytest.approx(26**0.5)


def test_adagrad_on_a_ravine_as_worked_by_hand() -> None:
    loss = read_loss("0.1*theta1^2 + 2*theta2^2", ["theta1", "theta2"])
    trace = run(ADAGRAD, loss, [-5.0, -2.0], 0.4, 3)
    assert places(trace) == [(-4.6, -1.6), (-4.3292, -1.3501), (-4.1142, -1.1636)]


def test_gradient_descent_as_worked_by_hand() -> None:
    trace = run(GD, read_loss("w^2 - 4w + 5", ["w"]), [5.0], 0.25, 3)
    assert places(trace) == [(3.5,), (2.75,), (2.375,)]


@pytest.mark.parametrize(
    "case", [c for c in ORACLE["cases"] if c["rule"] == "adagrad"], ids=case_name
)
def test_simplified_adagrad_walks_as_adagrad_does(case: dict[str, Any]) -> None:
    loss = read_loss(case["loss"], case["parameters"])
    full, simple = (
        run(r, loss, case["start"], case["eta"], case["steps"])
        for r in (ADAGRAD, ADAGRAD_SIMPLIFIED)
    )
    for t in range(case["steps"]):
        assert simple.vector("next", t) == pytest.approx(full.vector("next", t), rel=1e-12)


@pytest.mark.parametrize("rule_", [ADAGRAD, ADAGRAD_SIMPLIFIED])
def test_a_component_without_gradient_stays_where_it_is(rule_: Any) -> None:
    trace = run(rule_, read_loss("x^2 + 0*y", ["x", "y"]), [1.0, 7.0], 0.5, 3)
    assert [trace.value("next", t, 1) for t in range(3)] == [7, 7, 7]
    assert trace.value("next", 0, 0) == 0.5


def test_first_adagrad_step_is_eta_long_however_large_the_gradient() -> None:
    trace = run(ADAGRAD, read_loss("1000x^2 + 0.001y^2", ["x", "y"]), [3.0, -3.0], 0.25, 1)
    assert trace.vector("next", 0) == pytest.approx((2.75, -2.75))


# Runs that end early


def test_an_overflow_ends_the_run_before_the_step_that_overflowed() -> None:
    trace = run(GD, read_loss("(w-3)^2", ["w"]), [0.0], 3.0, 500)
    assert trace.diverged is not None
    assert (trace.diverged.t, trace.diverged.quantity) == (220, "loss")
    assert trace.diverged.why == "That is too large to compute."
    assert len(trace) == 220


def test_a_start_outside_the_domain_has_no_rows() -> None:
    trace = run(GD, read_loss("log(x)", ["x"]), [-1.0], 0.1, 5)
    assert len(trace) == 0
    assert trace.diverged is not None
    assert trace.diverged.why == "That is not a real number."


def test_a_slope_that_is_infinite_is_named() -> None:
    trace = run(GD, read_loss("sqrt(x)", ["x"]), [0.0], 0.1, 5)
    assert trace.diverged is not None
    assert (trace.diverged.t, trace.diverged.quantity) == (0, "g")


def test_a_large_but_finite_row_is_kept() -> None:
    trace = run(GD, read_loss("x^2 + y^2", ["x", "y"]), [9e153, 9e153], 0.0, 2)
    assert trace.diverged is None
    assert len(trace) == 2


# Rules as data


def test_state_quantities_and_scalars_follow_from_the_equations() -> None:
    assert ADAGRAD.state == ("s",)
    assert ADAGRAD.quantities == ("loss", "g", "s", "eta_t", "sigma", "next")
    assert ADAM.state == ("m", "v")
    assert "eta_t" in ADAGRAD.scalars
    assert "sigma" not in ADAGRAD.scalars
    assert GD.quantities == ("loss", "g", "eta_t", "next")


def test_a_rule_ends_with_next() -> None:
    with pytest.raises(ValueError, match="the last equation must be 'next'"):
        rule("broken", "Broken", "v = theta")


def test_a_new_rule_is_a_few_equations() -> None:
    signs = rule("signs", "sign descent", "next = theta - eta*sign(g)*c", hyper=(Hyper("c", 0.5),))
    trace = run(signs, read_loss("x^2", ["x"]), [3.0], 1.0, 2)
    assert places(trace) == [(2.5,), (2.0,)]


def test_an_unknown_rule_has_a_suggestion() -> None:
    with pytest.raises(Unreadable, match=r"unknown rule 'adagard'; did you mean 'adagrad'\?"):
        find_rule("adagard")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"gamma": 0.5}, "rule 'momentum' has no hyper-parameter 'gamma'; choose from: beta"),
        ({"beta": 1.0}, "beta must be at least 0 and less than 1"),
        ({"beta": -0.1}, "beta must be at least 0 and less than 1"),
    ],
)
def test_hyper_parameters_are_checked(settings: dict[str, float], message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        check_hyper(MOMENTUM, settings)
    assert str(refusal.value) == message


@pytest.mark.parametrize("eta", [-0.1, float("inf"), float("nan")])
def test_a_learning_rate_is_finite_and_not_negative(eta: float) -> None:
    with pytest.raises(Unreadable):
        check_eta(eta)
