"""A card of a quiz: what is given, what is asked, its hints and the worked answer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

from tutor.lesson.model import Choose, Derive
from tutor.lesson.prose import Paragraph, paragraphs
from tutor.lesson.reveal import needs, table_quantities
from tutor.maths.notation import format_number, pretty_name
from tutor.maths.rules import find_rule
from tutor.maths.scene import Excerpt, Scene
from tutor.maths.working import Symbols, worked
from tutor.teaching.derivative_items import derivative_items
from tutor.teaching.exposition import (
    Line,
    Tone,
    derivation_lines,
    loss_line,
    reason_lines,
    worked_lines,
)
from tutor.teaching.hints import hints, step_hints
from tutor.teaching.items import Item, items
from tutor.teaching.questions import (
    KIND_OF_QUANTITY,
    ChoiceQuestion,
    Question,
    question_of,
    subject_of,
)
from tutor.teaching.skills import (
    CONCEPT,
    DERIVATIVE,
    Skill,
    concept_lesson,
    concept_questions,
)

# Where others mean something else by the rule's name.
CONVENTIONS = {
    "momentum": " v is the movement: it holds −η·g.",
    "nesterov": " v is the movement: it holds −η·g. The gradient is taken at θᵗ, as torch does.",
}


@dataclass(frozen=True)
class Card:
    """One item, ready to be put: `working` is how its answer comes about.

    `symbols` are what is asked for, one for each value; a choice has none.
    """

    skill: Skill
    given: tuple[Line, ...]
    question: Question
    hints: tuple[str, ...]
    working: tuple[Line, ...]
    symbols: tuple[str, ...] = ()


def card(skill: Skill, seed: int, number: int) -> Card:
    """The card of a skill with that number, from 0; the same on every machine."""
    return _stream(skill, seed).take(number)


class _Stream:
    """Cards of one skill in their order, drawn when they are needed and kept."""

    def __init__(self, cards: Iterator[Card]) -> None:
        self.more, self.drawn = cards, list[Card]()
        self.lock = Lock()  # A screen draws cards ahead, in a thread.

    def take(self, number: int) -> Card:
        with self.lock:
            while len(self.drawn) <= number:
                self.drawn.append(next(self.more))
            return self.drawn[number]


@lru_cache(maxsize=256)
def _stream(skill: Skill, seed: int) -> _Stream:
    if skill.subject == DERIVATIVE:
        stops = derivative_items(skill.part, seed)
        return _Stream(_derivative_card(skill, stop) for stop in stops)
    if skill.subject == CONCEPT:
        return _Stream(_concept_cards(skill, seed))
    drawn = items(find_rule(skill.subject), skill.part, seed, skill.parameters)
    return _Stream(_step_card(skill, item) for item in drawn)


# A derivative


def _derivative_card(skill: Skill, stop: Derive) -> Card:
    question, given = question_of(stop), (loss_line(stop.problem),)
    working = tuple(derivation_lines(stop))
    return Card(skill, given, question, hints(stop), working, (subject_of(stop),))


# A concept


def _concept_cards(skill: Skill, seed: int) -> Iterator[Card]:
    """The questions of a lesson in turn, the answers in another order each time."""
    draw = random.Random(f"{skill.key}/{seed}")  # noqa: S311  # Practice, no secret.
    lesson = concept_lesson(skill.part)
    source = Line(f"From the lesson “{lesson.title}”.", Tone.QUIET)
    questions = concept_questions(lesson)
    draw.shuffle(questions)
    while True:
        for prose, stop in questions:
            options = list(stop.options)
            draw.shuffle(options)
            words = (_prose_line(p) for block in prose for p in paragraphs(block.markdown))
            yield _concept_card(skill, (source, *words), replace(stop, options=tuple(options)))


def _prose_line(paragraph: Paragraph) -> Line:
    return Line(paragraph.bullet + paragraph.text, maths=paragraph.maths)


def _concept_card(skill: Skill, given: tuple[Line, ...], stop: Choose) -> Card:
    question = ChoiceQuestion(stop.prompt, stop.options)
    return Card(skill, given, question, (), tuple(reason_lines(stop)))


# A step of a rule


def _step_card(skill: Skill, item: Item) -> Card:
    scene, which = item.scene, item.question.components
    excerpt = Excerpt(scene)
    workings = [worked(excerpt, item.quantity, scene.t, c) for c in which]
    symbols = tuple(Symbols.of(scene, c, scene.t)(item.quantity) for c in which)
    # `w⁴ = ?  (after this step)`
    meaning = KIND_OF_QUANTITY.get(item.quantity, skill.words)
    prompt = f"{', '.join(symbols)} = ?  ({meaning})"
    return Card(
        skill,
        tuple(_given(scene)),
        replace(item.question, prompt=prompt),
        step_hints(scene, item.quantity, workings),
        (*_way(item, excerpt), *worked_lines(workings)),
        symbols,
    )


def _given(scene: Scene) -> Iterator[Line]:
    """The rule and its settings, the loss, where the step begins and what it finds."""
    settings = [f"η = {format_number(scene.eta)}"]
    settings += [f"{pretty_name(n)} = {format_number(v)}" for n, v in scene.hyper.items()]
    title = scene.rule.title[:1].upper() + scene.rule.title[1:]
    yield Line(f"{title}, {', '.join(settings)}.{CONVENTIONS.get(scene.rule.key, '')}")
    yield loss_line(scene)
    # Not x² = 3, beside a loss in which x² is a power.
    names = map(pretty_name, scene.loss.parameters)
    pairs = zip(names, map(format_number, scene.theta), strict=True)
    place = ", ".join(f"{name} = {value}" for name, value in pairs)
    yield Line(f"Step t = {scene.t} (the first is t = 0) begins at {place}.")
    for name, values in scene.state.items():
        if scene.rule.summand(name) is None:
            yield Line(f"Suppose that it finds {_at(scene, name, values, scene.t - 1)}.")
    if any(scene.rule.summand(name) is not None for name in scene.state):
        yield from _gradients_so_far(scene)


def _at(scene: Scene, name: str, values: tuple[float, ...], t: int) -> str:
    return ", ".join(
        f"{Symbols.of(scene, c, t)(name)} = {format_number(value)}"
        for c, value in enumerate(values)
    )


def _gradients_so_far(scene: Scene) -> Iterator[Line]:
    """`Suppose that so far g⁰, g¹, g² = 5, −3, −2.`, a line for each parameter."""
    rows = scene.gradients or ()
    for c in range(len(scene.theta)):
        names = ", ".join(Symbols.of(scene, c, i)("g") for i in range(len(rows)))
        values = ", ".join(format_number(row[c]) for row in rows)
        yield Line(f"Suppose that so far {names} = {values}.")


def _way(item: Item, excerpt: Excerpt) -> Iterator[Line]:
    """What leads to the answer, each quantity of the step in one line."""
    scene = item.scene
    needed = {name for name, t in needs(scene.rule, item.quantity, scene.t) if t == scene.t}
    for quantity in table_quantities(scene.rule):
        if quantity not in needed:
            continue
        which = (0,) if quantity in scene.rule.scalars else item.question.components
        for component in which:
            yield Line(worked(excerpt, quantity, scene.t, component).one_line)
