"""Losses and the gradients that sympy derives for them."""

from __future__ import annotations

import pytest

from tutor.maths.errors import Unreadable
from tutor.maths.evaluate import evaluate
from tutor.maths.loss import read_loss
from tutor.maths.notation import ascii_text


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
    ("text", "message"),
    [
        ("3", "A loss must depend on a parameter: x, y."),
        ("x^2", "The loss does not use y; a flat one can stand as 0*x."),
        ("x - x + 0*y", "This loss is the same everywhere: it has nothing to minimise."),
        ("sqrt(-1-x^2-y^2)", "This loss is not a real number anywhere that was tried."),
        ("x + z", '"z" is not a name in this problem. Use: x, y.'),
        ("x" * 301, "That is too long: 301 characters; the limit is 300."),
    ],
)
def test_a_loss_that_cannot_be_minimised_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_loss(text, ["x", "y"])
    assert str(refusal.value) == message
