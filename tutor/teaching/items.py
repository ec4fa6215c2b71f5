"""Practice items: a step on new numbers, searched until every misconception shows.

Random numbers separate all of Adagrad's misconceptions at three digits in a few draws of a
hundred, and at t = 0 in none. So items are drawn from small whole numbers and halves, at t ≥ 1, and
kept when the right value, every misconception's and the right value cut to fewer digits are all
distinct.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from tutor.maths.errors import Undefined
from tutor.maths.evaluate import evaluate
from tutor.maths.expr import names_in
from tutor.maths.judging import COARSE, Verdict, fits, is_same, judge_number, plain, three_digits
from tutor.maths.loss import Loss
from tutor.maths.malrules import slips
from tutor.maths.parser import read
from tutor.maths.rule import NEXT, Rule
from tutor.maths.scene import Scene
from tutor.teaching.questions import ValueQuestion, value_question

TRIES = 4000  # Draws for one item before giving up; dozens are usual.
SHARE_OF_ONE = 1 / 3  # Of items with one parameter; they hide more slips, so the search is longer.
PROBES = 24
TWIN_SHARE = 0.9
LATEST, LATEST_OF_SUM = 4, 3  # t; a sum of more than four squares is no fun on paper.
LARGEST = 1000.0  # Of any number that appears.
SMALLEST = 0.02
ETAS = (0.1, 0.2, 0.25, 0.4, 0.5, 0.8)
# A rule that divides the gradient by its own size steps about η far, and a slip shows best in a
# step that is as long as θ.
ETAS_OF_SCALED = (0.4, 0.5, 0.8, 1.5, 2)
FACTORS = ("", "2*", "3*", "0.5*")
# With β₂ = 0.999 no slip in v shows at three digits, nor can it be worked on paper.
HYPER = {
    "beta": (0.5, 0.8, 0.9),
    "alpha": (0.5, 0.8, 0.9),
    "beta1": (0.5, 0.8),
    "beta2": (0.6, 0.9),
}
TWO = (
    "{a}*x^2 + {b}*x*y + {c}*y^2",
    "({a}*x - {b}*y)^2 + {c}*x",
    "{a}*x^2 + {b}*x*y + {c}*y^2 - {d}*y",
)


Rows = tuple[tuple[float, ...], ...]  # A gradient a step.
Slip = tuple[str, tuple[float, ...]]  # A misconception's id, and what it gives.


class NoItem(ValueError):
    """No numbers were found that tell the misconceptions apart."""


@dataclass(frozen=True)
class Item:
    """A question about one step of a rule, from a state that is given with it."""

    scene: Scene
    quantity: str
    question: ValueQuestion


def items(rule: Rule, quantity: str, seed: int, parameters: int | None = None) -> Iterator[Item]:
    """Items for a rule's quantity, no two alike; the same seed gives the same items.

    Losses have one parameter or two, unless it is said how many.
    """
    # A text seeds the same everywhere; hash() of it would not.
    draw = random.Random(f"{rule.key}/{quantity}/{seed}")  # noqa: S311  # Practice, no secret.
    seen: set[tuple[object, ...]] = set()
    while True:
        count = parameters or (1 if draw.random() < SHARE_OF_ONE else 2)
        item = _search(rule, quantity, draw, count)
        key = (item.scene.loss, item.scene.theta, item.scene.t, item.scene.eta)
        if key not in seen:
            seen.add(key)
            yield item


def _search(rule: Rule, quantity: str, draw: random.Random, parameters: int) -> Item:
    for _ in range(TRIES):
        scene = _drawn(rule, draw, parameters)
        try:
            if discriminates(scene, quantity):
                return _item(scene, quantity)
        except (Undefined, OverflowError):
            continue
    raise NoItem(f"no item found for {quantity} of {rule.key}")


def _item(scene: Scene, quantity: str) -> Item:
    which = _components(scene, quantity)
    right = tuple(scene.value(quantity, c) for c in which)
    names = tuple(scene.loss.parameters[c] for c in which)
    question = value_question(f"{quantity} = ?", names, right, scene, quantity, which)
    return Item(scene, quantity, question)


def _components(scene: Scene, quantity: str) -> tuple[int, ...]:
    return (0,) if quantity in scene.rule.scalars else tuple(range(len(scene.theta)))


# Drawing


def _drawn(rule: Rule, draw: random.Random, parameters: int) -> Scene:
    """A state in the middle of a run, in numbers fit for paper."""
    has_sum = any(map(rule.is_running_sum, rule.state))
    t = draw.randint(1, LATEST_OF_SUM if has_sum else LATEST)
    loss = _loss(draw, parameters == 2)
    count = len(loss.parameters)
    gradients = tuple(tuple(float(_nonzero(draw, 6)) for _ in range(count)) for _ in range(t))
    invented = {name: _invented(rule, name, count, draw) for name in rule.state
                if not _is_told(rule, name)}  # fmt: skip
    theta = tuple(draw.randint(-8, 8) / 2 for _ in range(count))
    hyper = {h.name: draw.choice(HYPER.get(h.name, (h.default,))) for h in rule.hyper}
    is_scaled = rule.equation(NEXT).still_where is not None
    eta = draw.choice(ETAS_OF_SCALED if is_scaled else ETAS)
    sums = {name: _summed(rule, name, gradients, {"eta": eta, **hyper}) for name in rule.state
            if _is_told(rule, name)}  # fmt: skip
    return Scene(rule, loss, theta, {**invented, **sums}, t, eta, hyper, gradients)


def _nonzero(draw: random.Random, most: int) -> int:
    return draw.choice([-1, 1]) * draw.randint(1, most)


def _loss(draw: random.Random, two: bool) -> Loss:
    if two:
        a, b, c, d = (draw.randint(1, 4) for _ in range(4))
        text = draw.choice(TWO).format(a=a, b=b, c=c, d=d)
        return _read(text.replace("1*", ""), ("x", "y"))
    centre = _nonzero(draw, 5)
    inner = f"w {'-' if centre > 0 else '+'} {abs(centre)}"
    slope = draw.choice(("", "2*", "3*"))
    return _read(f"{draw.choice(FACTORS)}({slope}{inner})^2", ("w",))


@lru_cache(maxsize=4096)
def _read(text: str, parameters: tuple[str, ...]) -> Loss:
    return Loss(read(text, parameters), parameters)


def _is_told(rule: Rule, name: str) -> bool:
    """Whether a state follows from the gradients so far: it is a sum of what each one gives."""
    summand = rule.summand(name)
    return summand is not None and names_in(summand) <= {"g", "eta", "t", *rule.hyper_names}


def _summed(
    rule: Rule, name: str, gradients: Rows, settings: Mapping[str, float]
) -> tuple[float, ...]:
    summand = rule.summand(name)
    assert summand is not None  # It is told by the gradients.
    return tuple(
        sum(evaluate(summand, {**settings, "g": g, "t": float(t)}) for t, g in enumerate(column))
        for column in zip(*gradients, strict=True)
    )


def _invented(rule: Rule, name: str, count: int, draw: random.Random) -> tuple[float, ...]:
    """Any other state is a small number, and positive if it does not know the gradient's sign."""
    up, down = (rule.first(name, g, 1.0, rule.settings()) for g in (1.0, -1.0))
    if up == down:
        return tuple(draw.randint(1, 40) / 2 for _ in range(count))
    return tuple(_nonzero(draw, 20) / 10 for _ in range(count))


# Judging a draw


def discriminates(scene: Scene, quantity: str) -> bool:
    """Whether the right value and every misconception's are told apart by three typed digits."""
    which = _components(scene, quantity)
    right = tuple(scene.value(quantity, c) for c in which)
    if not all(SMALLEST <= abs(value) <= LARGEST for value in right):
        return False
    if not all(scene.slope(c) for c in range(len(scene.theta))):
        return False  # Without a gradient nothing moves, and there is nothing to get wrong.
    old = tuple(scene.theta[c] if quantity == NEXT else None for c in which)
    if any(judge_number(three_digits(r), r, o) is not Verdict.RIGHT
           for r, o in zip(right, old, strict=True)):  # fmt: skip
        return False  # Three digits are what is asked for.
    twins = twins_of(scene.rule, quantity, len(scene.theta))
    before: list[Slip] = []
    for id_, values in slip_values(scene, quantity):
        if _passes(values, right, old):
            return False
        if any(
            other != id_ and (other, id_) not in twins and _alike(others, values)
            for other, others in before
        ):
            return False
        before.append((id_, values))
    return True


def slip_values(scene: Scene, quantity: str) -> Iterator[Slip]:
    """(id, values) of every malrule that changes something and must show."""
    which = _components(scene, quantity)
    right = [scene.value(quantity, c) for c in which]
    for malrule, values in slips(scene, quantity, which):
        changes = malrule.must_show(quantity) and not all(map(is_same, values, right))
        if changes and all(abs(v) <= LARGEST * LARGEST for v in values):
            yield malrule.id, values


def _passes(
    values: tuple[float, ...], right: tuple[float, ...], old: tuple[float | None, ...]
) -> bool:
    """Whether a slip's value is taken for the right one, or for that one with fewer digits."""
    return any(
        all(
            judge_number(typed(v), r, o) in {Verdict.RIGHT, Verdict.CLOSE}
            for v, r, o in zip(values, right, old, strict=True)
        )
        for typed in (three_digits, plain)
    )


def _alike(left: tuple[float, ...], right: tuple[float, ...]) -> bool:
    # Three digits are never more than 2 % off, and most pairs are: this spares them the rounding.
    return all(
        abs(a - b) <= COARSE * abs(a) and fits(three_digits(a), b)
        for a, b in zip(left, right, strict=True)
    )


@lru_cache(maxsize=256)
def twins_of(rule: Rule, quantity: str, parameters: int) -> frozenset[tuple[str, str]]:
    """Pairs of misconceptions that give one another's value for nearly all numbers.

    They cannot be told apart by any item, so they are always named together.
    """
    draw = random.Random(f"twins/{rule.key}/{quantity}")  # noqa: S311
    counts: dict[tuple[str, str], int] = {}
    for _ in range(PROBES):
        scene = _drawn(rule, draw, parameters)
        try:
            found = list(slip_values(scene, quantity))
        except (Undefined, OverflowError):
            continue
        alike = {
            (a, b)
            for (a, left), (b, right) in combinations(found, 2)
            if a != b and _alike(left, right)
        }
        for pair in alike:
            counts[pair] = counts.get(pair, 0) + 1
    often = {pair for pair, count in counts.items() if count >= TWIN_SHARE * PROBES}
    return frozenset(often | {(b, a) for a, b in often})
