"""Practice items: seeded, fit for paper, and telling every misconception apart."""

from __future__ import annotations

from itertools import islice

import pytest

from tutor.maths.judging import Verdict
from tutor.maths.notation import ascii_text
from tutor.maths.rule import Rule
from tutor.maths.rules import ADAGRAD, BUILT_IN, GD
from tutor.teaching.grading import judge
from tutor.teaching.items import Item, discriminates, items, slip_values, twins_of

FIRST_OF_SEED_7 = ("x**2 + 2*x*y + 4*y**2", (4.0, 0.0), 1, 0.8, ((2.0, 3.0),))


def taken(rule: Rule, quantity: str, count: int, seed: int = 1) -> list[Item]:
    return list(islice(items(rule, quantity, seed), count))


def numbers(item: Item) -> tuple[object, ...]:
    scene = item.scene
    return ascii_text(scene.loss.expr), scene.theta, scene.t, scene.eta, scene.gradients


def test_the_same_seed_gives_the_same_items() -> None:
    first, again, other = (taken(ADAGRAD, "next", 3, seed) for seed in (1, 1, 2))
    assert list(map(numbers, first)) == list(map(numbers, again))
    assert list(map(numbers, first)) != list(map(numbers, other))


def test_a_seed_means_the_same_on_every_machine() -> None:
    assert numbers(taken(GD, "next", 1, seed=7)[0]) == FIRST_OF_SEED_7


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.key)
def test_every_slip_of_an_item_is_named_and_an_honest_rounder_is_right(rule: Rule) -> None:
    for item in taken(rule, "next", 2):
        assert item.scene.t >= 1
        assert discriminates(item.scene, "next")
        honest = ", ".join(f"{value:#.3g}" for value in item.question.right)
        assert judge(item.question, honest).verdict is Verdict.RIGHT
        for id_, values in slip_values(item.scene, "next"):
            typed = ", ".join(repr(value) for value in values)
            judgement = judge(item.question, typed)
            assert id_ in (*judgement.misconception, *judgement.also), (id_, judgement)


@pytest.mark.parametrize("count", [1, 2])
def test_how_many_parameters_can_be_said(count: int) -> None:
    drawn = islice(items(ADAGRAD, "next", 1, parameters=count), 3)
    assert [len(item.scene.theta) for item in drawn] == [count] * 3


def test_something_always_moves() -> None:
    for item in taken(ADAGRAD, "eta_t", 30):
        assert all(item.scene.value("g", c) for c in range(len(item.scene.theta)))


def test_twins_are_found_and_are_mutual() -> None:
    twins = twins_of(ADAGRAD, "next", 1)
    assert ("sum-not-mean", "decay-without-root") in twins
    assert all((b, a) in twins for a, b in twins)


def test_twins_are_alike_for_nine_draws_of_ten_and_not_for_half_of_them() -> None:
    # 23 of the 24 draws; 12 of them: (2w − 3)² halves alike without its 2 or its exponent's 2,
    # (3w − 3)² does not.
    assert ("sum-not-mean", "decay-without-root") in twins_of(ADAGRAD, "next", 2)
    assert ("no-chain-factor", "derivative-half") not in twins_of(GD, "g", 1)


def test_no_two_items_are_alike() -> None:
    assert len(set(map(numbers, taken(GD, "g", 20)))) == 20
