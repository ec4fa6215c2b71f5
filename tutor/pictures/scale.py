"""Numbers along an axis → dots, evenly or by powers of ten."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tutor.pictures.ticks import linear_labels, linear_ticks, log_label, log_ticks

FAR = 1e6  # Dots: outside of every picture.
HIGHEST = 1e300  # Beyond that a range would overflow.


@dataclass(frozen=True)
class Scale:
    """The stretch from `low` to `high` on `dots` dots; with `log` both are positive."""

    low: float
    high: float
    dots: int
    log: bool = False

    def dot(self, value: float) -> float:
        """Where a value lies; far outside where it cannot be shown, such as 0 on a log axis."""
        if math.isnan(value) or (self.log and value <= 0):
            return -FAR
        low, high, at = (self._place(v) for v in (self.low, self.high, value))
        if high == low:
            return 0.0
        return min(max((at - low) / (high - low) * (self.dots - 1), -FAR), FAR)

    def value(self, dot: float) -> float:
        """What lies at a dot."""
        low, high = self._place(self.low), self._place(self.high)
        place = low + dot / (self.dots - 1) * (high - low)
        return 10.0**place if self.log else place

    def labels(self, most: int, *, whole: bool = False) -> dict[float, str]:
        """At most about `most` ticks with their labels; with `whole` at whole numbers alone."""
        if self.log:
            ticks = log_ticks(self.low, self.high, most)
            if len(ticks) > 1:
                return {tick: log_label(tick) for tick in ticks}
        ticks = linear_ticks(self.low, self.high, most)
        if whole:
            ticks = [tick for tick in ticks if abs(tick - round(tick)) < 1e-9]
        return dict(zip(ticks, linear_labels(ticks), strict=True))

    def _place(self, value: float) -> float:
        return math.log10(value) if self.log else value
