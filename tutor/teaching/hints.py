"""Three hints, each more telling: the equation, the equation with numbers and a gap, the value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tutor.lesson.model import GRADIENT, Ask, Choose, Derive, Predict, components
from tutor.lesson.reveal import Cell, leads_to, table_quantities
from tutor.maths.derivation import derive, taken
from tutor.maths.derivation_formats import rule_words
from tutor.maths.loss import Loss
from tutor.maths.notation import pretty
from tutor.maths.rule import NEXT, Rule
from tutor.maths.working import Working, differential, rule_formulas, worked
from tutor.teaching.questions import slope_asked


def hints(stop: Ask) -> tuple[str, ...]:
    """The author's three hints, else three made from the rule's equations."""
    if isinstance(stop, Predict) and stop.hints:
        return stop.hints
    if isinstance(stop, Choose):
        return ()  # A choice is a commitment; its reasons come with the verdict.
    if isinstance(stop, Derive) and isinstance(stop.ask, int):
        return _step_hints(stop, stop.ask)
    if isinstance(stop, Derive) or stop.quantity == GRADIENT:
        return _gradient_hints(stop)
    return step_hints(stop.problem, stop.quantity, workings_of(stop))


class RuleAndLoss(Protocol):
    @property
    def rule(self) -> Rule: ...
    @property
    def loss(self) -> Loss: ...


def step_hints(of: RuleAndLoss, quantity: str, workings: Sequence[Working]) -> tuple[str, ...]:
    """For a value of a step: the equation; the equation with numbers and a gap; the value."""
    first = "; ".join(dict.fromkeys(w.formula for w in workings))
    if quantity == NEXT:
        formulas = rule_formulas(of.rule, of.loss.parameters)
        first = "; ".join(formula.text for formula in formulas)
    gaps = "; ".join(w.gap for w in workings)
    return first, gaps, "; ".join(f"{w.symbol} = {w.value}" for w in workings)


def workings_of(stop: Predict) -> tuple[Working, ...]:
    """The worked step of what is asked, one a component."""
    trace = stop.problem.trace
    return tuple(worked(trace, stop.quantity, stop.t, c) for c in components(stop))


def way_to(stop: Predict, known: frozenset[Cell]) -> tuple[Working, ...]:
    """The workings of the same step that lead to what is asked and were not known before."""
    trace = stop.problem.trace
    cells = (cell for part in way_parts(stop, known) for cell in part)
    return tuple(worked(trace, cell.quantity, cell.t, cell.component) for cell in cells)


def way_parts(stop: Predict, known: frozenset[Cell]) -> list[tuple[Cell, ...]]:
    """The same as cells, a part for each quantity: gᵗ, then ηᵗ, σᵗ."""
    new = {cell for cell in leads_to(stop) - known if cell.t == stop.t}
    parts = (
        tuple(sorted((c for c in new if c.quantity == quantity), key=lambda c: c.component))
        for quantity in table_quantities(stop.problem.rule)
    )
    return [part for part in parts if part]


def _step_hints(stop: Derive, number: int) -> tuple[str, ...]:
    """The rule, what it leaves to do, and the value of the part that is asked for."""
    problem, (component, *_) = stop.problem, components(stop)
    d = differential(problem.parameters)
    step = problem.derivation(component)[number - 1]
    symbol = problem.loss.symbol
    part = pretty(step.part, symbol, differential=d)
    value = pretty(taken(step.part), symbol)
    left = pretty(step.result, symbol, differential=d)
    second = f"{part} = {left} = ?" if left != value else f"write {part} as one term"
    return f"use {rule_words(step.rule)}: {part}", second, f"{part} = {value}"


def _gradient_hints(stop: Predict | Derive) -> tuple[str, ...]:
    """The first rule to use, the line after it, and the result; of one example, as it is asked."""
    problem = stop.problem
    d, symbol = differential(problem.parameters), problem.loss.symbol
    firsts, lines, results = [], [], []
    for component in components(stop):
        steps = derive(problem.loss.expr, problem.parameters[component])
        slope = slope_asked(problem, component)
        part = pretty(steps[0].part, symbol, differential=d)
        firsts.append(f"{slope}: begin with the {steps[0].rule} rule on {part}")
        lines.append(f"{slope} = {pretty(steps[0].after, symbol, differential=d)} = ?")
        results.append(f"{slope} = {pretty(steps[-1].after, symbol)}")
    return "; ".join(firsts), "; ".join(lines), "; ".join(results)
