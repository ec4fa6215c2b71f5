"""A rule that is none of ours: all that is known of a rule comes from its equations."""

from __future__ import annotations

from itertools import islice

import pytest

from tutor.maths.loss import read_loss
from tutor.maths.malrules import slips
from tutor.maths.rule import Hyper, rule
from tutor.maths.scene import Scene
from tutor.maths.working import Symbols, rule_formula
from tutor.teaching.items import items

# A sum that is not one of squares, and a state with a letter that no rule of ours has.
OTHER = rule(
    "other",
    "another rule",
    "s = s + abs(g)",
    "r = rho*r + g^2",
    "next = theta - eta*g/(1 + s + r)",
    hyper=(Hyper("rho", 0.5),),
)
# A state named as Adam's is, without Adam's hyper-parameters.
PLAIN_M = rule("plain-m", "a running mean", "m = 0.5*m + 0.5*g", "next = theta - eta*m")


def scene(theta: float = 1.0, eta: float = 0.1) -> Scene:
    """One step after θ⁰ = 4 with g⁰ = 8."""
    return Scene(PLAIN_M, read_loss("w^2", ["w"]), (theta,), {"m": (4.0,)}, 1, eta, {})


@pytest.mark.parametrize(
    ("parameters", "component", "name", "text"),
    [
        (("w",), 0, "r", "rᵗ"), (("x", "y"), 1, "r", "r_yᵗ"), (("w1", "w2"), 0, "s", "s₁ᵗ"),
        (("x", "y"), 0, "rho", "ρ"), (("x", "y"), None, "r", "rᵗ"),
    ],
)  # fmt: skip
def test_its_quantities_have_a_time_and_an_index(
    parameters: tuple[str, ...], component: int | None, name: str, text: str
) -> None:
    assert Symbols(OTHER, parameters, component)(name) == text


def test_its_equations_are_written_as_ours_are() -> None:
    assert rule_formula(OTHER, ("w",), "r").text == "rᵗ = ρ·rᵗ⁻¹ + (gᵗ)²"
    assert rule_formula(OTHER, ("w",), "next").text == "wᵗ⁺¹ = wᵗ − η·gᵗ/(1 + Σ |gⁱ| + rᵗ)"


@pytest.mark.parametrize("seed", range(3))
def test_a_running_sum_is_summed_as_the_rule_sums_it(seed: int) -> None:
    for item in islice(items(OTHER, "next", seed), 3):
        at = item.scene
        assert at.gradients is not None
        for c in range(len(at.theta)):
            told = sum(abs(row[c]) for row in at.gradients)
            assert at.state["s"][c] == told
            r = at.hyper["rho"] * at.state["r"][c] + at.slope(c) ** 2
            below = 1 + told + abs(at.slope(c)) + r
            assert item.question.right[c] == pytest.approx(
                at.theta[c] - at.eta * at.slope(c) / below
            )


def test_its_state_tells_the_first_gradient() -> None:
    before = {malrule.id: values for malrule, values in slips(scene(), "next", (0,))}
    # m¹ = 0.5·4 + 0.5·g; with g⁰ = 8 in the place of g¹ = 2 the step is 0.1·6 long.
    assert before["stale-gradient"] == pytest.approx((1 - 0.1 * (2 + 4),))


def test_without_a_learning_rate_nothing_breaks() -> None:
    assert all(len(values) == 1 for _, values in slips(scene(eta=0.0), "next", (0,)))
