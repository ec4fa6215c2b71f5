"""Misconceptions that came back: one wrong answer may be chance, two different ones are a habit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tutor.maths.misconceptions import MISCONCEPTIONS

TWICE = 2


@dataclass(frozen=True)
class Habit:
    """What at least two items agree on; several ids where the same items fit all of them."""

    ids: tuple[str, ...]
    items: frozenset[int]

    @property
    def did(self) -> str:
        """`leave out the square root`, or `either … or …` where nothing tells two apart."""
        first, *others = (MISCONCEPTIONS[id_].did for id_ in self.ids)
        return f"either {first} or {others[0]}" if others else first

    @property
    def instead(self) -> str:
        """What to do; nothing where it is not certain what was done."""
        return MISCONCEPTIONS[self.ids[0]].instead if len(self.ids) == 1 else ""


def habits(named: Iterable[Sequence[str]]) -> tuple[Habit, ...]:
    """What came back, most frequent first.

    `named` holds, for each item, every misconception that fits what was answered there. One that
    fits only where a more frequent one fits as well is explained by that one.
    """
    seen: dict[str, set[int]] = {}
    for number, ids in enumerate(named):
        for id_ in ids:
            seen.setdefault(id_, set()).add(number)
    found: dict[frozenset[int], list[str]] = {}
    for id_, where in sorted(seen.items(), key=lambda pair: -len(pair[1])):
        items = frozenset(where)
        if len(items) >= TWICE and not any(items < others for others in found):
            found.setdefault(items, []).append(id_)
    return tuple(Habit(tuple(ids), items) for items, ids in found.items())
