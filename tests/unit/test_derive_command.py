"""`descent derive`, to the letter of its contract."""

from __future__ import annotations

import json

import pytest
import sympy

from tutor.cli import run
from tutor.maths.latex import latex
from tutor.maths.parser import read
from tutor.maths.undeclared import find_names


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(["derive", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_text_has_a_line_and_a_rule_for_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "(w-3)^2") == (
        0,
        "By w:\n"
        "  d/dw[(w − 3)²]\n"
        "= 2(w − 3)·d/dw[w − 3]           chain rule\n"
        "= 2(w − 3)·(d/dw[w] − d/dw[3])   sum rule\n"
        "= 2(w − 3)·(1 − d/dw[3])         variable rule\n"
        "= 2(w − 3)                       constant rule\n"
        "= 2w − 6                         simplify\n",
        "",
    )


@pytest.mark.parametrize("text", ["-x**2*y + sin(x*y)", "0.1*x^2 + 2*y^2", "exp(-x^2)/(1+y^2)"])
def test_json_lines_are_equal_and_sympy_reads_them(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    status, out, _ = call(capsys, text, "--format", "json")
    result = json.loads(out)
    x, y = sympy.symbols("x y", real=True)
    names = {"x": x, "y": y}
    assert status == 0
    assert list(result["derivatives"]) == ["x", "y"]
    for name, derivative in result["derivatives"].items():
        expected = sympy.diff(sympy.sympify(result["expression"], locals=names), names[name])
        lines = [line for step in derivative["steps"] for line in (step["before"], step["after"])]
        for line in [*lines, derivative["result"]]:
            value = sympy.sympify(line, locals=names).doit()
            assert abs((value - expected).evalf(subs={x: 0.7, y: -1.3})) < 1e-12
        assert derivative["steps"][-1]["after"] == derivative["result"]


def test_one_variable_is_chosen_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "x*y", "--by", "y", "--format", "json")
    assert list(json.loads(out)["derivatives"]) == ["y"]


@pytest.mark.parametrize("by", ["θ₁", "theta1", "theta_1"])
def test_a_variable_may_be_spelt_in_any_way(capsys: pytest.CaptureFixture[str], by: str) -> None:
    _, out, _ = call(capsys, "θ₁^2", "--by", by, "--format", "json")
    assert json.loads(out)["derivatives"]["theta1"]["result"] == "2*theta1"


def test_the_hessian_is_added_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("(w-3)^2 + v*w^2", "--hessian")
    _, out, _ = call(capsys, *arguments, "--format", "json")
    assert json.loads(out)["hessian"] == {
        "w": {"w": "2*v + 2", "v": "2*w"},
        "v": {"w": "2*w", "v": "0"},
    }
    _, out, _ = call(capsys, *arguments)
    assert out.endswith("  ∂²/∂w² = 2v + 2\n  ∂²/∂w∂v = 2w\n  ∂²/∂v∂w = 2w\n  ∂²/∂v² = 0\n")
    _, out, _ = call(capsys, *arguments, "--format", "latex")
    assert "2 \\cdot v + 2 & 2 \\cdot w \\\\\n2 \\cdot w & 0" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["5"], "There is no variable in it: name one with --by."),
        (["x^"], "The end is missing: a value is expected there."),
        (["x", "--by", "1"], "'1' cannot name a parameter: use letters, then digits, e.g. theta1"),
        (["x/0"], "That divides by zero."),
        (["sin x"], "Write sin(…) with brackets."),
        (["abs"], "Write abs(…) with brackets."),
        ([], "Missing argument 'EXPR'."),
    ],
)
def test_a_call_that_cannot_be_used_gets_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert call(capsys, *arguments) == (2, "", f"descent: {message}\n")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x^2+3*x*y", ("x", "y")), ("3xy", ("x", "y")), ("theta1 + theta_2", ("theta1", "theta2")),
        ("2 sin(x)", ("x",)), ("sin²(t)", ("t",)), ("e^x", ("x",)), ("mu*w", ("mu", "w")),
        ("xsin(y)", ("x", "y")), ("2xexp(-x)", ("x",)), ("xcos²(x)", ("x",)), ("sin x", ("x",)),
        ("abs", ()), ("ηλw", ("eta", "lambda", "w")),
        ("pi r^2", ("r",)), ("rate*2", ("rate",)), ("5", ()),
    ],
)  # fmt: skip
def test_names_are_found_where_none_is_declared(text: str, names: tuple[str, ...]) -> None:
    assert find_names(text) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x/2*y", r"\frac{x}{2} \cdot y"), ("x*(y/2)", r"x \cdot \frac{y}{2}"),
        ("(x+1)^2", r"\left(x + 1\right)^{2}"), ("sqrt(x)", r"\sqrt{x}"),
        ("|x|", r"\left|x\right|"),
        ("2*(-x)", r"2 \cdot \left(-x\right)"), ("1e-3*x", r"1 \cdot 10^{-3} \cdot x"),
        ("asin(x)", r"\arcsin\left(x\right)"), ("pi*e", r"\pi \cdot e"),
    ],
)  # fmt: skip
def test_latex(text: str, expected: str) -> None:
    assert latex(read(text, ["x", "y"])) == expected
