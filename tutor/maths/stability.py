"""The learning rate from which a run on a quadratic diverges."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tutor.maths.errors import Undefined
from tutor.maths.expr import names_in
from tutor.maths.loss import Loss
from tutor.maths.rule import Rule

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
    curvature = largest_curvature(loss)
    settings = {h.name: h.default for h in rule.hyper} | dict(hyper)
    return None if curvature is None or curvature <= 0 else limit(settings) / curvature


def largest_curvature(loss: Loss) -> float | None:
    """The largest eigenvalue of the Hessian where that is constant, so that the loss is quadratic.

    Imports numpy, and sympy for the Hessian.
    """
    if loss.given or any(
        names_in(entry) & set(loss.parameters) for row in loss.hessian for entry in row
    ):
        return None
    import numpy as np

    try:
        matrix = [[loss.total(entry, {}) for entry in row] for row in loss.hessian]
    except Undefined:
        return None
    return float(np.linalg.eigvalsh(matrix)[-1])
