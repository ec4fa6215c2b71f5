"""Equality of expressions by probing."""

from __future__ import annotations

import pytest

from tutor.maths.compare import Comparison, compare
from tutor.maths.parser import read

E, C, D, U = Comparison.EQUAL, Comparison.CLOSE, Comparison.DIFFERENT, Comparison.UNDECIDED


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("2(x+1)", "2x+2", E), ("(x+y)^2", "x²+2xy+y²", E), ("x*x/x", "x", E),
        ("sin(x)^2+cos(x)^2", "1", E), ("exp(x)*exp(y)", "exp(x+y)", E), ("x/5", "0.2x", E),
        ("sqrt(x^2)", "|x|", E), ("log(x^2)", "2log(|x|)", E), ("0", "x-x", E),
        ("0.333x", "x/3", C), ("1.001x", "x", C), ("x", "-x", D), ("x", "x+1", D),
        ("x+1e-6", "x", D), ("|x|", "x", D), ("x^2", "x", D), ("sqrt(-1-x^2)", "x", U),
        ("asin(x)", "acos(x)", D),
        ("201x", "200x", D), ("2x+100.2", "2x+100", D), ("x+1001", "x+1000", D),
        ("-0.333x", "-x/3", C), ("x/3.01", "x/3", C),
        ("0.333x+y", "x/3+y", C), ("0.333x-5", "x/3-5", C), ("0.333x+0.25x", "x/3+x/4", C),
        ("1.414x+3.142y", "sqrt(2)*x+pi*y", C), ("0.33x", "x/3", D), ("0.333cos(x)", "sin(x)/3", D),
        ("0.995x", "x", C), ("0.199x", "x/5", C), ("0.201005x", "x/5", D),
        ("0.5x+1.5y+2.5x*y+3.5x^2+0.333y^2", "x/2+3y/2+5x*y/2+7x^2/2+y^2/3", C),
        ("x^2+0.001x", "x^2", D), ("x^2+1000+0.1*x", "x^2+1000", D), ("x^2+0.333", "x^2+1/3", D),
        ("max(1/100, x)/x - 1", "(max(1, 100x) - 100x)/(100x)", E), ("tan(x)", "sin(x)/cos(x)", E),
    ],
)  # fmt: skip
def test_equality_is_decided_by_probing(left: str, right: str, expected: Comparison) -> None:
    assert compare(read(left, ["x", "y"]), read(right, ["x", "y"]), ["x", "y"]) is expected


@pytest.mark.parametrize(
    ("left", "expected"), [("1.0049x", C), ("1.0051x", D), ("0.9951x", C), ("0.9949x", D)]
)
def test_a_decimal_factor_may_be_half_a_percent_off(left: str, expected: Comparison) -> None:
    assert compare(read(left, ["x"]), read("x", ["x"]), ["x"]) is expected


# Of the points that are probed, always the same, three lie beyond 23² and two beyond 24².
@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("sqrt(x-23*23)", "sqrt(x-23^2)", E), ("sqrt(x-24*24)", "sqrt(x-24^2)", U)],
)
def test_three_points_are_enough_and_two_decide_nothing(
    left: str, right: str, expected: Comparison
) -> None:
    assert compare(read(left, ["x"]), read(right, ["x"]), ["x"]) is expected


def test_constants_need_one_point() -> None:
    assert compare(read("sqrt(8)"), read("2sqrt(2)"), []) is E
    assert compare(read("0.3333333333"), read("1/3"), []) is C
