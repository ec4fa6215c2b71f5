"""Where an axis is marked, and what stands there."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.maths.notation import MINUS, format_number, superscript

NICE = (1, 2, 5, 10)
MOST_DIGITS = 13  # Of a label; ticks that only more could tell apart are closer than sense.


def linear_ticks(low: float, high: float, most: int) -> list[float]:
    """At most about `most` round numbers from low to high, evenly apart."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low] if math.isfinite(low) else []
    raw = (high - low) / max(1, most)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(nice * power for nice in NICE if nice * power >= raw * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Powers of ten from low to high, at most about `most`; both are positive."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    stride = max(1, math.ceil((last - first + 1) / max(1, most)))
    return [10.0**k for k in range(first, last + 1, stride)]


def linear_labels(ticks: Sequence[float]) -> list[str]:
    """The numbers with as many decimals as their distance needs: 0.5, 1.0, 1.5."""
    if len(ticks) < 2:
        return [format_number(tick, 3) for tick in ticks]
    step, largest = abs(ticks[1] - ticks[0]), max(map(abs, ticks))
    if largest >= 1e5 or step < 1e-4:
        return _told_apart([0.0 if abs(t) < step / 1e6 else t for t in ticks])
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [f"{0.0 if abs(t) < step / 1e6 else t:.{decimals}f}".replace("-", MINUS) for t in ticks]


def _told_apart(ticks: Sequence[float]) -> list[str]:
    """The numbers with as few digits as make them all different."""
    for digits in range(3, MOST_DIGITS + 1):
        labels = [format_number(tick, digits) for tick in ticks]
        if len(set(labels)) == len(labels):
            break
    return labels


def log_label(tick: float) -> str:
    """10⁻³, 10⁰, 10²."""
    return "10" + superscript(str(round(math.log10(tick))))
