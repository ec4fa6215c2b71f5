"""The learning rate from which a run on a quadratic diverges."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tutor.maths.errors import Undefined
from tutor.maths.expr import names_in
from tutor.maths.loss import Loss
from tutor.maths.rule import Rule

FLAT = 1e-9  # Of the largest curvature: what is below that is a rounding error.
# η·λ at which the slowest-damped mode of curvature λ stops shrinking. Heavy ball: Polyak, 1964;
# Nesterov's momentum: O'Donoghue and Candès, 2015, for constant β.
LIMITS: Mapping[str, Callable[[Mapping[str, float]], float]] = {
    "gd": lambda _: 2.0,
    "momentum": lambda hyper: 2 * (1 + hyper["beta"]),
    "nesterov": lambda hyper: 2 * (1 + hyper["beta"]) / (1 + 2 * hyper["beta"]),
}


def largest_eta(rule: Rule, loss: Loss, hyper: Mapping[str, float]) -> float | None:
    """The η above which the rule diverges, where that is known: on a bowl, for three rules."""
    limit = LIMITS.get(rule.key)
    if limit is None:
        return None
    curvatures = _curvatures(loss)
    if not curvatures or curvatures[0] < -FLAT * curvatures[-1] or curvatures[-1] <= 0:
        return None  # Downhill for ever along some direction: no η is small enough, or too large.
    return limit(rule.settings(hyper)) / curvatures[-1]


def _curvatures(loss: Loss) -> list[float]:
    """The eigenvalues of the Hessian, the smallest first, where it is the same everywhere.

    Empty where the loss is not quadratic, or where an update sees but a part of it.

    Imports numpy, and sympy for the Hessian.
    """
    if loss.given or (loss.data is not None and loss.data.batch):
        return []
    if any(names_in(entry) & set(loss.parameters) for row in loss.hessian for entry in row):
        return []
    import numpy as np

    try:
        matrix = [[loss.total(entry, {}) for entry in row] for row in loss.hessian]
    except Undefined:
        return []
    return [float(value) for value in np.linalg.eigvalsh(matrix)]
