"""The examples that a loss is summed over."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tutor.maths.errors import Unreadable, shown
from tutor.maths.suggest import did_you_mean

MOST_EXAMPLES = 1000


@dataclass(frozen=True)
class Data:
    """Examples in order, one row each. An update takes `batch` of them, or all where it is 0."""

    columns: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    batch: int = 0

    def batch_of(self, t: int) -> tuple[tuple[float, ...], ...]:
        """The examples of update t: the next ones in order, after the last the first again."""
        if not self.batch:
            return self.rows
        count = len(self.rows)
        return tuple(self.rows[(t * self.batch + k) % count] for k in range(self.batch))

    def in_batches(self, batch: int) -> Data:
        """The same examples, taken `batch` at a time."""
        if not 1 <= batch <= len(self.rows):
            raise Unreadable(
                f"'batch' must be from 1 to {len(self.rows)}, the number of examples; left out, "
                "an update takes all of them"
            )
        return replace(self, batch=batch)

    def standardized(self, names: Sequence[str]) -> Data:
        """The same with (x − m)/σ in the place of some columns: mean 0, variance 1."""
        values = dict(zip(self.columns, zip(*self.rows, strict=True), strict=True))
        for name in names:
            if name not in values:
                raise Unreadable(f"no column {shown(name)!r}; {did_you_mean(name, values)}")
            values[name] = _standardized(name, values[name])
        return replace(self, rows=tuple(zip(*values.values(), strict=True)))


def data_of(columns: Mapping[str, Sequence[float]]) -> Data:
    """The examples of some columns, or `Unreadable` where there are none, or too many."""
    lengths = {len(values) for values in columns.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise Unreadable(
            "'data' must have columns of equal length, e.g. { x = [1, 2], y = [3, 5] }"
        )
    if max(lengths) > MOST_EXAMPLES:
        raise Unreadable(f"'data' may have at most {MOST_EXAMPLES} examples")
    rows = zip(*(map(float, values) for values in columns.values()), strict=True)
    return Data(tuple(columns), tuple(rows))


def _standardized(name: str, values: Sequence[float]) -> tuple[float, ...]:
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    if deviation == 0:
        raise Unreadable(f"the column {name!r} is the same in every example")
    return tuple((value - mean) / deviation for value in values)
