"""A lesson as it was authored: pages of prose and stops, over problems that the engine runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

from tutor.maths.derivation import Step, derive
from tutor.maths.engine import Trace, run
from tutor.maths.loss import Loss
from tutor.maths.rule import Rule

GRADIENT = "gradient"  # The formula; its value is the quantity `g`.
RESULT = "result"
SWEEP = "sweep"  # The loss after all steps, against η.
DEFAULT_STEPS = 20


@dataclass(frozen=True)
class Problem:
    """A loss, a start and a rule. Nothing is computed until it is asked for."""

    name: str
    loss: Loss
    start: tuple[float, ...]
    rule: Rule
    eta: float
    hyper: tuple[tuple[str, float], ...] = ()
    steps: int = DEFAULT_STEPS

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.loss.parameters

    @cached_property
    def trace(self) -> Trace:
        """The run. The first use imports sympy."""
        return run(self.rule, self.loss, self.start, self.eta, self.steps, dict(self.hyper))

    def derivation(self, component: int) -> tuple[Step, ...]:
        """The partial derivative, one rule at a time. Imports sympy."""
        return derive(self.loss.whole(self.loss.expr), self.parameters[component])


@dataclass(frozen=True)
class Prose:
    """Markdown between two stops."""

    markdown: str
    line: int


@dataclass(frozen=True)
class Predict:
    """The learner types a value, or the gradient's formula, before it is shown."""

    id: str
    problem: Problem
    quantity: str
    line: int
    t: int = 0
    parameter: str | None = None
    prompt: str = ""
    places: int | None = None
    hints: tuple[str, ...] = ()
    allow_collisions: bool = False


@dataclass(frozen=True)
class Point(Predict):
    """The learner shows on the picture where θᵗ⁺¹ will lie."""


@dataclass(frozen=True)
class Derive:
    """The gradient, derived rule by rule; `ask` makes one step, or the result, a question."""

    problem: Problem
    line: int
    id: str = ""
    parameter: str | None = None
    ask: str | int | None = None


@dataclass(frozen=True)
class Option:
    """One answer to choose, and why it is right or wrong."""

    text: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Choose:
    """The learner commits to one of several answers before anything is explained."""

    id: str
    problem: Problem
    line: int
    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Formula:
    """The equation of one quantity, every equation of a rule, or one in LaTeX."""

    problem: Problem
    line: int
    rule: Rule
    quantity: str | None = None
    latex: str = ""


@dataclass(frozen=True)
class TraceTable:
    """Rows of the run, shown as they are."""

    problem: Problem
    line: int
    first: int
    last: int
    quantities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contour:
    """The landscape of two parameters with the path from θ⁰ to θ of step `to`."""

    problem: Problem
    line: int
    to: int
    caption: str
    arrows: bool = True


@dataclass(frozen=True)
class Curves:
    """A quantity against t for several runs; or the loss after all steps against η."""

    problem: Problem
    line: int
    runs: tuple[Problem, ...]
    caption: str
    quantity: str = "loss"
    log: bool = False
    labels: bool = True


@dataclass(frozen=True)
class Compare:
    """Runs of several rules side by side: their places in a table, and as a picture."""

    problem: Problem
    line: int
    runs: tuple[Problem, ...]
    caption: str

    @property
    def has_own(self) -> bool:
        """Whether the problem's own run is among them."""
        own = self.problem
        return any(
            (run.rule, run.eta, dict(run.hyper)) == (own.rule, own.eta, dict(own.hyper))
            for run in self.runs
        )


Ask = Predict | Derive | Choose  # What may be asked; a derivation may also just be shown.
Stop = Ask | Formula | TraceTable | Contour | Curves | Compare
Block = Prose | Stop


@dataclass(frozen=True)
class Page:
    title: str
    line: int
    blocks: tuple[Block, ...]
    notes: str = ""


@dataclass(frozen=True)
class Lesson:
    id: str
    number: int | None
    path: Path
    title: str
    summary: str
    problem: Problem
    pages: tuple[Page, ...]
    unit: str = ""
    minutes: float | None = None
    requires: tuple[str, ...] = ()

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        return tuple(
            block for page in self.pages for block in page.blocks if not isinstance(block, Prose)
        )

    def questions(self) -> Iterator[Ask]:
        """The stops that ask for an answer, in order."""
        for stop in self.stops:
            if is_question(stop):
                yield stop


def is_question(block: Block) -> TypeGuard[Ask]:
    if isinstance(block, Derive):
        return block.ask is not None
    return isinstance(block, Predict | Choose)


def components(stop: Ask) -> tuple[int, ...]:
    """The parameters that a stop is about, by index: one, or all of them."""
    names = stop.problem.parameters
    if isinstance(stop, Predict) and stop.quantity in stop.problem.rule.scalars:
        return (0,)
    if isinstance(stop, Choose):
        return ()
    if stop.parameter is not None:
        return (names.index(stop.parameter),)
    return tuple(range(len(names)))
