"""Slopes by forward differentiation, against sympy's formulas and by hand."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tutor.maths.derivation import derive
from tutor.maths.dual import slope_at
from tutor.maths.errors import Undefined
from tutor.maths.evaluate import evaluate
from tutor.maths.expr import walk
from tutor.maths.loss import Loss
from tutor.maths.parser import read

NAMES = ("x", "y")


@pytest.mark.parametrize(
    "text",
    [
        "x^2 + 3x*y - y/x", "max(0, 1-x)", "min(x^2, (x-1)^2, y)", "sqrt(1+x^2)/y", "x^y", "2^x",
        "e^(-x^2)", "|x-y|", "sigmoid(2x)*tanh(y)", "log(1+exp(x))", "asin(x/30)", "x^0.5 - x^-2",
        "1/(1+x/(1+y/x))", "sin(x)*cos(y) - tan(x)", "sign(x)*x", "-acos(x/9)*atan(y)",
        "sinh(x) + cosh(x*y)",
    ],
)  # fmt: skip
def test_the_slope_is_that_of_sympys_formula(text: str) -> None:
    loss = Loss(read(text, NAMES), NAMES)
    for point in ({"x": 1.7, "y": 0.4}, {"x": 0.3, "y": 2.5}, {"x": 2.0, "y": 1.0}):
        for component, name in enumerate(NAMES):
            right = evaluate(loss.gradient[component], point)
            assert slope_at(loss.expr, name, point) == pytest.approx(right, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("|x|", 0, 0), ("max(0, x)", 0, 0.5), ("min(x, -x, 0)", 0, 0), ("max(x, 2x, 3x)", 0, 2.25),
        ("x^3", 0, 0), ("x^0", 0, 0), ("3", 1, 0), ("x", 5, 1),
    ],
)  # fmt: skip
def test_at_a_corner_it_is_the_mean_of_both_sides(text: str, x: float, slope: float) -> None:
    assert slope_at(read(text, ["x"]), "x", {"x": x}) == slope


@pytest.mark.parametrize(("text", "x"), [("sqrt(x)", 0), ("log(x)", -1), ("1/x", 0), ("x^0.5", 0)])
def test_where_there_is_no_slope_it_says_so(text: str, x: float) -> None:
    with pytest.raises(Undefined):
        slope_at(read(text, ["x"]), "x", {"x": x})


def test_nested_extrema_have_short_derivatives() -> None:
    nested = "".join(f"max({n}," for n in range(12)) + "x" + ")" * 12
    assert sum(1 for _ in walk(derive(read(nested, ["x"]), "x")[-1].after)) < 2000


def test_a_number_is_judged_without_sympy() -> None:
    judge = (
        "import json, sys\n"
        "from tutor.teaching.judge_filter import graded\n"
        "request = {'mode': 'step', 'rule': 'gd', 'loss': 'x/(1+' * 20 + '1' + ')' * 20,"
        " 'state': {'x': 1.7}, 't': 1, 'eta': 0.5, 'quantity': 'next', 'input': '0.123'}\n"
        "print(graded(json.dumps(request).encode())['verdict'], 'sympy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", judge], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "wrong False\n"
