"""Equality that probing could not decide, asked of sympy in a process of its own.

sympy may think for ever, so the process is ended after two seconds. multiprocessing is of no use
here: it hands on the standard streams, which a full-screen program has taken away.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable

from tutor.maths.expr import Expr

SECONDS = 2.0

Work = Callable[[Expr, Expr], bool]


def prove_equal(left: Expr, right: Expr) -> bool:
    """Whether sympy proves the two equal within two seconds. Blocks; not for a screen's thread."""
    return within(SECONDS, _simplifies_to_zero, left, right)


def within(seconds: float, work: Work, left: Expr, right: Expr) -> bool:
    """The work's answer; False where it takes longer than that, or fails."""
    # The path of this process, and not the current folder, says where modules come from.
    program = f"import sys; sys.path[:] = {sys.path!r}; from tutor.proving import main; main()"
    try:
        done = subprocess.run(  # noqa: S603  # Nothing in it was typed.
            [sys.executable, "-P", "-c", program],
            input=pickle.dumps((work, left, right)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0 and done.stdout == YES


YES = b"yes"


def main() -> None:
    """What the other process does. Its input comes from `within` alone."""
    work, left, right = pickle.load(sys.stdin.buffer)  # noqa: S301
    sys.stdout.buffer.write(YES if work(left, right) else b"no")


def _simplifies_to_zero(left: Expr, right: Expr) -> bool:
    from tutor.maths.symbolic import is_same

    return is_same(left, right)
