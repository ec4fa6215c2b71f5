"""Reading what people type: what is accepted and as what, what is refused and in which words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.maths.errors import LONGEST_MESSAGE, Undefined, Unreadable
from tutor.maths.evaluate import evaluate
from tutor.maths.expr import Binary, Call, Constant, Expr, Name, Negate, Number
from tutor.maths.notation import ascii_text, pretty
from tutor.maths.parser import read
from tutor.maths.vectors import read_vector


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.8", 0.8), (".8", 0.8), ("5.", 5.0), ("4/5", 0.8), ("-1e-3", -0.001), ("1E3", 1000.0),
        ("sqrt(2)/2", 2**-0.5), ("2^-1", 0.5), ("−0.8", -0.8), ("–0.8", -0.8), ("2**3", 8.0),
        ("2^3^2", 512.0), ("-2^2", -4.0), ("(-2)^2", 4.0), ("½", 0.5), ("3·¼", 0.75),
        ("1⁄2", 0.5), ("√2/2", 2**-0.5), ("√(9)", 3.0), ("6÷4×2", 3.0), ("|−3|", 3.0),
        ("max(1, 3, 2)", 3.0), ("ln(e)", 1.0), ("cos(π)", -1.0), ("2²", 4.0), ("2⁻¹", 0.5),
        ("0 − 0.1·(−6)", 0.6), ("  7  ", 7.0), ("\u200b8\ufeff", 8.0), ("1\u00a0+\u20092", 3.0),
        ("--3", 3.0), ("2--3", 5.0), ("sigmoid(0)", 0.5), ("sign(-4)", -1.0), ("2(3)", 6.0),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_mean_them(text: str, value: float) -> None:
    assert evaluate(read(text), {}) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("2x", ["x"], "2*x"),
        ("3y(x+1)", ["x", "y"], "3*y*(x + 1)"),
        ("xy", ["x", "y"], "x*y"),
        ("xy²", ["x", "y"], "x*y**2"),
        ("ηλw", ["eta", "lambda", "w"], "eta*lamda*w"),
        ("xsin(y)", ["x", "y"], "x*sin(y)"),
        ("sin²(x)", ["x"], "sin(x)**2"),
        ("sin^2(x)", ["x"], "sin(x)**2"),
        ("1/2x", ["x"], "1/2*x"),
        ("θ₁ + theta_2", ["theta1", "theta2"], "theta1 + theta2"),
        ("|x||x-1|", ["x"], "abs(x)*abs(x - 1)"),
        ("-x^2", ["x"], "-x**2"),
        ("e", ["e"], "e"),
        ("lambda*x", ["lambda", "x"], "lamda*x"),
        ("2 sin(x)", ["x"], "2*sin(x)"),
    ],
)
def test_products_need_no_sign(text: str, names: list[str], expected: str) -> None:
    assert ascii_text(read(text, names)) == expected


def test_the_other_reading_takes_juxtaposed_factors_first() -> None:
    other = read("1/2x", ["x"], juxtaposition_first=True)
    assert ascii_text(other) == "1/(2*x)"
    assert ascii_text(read("e^2x", ["x"], juxtaposition_first=True)) == "exp(1)**(2*x)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Type an answer first."),
        ("   ", "Type an answer first."),
        ("1" * 5000, "That is too long: 5000 characters; the limit is 200."),
        ("(" * 30 + "1" + ")" * 30, "Brackets or signs are nested more than 24 deep."),
        ("2^65", "Exponents may be at most 64 here."),
        ("(9^64)^64", "That is too large to compute."),
        ("3!", "Factorials are not used here."),
        ("\x1b[2J", "An invisible or control character (U+001B) is at position 1; "
                    "delete it and retype."),
        ("\u202e1", "An invisible or control character (U+202E) is at position 1; "
                    "delete it and retype."),
        ("х", '"х" (Cyrillic Small Letter Ha) is not used in answers. Did you mean the letter x?'),
        ("[1]", 'Use round brackets ( ) instead of "[".'),
        ("  \x1b7", "An invisible or control character (U+001B) is at position 3; "
                    "delete it and retype."),
        ("7\x1f", "An invisible or control character (U+001F) is at position 2; "
                  "delete it and retype."),
        ("\u31647", "An invisible or control character (U+3164) is at position 1; "
                    "delete it and retype."),
        ("\x0b7", "One line only."),
        ("7\u2029", "One line only."),
        ("2-----3", "At most 4 signs may follow one another."),
        ("1.2.3", "A number has one decimal point, e.g. 0.8."),
        ("1 000", "Write numbers without blanks, e.g. 1000, or put * between two of them."),
        ("½ 4", 'Write * before "4".'),
        ("²", 'A value is missing before "²".'),
        ("1|", "A bar | is not closed."),
        ("sin()", "sin takes 1 value."),
        ("max(1)", "max takes 2 values or more."),
        ("x=0.8", "Type the value or the expression alone, without an equals sign."),
        ("inf", '"inf" is not a number. Type a value, e.g. 0.8.'),
        ("1/0", "That divides by zero."),
        ("(1", "A bracket is not closed."),
        ("0,8", "Use a point for decimals, e.g. 0.8."),
        ("1,000", "Use a point for decimals, e.g. 0.8."),
        ("1_000", "Write numbers without underscores."),
        ("1, 2", "One value is expected."),
        ("1\n2", "One line only."),
        ("sin(1,2)", "sin takes 1 value."),
        ("log(-1)", "That is not a real number."),
        ("sqrt(-1)", "That is not a real number."),
        ("1e61", "Powers of ten may be at most 60 here."),
        ("-----1", "At most 4 signs may follow one another."),
        ("٣", '"٣" (Arabic-Indic Digit Three) is not used in answers. Did you mean 3?'),
        ("a", '"a" is not a number. Type a value, e.g. 0.8.'),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_read_says_what_to_do(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("foo", '"foo" is not a name in this problem. Use: x, y.'),
        ("sim(x)", '"sim" is not a name in this problem. Use: x, y. Did you mean sin?'),
        ("x2", '"x2" is not a variable here. Did you mean x^2 or 2*x?'),
        ("x 2", 'Write * between "x" and "2".'),
        ("sin x", "Write sin(…) with brackets."),
        ("sin^-1(x)", "sin^-1 is ambiguous: write asin(x) or 1/sin(x)."),
        ("x^x^x", "Powers with a variable exponent may not be stacked."),
        ("sin(x^64*x^64*x)", "The degree may be at most 128 here."),
        ("2^(x^64*x^64*x)", "The degree may be at most 128 here."),
        ("x!=y", "Comparisons are not used here: type a value or an expression."),
        ("x²3", 'Write * between "²" and "3".'),
        ("|2|x|+1|", "Bars inside bars are unclear: write abs(…)."),
        ("(x^64)^3", "The degree may be at most 128 here."),
        ("y = 2x", "Type the value or the expression alone, without an equals sign."),
        ("x/0", "That divides by zero."),
        ("x.real", "A point may only stand in a number, e.g. 0.8."),
        ("x <", "Comparisons are not used here: type a value or an expression."),
    ],
)
def test_an_expression_that_cannot_be_read_says_what_to_do(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text, ["x", "y"])
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "x.__class__", "lambda: 0", "().__class__.__bases__",
        "exec(1)", "x if x else y", "[x for x in y]", "f'{x}'", "sin(\"__import__\")", "x;y",
        "os.system", "$(x)", "`x`", "\\x41", "x@y", "{x}", "x:=1", "not x", "x#y", "%s", "x and y",
        "[@click=app.quit]x[/]", "[/nope]", "\x9b31m", "a\u0301", "ᵗ", "∞", "∫x", "x→y",
    ],
)  # fmt: skip
def test_code_and_markup_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text, ["x", "y"])


@pytest.mark.parametrize(
    "text", ["1, 0.5", "(1, 0.5)", "[1, 0.5]", "theta1 = 1, θ₂ = 0.5", "theta_2 = .5, theta1 = 1"]
)
def test_a_vector_can_be_written_in_many_ways(text: str) -> None:
    values = [evaluate(e, {}) for e in read_vector(text, ["theta1", "theta2"])]
    assert values == [1, 0.5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1", "Two values are expected, e.g. 1, 0.5."),
        ("1, 2, 3", "Two values are expected, e.g. 1, 0.5."),
        ("x = 1, x = 2", "Name each value once: x, y."),
        ("z = 1, y = 2", '"z" is not a name here. Use: x, y.'),
        ("x, 1", '"x" is not a number. Type a value, e.g. 0.8.'),
    ],
)
def test_a_vector_that_cannot_be_read_says_what_to_do(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_vector(text, ["x", "y"])
    assert str(refusal.value) == message


@pytest.mark.parametrize("text", ["(1,0.5", "(1, 0.5]", "[1, 0.5", "[1,0.5)", "1, (0.5"])
def test_a_bracket_around_a_vector_must_be_closed(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^A bracket is not closed\.$"):
        read_vector(text, ["x", "y"])


@pytest.mark.parametrize("text", ["2(0.5, 0.25)", "-(1,0.5)", "(1, 2), 3"])
def test_a_vector_has_no_vector_inside(text: str) -> None:
    with pytest.raises(
        Unreadable, match=r"^Write the values side by side, e\.g\. 1, 0\.5, without"
    ):
        read_vector(text, ["x", "y"])


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("2e1", ["e1", "e2"], "2*e1"), ("η_t", ["eta_t"], "eta_t"),
        ("2λ_reg", ["lambda_reg"], "2*lambda_reg"), ("xΔx", ["Δx", "x"], "x*Deltax"),
        ("ηλw", ["eta", "lambda", "w"], "eta*lamda*w"),
    ],
)  # fmt: skip
def test_a_declared_name_wins_over_everything(text: str, names: list[str], expected: str) -> None:
    assert ascii_text(read(text, names)) == expected


@pytest.mark.parametrize(("text", "value"), [("|½|", 0.5), ("3-|½|", 2.5), ("|x||x|", 4.0)])
def test_bars_are_absolute_values(text: str, value: float) -> None:
    assert evaluate(read(text, ["x"]), {"x": -2}) == value


def test_a_leading_zero_is_not_printed() -> None:
    assert ascii_text(read("007x + 00.5", ["x"])) == "7*x + 0.5"


def test_entries_of_a_vector_may_be_formulas() -> None:
    entries = read_vector("2x, max(x, y)", ["x", "y"], ["x", "y"])
    assert [ascii_text(e) for e in entries] == ["2*x", "Max(x, y)"]


# Properties

LEAVES = st.one_of(
    st.integers(0, 50).map(lambda n: read(str(n))),
    st.decimals(0, 10, places=2).map(lambda d: read(str(d))),
    st.sampled_from([Name("x"), Name("y"), Constant("pi")]),
)


def _grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.one_of(
        st.builds(Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(Binary, st.just("^"), inner, st.integers(0, 3).map(lambda n: read(str(n)))),
        st.builds(Negate, inner),
        st.builds(Call, st.sampled_from(["sin", "exp", "abs", "sqrt"]), st.tuples(inner)),
        st.builds(Call, st.just("max"), st.tuples(inner, inner)),
    )


TREES = st.recursive(LEAVES, _grown, max_leaves=8)


@settings(deadline=None)
@given(TREES)
def test_what_is_printed_is_read_the_same(tree: Expr) -> None:
    text = ascii_text(tree)
    try:
        again = read(text, ["x", "y"], limit=10_000)
    except Unreadable:
        return  # A generated tree may divide by zero, or nest deeper than a person may.
    assert ascii_text(again) == text
    point = {"x": 0.7, "y": -1.3}
    assert _value(again, point) == _value(tree, point)


def _value(tree: Expr, point: dict[str, float]) -> float | str:
    try:
        return float(evaluate(tree, point))
    except Undefined as error:
        return str(error)


ALPHABET = "0123456789.+-*/^() xyθ₁²√|,=eπsincoqrt_[]½\u200b"


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(ALPHABET, max_size=60)))
def test_anything_at_all_is_read_or_refused_in_one_line(text: str) -> None:
    begun = time.perf_counter()
    try:
        shown = pretty(read(text, ["x", "y", "theta1"]))
    except Unreadable as refusal:
        shown = str(refusal)
    assert len(shown) <= max(LONGEST_MESSAGE, 4 * len(text))
    assert shown.isprintable()
    assert time.perf_counter() - begun < 5  # Not a timing: a hang would be minutes.


def test_number_keeps_what_was_typed() -> None:
    tree = read("0.50")
    assert isinstance(tree, Number)
    assert tree.text == "0.50"
