"""One step of a rule, evaluated lazily by name, so that any equation or input can be edited.

This is how a misconception's value is computed: with one name given another meaning, everything
that uses it follows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tutor.maths.engine import Trace
from tutor.maths.errors import Undefined
from tutor.maths.evaluate import Lookup, evaluate
from tutor.maths.expr import Expr
from tutor.maths.loss import Loss
from tutor.maths.rule import NEXT, Rule
from tutor.maths.slips import slope_without

BEFORE = "_before"


class Unknown(Undefined):
    """A name that this scene cannot give a value, such as an earlier gradient nobody told."""


@dataclass(frozen=True)
class Scene:
    """A step about to be taken: θᵗ, the state that the step finds, t and the settings.

    `gradients` are g⁰ … gᵗ⁻¹, one row a step, where the run so far is known. `fixed` are values of
    quantities that stand whatever their equations say: a learner's own earlier answers.
    """

    rule: Rule
    loss: Loss
    theta: tuple[float, ...]
    state: Mapping[str, tuple[float, ...]]
    t: int
    eta: float
    hyper: Mapping[str, float]
    gradients: tuple[tuple[float, ...], ...] | None = None
    fixed: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def with_typed(self, typed: Mapping[str, tuple[float, ...]]) -> Scene:
        """The scene with a learner's own earlier values in it, in the place of the right ones."""
        theta = typed.get("theta", self.theta)
        fixed = {name: values for name, values in typed.items() if name != "theta"}
        return replace(self, theta=theta, fixed=fixed)

    @property
    def point(self) -> dict[str, float]:
        return dict(zip(self.loss.parameters, self.theta, strict=True))

    def value(self, quantity: str, component: int) -> float:
        """The right value of a quantity, or `Undefined` where it has none."""
        return Step(self, component, {})[quantity]

    def edited(self, edits: Mapping[str, Expr], quantity: str, component: int) -> float:
        """The value with some names given another meaning, or `Undefined` where it has none."""
        return Step(self, component, edits)[quantity]

    def slope(self, component: int, theta: tuple[float, ...] | None = None) -> float:
        """∂L/∂θᵢ at θᵗ, or at another point."""
        at = self if theta is None else replace(self, theta=theta)
        return self.loss.slope(component, at.point, self.t)

    @cached_property
    def after(self) -> Scene:
        """The scene of the step after this one, this one taken right."""
        count = range(len(self.theta))
        state = {name: tuple(self.value(name, c) for c in count) for name in self.rule.state}
        theta = tuple(self.value(NEXT, c) for c in count)
        return replace(self, theta=theta, state=state, t=self.t + 1, fixed={})


def scene_of(trace: Trace, t: int) -> Scene:
    """Step t of a run, with everything that came before it."""
    count = len(trace.loss.parameters)
    state = {name: trace.vector(name, t - 1) if t else (0.0,) * count for name in trace.rule.state}
    gradients = tuple(trace.vector("g", i) for i in range(t))
    return Scene(
        trace.rule,
        trace.loss,
        trace.vector("theta", t),
        state,
        t,
        trace.eta,
        trace.hyper,
        gradients,
    )


class Step:
    """The values of one component's step by name; each is computed when it is asked for.

    In an edit of a name, that name itself stands for its right value.
    """

    def __init__(self, scene: Scene, component: int, edits: Mapping[str, Expr]) -> None:
        self.scene, self.component, self.edits = scene, component, edits
        self.known: dict[str, float] = {}

    def __getitem__(self, name: str) -> float:
        if name not in self.known:
            self.known[name] = self._compute(name)
        return self.known[name]

    def _compute(self, name: str) -> float:
        if name in self.edits:
            right = Step(self.scene, self.component, {})
            return float(evaluate(self.edits[name], _Own(self, name, right)))
        if name in self.scene.fixed:
            values = self.scene.fixed[name]
            return values[self.component if len(values) > 1 else 0]
        equation = next((e for e in self.scene.rule.equations if e.name == name), None)
        if equation is None:
            return self._input(name)
        still = equation.still_where
        if still is not None and evaluate(still, self) == 0:
            return self["theta"]
        own = {name: self[name + BEFORE]} if name in self.scene.rule.state else {}
        return float(evaluate(equation.body, _Own(self, name, own) if own else self))

    def _input(self, name: str) -> float:
        """What is given, or made from what is given."""
        scene, c = self.scene, self.component
        if name.endswith(BEFORE) and name.removesuffix(BEFORE) in scene.rule.state:
            return scene.state[name.removesuffix(BEFORE)][c]
        if name in scene.hyper:
            return scene.hyper[name]
        match name:
            case "theta":
                return scene.theta[c]
            case "t":
                return float(scene.t)
            case "eta":
                return scene.eta
            case "eta_t":
                return self["eta"]
            case "g":
                return scene.slope(c)
            case "loss":
                return scene.loss.at(scene.point)
        made = MADE.get(name)
        if made is None:
            raise Unknown(f"there is no {name} here")
        return made(scene, c)


class _Own:
    """A step's values, but for one name that is looked up elsewhere."""

    def __init__(self, step: Step, name: str, own: Lookup) -> None:
        self.step, self.name, self.own = step, name, own

    def __getitem__(self, name: str) -> float:
        return self.own[name] if name == self.name else self.step[name]


# Inputs as a misconception makes them


def _history(scene: Scene, component: int) -> list[float]:
    """g⁰ … gᵗ of one component, where they are known."""
    if scene.gradients is None:
        raise Unknown("the earlier gradients are not known")
    return [*(row[component] for row in scene.gradients), scene.slope(component)]


def _previous_gradient(scene: Scene, component: int) -> float:
    if not scene.gradients:
        raise Unknown("there is no earlier gradient")
    return scene.gradients[-1][component]


def _mean_of_absolutes(scene: Scene, component: int) -> float:
    gradients = _history(scene, component)
    return sum(map(abs, gradients)) / len(gradients)


def _deviation(scene: Scene, component: int) -> float:
    gradients = _history(scene, component)
    mean = sum(gradients) / len(gradients)
    return math.sqrt(sum((g - mean) ** 2 for g in gradients) / len(gradients))


def _others_gradient(scene: Scene, component: int) -> float:
    _need_several(scene)
    return scene.slope((component + 1) % len(scene.theta))


def _gradient_after_the_others(scene: Scene, component: int) -> float:
    """The gradient with the components before this one already moved."""
    _need_several(scene)
    moved = tuple(
        scene.value(NEXT, c) if c < component else value for c, value in enumerate(scene.theta)
    )
    return scene.slope(component, moved)


def _gradient_of_own_terms(scene: Scene, component: int) -> float:
    """The gradient with every other parameter taken for 0: its cross terms are gone."""
    _need_several(scene)
    alone = tuple(value if c == component else 0.0 for c, value in enumerate(scene.theta))
    return scene.slope(component, alone)


def _gradient_at_lookahead(scene: Scene, component: int) -> float:
    ahead = tuple(
        value + scene.hyper["beta"] * scene.state["v"][c] for c, value in enumerate(scene.theta)
    )
    return scene.slope(component, ahead)


def _need_several(scene: Scene) -> None:
    if len(scene.theta) < 2:
        raise Unknown("there is one parameter only")


def _slip(lost: str, scene: Scene, component: int) -> float:
    expr = slope_without(lost, scene.loss.expr, scene.loss.parameters[component])
    return scene.loss.total(expr, scene.point, scene.t)


def _shared_sum(scene: Scene, _component: int) -> float:
    _need_several(scene)
    return sum(scene.value("s", c) for c in range(len(scene.theta)))


MADE: Mapping[str, Callable[[Scene, int], float]] = {
    "g_previous": _previous_gradient,
    "g_sum": lambda scene, c: sum(_history(scene, c)),
    "g_mean_abs": _mean_of_absolutes,
    "g_deviation": _deviation,
    "g_other": _others_gradient,
    "g_updated": _gradient_after_the_others,
    "g_own": _gradient_of_own_terms,
    "g_ahead": _gradient_at_lookahead,
    "g_no_chain": lambda scene, c: _slip("chain", scene, c),
    "g_no_exponent": lambda scene, c: _slip("exponent", scene, c),
    "s_shared": _shared_sum,
    "components": lambda scene, _: float(len(scene.theta)),
    "next_next": lambda scene, c: scene.after.value(NEXT, c),
}
