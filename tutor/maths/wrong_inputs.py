"""What a misconception puts in the place of an input of a step: another gradient, another sum."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tutor.maths.errors import Undefined
from tutor.maths.rule import NEXT
from tutor.maths.slips import CHAIN, EXPONENT, POWER, with_constants_kept, without

if TYPE_CHECKING:
    from tutor.maths.scene import Scene

WrongInput = Callable[["Scene", int], float]


class Unknown(Undefined):
    """A name that this scene cannot give a value, such as an earlier gradient nobody told."""


# Gradients of other steps


def _earlier(scene: Scene) -> tuple[tuple[float, ...], ...]:
    """g⁰ … gᵗ⁻¹, a row a step: as they were told, or at t = 1 as the state still shows g⁰."""
    if scene.gradients is not None:
        return scene.gradients
    if scene.t == 0:
        return ()
    if scene.t == 1:
        return (tuple(_first_gradient(scene, c) for c in range(len(scene.theta))),)
    raise Unknown("the earlier gradients are not known")


def _first_gradient(scene: Scene, component: int) -> float:
    """g⁰ from the state after one step. A square does not tell its sign: that of g¹ is usual."""
    for name in scene.rule.state:
        one, two = (scene.rule.first(name, g, scene.eta, scene.hyper) for g in (1.0, 2.0))
        if not one or two is None:
            continue
        told = scene.state[name][component] / one
        if math.isclose(two, 2 * one):
            return told
        if math.isclose(two, 4 * one) and told >= 0:
            return math.copysign(math.sqrt(told), scene.slope(component))
    raise Unknown("no state of this rule tells the first gradient")


def _history(scene: Scene, component: int) -> list[float]:
    """g⁰ … gᵗ of one component, where they are known."""
    return [*(row[component] for row in _earlier(scene)), scene.slope(component)]


def _previous_gradient(scene: Scene, component: int) -> float:
    earlier = _earlier(scene)
    if not earlier:
        raise Unknown("there is no earlier gradient")
    return earlier[-1][component]


def _mean_of_absolutes(scene: Scene, component: int) -> float:
    gradients = _history(scene, component)
    return sum(map(abs, gradients)) / len(gradients)


def _deviation(scene: Scene, component: int) -> float:
    gradients = _history(scene, component)
    mean = sum(gradients) / len(gradients)
    return math.sqrt(sum((g - mean) ** 2 for g in gradients) / len(gradients))


def _gradient_after(scene: Scene, component: int) -> float:
    """The gradient at θᵗ⁺¹."""
    return scene.after.slope(component)


# Gradients of other components, or with other components in them


def _of_component(index: Callable[[int, int], int], least: int = 2) -> WrongInput:
    """The slope of another component, chosen from the component's own index and their number."""

    def slope(scene: Scene, component: int) -> float:
        _need(scene, least)
        return scene.slope(index(component, len(scene.theta)))

    return slope


def _swapped(first: int) -> Callable[[int, int], int]:
    """Exchanges a component with the next one, and leaves the others."""
    return lambda c, _: {first: first + 1, first + 1: first}.get(c, c)


def _sequential(*, backwards: bool) -> WrongInput:
    """The gradient with the components before this one, or behind it, already moved."""

    def slope(scene: Scene, component: int) -> float:
        _need(scene, 2)
        moved = tuple(
            scene.value(NEXT, c) if (c > component if backwards else c < component) else value
            for c, value in enumerate(scene.theta)
        )
        return scene.slope(component, moved)

    return slope


def _gradient_of_own_terms(scene: Scene, component: int) -> float:
    """The gradient with every other parameter taken for 0: its cross terms are gone."""
    _need(scene, 2)
    alone = tuple(value if c == component else 0.0 for c, value in enumerate(scene.theta))
    return scene.slope(component, alone)


def _gradient_at_lookahead(scene: Scene, component: int) -> float:
    ahead = tuple(
        value + scene.hyper["beta"] * scene.state["v"][c] for c, value in enumerate(scene.theta)
    )
    return scene.slope(component, ahead)


def _need(scene: Scene, least: int) -> None:
    if len(scene.theta) < least:
        raise Unknown("there are too few parameters")


# Slips in the derivative


def _derived_without(lost: str) -> WrongInput:
    def slope(scene: Scene, component: int) -> float:
        _need_loss(scene)
        expr = without(lost, scene.loss.expr, scene.loss.parameters[component])
        return scene.loss.total(expr, scene.point, scene.t)

    return slope


def _need_loss(scene: Scene) -> None:
    if scene.loss.given:
        raise Unknown("only the gradients are given")


def _constants_kept(scene: Scene, component: int) -> float:
    _need_loss(scene)
    expr = with_constants_kept(scene.loss.expr, scene.loss.parameters[component])
    return scene.loss.total(expr, scene.point, scene.t)


# One for all components


def _each(scene: Scene, quantity: str) -> list[float]:
    _need(scene, 2)
    return [scene.value(quantity, c) for c in range(len(scene.theta))]


WRONG_INPUTS: Mapping[str, WrongInput] = {
    "g_previous": _previous_gradient,
    "g_after": _gradient_after,
    "loss_after": lambda scene, _: scene.after.loss.at(scene.after.point),
    "next_next": lambda scene, c: scene.after.value(NEXT, c),
    "g_sum": lambda scene, c: sum(_history(scene, c)),
    "g_mean_abs": _mean_of_absolutes,
    "g_deviation": _deviation,
    "g_other": _of_component(lambda c, count: (c + 1) % count),
    "g_other_back": _of_component(lambda c, count: (c - 1) % count, least=3),
    "g_reversed": _of_component(lambda c, count: count - 1 - c, least=3),
    "g_swapped_first": _of_component(_swapped(0), least=3),
    "g_swapped_last": _of_component(_swapped(1), least=3),
    "g_updated": _sequential(backwards=False),
    "g_updated_back": _sequential(backwards=True),
    "g_own": _gradient_of_own_terms,
    "g_ahead": _gradient_at_lookahead,
    "g_no_chain": _derived_without(CHAIN),
    "g_no_exponent": _derived_without(EXPONENT),
    "g_same_power": _derived_without(POWER),
    "g_with_constants": _constants_kept,
    "s_shared": lambda scene, _: sum(_each(scene, "s")),
    "s_first": lambda scene, _: _each(scene, "s")[0],
    "s_last": lambda scene, _: _each(scene, "s")[-1],
    "sigma_shared": lambda scene, _: sum(_each(scene, "sigma")) / len(scene.theta),
    "components": lambda scene, _: float(len(scene.theta)),
    "decays": lambda scene, _: float(math.factorial(min(scene.t + 1, 170))),
}
