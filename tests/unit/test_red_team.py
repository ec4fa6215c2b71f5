"""Hostile and careless input in ten classes: refused in one printable line, or read cheaply."""

from __future__ import annotations

import json
import time

import pytest

from tutor.maths.errors import LONGEST_MESSAGE, Unreadable
from tutor.maths.parser import LOSS_LIMIT, read
from tutor.teaching.judge_filter import graded

CODE = [
    "__import__('os').system('true')", "eval('1')", "exec(1)", "x.__class__", "().__class__",
    "lambda: x", "lambda x: x", "[x for x in y]", "{x: y}", "{x}", "f'{x}'", "x if x else y",
    "print(x)", "open(x)", "os.system", "x := 1", "import os", "x;y", "`x`", "x @ y",
]  # fmt: skip
HUGE = [
    "9" * 41, "1e61", "1e-61", "1e999999999", "9^9^9", "(9^64)^64", "((2^64)^64)^64",
    "(((1e-60^64)^64)^64)^64", "2^1000", "x^65", "(x^64)^3", "((x^64)^64)^64", "x^1e9",
    "exp(exp(exp(9)))", "cosh(1e9)", "1e60*1e60*1e60*1e60*1e60*1e60",
]  # fmt: skip
COSTLY = [
    "x^x^x", "2^2^x^x", "(x^y)^(y^x)", "x^(y^x)", "((x^x)^x)^x", "max(" * 20 + "x" + ",x)" * 20,
    "sin(" * 23 + "x" + ")" * 23, "(x+y)^64*(x-y)^64", "sqrt(" * 25 + "x" + ")" * 25,
    "√" * 22 + "2", "sqrt(1+" * 22 + "2" + ")" * 22, "x+2^x/tanh(sigmoid(1)^(1/3))",
]  # fmt: skip
SIZE = [
    "x" * 301, "1+" * 150 + "1", "(" * 40, ")" * 40, "x+" * 149 + "x", "-" * 200, "|" * 100,
    "max(" + "x," * 140 + "x)", "1 " * 140, "x" * 300, "√" * 200 + "4", "x" + "²" * 200, "," * 250,
    "(x)" * 99, "sin" * 90,
]  # fmt: skip
UNICODE = [
    "х", "ｘ＋１", "x\u0301", "٣", "३+1", "x²³⁴⁵⁶", "∞", "∫x", "∑x", "ⅷ", "²", "x⁻", "₁x", "x→y",
    "𝑥+1", "ß", "é", "Ω", "x\u00adx", "№5", "１２", "⅓⅓", "ˣ", "x′", "∂x",
]  # fmt: skip
MARKUP = [
    "\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "x\x00", "x\x7f", "\u202ex", "x\u2066y\u2069",
    "[@click=app.quit]x[/]", "[/nope]", "[bold]x", "<b>x</b>", "&lt;", "x\u2028y", "a\nb", "x\ry",
    "\u2060x", "x\ufff9", "%1b",
]  # fmt: skip
RESERVED = [
    "lambda", "class", "None", "True", "self", "S", "N", "I", "E", "Q", "O", "zoo", "nan", "inf",
    "oo", "Symbol", "diff(x)", "gamma(x)", "beta", "zeta(2)",
]  # fmt: skip
UNDEFINED = [
    "1/0", "x/0", "0/0", "log(0)", "log(-1)", "sqrt(-1)", "asin(2)", "acos(-3)", "0^-1",
    "(-8)^(1/3)", "(-1)^0.5", "1/(2-2)", "x/(1-1)", "tan(x)/0", "0^(-0.5)",
]  # fmt: skip
MALFORMED = [
    "", " ", "(", ")", "x+", "*x", "x**", "x^^2", "x//y", "sin", "sin x", "sin()", "sin(x",
    "sin(x,y)", "max()", "max(x)", "x 2", "2 3", "1.2.3", "..5", "x!", "50%", "x=1", "x==y", "x<y",
    "1_000", "1,000", "0,8", "|x", "x|", "(x]", "x y)", "sin^-1(x)", "sin^2", "+", "√", "5x^",
    "e^", "'x'", '"x"', "x?", "x:y", "$x$", "#", "~x", "x & y",
]  # fmt: skip
SLOW_TO_COMPARE = [
    "sin(x)^64 + cos(y)^64", "(x+y+1)^64", "exp(sin(exp(cos(x))))", "tanh(1e6*x)",
    "log(1+exp(log(1+exp(x))))", "sqrt(sqrt(sqrt(sqrt(x^2+1))))", "x^63.5 - x^63.25",
    "sin(1e15*x)", "exp(-1e4*x^2)", "sigmoid(sigmoid(sigmoid(50x)))", "max(x,y,x*y,x-y,x+y)",
    "abs(abs(abs(x)-1)-1)", "(x^64-1)/(x-1)", "cosh(x)^64-sinh(x)^64", "x^(y+1)/x^y - x",
]  # fmt: skip
CLASSES = {
    "code": CODE, "huge": HUGE, "costly": COSTLY, "size": SIZE, "unicode": UNICODE,
    "markup": MARKUP, "reserved": RESERVED, "undefined": UNDEFINED, "malformed": MALFORMED,
    "slow": SLOW_TO_COMPARE,
}  # fmt: skip
# Where a class may be read: they are harmless, only costly to careless programs.
MAY_BE_READ = {"costly", "slow", "size", "unicode"}
ALL = [(kind, text) for kind, texts in CLASSES.items() for text in texts]
HANG = 5.0  # Seconds; far above any honest time, far below a hang.


def test_the_list_is_long_and_has_ten_classes() -> None:
    assert len(ALL) >= 150
    assert len(CLASSES) == 10


@pytest.mark.parametrize(("kind", "text"), ALL)
def test_hostile_input_is_refused_or_read_cheaply(kind: str, text: str) -> None:
    begun = time.perf_counter()
    refusal = ""
    try:
        read(text, ["x", "y"], limit=LOSS_LIMIT)
    except Unreadable as error:
        refusal = str(error)
    assert refusal or kind in MAY_BE_READ, "this should have been refused"
    assert refusal.isprintable()
    assert len(refusal) <= LONGEST_MESSAGE
    assert time.perf_counter() - begun < HANG


@pytest.mark.parametrize(("kind", "text"), ALL)
def test_no_hostile_answer_is_judged_right_or_hangs_the_judge(kind: str, text: str) -> None:
    begun = time.perf_counter()
    for request in (
        {"mode": "symbolic", "expected": "x^2 + 3*y + 7", "vars": ["x", "y"], "input": text},
        {"mode": "number", "expected": "0.123", "input": text},
    ):
        answer = graded(json.dumps(request).encode())
        assert answer["verdict"] in {"unreadable", "wrong", "undecided"}, kind
        assert answer["message"].isprintable()
        assert len(answer["message"]) <= LONGEST_MESSAGE
    assert time.perf_counter() - begun < HANG
