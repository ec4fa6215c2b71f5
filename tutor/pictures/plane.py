"""A loss as a landscape over two of its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tutor.maths.loss import Loss
from tutor.maths.notation import format_number, pretty_name

if TYPE_CHECKING:
    from tutor.maths.arrays import Array

Point = tuple[float, float]


@dataclass(frozen=True)
class Plane:
    """Two parameters of a loss by index, one across and one up; `held` has a value for every one,
    of which the other parameters keep theirs."""

    loss: Loss
    held: tuple[float, ...]
    across: int = 0
    up: int = 1

    @property
    def names(self) -> tuple[str, str]:
        parameters = self.loss.parameters
        return pretty_name(parameters[self.across]), pretty_name(parameters[self.up])

    @property
    def others(self) -> tuple[float, ...]:
        """The values of the parameters that are not shown."""
        return tuple(v for i, v in enumerate(self.held) if i not in {self.across, self.up})

    def of(self, vector: Sequence[float]) -> Point:
        """The shadow on the plane of a place, or of a direction."""
        return vector[self.across], vector[self.up]

    def heights(self, xs: Any, ys: Any) -> Array:
        """L for each pair, a row for each y; not finite where there is no value."""
        import numpy as np

        from tutor.maths.arrays import values_of

        point: dict[str, Any] = {**self.loss.point(self.held)}
        point[self.loss.parameters[self.across]] = np.asarray(xs)[None, :]
        point[self.loss.parameters[self.up]] = np.asarray(ys)[:, None]
        return values_of(self.loss, point)

    @cached_property
    def note(self) -> str:
        """What is held still, where the loss has more than two parameters."""
        others = [i for i in range(len(self.held)) if i not in {self.across, self.up}]
        if not others:
            return ""
        texts = (
            f"{pretty_name(self.loss.parameters[i])} = {format_number(self.held[i], 3)}"
            for i in others
        )
        return f"{', '.join(texts)} held"
