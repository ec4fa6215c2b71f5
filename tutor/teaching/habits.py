"""Misconceptions that came back: one wrong answer may be chance, two different ones are a habit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

TWICE = 2


def habits(named: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Ids that at least two items agree on, most frequent first.

    `named` holds, for each item, every misconception that fits what was answered there.
    """
    counts = Counter(id_ for ids in named for id_ in dict.fromkeys(ids))
    return tuple(id_ for id_, count in counts.most_common() if count >= TWICE)
