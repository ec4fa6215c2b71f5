"""One step of a rule, evaluated lazily by name, so that any equation or input can be edited.

This is how a misconception's value is computed: with one name given another meaning, everything
that uses it follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tutor.maths.engine import Trace
from tutor.maths.evaluate import Lookup, evaluate
from tutor.maths.expr import Expr
from tutor.maths.loss import Loss
from tutor.maths.rule import NEXT, Rule
from tutor.maths.wrong_inputs import WRONG_INPUTS, Unknown

BEFORE, AFTER = "_before", "_after"  # A state as the step finds it; a quantity a step later.


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
        return self.loss.point(self.theta)

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


@dataclass(frozen=True)
class Excerpt:
    """A scene as the part of a run that it knows: its own step, and what that step finds."""

    scene: Scene

    @property
    def rule(self) -> Rule:
        return self.scene.rule

    @property
    def loss(self) -> Loss:
        return self.scene.loss

    @property
    def eta(self) -> float:
        return self.scene.eta

    @property
    def hyper(self) -> Mapping[str, float]:
        return self.scene.hyper

    def value(self, name: str, t: int, component: int = 0) -> float:
        """A quantity of the scene's own step, a state as it was found, or an earlier gradient."""
        scene = self.scene
        if t == scene.t:
            return scene.value(name, component)
        if name == "g" and scene.gradients is not None:
            return scene.gradients[t][component]
        if t == scene.t - 1 and name in scene.state:
            return scene.state[name][component]
        raise KeyError(f"{name} of step {t} is not known here")

    def vector(self, name: str, t: int) -> tuple[float, ...]:
        return tuple(self.value(name, t, c) for c in range(len(self.scene.theta)))


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
        equation = self.scene.rule.by_name.get(name)
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
        if name.endswith(AFTER) and name.removesuffix(AFTER) in scene.rule.by_name:
            return scene.after.value(name.removesuffix(AFTER), c)
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
        made = WRONG_INPUTS.get(name)
        if made is None:
            raise Unknown(f"there is no {name} here")
        return made(scene, c)


class _Own:
    """A step's values, but for one name that is looked up elsewhere."""

    def __init__(self, step: Step, name: str, own: Lookup) -> None:
        self.step, self.name, self.own = step, name, own

    def __getitem__(self, name: str) -> float:
        return self.own[name] if name == self.name else self.step[name]
