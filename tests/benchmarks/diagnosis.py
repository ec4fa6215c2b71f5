"""Simulated learners: how often a slip is named, how often an honest rounder is judged right.

    python -m tests.benchmarks.diagnosis [ITEMS]

Each wrong learner makes one slip and types its value to three digits, on searched items; named
means that the slip's id is among those the message names. Honest rounders type the right value to
three digits. Prints how long the items took, too.
"""

from __future__ import annotations

import sys
import time
from itertools import islice

from tutor.maths.judging import Verdict
from tutor.maths.rules import BUILT_IN
from tutor.teaching.grading import judge
from tutor.teaching.items import Item, items, slip_values


def typed(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:#.3g}" for value in values)


def named(item: Item) -> tuple[int, int, int]:
    """(slips, slips named, slips named first) on one item."""
    slips = first = found = 0
    for id_, values in slip_values(item.scene, item.quantity):
        judgement = judge(item.question, typed(values))
        slips += 1
        found += id_ in (*judgement.misconception, *judgement.also)
        first += judgement.misconception == (id_,)
    return slips, found, first


def main(count: int) -> None:
    print(f"{'rule':20}{'quantity':10}{'items':>6}{'s':>7}{'named':>8}{'first':>8}{'rounders':>10}")
    for rule in BUILT_IN:
        for quantity in [q for q in rule.quantities if q in {"g", "eta_t", "sigma", "next"}]:
            if quantity == "eta_t" and rule.key not in {"decay", "adagrad"}:
                continue
            begun = time.perf_counter()
            drawn = list(islice(items(rule, quantity, seed=1), count))
            seconds = time.perf_counter() - begun
            slips, found, first = (sum(column) for column in zip(*map(named, drawn), strict=True))
            honest = sum(
                judge(item.question, typed(item.question.right)).verdict is Verdict.RIGHT
                for item in drawn
            )
            print(
                f"{rule.key:20}{quantity:10}{len(drawn):>6}{seconds:>7.1f}{found / slips:>8.1%}"
                f"{first / slips:>8.1%}{honest / len(drawn):>10.1%}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
