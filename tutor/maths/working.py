"""One step on paper: the formula of a quantity, the formula with numbers, the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Protocol, Self

from tutor.maths.evaluate import evaluate
from tutor.maths.expr import Binary, Expr, names_in, number, substitute
from tutor.maths.loss import Loss
from tutor.maths.notation import (
    SUPERSCRIPTS,
    decimal,
    format_number,
    pretty_name,
    superscript,
)
from tutor.maths.rule import NEXT, Rule
from tutor.maths.typeset import Maths, Side, chain, running_sum, side

MOST_SUMMANDS = 4  # A running sum is written out up to this many terms.
HAT = "_hat"
VECTOR = "θ"


class RuleOnLoss(Protocol):
    """What decides how quantities are written: a problem, a run, a scene."""

    @property
    def rule(self) -> Rule: ...
    @property
    def loss(self) -> Loss: ...


class Steps(RuleOnLoss, Protocol):
    """What a worked step is read from: a whole run, or the part of one that a scene knows."""

    @property
    def eta(self) -> float: ...
    @property
    def hyper(self) -> Mapping[str, float]: ...
    def value(self, name: str, t: int, component: int = 0) -> float: ...
    def vector(self, name: str, t: int) -> tuple[float, ...]: ...


@dataclass(frozen=True)
class Symbols:
    """How names are written at a step: θ₁ᵗ⁺¹ where `t` is None, else θ₁² and so on.

    `component` is None for the whole vector (θᵗ, gᵗ), else the index of a parameter.
    """

    rule: Rule
    parameters: tuple[str, ...]
    component: int | None = 0
    t: int | None = None

    @classmethod
    def of(cls, run: RuleOnLoss, component: int | None = 0, t: int | None = None) -> Self:
        return cls(run.rule, run.loss.parameters, component, t)

    def __call__(self, name: str) -> str:
        if name == "t":
            return "t" if self.t is None else str(self.t)
        if name == "theta":
            return self._parameter() + self._at(0)
        if name == NEXT:
            return self._parameter() + self._at(1)
        if name == "loss":
            return f"L({replace(self, component=None)('theta')})"
        if name == "eta_t":
            return "η" + self._at(0)
        if name in self.rule.quantities:
            return self._letter(name) + self._at(0)
        return pretty_name(name)

    def before(self, name: str) -> str:
        """A state as the step found it: sᵗ⁻¹."""
        return self._letter(name) + self._at(-1)

    def parameter(self, name: str) -> str:
        """A parameter by its own name, as the loss and its gradient use it: θ₁ᵗ."""
        return pretty_name(name) + self._at(0)

    def _letter(self, name: str) -> str:
        """s₁, m̂; ηᵗ and what else all components share has no index."""
        stem, hat, _ = name.partition(HAT)
        letter = pretty_name(stem) + ("\N{COMBINING CIRCUMFLEX ACCENT}" if hat else "")
        return letter if name in self.rule.scalars else letter + self._index()

    def _at(self, offset: int) -> str:
        if self.t is not None:
            return superscript(str(self.t + offset))
        return superscript("t" if offset == 0 else f"t{offset:+d}")

    def _parameter(self) -> str:
        if len(self.parameters) == 1:
            return pretty_name(self.parameters[0])
        return VECTOR if self.component is None else pretty_name(self.parameters[self.component])

    def _index(self) -> str:
        """The subscript of a component: ₁ for θ₁, _b for b, none where there is one parameter."""
        if len(self.parameters) == 1 or self.component is None:
            return ""
        name = self.parameters[self.component]
        digits = name[len(name.rstrip("0123456789")) :]
        stems = {p.rstrip("0123456789") for p in self.parameters}
        return pretty_name(digits) if digits and len(stems) == 1 else f"_{pretty_name(name)}"


@dataclass(frozen=True)
class Working:
    """A worked step: the equation for any t, then `symbol = numbers` and `symbol = value`.

    `remark` says why where there is nothing to put numbers in.
    """

    general: Maths
    symbol: str
    substituted: Side | None
    value: str
    remark: str = ""

    @property
    def maths(self) -> tuple[Maths, ...]:
        """The three lines of a worked step, the result last."""
        result = chain(self.symbol, self.value)
        if self.substituted is not None:
            return self.general, chain(self.symbol, self.substituted), result
        return (self.general, chain(self.remark), result) if self.remark else (self.general, result)

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.maths)

    @property
    def formula(self) -> str:
        return self.general.text

    @property
    def numbers(self) -> str:
        return self.substituted.text if self.substituted else ""

    @property
    def one_line(self) -> str:
        return " = ".join(filter(None, (self.symbol, self.numbers, self.value)))

    @property
    def gap(self) -> str:
        """The substitution without its result, for a hint."""
        return f"{self.symbol} = {self.numbers} = ?" if self.numbers else self.remark


def differential(parameters: Sequence[str]) -> str:
    return "d" if len(parameters) == 1 else "∂"


def slope_symbol(parameters: Sequence[str], component: int) -> str:
    """dL/dw, or ∂L/∂θ₁ where there are several parameters."""
    d = differential(parameters)
    return f"{d}L/{d}{pretty_name(parameters[component])}"


def rule_formula(rule: Rule, parameters: tuple[str, ...], name: str) -> Maths:
    """The equation of one quantity for any t: σᵗ = √(Σ(gⁱ)²/(t + 1))."""
    symbols = Symbols(rule, parameters, 0 if len(parameters) == 1 else None)
    return chain(symbols(name), _formula_body(rule, name, symbols, limits=True))


def rule_formulas(rule: Rule, parameters: tuple[str, ...]) -> tuple[Maths, ...]:
    """Every equation of the rule but the running sums, which are written where they are used."""
    names = [e.name for e in rule.equations if rule.summand(e.name) is None]
    return tuple(rule_formula(rule, parameters, name) for name in names)


def worked(trace: Steps, name: str, t: int, component: int = 0) -> Working:
    """How a quantity of step t comes about, with the numbers of the run."""
    symbols = Symbols.of(trace, component, t)
    general = replace(symbols, t=None)
    formula = chain(general(name), *_general_body(trace, name, general))
    value = format_number(trace.value(name, t, component))
    if _held_still(trace, name, t, component):
        why = _why_still(trace, t, component, symbols)
        return Working(formula, symbols(name), None, value, why)
    if name == "g" and trace.loss.given:
        return Working(chain(symbols(name), value), symbols(name), None, value, "given")
    if name in {"loss", "g"} and len(_examples(trace, name, t)) > MOST_SUMMANDS:
        remark = f"summed over {len(_examples(trace, name, t))} examples"
        return Working(formula, symbols(name), None, value, remark)
    numbers = side(_with_numbers(trace, name, t, component), symbols)
    return Working(formula, symbols(name), None if numbers.text == value else numbers, value)


def _general_body(trace: Steps, name: str, symbols: Symbols) -> tuple[str | Side, ...]:
    """What a quantity is equal to for any t; for a gradient dL/dw, and its formula."""
    loss = trace.loss

    def symbol(name: str) -> str:
        return symbols.parameter(name) if name in loss.parameters else loss.symbol(name)

    if name == "loss":
        return (side(loss.whole(loss.expr), symbol),)
    if name == "g":
        component = symbols.component or 0
        slope = slope_symbol(loss.parameters, component)
        return slope, side(loss.whole(loss.gradient[component]), symbol)
    return (_formula_body(trace.rule, name, symbols),)


def _formula_body(rule: Rule, name: str, symbols: Symbols, *, limits: bool = False) -> Side:
    """The right side of an equation; `limits` draws what a running sum runs over."""
    if (summand := rule.summand(name)) is not None:
        return _sum_symbol(summand, symbols, limits=limits)
    return _written(rule, rule.equation(name).body, symbols, own=name, limits=limits)


def _written(
    rule: Rule, expr: Expr, symbols: Symbols, own: str = "", *, limits: bool = False
) -> Side:
    """A part of a rule, with running sums as Σ and the equation's own state as sᵗ⁻¹."""

    def symbol(name: str) -> str | Side:
        if name == own:
            return symbols.before(name)
        summand = rule.summand(name) if name in rule.state else None
        if summand is None:
            return symbols(name)
        return _sum_symbol(summand, symbols, limits=limits)

    return side(expr, symbol)


def _sum_symbol(summand: Expr, symbols: Symbols, *, limits: bool) -> Side:
    """Σ(gⁱ)²: the sum over all steps up to this one."""
    general = replace(symbols, t=None)

    def indexed(name: str) -> str:
        return "".join(c for c in general(name) if c not in SUPERSCRIPTS) + superscript("i")

    term = side(summand, indexed)
    return running_sum(term, "i=0", "t") if limits else side(f"Σ{term.text}")


def _with_numbers(trace: Steps, name: str, t: int, component: int) -> Expr:
    """The right side with a number in the place of every symbol; nothing is evaluated."""
    if name in {"loss", "g"}:
        body = trace.loss.expr if name == "loss" else trace.loss.gradient[component]
        point = trace.loss.point(trace.vector("theta", t))
        examples = _examples(trace, name, t) or [{}]
        terms = [substitute(body, {n: decimal(v) for n, v in {**point, **example}.items()})
                 for example in examples]  # fmt: skip
        return reduce(lambda left, right: Binary("+", left, right), terms)
    if trace.rule.summand(name) is not None:
        return _summed(trace, name, t, component)
    body = trace.rule.equation(name).body
    return substitute(body, {n: _number(trace, n, name, t, component) for n in names_in(body)})


def _examples(trace: Steps, name: str, t: int) -> list[dict[str, float]]:
    """The examples that a loss or a gradient of step t is summed over."""
    data = trace.loss.data
    if data is None:
        return []
    rows = data.batch_of(t) if name == "g" else data.rows
    return [dict(zip(data.columns, row, strict=True)) for row in rows]


def _number(trace: Steps, used: str, name: str, t: int, component: int) -> Expr:
    if used == "t":
        return number(t)
    if used == "eta":
        return decimal(trace.eta)
    if used in trace.hyper:
        return decimal(trace.hyper[used])
    if used == name:  # State, as the step found it.
        return decimal(trace.value(used, t - 1, component) if t else 0.0)
    if used in trace.rule.state and trace.rule.summand(used) is not None:
        return _summed(trace, used, t, component)
    return decimal(trace.value(used, t, component))


def _summed(trace: Steps, state: str, t: int, component: int) -> Expr:
    """A running sum written out, or its value where it has many terms."""
    summand = trace.rule.summand(state)
    if summand is None or t >= MOST_SUMMANDS:
        return decimal(trace.value(state, t, component))
    terms = [
        substitute(summand, {n: _number(trace, n, state, i, component) for n in names_in(summand)})
        for i in range(t + 1)
    ]
    return reduce(lambda left, right: Binary("+", left, right), terms)


def _held_still(trace: Steps, name: str, t: int, component: int) -> bool:
    """Whether the divisor of the step was zero, so that the component could not move."""
    still = trace.rule.equation(name).still_where if name == NEXT else None
    if still is None:
        return False
    names = names_in(still) - set(trace.hyper)
    values = {n: trace.value(n, t, component) for n in names}
    return bool(evaluate(still, {**trace.hyper, **values}) == 0)


def _why_still(trace: Steps, t: int, component: int, symbols: Symbols) -> str:
    still = trace.rule.equation(NEXT).still_where
    assert still is not None  # Asked only where the component was held.
    divisor, place = _written(trace.rule, still, symbols).text, symbols("theta")
    flat = all(trace.value("g", i, component) == 0 for i in range(t + 1))
    why = "no gradient so far" if flat else "the gradients are too small to be squared"
    return f"{divisor} = 0: {why}, so {place} stays where it is."


def loss_symbol(loss: Loss) -> str:
    """L(w), or L(θ₁, θ₂)."""
    return f"L({', '.join(pretty_name(name) for name in loss.parameters)})"
