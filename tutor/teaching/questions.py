"""A stop of a lesson → the question that is put, with its right answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.lesson.model import (
    GRADIENT,
    RESULT,
    Ask,
    Choose,
    Derive,
    Option,
    Point,
    Predict,
    Problem,
    components,
)
from tutor.maths.derivation import taken
from tutor.maths.derivation_formats import rule_words
from tutor.maths.errors import shown
from tutor.maths.expr import Expr, summand
from tutor.maths.loss import Loss
from tutor.maths.notation import pretty
from tutor.maths.rule import NEXT
from tutor.maths.scene import Scene, scene_of
from tutor.maths.working import Symbols, differential, slope_symbol

NO_CELLS = (0.0, 0.0)  # A place that was typed, not shown on a picture.
KIND_OF_QUANTITY = {
    "loss": "the loss",
    "g": "the gradient",
    "eta_t": "the learning rate of this step",
    "sigma": "the root mean square of the gradients so far",
    NEXT: "after this step",
}


@dataclass(frozen=True)
class ValueQuestion:
    """Asks for one number, or for a vector with one number a parameter.

    With a scene, a wrong answer can be explained; `earlier` is that scene with the learner's own
    earlier answers in it, where one of them was wrong.
    """

    prompt: str
    names: tuple[str, ...]  # One for each value asked, as the learner may name them.
    right: tuple[float, ...]
    old: tuple[float | None, ...]  # The value before the step, for `next`.
    digits: int = 3
    quantity: str = ""
    components: tuple[int, ...] = ()
    scene: Scene | None = None
    earlier: Scene | None = None
    is_vector: bool = False  # Asks for a list, even where it has one entry.
    cell: tuple[float, float] | None = None  # Of a place on a picture: how large its cells are.


@dataclass(frozen=True)
class ExpressionQuestion:
    """Asks for a formula in the problem's parameters, or for one formula a parameter.

    With a loss, whose partial derivatives are asked, a wrong answer can be explained.
    """

    prompt: str
    variables: tuple[str, ...]
    right: tuple[Expr, ...]
    components: tuple[int, ...] = ()
    loss: Loss | None = None


@dataclass(frozen=True)
class ChoiceQuestion:
    """Asks for one of several answers, by its letter."""

    prompt: str
    options: tuple[Option, ...]

    @property
    def letters(self) -> str:
        return LETTERS[: len(self.options)]


Question = ValueQuestion | ExpressionQuestion | ChoiceQuestion
LONGEST_SUBJECT = 48
LETTERS = "abcdef"


Typed = Mapping[str, tuple[float, ...]]


def question_of(stop: Ask, typed: Typed | None = None) -> Question:
    """The question of a stop; `typed` are the learner's own earlier values of the same step.

    Computes the right answer, so it may import sympy.
    """
    if isinstance(stop, Derive):
        return _derivation_question(stop)
    if isinstance(stop, Choose):
        return ChoiceQuestion(stop.prompt, stop.options)
    if stop.quantity == GRADIENT:
        return _gradient_question(stop)
    problem, which = stop.problem, components(stop)
    scene = scene_of(problem.trace, stop.t)
    names = tuple(problem.parameters[c] for c in which)
    right = tuple(problem.trace.value(stop.quantity, stop.t, c) for c in which)
    question = value_question(prompt_of(stop), names, right, scene, stop.quantity, which, typed)
    return replace(question, cell=NO_CELLS) if isinstance(stop, Point) else question


def value_question(
    prompt: str,
    names: tuple[str, ...],
    right: tuple[float, ...],
    scene: Scene,
    quantity: str,
    which: tuple[int, ...],
    typed: Typed | None = None,
    digits: int = 3,
) -> ValueQuestion:
    """The question for a quantity of a scene's step."""
    old = tuple(scene.theta[c] if quantity == NEXT else None for c in which)
    before = _before(scene, quantity, typed or {})
    earlier = scene.with_typed(before) if before else None
    return ValueQuestion(prompt, names, right, old, digits, quantity, which, scene, earlier)


def _before(scene: Scene, quantity: str, typed: Typed) -> Typed:
    """Of the learner's own values those that come before what is asked."""
    order = ("theta", *scene.rule.quantities)
    asked = order.index(quantity)
    return {name: values for name, values in typed.items() if order.index(name) < asked}


def prompt_of(stop: Ask) -> str:
    """The author's words, else 'σ¹ = ?' with what it is."""
    if isinstance(stop, Derive):
        return _derivation_prompt(stop)
    if isinstance(stop, Choose):
        return stop.prompt
    if stop.prompt:
        return f"{stop.prompt}{_places(stop)}"
    if isinstance(stop, Point):
        return f"Where will {subject_of(stop)} be? Show the place."
    if stop.quantity == GRADIENT:
        return f"{subject_of(stop)} = ?{_of_one_example(stop.problem)}"
    return f"{subject_of(stop)} = ?{_meaning(stop)}{_places(stop)}"


def subject_of(stop: Ask) -> str:
    """What is asked for, as a symbol: σ¹, w², θ², dL/dw; of a choice how the question begins."""
    if isinstance(stop, Choose):
        return shown(stop.prompt, LONGEST_SUBJECT)
    which = components(stop)
    if isinstance(stop, Derive) or stop.quantity == GRADIENT:
        return ", ".join(slope_asked(stop.problem, c) for c in which)
    component = which[0] if len(which) == 1 else None
    return Symbols.of(stop.problem, component, stop.t)(stop.quantity)


def slope_asked(problem: Problem, component: int) -> str:
    """dL/dw; with examples the slope of one of them, dLⁿ/dw, since nobody can type a sum."""
    slope = slope_symbol(problem.parameters, component)
    return slope.replace("L", "Lⁿ", 1) if problem.loss.data else slope


def _of_one_example(problem: Problem) -> str:
    columns = problem.loss.columns
    if not columns:
        return ""
    return f"  (of one example; type {', '.join(columns)})"


def _meaning(stop: Predict) -> str:
    meaning = KIND_OF_QUANTITY.get(stop.quantity)
    return f"  ({meaning})" if meaning else ""


def _places(stop: Predict) -> str:
    return "" if stop.places is None else f"  {stop.places} decimals"


def _gradient_question(stop: Predict) -> Question:
    loss = stop.problem.loss
    right = tuple(loss.gradient[c] for c in components(stop))
    return ExpressionQuestion(prompt_of(stop), loss.names, right, components(stop), loss)


def _derivation_prompt(stop: Derive) -> str:
    problem, (component, *_) = stop.problem, components(stop)
    if stop.ask == RESULT:
        return f"{subject_of(stop)} = ?{_of_one_example(problem)}"
    step = problem.derivation(component)[int(stop.ask or 1) - 1]
    part = pretty(step.part, problem.loss.symbol, differential=differential(problem.parameters))
    return f"Step {stop.ask}, {rule_words(step.rule)}: {part} = ?{_of_one_example(problem)}"


def _derivation_question(stop: Derive) -> Question:
    problem, (component, *_) = stop.problem, components(stop)
    loss = problem.loss if stop.ask == RESULT else None
    right = problem.loss.gradient[component]
    if loss is None:
        # A part that is still pending is judged by its value: its derivative, taken.
        right = summand(taken(problem.derivation(component)[int(stop.ask or 1) - 1].part))
    return ExpressionQuestion(prompt_of(stop), problem.loss.names, (right,), (component,), loss)
