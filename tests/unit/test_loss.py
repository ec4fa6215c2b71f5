"""Losses and the gradients that sympy derives for them."""

from __future__ import annotations

import time

import pytest

from tutor.maths.errors import Unreadable
from tutor.maths.evaluate import evaluate
from tutor.maths.loss import read_loss
from tutor.maths.notation import ascii_text

HANG = 5.0  # Seconds; far above any honest time, far below a hang.


@pytest.mark.parametrize(
    ("text", "parameters", "gradient"),
    [
        ("(w-3)^2", ["w"], ["2*w - 6"]),
        ("0.1x^2 + 2y^2", ["x", "y"], ["x/5", "4*y"]),
        ("|x|", ["x"], ["sign(x)"]),
        ("exp(f) - f", ["f"], ["exp(f) - 1"]),
        ("x^2 + 0*y", ["x", "y"], ["2*x", "0"]),
        ("e*S^2", ["S", "e"], ["2*S*e", "S**2"]),
        ("sqrt(1+w^2)", ["w"], ["w/sqrt(w**2 + 1)"]),
    ],
)
def test_gradient_is_in_the_order_of_the_parameters(
    text: str, parameters: list[str], gradient: list[str]
) -> None:
    assert [ascii_text(g) for g in read_loss(text, parameters).gradient] == gradient


@pytest.mark.parametrize(
    ("text", "start"), [("log(x-50)^2", 60.0), ("max(0,x-50)", 1.0), ("1e-20*x^2", 1.0)]
)
def test_a_loss_may_live_far_from_the_origin_or_be_tiny(text: str, start: float) -> None:
    assert read_loss(text, ["x"], [start]).parameters == ("x",)


@pytest.mark.parametrize(("x", "slope"), [(2.0, 0.0), (-1.0, -1.0), (1.0, -0.5)])
def test_a_corner_has_the_mean_of_both_slopes(x: float, slope: float) -> None:
    loss = read_loss("max(0, 1-x)", ["x"])
    assert evaluate(loss.gradient[0], {"x": x}) == pytest.approx(slope)


@pytest.mark.parametrize(
    "text",
    [
        "x+2^x/tanh(sigmoid(1)^(1/3))", "tanh((x/asin(x+1))^20)+y", "|√x-√y|", "max(x^x,y)",
        "abs(asin(x/3))+y", "max(sigmoid(pi),x+y)", "sqrt((x*√y)^2)+x", "tan(pi/2)*x*y",
        "asin(x+2)+y", "sqrt(x-1e6)+y", "log(x-1e9)+y", "x^2",
    ],
)  # fmt: skip
def test_an_unusual_loss_has_its_gradient_at_once(text: str) -> None:
    begun = time.perf_counter()
    loss = read_loss(text, ["x", "y"])
    assert len(loss.gradient) == 2
    assert time.perf_counter() - begun < HANG


@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("max(0,log(x))+y", 1, 0.5),
        ("|log(x)|+y", 1, 0),
        ("|√x|+y", 4, 0.25),
        ("max(x,2)+y", 2, 0.5),
    ],
)
def test_the_slope_at_a_corner_is_the_mean_of_both_sides(text: str, x: float, slope: float) -> None:
    assert read_loss(text, ["x", "y"]).slope(0, {"x": x, "y": 0}, None) == pytest.approx(slope)


def test_the_hessian_has_a_row_for_each_parameter() -> None:
    loss = read_loss("x^2 + 3*x*y^2", ["x", "y"])
    assert [[ascii_text(entry) for entry in row] for row in loss.hessian] == [
        ["2", "6*y"], ["6*y", "6*x"],
    ]  # fmt: skip


CONSTANT = "This loss is the same everywhere: it has nothing to minimise."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3", "A loss must depend on a parameter: x, y."),
        ("x - x + 0*y", CONSTANT),
        (
            "sin(x)^2 + cos(x)^2 - 1",
            CONSTANT,
        ),
        ("(x+y)^2-x^2-2xy-y^2", CONSTANT),
        ("exp(x)exp(-x) - 1", CONSTANT),
        ("sqrt(-1-x^2-y^2)", "This loss is not a real number anywhere that was tried."),
        ("x + z", '"z" is not a name in this problem. Use: x, y.'),
        ("x" * 301, "That is too long: 301 characters; the limit is 300."),
    ],
)
def test_a_loss_that_cannot_be_minimised_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_loss(text, ["x", "y"])
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "max(0, x - 1e5)", "max(x, 100000)", "sqrt(0.0001 - (x-3)^2)", "log(0.01 - (x-50)^2)",
        "1e30 + x^2", "1e-55*1e-55*1e-55*x", "(x-3)^2*1e-9 + 5",
    ],
)  # fmt: skip
def test_what_hardly_varies_is_a_loss_all_the_same(text: str) -> None:
    assert read_loss(text, ["x"]).parameters == ("x",)
