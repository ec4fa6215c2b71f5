"""Formulas in two dimensions: the same mathematics as on one line, drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.unit.test_parser import TREES
from tutor.maths.expr import Binary, Call, Derivative, Expr, Name, Negate, Sum, substitute
from tutor.maths.notation import decimal, display_width, pretty
from tutor.maths.parser import read
from tutor.maths.rules import ADAGRAD, ADAM
from tutor.maths.typeset import Maths, Side, box, chain, running_sum, side, vector
from tutor.maths.working import Symbols

SYMBOLS = Symbols(ADAGRAD, ("w",))


def drawn(text: str) -> list[str]:
    return [row.rstrip() for row in box(read(text, ["x", "y"])).rows]


def with_running_sum(name: str) -> str | Side:
    return running_sum(side("(gⁱ)²"), "i=0", "t") if name == "s" else SYMBOLS(name)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("2(x − 3)", "2*(x-3)"), ("−0.1·(−6)", "-0.1*(-6)"), ("x⁻²", "x^-2"),
        ("√(1 + x²)", "sqrt(1+x^2)"), ("|x|·y", "|x|*y"), ("(exp(x))²", "exp(x)^2"),
    ],
)  # fmt: skip
def test_what_needs_one_row_has_one(expected: str, text: str) -> None:
    assert [expected] == drawn(text)


def test_the_bar_of_a_fraction_takes_the_place_of_brackets() -> None:
    assert drawn("(x+1)/(x-1)*y") == [
        " x + 1",
        "─────── · y",
        " x − 1",
    ]


def test_a_minus_keeps_clear_of_a_bar() -> None:
    assert drawn("1 - x/y*(-2)") == [
        "     x",
        "1 − ─── · (−2)",
        "     y",
    ]
    negated = box(Negate(read("x/y", ["x", "y"])))
    assert negated.rows == ("   x ", "− ───", "   y ")


def test_small_quotients_stay_on_the_line_inside_others() -> None:
    assert drawn("1/2/x") == [
        " 1/2",
        "─────",
        "  x",
    ]
    assert drawn("x^(-1/2)") == [
        " −1/2",
        "x",
    ]


def test_brackets_and_bars_grow() -> None:
    assert drawn("(1-x/y)^2") == [
        "⎛      x  ⎞²",
        "⎜ 1 − ─── ⎟",
        "⎝      y  ⎠",
    ]
    assert drawn("max(x/y, 2)") == [
        "   ⎛  x     ⎞",
        "max⎜ ───, 2 ⎟",
        "   ⎝  y     ⎠",
    ]
    assert drawn("|x/y|") == [
        "│  x  │",
        "│ ─── │",
        "│  y  │",
    ]


def test_a_number_before_something_tall_is_multiplied_by_a_dot() -> None:
    assert drawn("3*sqrt(x/2)") == [
        "        ___",
        "       ╱ x",
        "3 ·   ╱ ───",
        "    ╲╱   2",
    ]
    assert drawn("2*2^x") == [
        "     x",
        "2 · 2",
    ]


def test_adagrads_sigma_is_a_root_over_a_sum_with_limits() -> None:
    sigma = side(ADAGRAD.equation("sigma").body, with_running_sum)
    assert chain("σᵗ", sigma).rows(40) == [
        "           ___________",
        "          ╱  t",
        "         ╱   Σ  (gⁱ)²",
        "        ╱   i=0",
        "σᵗ =   ╱   ───────────",
        "     ╲╱       t + 1",
    ]
    assert chain("σᵗ", sigma).text == "σᵗ = √(Σ(gⁱ)²/(t + 1))"


def test_adagrads_step() -> None:
    assert chain("wᵗ⁺¹", side(ADAGRAD.equation("next").body, SYMBOLS)).rows(40) == [
        "             ηᵗ",
        "wᵗ⁺¹ = wᵗ − ──── · gᵗ",
        "             σᵗ",
    ]


def test_exponents_that_are_formulas_are_raised() -> None:
    assert chain("m̂ᵗ", side(ADAM.equation("m_hat").body, Symbols(ADAM, ("w",)))).rows(40) == [
        "          mᵗ",
        "m̂ᵗ = ─────────────",
        "            t + 1",
        "      1 − β₁",
    ]


def test_a_worked_substitution_puts_numbers_in_the_places_of_symbols() -> None:
    numbers = {"theta": 0.0, "eta_t": 0.70711, "sigma": 5.099, "g": -6.0}
    body = substitute(
        ADAGRAD.equation("next").body, {name: decimal(v) for name, v in numbers.items()}
    )
    worked = chain("w²", side(body), "0.83205")
    assert worked.rows(60) == [
        "          0.70711",
        "w² = 0 − ───────── · (−6) = 0.83205",
        "           5.099",
    ]
    assert worked.text == "w² = 0 − (0.70711/5.099)·(−6) = 0.83205"


def test_a_pending_derivative_is_an_operator_on_brackets() -> None:
    pending = Derivative(read("(x - 3)^2", ["x"]), "x")
    step = Binary("*", read("2*(x - 3)", ["x"]), Derivative(read("x - 3", ["x"]), "x"))
    assert chain(side(pending), side(step), note="chain rule").rows(70) == [
        " d                           d",
        "────[(x − 3)²] = 2(x − 3) · ────[x − 3]   (chain rule)",
        " dx                          dx",
    ]


def test_a_derivative_of_a_fraction_has_tall_brackets() -> None:
    pending = Derivative(read("x/y", ["x", "y"]), "y")
    assert list(box(pending, differential="∂").rows) == [
        " ∂  ⎡  x  ⎤",
        "────⎢ ─── ⎥",
        " ∂y ⎣  y  ⎦",
    ]


def test_a_sum_over_examples_has_n_below() -> None:
    summed = side(Sum(read("(x - y)^2", ["x", "y"])))
    assert chain(summed).rows(40) == [
        "Σ (x − y)²",
        "n",
    ]
    assert summed.text == "Σ(x − y)²"


def test_a_gradient_is_a_column() -> None:
    gradient = vector(side("∂L/∂θ₁"), side(read("x/2", ["x"])))
    assert chain("∇L", gradient).rows(40) == [
        "     ⎡ ∂L/∂θ₁ ⎤",
        "     ⎢        ⎥",
        "∇L = ⎢   x    ⎥",
        "     ⎢  ───   ⎥",
        "     ⎣   2    ⎦",
    ]
    assert chain("∇L", gradient).text == "∇L = [∂L/∂θ₁, x/2]ᵀ"


# Folding

FOLDED = chain("σ¹", side("√((36 + 16)/2)"), side(read("26/5")), "5.099", note="chain rule")


def test_a_formula_that_fits_is_not_folded() -> None:
    assert FOLDED.rows(49) == [
        "                       26",
        "σ¹ = √((36 + 16)/2) = ──── = 5.099   (chain rule)",
        "                       5",
    ]
    assert FOLDED.text == "σ¹ = √((36 + 16)/2) = 26/5 = 5.099   (chain rule)"


def test_a_formula_folds_before_an_equals_sign() -> None:
    assert FOLDED.rows(20) == [
        "σ¹ = √((36 + 16)/2)",
        "      26",
        "   = ──── = 5.099",
        "      5",
        "     (chain rule)",
    ]


def test_tall_lines_are_kept_apart() -> None:
    half, third = side(read("1/2")), side(read("1/3"))
    assert chain("x", half, third).rows(8) == [
        "     1",
        "x = ───",
        "     2",
        "",
        "     1",
        "  = ───",
        "     3",
    ]


def test_a_long_left_side_folds_to_a_small_indent() -> None:
    assert chain("a + b + c + d", "e + f + g").rows(13) == [
        "a + b + c + d",
        "  = e + f + g",
    ]


def test_what_cannot_be_folded_is_wrapped_as_text() -> None:
    assert chain("x", "1 + 2 + 3 + 4 + 5 + 6 + 7").rows(16) == [
        "x = 1 + 2 + 3 +",
        "  4 + 5 + 6 + 7",
    ]


def test_a_fraction_is_never_broken() -> None:
    wide = chain("x", side(read("(1+2+3+4+5+6+7)/8")))
    assert wide.rows(14) == ["x = (1 + 2 + 3", "  + 4 + 5 + 6", "  + 7)/8"]


# Properties


@settings(deadline=None)
@given(TREES)
def test_every_row_of_a_drawn_tree_has_the_same_width(tree: Expr) -> None:
    drawn = box(tree)
    assert {drawn.width} == {display_width(row) for row in drawn.rows}
    assert not any("\ue000" <= character <= "\uf8ff" for row in drawn.rows for character in row)


@settings(deadline=None)
@given(TREES)
def test_a_tree_on_one_line_is_what_notation_writes(tree: Expr) -> None:
    assert pretty(tree) == side(tree).text


@settings(deadline=None)
@given(TREES)
def test_folded_rows_keep_to_the_width(tree: Expr) -> None:
    maths = Maths((side("x"), side(tree)), "rule")
    assert all(display_width(row) <= 30 for row in maths.rows(30))


def test_roots_within_roots_take_no_time() -> None:
    nested: Expr = Name("x")
    for _ in range(60):
        nested = Call("sqrt", (Binary("^", nested, read("2")),))
    assert box(nested).height == 1
