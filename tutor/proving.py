"""Equality that probing could not decide, asked of sympy in a process of its own.

sympy may think for ever, so the process is ended after two seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

from tutor.maths.expr import Expr

SECONDS = 2.0

Work = Callable[[Expr, Expr], bool]


def prove_equal(left: Expr, right: Expr) -> bool:
    """Whether sympy proves the two equal within two seconds. Blocks; not for a screen's thread."""
    return within(SECONDS, _simplifies_to_zero, left, right)


def within(seconds: float, work: Work, left: Expr, right: Expr) -> bool:
    """The work's answer; False where it takes longer than that, or fails."""
    spawn = get_context("spawn")  # A fork of a program with threads may hang.
    answers, answer = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_answer, args=(answer, work, left, right), daemon=True)
    process.start()
    answer.close()  # So that the end of the process is the end of the pipe.
    try:
        return bool(answers.poll(seconds) and answers.recv())
    except EOFError:
        return False
    finally:
        process.kill()
        process.join()


def _answer(answer: Connection, work: Work, left: Expr, right: Expr) -> None:
    """Runs in the other process. A failure closes the pipe without an answer."""
    try:
        answer.send(work(left, right))
    except (ArithmeticError, ValueError, TypeError, AttributeError, RecursionError):
        answer.close()  # sympy could not: so it is not proved.


def _simplifies_to_zero(left: Expr, right: Expr) -> bool:
    from tutor.maths.symbolic import is_same

    return is_same(left, right)
