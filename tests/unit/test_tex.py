"""LaTeX in lessons: what it becomes on one line and in two dimensions, and what is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.maths.errors import LONGEST_MESSAGE, Unreadable
from tutor.maths.notation import display_width
from tutor.maths.tex import display, inline


@pytest.mark.parametrize(
    ("expected", "tex"),
    [
        ("θ₁ᵗ⁺¹", r"\theta_1^{t+1}"), ("θ₁ᵗ⁺¹", r"\theta^{t+1}_1"), ("10⁻⁸", "10^{-8}"),
        ("w*", "w^*"), ("Aᵀ x", r"A^\top x"), ("m̂ᵗ + θ̂₁ + x̅", r"\hat{m}^t + \hat\theta_1 + \bar x"),
        ("x_b + x^q", "x_b + x^q"), ("s_(a,b)", "s_{a,b}"), ("e^(−z²/2)", r"e^{-\frac{z^2}{2}}"),
        ("x¹ 0", "x^10"), ("f′(x)", "f'(x)"), ("(a/b)²", r"\frac{a}{b}^2"),
    ],
)  # fmt: skip
def test_indices_and_exponents_are_small_where_unicode_has_them(expected: str, tex: str) -> None:
    assert expected == inline(tex)


@pytest.mark.parametrize(
    ("expected", "tex"),
    [
        ("a/b", r"\frac{a}{b}"), ("1/2", r"\frac12"), ("(a + b)/(2c)", r"\frac{a+b}{2c}"),
        ("∂L/∂w", r"\frac{\partial L}{\partial w}"), ("(a/b)/c", r"\frac{\frac{a}{b}}{c}"),
        ("wᵗ − (ηᵗ/σᵗ)·gᵗ", r"w^t - \frac{\eta^t}{\sigma^t} \cdot g^t"),
        ("2(a/b)", r"2\frac ab"), ("√x", r"\sqrt{x}"), ("√16", r"\sqrt{16}"),
        ("1/(a + b)²", r"\frac{1}{(a+b)^2}"), ("√(a + b)", r"\sqrt{(a+b)}"),
        ("√(t + 1)", r"\sqrt{t+1}"), ("³√x", r"\sqrt[3]{x}"),
    ],
)  # fmt: skip
def test_fractions_and_roots_have_the_brackets_they_need(expected: str, tex: str) -> None:
    assert expected == inline(tex)


@pytest.mark.parametrize(
    ("expected", "tex"),
    [
        ("−0.1·(−6)", r"-0.1 \cdot (-6)"), ("a = −b", "a=-b"), ("2(w − 3)", "2(w-3)"),
        ("∇L(θ)", r"\nabla L(\theta)"), ("ηᵗ gᵗ", r"\eta^t g^t"),
        ("α ≤ β × γ", r"\alpha \le \beta \times \gamma"),
        ("2 log x + log(x)", r"2 \log x + \log(x)"), ("sign(x) dx", r"\operatorname{sign}(x)\,dx"),
        ("Σᵢ₌₀ᵗ (gⁱ)²", r"\sum_{i=0}^t (g^i)^2"), ("x if x > 0", r"x\text{ if }x>0"),
        ("[0, 1)", "[0,1)"), ("{1, 2}", r"\{1, 2\}"), ("‖x‖₂²", r"\left\|x\right\|_2^2"),
        ("v ← βv − ηg", r"v \leftarrow \beta v - \eta g"), ("1,000", "1{,}000"),
        ("arg min_w L", r"\arg\min_w L"), ("50%", r"50\%"), ("a  b", r"a \quad b"),
        ("ℝⁿ", r"\mathbb{R}^n"), ("", ""), ("[]", r"\begin{bmatrix}\end{bmatrix}"),
        ("50", r"\displaystyle 50 % a comment"),
    ],
)  # fmt: skip
def test_spaces_stand_where_notation_has_them(expected: str, tex: str) -> None:
    assert expected == inline(tex)


def test_the_update_of_a_parameter() -> None:
    maths = display(r"\theta_1^{t+1} = \theta_1^t - \frac{\eta^t}{\sigma^t} \cdot g^t")
    assert maths.rows(60) == [
        "               ηᵗ",
        "θ₁ᵗ⁺¹ = θ₁ᵗ − ──── · gᵗ",
        "               σᵗ",
    ]
    assert maths.text == "θ₁ᵗ⁺¹ = θ₁ᵗ − (ηᵗ/σᵗ)·gᵗ"


def test_adagrads_sigma() -> None:
    assert display(r"\sigma^t = \sqrt{\frac{1}{t+1} \sum_{i=0}^t (g^i)^2}").rows(60) == [
        "         _________________",
        "        ╱   1     t",
        "σᵗ =   ╱ ───────  Σ  (gⁱ)²",
        "     ╲╱   t + 1  i=0",
    ]


def test_a_gradient_as_a_column() -> None:
    maths = display(
        r"\nabla L = \begin{bmatrix} \partial L/\partial\theta_1 \\ \partial L/\partial\theta_2"
        r"\end{bmatrix}"
    )
    assert maths.rows(60) == [
        "     ⎡ ∂L/∂θ₁ ⎤",
        "∇L = ⎢        ⎥",
        "     ⎣ ∂L/∂θ₂ ⎦",
    ]
    assert maths.text == "∇L = [∂L/∂θ₁, ∂L/∂θ₂]ᵀ"


def test_a_matrix_and_its_transpose() -> None:
    maths = display(r"\begin{pmatrix} a & -b \\ 0 & 1 \end{pmatrix}^\top x")
    assert maths.rows(60) == [
        "⎛ a  −b ⎞ᵀ",
        "⎜       ⎟  x",
        "⎝ 0  1  ⎠",
    ]
    assert maths.text == "(a, −b; 0, 1)ᵀ x"


def test_aligned_lines_stand_with_their_signs_in_a_column() -> None:
    maths = display(r"\begin{aligned} L &= (w-3)^2 \\ &= \frac{d}{2} \end{aligned}")
    assert maths.rows(60) == [
        "L = (w − 3)²",
        "",
        "     d",
        "  = ───",
        "     2",
    ]
    assert maths.text == "L = (w − 3)² = d/2"


def test_cases_have_one_brace() -> None:
    assert display(r"|x| = \begin{cases} x & x \ge 0 \\ -x & \text{otherwise} \end{cases}").rows(
        60
    ) == [
        "      ⎧ x   x ≥ 0",
        "|x| = ⎨",
        "      ⎩ −x  otherwise",
    ]


def test_signs_with_left_and_right_grow() -> None:
    assert display(r"\left(1 + \frac1n\right)^2 x").rows(60) == [
        "⎛      1  ⎞²",
        "⎜ 1 + ─── ⎟  x",
        "⎝      n  ⎠",
    ]
    assert display(r"\left. \frac{dL}{dw} \right|_{w=3}").rows(60) == [
        " dL  │",
        "──── │",
        " dw  │w=3",
    ]


def test_an_exponent_that_unicode_lacks_is_raised() -> None:
    assert display(r"e^{-\frac{z^2}{2}}").rows(60) == [
        "    z²",
        " − ────",
        "    2",
        "e",
    ]


def test_limits_stand_below_a_minimum() -> None:
    assert display(r"\min_w L(w)").rows(60) == [
        "min L(w)",
        " w",
    ]


def test_a_formula_folds_at_its_equals_signs() -> None:
    assert display("a = b + c + d = e + f").rows(14) == ["a = b + c + d", "  = e + f"]


@pytest.mark.parametrize(
    ("message", "tex"),
    [
        (r"unknown LaTeX command \foo", r"x + \foo{y}"),
        ("unknown LaTeX environment foo", r"\begin{foo}x\end{foo}"),
        ("LaTeX: Unexpected end of stream, was expecting '}' @(1,7)", r"\frac{a"),
        ("LaTeX: Unexpected mismatching closing brace: '}' @(1,1)", "x}"),
        (r"LaTeX: a \left without its \right", r"\left(a"),
        (r"LaTeX: a \right without its \left", r"a\right)"),
        (r"LaTeX: put \sqrt in braces", r"\frac\sqrt{x}{2}"),
        (r"LaTeX: \left and \right need a bracket, or a dot for none", r"\left a \right)"),
        ("LaTeX: nothing follows the ^", "x^"),
        ("LaTeX: two ^ on the same symbol; put the first in braces", "x^2^3"),
        ("LaTeX: & stands outside of any table, such as aligned", "a & b"),
        (r"LaTeX: \bar goes over letters only", r"\bar{\frac{a}{b}}"),
        ("LaTeX: nested too deeply", "(" * 5000 + ")" * 5000),
    ],
)
def test_what_cannot_be_set_is_refused_by_name(message: str, tex: str) -> None:
    with pytest.raises(Unreadable) as refused:
        display(tex)
    assert message == str(refused.value)


def test_the_libraries_are_not_imported_before_a_formula_is_read() -> None:
    code = "import sys, tutor.maths.tex; print({'pylatexenc', 'unicodeit'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# Properties

PIECES = st.sampled_from(
    r"a x 1 10 0.5 + - = ( ) [ ] | , . ' ^ _ { } & \\ ^{t+1} _{ij} \frac{a}{b} \frac \sqrt{x} "
    r"\sqrt[3] \sqrt{\frac{1}{2}} \sum \sum_{i=0}^t \left( \right) \left. \right| \theta \hat{m} "
    r"\begin{bmatrix} \end{bmatrix} \begin{aligned} \end{aligned} \cdot \, \quad \min \mathbf{x} "
    r"\hat \text{if} \mathbb{R} \operatorname{sign} \foo \{ \} \% \_ \& $ ~ θ ᵗ".split(" ")
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=20)))
def test_anything_at_all_is_set_or_refused_in_one_line(tex: str) -> None:
    shown = _rows_or_refusal(tex)
    assert all(display_width(row) <= LONGEST_MESSAGE for row in shown)


def _rows_or_refusal(tex: str) -> list[str]:
    try:
        maths = display(tex)
    except Unreadable as refusal:
        return [str(refusal)]
    for side in maths.sides:
        assert {display_width(row) for row in side.box.rows} == {side.box.width}
    return maths.rows(40)
