"""`descent grade` and `descent try`, to the letter of their contract."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.cli import run
from tutor.maths.errors import LONGEST_MESSAGE
from tutor.teaching.judge_filter import graded

ADAGRAD = {
    "mode": "step", "rule": "adagrad", "loss": "0.5*(theta-2)^2", "eta": 0.5, "t": 3,
    "state": {"theta": -1, "s": 13}, "quantity": "next",
}  # fmt: skip
TWO = {
    "mode": "step", "rule": "gd", "loss": "x^2+x*y+y^2", "state": {"x": 2, "y": -1}, "t": 0,
    "eta": 0.1, "quantity": "next",
}  # fmt: skip
GRADIENT = {
    "mode": "symbolic", "expected": "2*x + 3*y", "vars": ["x", "y"], "loss": "x^2+3*x*y",
    "parameter": "x",
}  # fmt: skip

PLAIN = {
    "mode": "step", "rule": "gd", "loss": "(w-3)^2", "state": {"w": -1}, "t": 2, "eta": 0.1,
    "quantity": "next",
}  # fmt: skip
TWO_SUMS = {
    "mode": "step", "rule": "adagrad", "loss": "x^2+y^2", "t": 2, "eta": 1, "quantity": "s",
    "state": {"x": 1, "y": 3, "s": {"x": 5, "y": 7}},
}  # fmt: skip
VELOCITY = {
    "mode": "step", "rule": "momentum", "loss": "x^2", "state": {"x": 2, "v": 1}, "t": 3,
    "eta": 0.1, "quantity": "v",
}  # fmt: skip


def grade(request: dict[str, Any], **more: Any) -> dict[str, Any]:
    return graded(json.dumps(request | more).encode())


def test_an_answer_has_the_keys_of_the_contract() -> None:
    assert grade({"mode": "number", "expected": "0.8", "old": 1.0, "digits": 3}, input="4/5") == {
        "verdict": "right",
        "misconception": None,
        "also": [],
        "message": "Right.",
        "read_as": "4/5 = 0.8",
        "expected": "0.8",
    }


@pytest.mark.parametrize(
    ("request_", "input_", "verdict", "misconception"),
    [
        ({"mode": "number", "expected": "0.8"}, "0.8", "right", None),
        ({"mode": "number", "expected": "0.8"}, "0.9", "wrong", None),
        ({"mode": "number", "expected": "sqrt(26)"}, "5", "close", None),
        ({"mode": "number", "expected": "0.8"}, "0,8", "unreadable", None),
        ({"mode": "vector", "expected": ["1", "1/2"]}, "1, .5", "right", None),
        ({"mode": "vector", "expected": ["1", "1/2"], "names": ["a", "b"]}, "b=.5, a=1", "right",
         None),
        ({"mode": "vector", "expected": ["1", "1/2"]}, "1", "unreadable", None),
        (GRADIENT, "3y+2x", "right", None),
        (GRADIENT, "3x", "wrong", "swapped-gradients"),
        (GRADIENT, "2x", "wrong", "cross-term-dropped"),
        ({"mode": "symbolic", "expected": "1/(2*x)", "vars": ["x"]}, "1/2x", "ambiguous", None),
        ({"mode": "symbolic", "expected": "x", "vars": ["x"]}, "sqrt(-1-x^2)", "undecided", None),
        (ADAGRAD, "-0.6802", "right", None),
        (ADAGRAD, "-1.32", "wrong", "sign"),
        (ADAGRAD | {"quantity": "sigma"}, "5.5", "wrong", "no-square-root"),
        (ADAGRAD | {"quantity": "eta_t"}, "0.125", "wrong", "decay-without-root"),
        (TWO, "1.7, -1", "right", None),
        (TWO, "1.7, -0.97", "wrong", "used-updated-value"),
        (TWO, "2.3, -1", "wrong", "sign"),
        (TWO, "1.7, -1.7", "wrong", None),
        (TWO | {"quantity": "gradient"}, "3, 0", "right", None),
        (TWO | {"quantity": "gradient"}, "2x + y, x + 2y", "right", None),
        (TWO | {"quantity": "gradient"}, "x + y, x + y", "wrong", "derivative-half"),
        (TWO | {"quantity": "loss"}, "3", "right", None),
        (TWO | {"quantity": "next"}, "3, 0", "wrong", "gradient-not-value"),
        (GRADIENT | {"vars": ["theta_1", "y"], "expected": "2theta1 + 3y", "parameter": "θ₁",
                     "loss": "theta1^2 + 3theta_1 y"}, "3θ₁", "wrong", "swapped-gradients"),
        (PLAIN, "0.2", "wrong", "sign"),  # −0.2 is right: the answer's minus is lost,
        (PLAIN, "1.8", "wrong", "sign"),  # and here that of θ.
        (VELOCITY | {"rule": "adam", "state": {"x": 5.7, "m": 2, "v": 9}, "quantity": "m"},
         "-2.94", "wrong", "sign"),
        (TWO_SUMS, "52, 52", "wrong", "shared-sigma"),
        (TWO_SUMS | {"quantity": "sigma"}, "5.916, 5.972", "wrong", "loss-not-gradient"),
        (ADAGRAD | {"quantity": "s"}, "29.183", "wrong", "one-step-too-many"),
        (ADAGRAD | {"quantity": "sigma"}, "1.6125", "wrong", "previous-accumulator"),
        (VELOCITY, "0.5", "right", None),
        (VELOCITY, "-0.5", "wrong", "sign"),
        (VELOCITY, "1.3", "wrong", "sign"),
    ],
)  # fmt: skip
def test_verdicts(
    request_: dict[str, Any], input_: str, verdict: str, misconception: str | None
) -> None:
    answer = grade(request_, input=input_)
    assert (answer["verdict"], answer["misconception"]) == (verdict, misconception), answer


def test_state_is_given_for_each_parameter() -> None:
    answer = grade(
        TWO | {"rule": "adagrad", "state": {"x": 2, "y": -1, "s": {"x": 7, "y": 16}}, "t": 1},
        quantity="sigma", input="1, 1",
    )  # fmt: skip
    assert answer["expected"] == pytest.approx([8**0.5, 8**0.5])


def test_typed_values_give_credit_for_what_follows() -> None:
    answer = grade(ADAGRAD, typed={"sigma": 5.5}, input=f"{-1 + 0.25 / 5.5 * 3:.4f}")
    assert answer["verdict"] == "follow"


@pytest.mark.parametrize("earlier", [2, 2.3, 2.345])
def test_what_follows_from_an_earlier_value_that_was_close_is_right(earlier: float) -> None:
    request = ADAGRAD | {
        "typed": {"sigma": earlier}
    }  # σ is 2.3452, so 2 is right as far as it goes.
    assert grade(request, input=f"{-1 + 0.25 / earlier * 3:.4f}")["verdict"] == "right"


def test_a_loss_is_accepted_with_its_values() -> None:
    answer = grade({"mode": "loss", "vars": ["x"], "at": [{"x": 2}, {"x": -1}]},
                   input="max(0,1-x)")  # fmt: skip
    assert (answer["verdict"], answer["values"], answer["gradients"]) == (
        "accepted", [0.0, 2.0], [[0.0], [-1.0]],
    )  # fmt: skip


@pytest.mark.parametrize("text", ["3", "x-x", "sqrt(-1-x^2)", "y", "1e400x", "x!"])
def test_a_loss_that_cannot_be_used_is_unreadable(text: str) -> None:
    assert grade({"mode": "loss", "vars": ["x"]}, input=text)["verdict"] == "unreadable"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"nonsense", "not JSON: Expecting value at column 1"),
        (b"\xff", "not JSON: not UTF-8"),
        (b"[1]", "a line must be one JSON object"),
        (b"{}", "'mode' must be a text"),
        (b'{"mode": "stepp"}', "unknown mode 'stepp'; did you mean 'step'?"),
        (b'{"mode": "number", "expected": 3, "input": "3"}', "'expected' must be a text"),
        (b'{"mode": "number", "expected": "3"}', "'input' must be a text"),
        (b'{"mode": "number", "expected": "x", "input": "3"}',
         '"x" is not a number. Type a value, e.g. 0.8.'),
        (b"[" * 100_000, "not JSON: nested too deep"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_request_is_an_error(line: bytes, error: str) -> None:
    assert graded(line) == {"error": error}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"rule": "adagard"}, "unknown rule 'adagard'; did you mean 'adagrad'?"),
        ({"quantity": "sigam"}, "unknown quantity 'sigam'; did you mean 'sigma'?"),
        ({"state": {}}, "'state' must be an object with a number for each parameter"),
        ({"state": {"theta": "1"}}, "'theta' must be a number"),
        ({"state": {"theta": 10**400}}, "'theta' is too large"),
        ({"state": {"theta": -1}}, "'state' must give 's', which 'adagrad' has at t = 3"),
        ({"t": None}, "'t' must be a whole number from 0 to 1000000000"),
        ({"hyper": []}, "'hyper' must be an object of numbers"),
        ({"typed": []}, "'typed' must be an object of numbers"),
        ({"t": -1}, "'t' must be a whole number from 0 to 1000000000"),
        ({"eta": None}, "'eta' must be a number"),
        ({"hyper": {"beta": 0.5}}, "rule 'adagrad' has no hyper-parameter 'beta'; it has none"),
        ({"typed": {"foo": 1}}, "unknown quantity 'foo' in 'typed'"),
        ({"digits": 0}, "'digits' must be a whole number from 1 to 15"),
        ({"loss": "log(theta)"}, "That is not a real number."),
    ],
)
def test_a_step_that_makes_no_sense_is_an_error(change: dict[str, Any], error: str) -> None:
    assert grade(ADAGRAD | {"input": "1"} | change) == {"error": error}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=5,
)
KEYS = [
    "mode",
    "rule",
    "loss",
    "eta",
    "t",
    "state",
    "quantity",
    "input",
    "typed",
    "hyper",
    "digits",
]


@settings(max_examples=150, deadline=None)
@given(key=st.sampled_from(KEYS), value=JSON)
def test_no_value_of_any_key_is_a_traceback(key: str, value: Any) -> None:
    answer = graded(json.dumps(ADAGRAD | {"input": "1", key: value}).encode())
    text = answer.get("error") or answer["message"]
    assert len(text) <= max(LONGEST_MESSAGE, 200)
    assert "\n" not in text


def test_each_answer_is_flushed_before_the_next_line_is_read() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tutor", "grade"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for typed, verdict in [("4/5", "right"), ("0.9", "wrong")]:
            request = {"mode": "number", "expected": "0.8", "input": typed}
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["verdict"] == verdict
        process.stdin.write(b"nonsense\n")
        process.stdin.close()
        assert "error" in json.loads(process.stdout.readline())
    assert process.returncode == 2


# try


@pytest.mark.parametrize(
    ("arguments", "status", "verdict"),
    [
        (["6", "next-1", "1.55"], 0, "right"), (["6", "sigma-1", "5"], 0, "close"),
        (["6", "next-1", "-0.5"], 1, "wrong"), (["6", "next-1", "foo"], 2, "unreadable"),
        (["one-step", "transfer-gradient", "4(w+1)"], 0, "right"),
        (["1", "transfer-gradient", "-4w-4"], 1, "wrong"),
    ],
)  # fmt: skip
def test_try_prints_what_grade_would(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, verdict: str
) -> None:
    assert run(["try", *arguments, "--format", "json"]) == status
    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == verdict
    assert set(answer) == {"verdict", "misconception", "also", "message", "read_as", "expected"}


def test_try_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["try", "6", "sigma-1", "26"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "verdict:       wrong",
        "misconception: no-square-root",
        "message:       This is the value you get if you leave out the square root. "
        "Take the root of the mean.",
        "read as:       26",
        "expected:      5.09901951359",
    ]


def test_what_cannot_be_judged_is_said_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["try", "6", "sigma-1", "sin 2"]) == 2
    assert capsys.readouterr().err == "descent: ANSWER: Write sin(…) with brackets.\n"


def test_refused_lines_are_counted_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = json.dumps({"mode": "number", "expected": "3", "input": "3"})
    lines = f"{good}\nnonsense\n[1]\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run(["grade"]) == 2
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert err == "descent: line 2: not JSON: Expecting value at column 1 (and 1 more refused)\n"


def test_a_wrong_formula_that_no_slip_gives_is_told_the_rules_that_lead_to_it() -> None:
    assert grade(GRADIENT, input="7x")["message"] == (
        "Not right, and no slip that is known gives it. "
        "The way: the sum rule, then the power rule, then the constant factor rule."
    )
    terms = GRADIENT | {"loss": "(x-1)^2+(x+2)^2", "vars": ["x"], "expected": "4x+2"}
    assert grade(terms, input="2(x-1)-2(x+2)")["misconception"] == "sign"


def test_try_of_an_unknown_prompt(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["try", "6", "sigma", "1"]) == 2
    message = "descent: there is no prompt 'sigma'; did you mean 'sigma-1'?\n"
    assert capsys.readouterr().err == message
