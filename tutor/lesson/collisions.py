"""Prompts that cannot tell a misconception apart: from the right value, or from another one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tutor.lesson.model import GRADIENT, Predict, Problem, components
from tutor.maths.errors import Undefined
from tutor.maths.judging import Verdict, by_digits_alone, fits, is_same, judge_number, three_digits
from tutor.maths.malrules import Malrule, slips
from tutor.maths.rule import NEXT
from tutor.maths.scene import Scene, scene_of

STEPS = range(1, 6)  # A slip that changes nothing at any of these does not apply to a problem.

Values = dict[Malrule, tuple[float, ...]]  # What each malrule gives, a value a component.


def collisions(stop: Predict) -> Iterator[str]:
    """Misconceptions whose value, typed to three digits, would be judged right."""
    if stop.quantity == GRADIENT or stop.allow_collisions:
        return
    scene = scene_of(stop.problem.trace, stop.t)
    which = components(stop)
    told: set[str] = set()  # Variants of one slip may give one value: it is told once.
    for malrule, values in slips(scene, stop.quantity, which):
        if malrule.id not in told and (
            malrule.must_show(stop.quantity)
            and _is_right(scene, stop.quantity, which, values)
            and _applies(stop, malrule)
        ):
            told.add(malrule.id)
            shown = ", ".join(f"{value:#.3g}" for value in values)
            yield (
                f"{stop.id!r} does not tell {malrule.id!r} apart: {shown} would be judged right; "
                "choose other numbers, or allow_collisions = true"
            )


def lookalikes(stop: Predict) -> Iterator[str]:
    """One line on the misconceptions that give one another's value here, though not everywhere."""
    if stop.quantity == GRADIENT or stop.allow_collisions:
        return
    scene, which = scene_of(stop.problem.trace, stop.t), components(stop)
    applying = {
        malrule: values
        for malrule, values in slips(scene, stop.quantity, which)
        if malrule.must_show(stop.quantity) and _applies(stop, malrule)
    }
    pairs = _pairs(applying) - _twins(stop.problem, stop.quantity, which)
    if pairs:
        shown = "; ".join(f"{first} and {second}" for first, second in sorted(pairs))
        yield f"{stop.id!r}: these give the same value here: {shown}"


def _is_right(
    scene: Scene, quantity: str, which: tuple[int, ...], values: tuple[float, ...]
) -> bool:
    """Whether the values, typed to three digits, pass for right.

    They do not where only the digits make them right: the judge then says 'close', since a
    misconception gives them as well.
    """
    for component, value in zip(which, values, strict=True):
        typed, right = three_digits(value), scene.value(quantity, component)
        old = scene.theta[component] if quantity == NEXT else None
        if judge_number(typed, right, old) is not Verdict.RIGHT or by_digits_alone(typed, right):
            return False
    return True


def _applies(stop: Predict, malrule: Malrule) -> bool:
    """Whether the slip changes the value at some other step of the problem."""
    which = components(stop)
    for scene in _scenes(stop.problem):
        try:
            values = tuple(scene.edited(malrule.edits, stop.quantity, c) for c in which)
        except (Undefined, OverflowError):
            continue
        right = (scene.value(stop.quantity, c) for c in which)
        if not all(map(is_same, values, right)):
            return True
    return False


def _pairs(found: Values) -> set[tuple[str, str]]:
    """Pairs of different ids with the same values, as far as three digits tell."""
    return {
        (min(a.id, b.id), max(a.id, b.id))
        for (a, left), (b, right) in combinations(found.items(), 2)
        if a.id != b.id and all(fits(three_digits(x), y) for x, y in zip(left, right, strict=True))
    }


def _twins(problem: Problem, quantity: str, which: tuple[int, ...]) -> set[tuple[str, str]]:
    """Pairs that look alike at every step of the problem: always named together, never a fault."""
    each = [_pairs(dict(slips(scene, quantity, which))) for scene in _scenes(problem)]
    return set.intersection(*each) if each else set()


def _scenes(problem: Problem) -> Iterator[Scene]:
    for t in STEPS:
        if t < len(problem.trace):
            yield scene_of(problem.trace, t)
