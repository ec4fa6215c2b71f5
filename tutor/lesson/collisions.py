"""Prompts that cannot tell a misconception apart: from the right value, or from another one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tutor.lesson.model import GRADIENT, Predict, Problem, components
from tutor.maths.judging import Verdict, fits, judge_number, three_digits
from tutor.maths.malrules import slips
from tutor.maths.rule import NEXT
from tutor.maths.scene import Scene, scene_of

STEPS = range(1, 6)  # A slip that changes nothing at any of these does not apply to a problem.

Values = dict[int, tuple[str, tuple[float, ...]]]  # By malrule: its id, and a value a component.


def collisions(stop: Predict) -> Iterator[str]:
    """Misconceptions whose value, typed to three digits, would be judged right."""
    if stop.quantity == GRADIENT or stop.allow_collisions:
        return
    scene = scene_of(stop.problem.trace, stop.t)
    which = components(stop)
    found = _values(scene, stop.quantity, which)
    for key, (id_, values) in found.items():
        if _is_right(scene, stop.quantity, which, values) and _applies(stop, key):
            shown = ", ".join(f"{value:#.3g}" for value in values)
            yield (
                f"{stop.id!r} does not tell {id_!r} apart: {shown} would be judged right; choose "
                "other numbers, or allow_collisions = true"
            )


def lookalikes(stop: Predict) -> Iterator[str]:
    """One line on the misconceptions that give one another's value here, though not everywhere."""
    if stop.quantity == GRADIENT or stop.allow_collisions:
        return
    scene, which = scene_of(stop.problem.trace, stop.t), components(stop)
    found = _values(scene, stop.quantity, which)
    applying = {key: pair for key, pair in found.items() if _applies(stop, key)}
    pairs = _pairs(applying) - _twins(stop.problem, stop.quantity, which)
    if pairs:
        shown = "; ".join(f"{first} and {second}" for first, second in sorted(pairs))
        yield f"{stop.id!r}: these give the same value here: {shown}"


def _values(scene: Scene, quantity: str, which: tuple[int, ...]) -> Values:
    """What every malrule gives that gives a value for all components; keyed by its place."""
    found: Values = {}
    for component in which:
        for malrule, value in slips(scene, quantity, component):
            id_, values = found.get(hash(malrule), (malrule.id, ()))
            found[hash(malrule)] = (id_, (*values, value))
    return {key: pair for key, pair in found.items() if len(pair[1]) == len(which)}


def _is_right(
    scene: Scene, quantity: str, which: tuple[int, ...], values: tuple[float, ...]
) -> bool:
    return all(
        judge_number(
            three_digits(value),
            scene.value(quantity, component),
            scene.theta[component] if quantity == NEXT else None,
        )
        is Verdict.RIGHT
        for component, value in zip(which, values, strict=True)
    )


def _applies(stop: Predict, key: int) -> bool:
    """Whether the slip changes the value at some other step of the problem."""
    which = components(stop)
    for scene in _scenes(stop.problem):
        pair = _values(scene, stop.quantity, which).get(key)
        if pair is not None and not _is_right(scene, stop.quantity, which, pair[1]):
            return True
    return False


def _pairs(found: Values) -> set[tuple[str, str]]:
    """Pairs of different ids with the same values, as far as three digits tell."""
    return {
        (min(a, b), max(a, b))
        for (a, left), (b, right) in combinations(found.values(), 2)
        if a != b and all(fits(three_digits(x), y) for x, y in zip(left, right, strict=True))
    }


def _twins(problem: Problem, quantity: str, which: tuple[int, ...]) -> set[tuple[str, str]]:
    """Pairs that look alike at every step of the problem: always named together, never a fault."""
    each = [_pairs(_values(scene, quantity, which)) for scene in _scenes(problem)]
    return set.intersection(*each) if each else set()


def _scenes(problem: Problem) -> Iterator[Scene]:
    for t in STEPS:
        if t < len(problem.trace):
            yield scene_of(problem.trace, t)
