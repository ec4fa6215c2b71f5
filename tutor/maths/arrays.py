"""A loss at many points at once, in numpy; imports numpy, so import it late."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np

from tutor.maths.evaluate import MATH_FUNCTIONS, Arithmetic, evaluate, shared_operations
from tutor.maths.expr import Expr
from tutor.maths.loss import Loss

Array = np.ndarray[Any, np.dtype[np.float64]]
NUMPY_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}


class ArrayArithmetic(Arithmetic[Any]):
    """Where there is no finite value there is inf or nan, and nobody is told."""

    def apply(self, operation: str, *operands: Any) -> Any:
        return self.operations[operation](*operands)


def sigmoid(x: Any) -> Any:
    """1/(1 + exp(−x)) by way of tanh, which overflows on neither side."""
    return 0.5 * (1 + np.tanh(0.5 * x))


FUNCTIONS: Mapping[str, Any] = {
    **{name: getattr(np, NUMPY_NAMES.get(name, name)) for name in MATH_FUNCTIONS},
    "abs": np.abs,
    "sign": np.sign,
    "sigmoid": sigmoid,
    "max": lambda *values: reduce(np.maximum, values),
    "min": lambda *values: reduce(np.minimum, values),
}
ARRAYS = ArrayArithmetic(
    literal=lambda literal: float(literal.value),
    operations=shared_operations(np.power, FUNCTIONS),
    constants={"e": np.e, "pi": np.pi},
)


def values_of(loss: Loss, point: Mapping[str, Any], expr: Expr | None = None) -> Array:
    """L, or another expression in the loss's names, summed over its data where it has any.

    `point` gives each parameter a number or an array; arrays broadcast against one another. Not
    finite where there is no value.
    """
    body = loss.expr if expr is None else expr
    rows = loss.data.rows if loss.data else ((),)
    with np.errstate(all="ignore"):
        total = sum(
            evaluate(body, {**point, **dict(zip(loss.columns, row, strict=True))}, ARRAYS)
            for row in rows
        )
    shape = np.broadcast_shapes(*(np.shape(value) for value in point.values()))
    return np.broadcast_to(np.asarray(total, dtype=np.float64), shape)
