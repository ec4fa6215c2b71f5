"""An update rule is data: named equations, in order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tutor.maths.errors import Unreadable, shown
from tutor.maths.evaluate import value_or_none
from tutor.maths.expr import Binary, Expr, Name, names_in
from tutor.maths.parser import read
from tutor.maths.suggest import did_you_mean

GIVEN = ("theta", "g", "eta", "t")  # What every rule may use: θᵗ, gᵗ, η and t.
SCALARS = frozenset({"eta", "t", "loss"})  # The same for every component.
NEXT = "next"


@dataclass(frozen=True)
class Equation:
    """`name = body`, componentwise. Where `still_where` is zero the component does not move."""

    name: str
    body: Expr
    still_where: Expr | None = None


@dataclass(frozen=True)
class Hyper:
    """A hyper-parameter: its default, and the half-open range [low, high) it may be set in."""

    name: str
    default: float
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True)
class Rule:
    """How θᵗ becomes θᵗ⁺¹. gᵗ is taken before anything moves; then the equations run in order.

    `lines` are the equations as text: `name = body`, and behind `; still where` what holds a
    component in its place when it is zero. They are parsed when they are first used. An equation
    that reads its own name is state: it starts at 0 and is carried from step to step. The last
    one is `next`.
    """

    key: str
    title: str
    lines: tuple[str, ...]
    hyper: tuple[Hyper, ...] = ()

    def __post_init__(self) -> None:
        if not self.lines or _defined_name(self.lines[-1]) != NEXT:
            raise ValueError(f"rule {self.key!r}: the last equation must be 'next'")

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        names = [*GIVEN, *self.hyper_names, *map(_defined_name, self.lines)]
        return tuple(_equation(line, names) for line in self.lines)

    @cached_property
    def by_name(self) -> Mapping[str, Equation]:
        return {equation.name: equation for equation in self.equations}

    @cached_property
    def hyper_names(self) -> tuple[str, ...]:
        return tuple(hyper.name for hyper in self.hyper)

    @cached_property
    def state(self) -> tuple[str, ...]:
        return tuple(e.name for e in self.equations if e.name in names_in(e.body))

    @cached_property
    def scalars(self) -> frozenset[str]:
        """Quantities that all components share, such as ηᵗ."""
        shared = SCALARS.union(self.hyper_names)
        for name in self.quantities[2:]:
            if names_in(self.equation(name).body) <= shared:
                shared |= {name}
        return shared

    @cached_property
    def quantities(self) -> tuple[str, ...]:
        """What a row of a trace holds, in the order in which it becomes known."""
        names = tuple(e.name for e in self.equations)
        return ("loss", "g", *([] if "eta_t" in names else ["eta_t"]), *names)

    def equation(self, name: str) -> Equation:
        """The equation of a quantity; a rule that does not decay has ηᵗ = η."""
        if name == "eta_t" and name not in self.by_name:
            return Equation("eta_t", Name("eta"))
        return self.by_name[name]

    def settings(self, hyper: Mapping[str, float] | None = None) -> dict[str, float]:
        """Every hyper-parameter: what was set, else its default."""
        return {h.name: h.default for h in self.hyper} | dict(hyper or {})

    def is_running_sum(self, name: str) -> bool:
        return name in self.state and self.summand(name) is not None

    def first(self, name: str, g: float, eta: float, hyper: Mapping[str, float]) -> float | None:
        """A state after step 0 with the gradient g; None where more than g goes into it."""
        known = {"g": g, "eta": eta, "t": 0.0, **hyper, name: 0.0}
        body = self.equation(name).body
        return value_or_none(body, known) if names_in(body) <= known.keys() else None

    def summand(self, name: str) -> Expr | None:
        """f where a state is a running sum `s = s + f`, so that s is Σ f over the steps."""
        match self.equation(name).body:
            case Binary("+", Name(state), f) if state == name and name not in names_in(f):
                return f
        return None


def check_eta(eta: float) -> float:
    """The learning rate itself, or `Unreadable` where it is negative or not finite."""
    if not (math.isfinite(eta) and eta >= 0):
        raise Unreadable("the learning rate eta must be a finite number, 0 or more")
    return eta


def check_hyper(rule: Rule, settings: Mapping[str, float]) -> dict[str, float]:
    """What was set, if the rule has it and it lies in its range; else `Unreadable`."""
    known = {h.name: h for h in rule.hyper}
    for name, value in settings.items():
        if name not in known:
            usable = did_you_mean(name, known) if known else "it has none"
            raise Unreadable(f"rule {rule.key!r} has no hyper-parameter {shown(name)!r}; {usable}")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Unreadable(f"the hyper-parameter {shown(name)!r} must be a number")
        low, high = known[name].low, known[name].high
        if not low <= value < high:
            above = "finite" if high == math.inf else f"less than {high:g}"
            raise Unreadable(f"{name} must be at least {low:g} and {above}")
    return dict(settings)


def rule(key: str, title: str, *lines: str, hyper: tuple[Hyper, ...] = ()) -> Rule:
    """A rule from its equations, such as `next = theta - eta*g`."""
    return Rule(key, title, lines, hyper)


def _defined_name(line: str) -> str:
    return line.partition("=")[0].strip()


def _equation(line: str, names: list[str]) -> Equation:
    body, _, still = line.partition("=")[2].partition("; still where")
    return Equation(
        _defined_name(line), read(body, names), still_where=read(still, names) if still else None
    )
