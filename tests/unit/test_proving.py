"""sympy as the last judge of equality, in a process that can be stopped."""

from __future__ import annotations

from tutor.maths.expr import Expr
from tutor.maths.judging import Verdict
from tutor.maths.parser import read
from tutor.proving import prove_equal, within
from tutor.teaching.grading import judge
from tutor.teaching.questions import ExpressionQuestion


def never_done(_left: Expr, _right: Expr) -> bool:
    while True:
        pass


def fails(_left: Expr, _right: Expr) -> bool:
    raise ValueError


def question(right: str) -> ExpressionQuestion:
    return ExpressionQuestion("", ("x",), (read(right, ["x"]),))


def test_what_is_real_nowhere_is_proved_equal() -> None:
    typed = "log(-1 - x^2) + log(-x^2 - 1)"
    assert judge(question("2*log(-1 - x^2)"), typed).verdict is Verdict.UNDECIDED
    assert judge(question("2*log(-1 - x^2)"), typed, prove_equal).verdict is Verdict.RIGHT


def test_what_is_not_proved_stays_undecided() -> None:
    assert judge(question("x"), "sqrt(-1 - x^2)", prove_equal).verdict is Verdict.UNDECIDED


def test_a_proof_that_takes_for_ever_is_ended() -> None:
    assert not within(0.05, never_done, read("x", ["x"]), read("x", ["x"]))


def test_a_proof_that_fails_is_no_proof() -> None:
    assert not within(60, fails, read("x", ["x"]), read("x", ["x"]))
