"""Each step of a derivation equals the one before, and the last is what sympy gives."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
import sympy
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.unit.test_parser import TREES
from tutor.maths.compare import Comparison, compare
from tutor.maths.derivation import derive
from tutor.maths.errors import Undefined, Unreadable
from tutor.maths.evaluate import evaluate
from tutor.maths.expr import Binary, Call, Expr, Name
from tutor.maths.notation import ascii_text, pretty
from tutor.maths.parser import read
from tutor.maths.symbolic import derivative, from_sympy, to_sympy

X = Name("x")


def test_a_square_is_derived_by_the_chain_rule() -> None:
    steps = derive(read("(w-3)^2", ["w"]), "w")
    assert [step.rule for step in steps] == ["chain", "sum", "variable", "constant", "simplify"]
    assert [pretty(step.after) for step in steps] == [
        "2(w − 3)·d/dw[w − 3]",
        "2(w − 3)·(d/dw[w] − d/dw[3])",
        "2(w − 3)·(1 − d/dw[3])",
        "2(w − 3)",
        "2w − 6",
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("x^3", "power"), ("3*x", "constant factor"), ("x*sin(x)", "product"),
        ("sin(x)/x", "quotient"), ("exp(x)", "exp"), ("2^x", "exp"), ("log(x)", "log"),
        ("cos(x)", "trigonometric"), ("sqrt(x)", "sqrt"), ("|x|", "abs"), ("x + 1", "sum"),
        ("exp(2x)", "chain"), ("-x", "constant factor"), ("tanh(x)", "hyperbolic"),
    ],
)  # fmt: skip
def test_the_first_rule_is_that_of_the_outermost_operation(text: str, rule: str) -> None:
    assert derive(read(text, ["x"]), "x")[0].rule == rule


def test_steps_join_into_whole_lines() -> None:
    steps = derive(read("0.1x^2 + 2y^2 + x*y", ["x", "y"]), "x")
    assert all(a.after == b.before for a, b in pairwise(steps))
    assert ascii_text(steps[0].before) == "Derivative(0.1*x**2 + 2*y**2 + x*y, x)"
    assert ascii_text(steps[-1].after) == "x/5 + y"


def test_a_factor_that_a_root_brings_is_taken_together_with_the_others() -> None:
    assert ascii_text(derivative(read("asin(x/3)", ["x"]), "x")) == "1/sqrt(9 - x**2)"
    assert ascii_text(derivative(read("acos(2x/5)", ["x"]), "x")) == "-2/sqrt(25 - 4*x**2)"


WITH_X = st.builds(Binary, st.sampled_from("+-*/"), TREES, st.sampled_from([X, Call("sin", (X,))]))


@settings(max_examples=60, deadline=None)
@example(read("max(0.01, x)/x", ["x"]))  # Cancels to 0 nearly everywhere.
@given(WITH_X)
def test_every_step_is_an_equality(tree: Expr) -> None:
    try:
        checked = read(ascii_text(tree), ["x", "y"])
        evaluate(checked, {"x": 0.7, "y": -1.3})
        result = derivative(checked, "x")
    except (Unreadable, Undefined):
        assume(False)  # Outside what a person may type, or without a value, such as y/(0·x).
    for step in derive(checked, "x"):
        taken = from_sympy(to_sympy(step.after))
        comparison = compare(taken, result, ["x", "y"])
        assume(comparison is not Comparison.UNDECIDED)  # Hypothesis fails where that is usual.
        assert comparison is Comparison.EQUAL


@pytest.mark.parametrize("at", [-1.3, 0.4, 2.0])
def test_sympy_reads_every_line_as_the_slope(at: float) -> None:
    def loss(x: float) -> float:
        return math.sin(x) ** 2 / (1 + abs(x)) + 1 / (1 + math.exp(-2 * x))

    slope = (loss(at + 1e-5) - loss(at - 1e-5)) / 2e-5
    x = sympy.Symbol("x", real=True)
    for step in derive(read("sin(x)^2/(1+|x|) + sigmoid(2x)", ["x"]), "x"):
        for line in (step.before, step.after):
            taken = sympy.sympify(ascii_text(line), locals={"x": x}).doit()
            assert float(taken.subs(x, at)) == pytest.approx(slope, rel=1e-6)
