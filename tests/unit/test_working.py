"""The worked step on paper, line by line."""

from __future__ import annotations

import pytest

from tutor.maths.engine import Trace, run
from tutor.maths.expr import Expr
from tutor.maths.loss import read_loss
from tutor.maths.notation import ascii_text, format_number, pretty
from tutor.maths.parser import read
from tutor.maths.rules import ADAGRAD, ADAM, MOMENTUM, find_rule
from tutor.maths.working import Symbols, rule_formulas, worked


@pytest.fixture(scope="module")
def adagrad() -> Trace:
    return run(ADAGRAD, read_loss("(w-3)^2", ["w"]), [0.0], 1.0, 6)


@pytest.fixture(scope="module")
def ravine() -> Trace:
    loss = read_loss("0.1*theta1^2 + 2*theta2^2", ["theta1", "theta2"])
    return run(ADAGRAD, loss, [-5.0, -2.0], 0.4, 3)


def test_sigma_is_worked_from_the_gradients_themselves(adagrad: Trace) -> None:
    assert worked(adagrad, "sigma", 1).lines == (
        "σᵗ = √(Σ(gⁱ)²/(t + 1))",
        "σ¹ = √(((−6)² + (−4)²)/(1 + 1))",
        "σ¹ = 5.099",
    )


def test_a_long_sum_stands_as_its_value(adagrad: Trace) -> None:
    assert worked(adagrad, "sigma", 4).lines[1] == "σ⁴ = √(67.567/(4 + 1))"


def test_the_step_has_brackets_around_the_quotient(adagrad: Trace) -> None:
    assert worked(adagrad, "next", 1).lines == (
        "wᵗ⁺¹ = wᵗ − (ηᵗ/σᵗ)·gᵗ",
        "w² = 1 − (0.70711/5.099)·(−4)",
        "w² = 1.5547",
    )


def test_the_gradient_is_worked_from_its_formula(adagrad: Trace) -> None:
    assert worked(adagrad, "g", 1).lines == ("gᵗ = dL/dw = 2wᵗ − 6", "g¹ = 2·1 − 6", "g¹ = −4")


def test_components_carry_their_index(ravine: Trace) -> None:
    assert worked(ravine, "next", 0, 1).lines == (
        "θ₂ᵗ⁺¹ = θ₂ᵗ − (ηᵗ/σ₂ᵗ)·g₂ᵗ",
        "θ₂¹ = −2 − (0.4/8)·(−8)",
        "θ₂¹ = −1.6",
    )


def test_state_is_shown_as_the_step_found_it() -> None:
    trace = run(MOMENTUM, read_loss("(w-3)^2", ["w"]), [0.0], 0.1, 3)
    assert worked(trace, "v", 1).lines == (
        "vᵗ = β·vᵗ⁻¹ − η·gᵗ",
        "v¹ = 0.9·0.6 − 0.1·(−4.8)",
        "v¹ = 1.02",
    )
    assert worked(trace, "v", 0).numbers == "0.9·0 − 0.1·(−6)"


def test_a_component_that_is_held_says_why() -> None:
    trace = run(ADAGRAD, read_loss("(w-3)^2", ["w"]), [3.0], 1.0, 2)
    assert worked(trace, "next", 0).lines == (
        "wᵗ⁺¹ = wᵗ − (ηᵗ/σᵗ)·gᵗ",
        "σ⁰ = 0: no gradient so far, so w⁰ stays where it is.",
        "w¹ = 3",
    )


@pytest.mark.parametrize(
    ("key", "formulas"),
    [
        ("gd", ("wᵗ⁺¹ = wᵗ − η·gᵗ",)),
        ("adagrad-simplified", ("wᵗ⁺¹ = wᵗ − (η/√Σ(gⁱ)²)·gᵗ",)),
        ("rmsprop", ("sᵗ = α·sᵗ⁻¹ + (1 − α)·(gᵗ)²", "wᵗ⁺¹ = wᵗ − η·gᵗ/(√sᵗ + ε)")),
    ],
)
def test_a_rule_is_its_equations_with_sums_written_where_they_are_used(
    key: str, formulas: tuple[str, ...]
) -> None:
    found = rule_formulas(find_rule(key), ("w",))
    assert tuple(formula.text for formula in found) == formulas


@pytest.mark.parametrize(
    ("parameters", "component", "name", "text"),
    [
        (("w",), 0, "next", "wᵗ⁺¹"), (("w",), 0, "g", "gᵗ"), (("theta1", "theta2"), 1, "g", "g₂ᵗ"),
        (("theta1", "theta2"), None, "next", "θᵗ⁺¹"), (("b", "w"), 0, "sigma", "σ_bᵗ"),
        (("w",), 0, "m_hat", "m̂ᵗ"), (("w",), 0, "loss", "L(wᵗ)"), (("x", "y"), 0, "eta_t", "ηᵗ"),
    ],
)  # fmt: skip
def test_symbols(parameters: tuple[str, ...], component: int, name: str, text: str) -> None:
    rule = ADAGRAD if name == "sigma" else ADAM
    assert Symbols(rule, parameters, component)(name) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-4.0, "−4"), (26**0.5, "5.099"), (1 / 3, "0.33333"),
        (2.5e-9, "2.5e−9"), (-1e20, "−1e20"), (123456.0, "1.2346e5"), (0.1 + 0.2, "0.3"),
    ],
)  # fmt: skip
def test_numbers_have_five_digits_and_a_true_minus(value: float, text: str) -> None:
    assert format_number(value) == text


def tree(text: str) -> Expr:
    return read(text, ["x", "y"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2x+3y^2", "2x + 3y²"), ("x/5+4y", "x/5 + 4y"), ("0-0.1*(-6)", "0 − 0.1·(−6)"),
        ("(x-3)^2", "(x − 3)²"), ("sqrt(1+x^2)", "√(1 + x²)"), ("x*y/2", "x·y/2"),
        ("x/2*y", "(x/2)·y"), ("-(x+y)", "−(x + y)"), ("2^x", "2^x"), ("x^(1/2)", "x^(1/2)"),
        ("|x|^2", "(|x|)²"), ("x-(y-1)", "x − (y − 1)"), ("exp(-x)", "exp(−x)"),
    ],
)  # fmt: skip
def test_formulas_look_as_people_write_them(text: str, shown: str) -> None:
    assert pretty(tree(text)) == shown
    assert pretty(tree(ascii_text(tree(text)))) == shown
