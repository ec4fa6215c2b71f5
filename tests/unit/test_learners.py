"""Wrong learners, worked out here and not by the malrules: each is named for what it did.

Every value is the arithmetic of one slip on L = ½(θ − 2)², typed to three digits.
"""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from tutor.teaching.judge_filter import graded

T, ETA, THETA = 3, 0.5, -1.0
G = THETA - 2  # −3
S, S1 = 13.0, 13.0 + G * G  # Before and after this step.
ET = ETA / math.sqrt(T + 1)
SIGMA = math.sqrt(S1 / (T + 1))
ROOT = math.sqrt


def answer(request: dict[str, Any]) -> dict[str, Any]:
    return graded(json.dumps(request).encode())


def step(rule: str, quantity: str, typed: float | str, **state: float) -> dict[str, Any]:
    text = typed if isinstance(typed, str) else f"{typed:#.3g}"
    return answer(
        {"mode": "step", "rule": rule, "loss": "0.5*(theta-2)^2", "t": T, "eta": ETA,
         "state": {"theta": THETA, **state}, "quantity": quantity, "input": text}
    )  # fmt: skip


def names(found: dict[str, Any]) -> list[str]:
    assert found["verdict"] == "wrong", found
    return [found["misconception"], *found["also"]]


def moved(sigma: float, eta: float = ET, g: float = G) -> float:
    return THETA - eta / sigma * g


@pytest.mark.parametrize(
    ("quantity", "typed", "expected"),
    [
        ("s", S, "previous-accumulator"),
        ("s", G * G, "current-gradient-only"),
        ("sigma", S1 / (T + 1), "no-square-root"),
        ("sigma", S1, "no-square-root"),
        ("sigma", ROOT(S1), "sum-not-mean"),
        ("sigma", ROOT(S1) / (T + 1), "mean-outside-root"),
        ("sigma", ROOT(S), "previous-accumulator"),
        ("sigma", ROOT(S / T), "previous-accumulator"),
        ("sigma", ROOT(S / (T + 1)), "previous-accumulator"),
        ("sigma", abs(G), "current-gradient-only"),
        ("sigma", ROOT(G * G / (T + 1)), "current-gradient-only"),
        ("sigma", ROOT(S1 / (T + 2)), "step-count-off-by-one"),
        ("sigma", ETA * SIGMA, "rate-in-accumulator"),
        ("eta_t", ETA, "no-decay"),
        ("eta_t", ETA / (T + 1), "decay-without-root"),
        ("eta_t", ETA / ROOT(T), "step-count-off-by-one"),
        ("eta_t", ETA / T, "step-count-off-by-one"),
        ("eta_t", ETA * ROOT(T + 1), "multiply-not-divide"),
        ("eta_t", ETA / ROOT(24), "decayed-twice"),
        ("next", moved(SIGMA**2), "no-square-root"),
        ("next", moved(ROOT(S1)), "sum-not-mean"),
        ("next", moved(ROOT(S)), "previous-accumulator"),
        ("next", THETA - ET * SIGMA * G, "multiply-not-divide"),
        ("next", THETA - ET / SIGMA, "no-gradient-factor"),
        ("next", moved(SIGMA, g=-1), "sign-of-gradient"),
        ("next", moved(SIGMA, g=-G), "sign"),
        ("next", moved(SIGMA, eta=ETA), "no-decay"),
        ("next", moved(SIGMA, eta=1 / ROOT(T + 1)), "no-learning-rate"),
        ("next", THETA - ET * G, "plain-gradient-descent"),
        ("next", THETA - ETA * G, "plain-gradient-descent"),
        ("next", moved(SIGMA) - THETA, "change-not-value"),
    ],
)
def test_adagrad(quantity: str, typed: float, expected: str) -> None:
    assert expected in names(step("adagrad", quantity, typed, s=S))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (THETA - ETA / ROOT(S1 / (T + 1)) * G, "no-decay"),
        (THETA - ET / ROOT(S1) * G, "sum-not-mean"),
        (THETA - ET / ROOT(S1) * G, "decay-without-root"),
        (THETA - ETA / S1 * G, "no-square-root"),
        (THETA - ETA / ROOT(S) * G, "previous-accumulator"),
        (THETA - ETA / ROOT(S1), "no-gradient-factor"),
    ],
)
def test_adagrad_simplified(typed: float, expected: str) -> None:
    assert expected in names(step("adagrad-simplified", "next", typed, s=S))


V, BETA = -0.7, 0.9
V1 = BETA * V - ETA * G


@pytest.mark.parametrize(
    ("rule", "quantity", "typed", "expected"),
    [
        ("momentum", "v", -BETA * V - ETA * G, "sign"),
        ("momentum", "v", BETA * V + ETA * G, "sign"),
        ("momentum", "v", V - ETA * G, "no-momentum-factor"),
        ("momentum", "v", (1 - BETA) * V - ETA * G, "weights-swapped"),
        ("momentum", "v", -ETA * G, "current-gradient-only"),
        ("momentum", "v", V, "previous-accumulator"),
        ("momentum", "next", THETA - V1, "sign"),
        ("momentum", "next", THETA - ETA * G, "plain-gradient-descent"),
        ("momentum", "next", THETA + BETA * V - ETA, "no-gradient-factor"),
        ("nesterov", "v", (1 - BETA) * V - ETA * G, "weights-swapped"),
        ("nesterov", "next", THETA + BETA * V1 + ETA * G, "sign"),
        ("nesterov", "next", THETA + BETA * (BETA * V + ETA * G) - ETA * G, "sign"),
        ("nesterov", "next", THETA + BETA * (BETA * V - G) - ETA * G, "no-learning-rate"),
        ("nesterov", "next", THETA + V - ETA * G - ETA * G, "no-momentum-factor"),
        ("nesterov", "next", THETA + V1, "plain-momentum"),
        ("nesterov", "next", THETA + BETA * V - ETA * (THETA + BETA * V - 2),
         "gradient-at-lookahead"),
    ],
)  # fmt: skip
def test_momentum_and_nesterov(rule: str, quantity: str, typed: float, expected: str) -> None:
    assert expected in names(step(rule, quantity, typed, v=V))


A = 0.9
RMS = A * S + (1 - A) * G * G


@pytest.mark.parametrize(
    ("quantity", "typed", "expected"),
    [
        ("s", A * S, "previous-accumulator"),
        ("s", (1 - A) * G * G, "current-gradient-only"),
        ("s", A * S + (1 - A) * abs(G), "no-square"),
        ("s", (1 - A) * S + A * G * G, "weights-swapped"),
        ("s", A * S + G * G, "sum-not-average"),
        ("next", THETA - ETA * G / RMS, "no-square-root"),
        ("next", THETA - ETA * G / ROOT(A * S), "previous-accumulator"),
        ("next", THETA - ETA / ROOT(RMS), "no-gradient-factor"),
    ],
)
def test_rmsprop(quantity: str, typed: float, expected: str) -> None:
    assert expected in names(step("rmsprop", quantity, typed, s=S))


M, W, B1, B2 = 0.8, 5.0, 0.9, 0.999  # W is Adam's v.
M1, W1 = B1 * M + (1 - B1) * G, B2 * W + (1 - B2) * G * G
C1, C2 = 1 - B1 ** (T + 1), 1 - B2 ** (T + 1)


def adam(m: float, w: float) -> float:
    return THETA - ETA * m / ROOT(w)


@pytest.mark.parametrize(
    ("quantity", "typed", "expected"),
    [
        ("m_hat", (B2 * M + (1 - B2) * G) / C2, "weights-swapped"),
        ("v_hat", (B1 * W + (1 - B1) * G * G) / C1, "weights-swapped"),
        ("next", adam((B2 * M + (1 - B2) * G) / C2, (B1 * W + (1 - B1) * G * G) / C1),
         "weights-swapped"),
        ("next", adam(M1 / C2, W1 / C1), "weights-swapped"),
        ("m_hat", M1 / (1 - B1 ** (T + 2)), "step-count-off-by-one"),
        ("v_hat", W1 / (1 - B2**T), "step-count-off-by-one"),
        ("m", M + G, "sum-not-average"),
        ("next", adam((B1 * M + G) / C1, (B2 * W + G * G) / C2), "sum-not-average"),
        ("m", B1 * M, "previous-accumulator"),
        ("m", G, "gradient-not-average"),
        ("m_hat", G, "gradient-not-average"),
        ("v", G * G, "current-gradient-only"),
        ("m_hat", M1, "no-bias-correction"),
        ("next", adam(M1, W1), "no-bias-correction"),
        ("m_hat", M1 * C1, "multiply-not-divide"),
        ("m_hat", M1 / (1 - B1), "correction-power-lost"),
    ],
)  # fmt: skip
def test_adam(quantity: str, typed: float, expected: str) -> None:
    assert expected in names(step("adam", quantity, typed, m=M, v=W))


@pytest.mark.parametrize(
    ("rule", "typed", "expected"),
    [
        ("gd", THETA - ETA, "no-gradient-factor"),
        ("gd", THETA - ETA * -1, "sign-of-gradient"),
        ("gd", THETA - ETA * (THETA - ETA * G - 2), "gradient-at-next"),
        ("decay", THETA - ET, "no-gradient-factor"),
        ("decay", THETA - ETA / T * G, "step-count-off-by-one"),
        ("decay", THETA - ETA / ROOT(24) * G, "decayed-twice"),
    ],
)
def test_plain_rules(rule: str, typed: float, expected: str) -> None:
    assert expected in names(step(rule, "next", typed))


# Where the state after one step shows the first gradient: g¹ = 8 − 2 = 6, and s = 16, so |g⁰| = 4.

SECOND = {"mode": "step", "rule": "adagrad", "loss": "0.5*(theta-2)^2", "t": 1, "eta": 0.5,
          "state": {"theta": 8, "s": 16}, "quantity": "sigma"}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "expected"), [("4.9", "close"), ("5.0", "close"), ("5.1", "right"), ("5.00", "wrong")]
)
def test_five_is_no_rounding_where_the_mean_of_absolutes_gives_it(
    typed: str, expected: str
) -> None:
    found = answer({**SECOND, "input": typed})  # σ = 5.099; the mean of |g| is 5.
    assert found["verdict"] == (expected if typed != "4.9" else "wrong")


@pytest.mark.parametrize(
    ("typed", "expected"), [("5.00", "mean-of-absolutes"), ("1.00", "standard-deviation")]
)
def test_a_first_gradient_is_known_from_the_state(typed: str, expected: str) -> None:
    assert expected in names(answer({**SECOND, "input": typed}))


# Several parameters: L = x² + 2xy + 3y² at (2, −1.5), so g = (1, −5).

PAIR = {"mode": "step", "rule": "gd", "loss": "x^2+2*x*y+3*y^2", "t": 1, "eta": 0.5,
        "state": {"x": 2, "y": -1.5}, "quantity": "next"}  # fmt: skip
TRIPLE = {"mode": "step", "rule": "gd", "loss": "x^2+2*y^2+3*z^2+x*y+y*z", "t": 1, "eta": 0.1,
          "state": {"x": 1, "y": 2, "z": -1}, "quantity": "g"}  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "typed", "expected"),
    [
        (PAIR, "1.50, 1.50", "used-updated-value"),  # x first: g₂ = 2·1.5 − 9 = −6
        (PAIR, "-1.00, 1.00", "used-updated-value"),  # y first: g₁ = 4 + 2·1 = 6
        (PAIR, "1.50, -1.50", "one-coordinate-only"),
        (PAIR, "4.50, -2.00", "swapped-gradients"),
        ({**PAIR, "rule": "adagrad", "quantity": "sigma", "state": {"x": 2, "y": -1.5,
          "s": {"x": 4, "y": 9}}}, "1.58, 1.58", "shared-sigma"),
        (TRIPLE, "8, 4, -4", "swapped-gradients"),
        (TRIPLE, "-4, 8, 4", "swapped-gradients"),
        (TRIPLE, "4, -4, 8", "swapped-gradients"),
    ],
)  # fmt: skip
def test_several_parameters(request_: dict[str, Any], typed: str, expected: str) -> None:
    assert expected in names(answer({**request_, "input": typed}))


@pytest.mark.parametrize(
    ("loss", "parameter", "right", "typed", "expected"),
    [
        ("(x^2+1)^3", "x", "6x(x^2+1)^2", "2x(x^2+1)^2", "derivative-half"),
        ("(x^2+1)^3", "x", "6x(x^2+1)^2", "3x(x^2+1)^2", "derivative-half"),
        (
            "exp(-x^2)+sin(3x)",
            "x",
            "-2x exp(-x^2)+3cos(3x)",
            "-2x exp(-x^2)+cos(3x)",
            "no-chain-factor",
        ),
        ("exp(-x^2)+sin(3x)", "x", "-2x exp(-x^2)+3cos(3x)", "2x exp(-x^2)+3cos(3x)", "sign"),
        ("x^2+y^2+x*y+5y", "y", "2y+x+5", "2y+5", "cross-term-dropped"),
        ("(x-1)^2+7", "x", "2x-2", "2x+5", "constant-kept"),
        ("x^3", "x", "3x^2", "3x^3", "exponent-not-lowered"),
    ],
)
def test_formulas(loss: str, parameter: str, right: str, typed: str, expected: str) -> None:
    request = {"mode": "symbolic", "expected": right, "vars": ["x", "y"], "loss": loss,
               "parameter": parameter, "input": typed}  # fmt: skip
    assert expected in names(answer(request))


# What is right must be called so


@pytest.mark.parametrize(
    ("expected", "typed", "verdict"),
    [
        ("0.3", "0.29", "wrong"), ("0.7", "0.6", "wrong"), ("0.0045", "0.005", "close"),
        ("-0.95", "-1.0", "close"), ("2.0006", "2", "right"), ("0", "0", "right"),
        ("1234", "1200", "close"), ("1234", "1230", "right"), ("1234", "1300", "wrong"),
    ],
)  # fmt: skip
def test_rounding_is_decimal(expected: str, typed: str, verdict: str) -> None:
    assert answer({"mode": "number", "expected": expected, "input": typed})["verdict"] == verdict


def test_a_slip_that_changes_nothing_casts_no_doubt() -> None:
    request = {"mode": "step", "rule": "decay", "loss": "x^2", "state": {"x": 1}, "t": 2,
               "eta": 0.1, "quantity": "eta_t", "input": "0.057"}  # fmt: skip
    assert answer(request)["verdict"] == "right"  # 0.0577; −g, say, leaves it as it is.


def test_credit_is_measured_from_the_learners_own_place() -> None:
    request = {"mode": "step", "rule": "gd", "loss": "0.5*(theta-2.345)^2", "t": 0, "eta": 0.1,
               "state": {"theta": 1}, "quantity": "next", "typed": {"theta": 0.85}}  # fmt: skip
    assert answer({**request, "input": "1.00"})["verdict"] == "follow"


@pytest.mark.parametrize("quantity", ["sigma", "next", "eta_t"])
def test_a_later_value_of_ones_own_earns_nothing(quantity: str) -> None:
    found = answer({**SECOND, "quantity": quantity, "typed": {quantity: 3.21}, "input": "3.21"})
    assert found["verdict"] == "wrong"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ('{"mode":"number","expected":"1","input":"1","old":' + "9" * 5000 + "}",
         "a number has too many digits"),
        (json.dumps({**SECOND, "t": 10**400, "input": "1"}),
         "'t' must be a whole number from 0 to 1000000000"),
        (json.dumps({**SECOND, "state": {"s": 3}, "input": "1"}),
         "'state' names no parameter: s is the rule's own"),
        ('{"mode":"loss","vars":[],"input":"x"}', "'vars' must name a parameter"),
    ],
)  # fmt: skip
def test_no_line_ends_the_filter(line: str, error: str) -> None:
    assert graded(line.encode()) == {"error": error}


def test_the_way_that_is_shown_is_that_of_the_wrong_component() -> None:
    request = {"mode": "step", "rule": "gd", "loss": "x^2+3*y^2", "state": {"x": 1.5, "y": 1},
               "t": 0, "eta": 0.2, "quantity": "g", "input": "3, 7.3"}  # fmt: skip
    assert answer(request)["message"] == (
        "y: Not right, and no slip that is known gives it. The way: ∂L/∂y, taken where the step "
        "begins."
    )


def test_there_is_no_slope_where_there_is_no_loss() -> None:
    request = {"mode": "loss", "vars": ["x"], "at": [{"x": -1}], "input": "log(x)"}
    found = answer(request)
    assert (found["values"], found["gradients"]) == ([None], [[None]])
