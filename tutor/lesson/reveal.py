"""Which values a stop gives and reveals: what the screen may show, and what may not be asked again.

A question gives what earlier steps left behind (to predict σ¹ one must know g⁰ and w¹); what
belongs to its own step is the learner's to work out. Its answer then reveals all that led to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tutor.lesson.model import (
    GRADIENT,
    Ask,
    Choose,
    Compare,
    Derive,
    Formula,
    Predict,
    Problem,
    Stop,
    TraceTable,
    components,
)
from tutor.maths.expr import names_in
from tutor.maths.rule import NEXT, Rule

MOST_COMPARED = 5  # Steps that the table of a comparison shows, and the last one.


@dataclass(frozen=True)
class Cell:
    """One value of a run: a quantity, its step, and the component it belongs to."""

    problem: str
    quantity: str
    t: int
    component: int


def given(stop: Stop) -> frozenset[Cell]:
    """What is shown with a question: the values of earlier steps that its answer is made from."""
    if not isinstance(stop, Predict) or stop.quantity == GRADIENT:
        return frozenset()
    return frozenset(cell for cell in leads_to(stop) if cell.t < stop.t)


def leads_to(stop: Predict) -> frozenset[Cell]:
    """Every value on the way from the start to what is asked.

    Of the step itself only the components that are asked for; of the steps before it all, since
    every gradient needs the whole of θ.
    """
    own = components(stop)
    problem = stop.problem
    needed = needs(problem.rule, stop.quantity, stop.t, told=bool(problem.loss.given))
    return frozenset(
        cell
        for quantity, t in needed
        for cell in cells(problem, quantity, t)
        if t < stop.t or cell.component in own or quantity in problem.rule.scalars
    )


def revealed(stop: Stop) -> frozenset[Cell]:
    """What is known once a stop is behind the learner, what it gave included."""
    match stop:
        case Predict():
            return leads_to(stop) | asked(stop)
        case Derive():
            return asked(stop)
        case Formula(problem=problem, quantity=quantity) if quantity == GRADIENT:
            return frozenset(cells(problem, GRADIENT, 0))
        case TraceTable(problem=problem, first=first, last=last):
            shown = stop.quantities or table_quantities(problem.rule)
            columns = [(quantity, t) for t in range(first, last + 1) for quantity in shown]
            columns += [(NEXT, t - 1) for t in range(max(first, 1), last + 1)]  # The θ column.
            return frozenset(cell for q, t in columns for cell in cells(problem, q, t))
        case Compare(problem=problem) if stop.has_own:
            first, last = min(MOST_COMPARED, problem.steps), problem.steps - 1
            steps = {*range(first), last}
            return frozenset(c for t in steps if t for c in cells(problem, NEXT, t - 1))
    return frozenset()


def asked(stop: Ask) -> frozenset[Cell]:
    """The cells whose value is the answer; of a derivation, the formula that it ends in."""
    name = stop.problem.name
    if isinstance(stop, Choose):
        return frozenset()
    if isinstance(stop, Derive):
        return frozenset(Cell(name, GRADIENT, 0, c) for c in components(stop))
    return frozenset(Cell(name, stop.quantity, stop.t, c) for c in components(stop))


def cells(problem: Problem, quantity: str, t: int) -> Iterator[Cell]:
    """The cells of a quantity, one a component; θᵗ is the `next` of step t − 1."""
    for component in range(1 if quantity in problem.rule.scalars else len(problem.parameters)):
        yield Cell(problem.name, quantity, t, component)


def table_quantities(rule: Rule) -> tuple[str, ...]:
    """The columns of a trace table after θᵗ: no loss, no running sums, and no ηᵗ that stays η."""
    own = {equation.name for equation in rule.equations} | {"g"}
    return tuple(q for q in rule.quantities if q in own and not rule.is_running_sum(q))


def is_known(
    known: frozenset[Cell], problem: Problem, quantity: str, t: int, component: int
) -> bool:
    """Whether a value may be shown; θ⁰ always may, and θᵗ once step t − 1 has been revealed."""
    if quantity == "g" and problem.loss.given:
        return True
    if quantity == "theta":
        return t == 0 or is_known(known, problem, NEXT, t - 1, component)
    if quantity in problem.rule.scalars:
        component = 0
    return Cell(problem.name, quantity, t, component) in known


@cache
def needs(rule: Rule, quantity: str, t: int, *, told: bool = False) -> frozenset[tuple[str, int]]:
    """Every (quantity, step) on the way from the start to this one.

    Gradients that are `told` need no place that they are taken at.
    """
    found: set[tuple[str, int]] = set()
    waiting = [(quantity, t)]
    while waiting:
        name, step = waiting.pop()
        uses = () if told and name == "g" else _uses(rule, name, step)
        new = [use for use in uses if use not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def _uses(rule: Rule, quantity: str, t: int) -> Iterator[tuple[str, int]]:
    """What an equation reads directly."""
    if quantity == GRADIENT:
        return
    if quantity in {"g", "loss"}:
        names = frozenset({"theta", GRADIENT} if quantity == "g" else {"theta"})
    else:
        names = names_in(rule.equation(quantity).body)
    for name in names:
        if name == "theta":
            yield from [(NEXT, t - 1)] if t else []
        elif name == quantity:
            yield from [(name, t - 1)] if t else []
        elif name == GRADIENT:
            yield GRADIENT, 0
        elif name in rule.quantities:
            yield name, t
