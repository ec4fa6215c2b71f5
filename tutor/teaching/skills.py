"""What can be practised: a quantity of a rule, a rule of differentiation, a lesson's concepts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from tutor.lesson.model import GRADIENT, Ask, Choose, Derive, Lesson, Predict, Prose, components
from tutor.lesson.reader import read_lesson
from tutor.lesson.shelf import lesson_files, lesson_key, shipped_lessons
from tutor.maths.errors import Unreadable, shown
from tutor.maths.rule import NEXT, Rule
from tutor.maths.rules import GD, all_rules
from tutor.maths.suggest import did_you_mean

DERIVATIVE, CONCEPT = "derivative", "concept"
SEPARATORS = ".: "  # Besides the slash, in a skill's name.
# By the rule that an expression calls for, in the order in which they are learned.
DERIVATIVES = {
    "power": "a power of w",
    "sum": "a sum, term by term",
    "chain": "a function inside another one",
    "partial": "by one of two parameters",
    "product": "a product",
    "quotient": "a quotient",
    "sqrt": "a square root",
    "exp": "an exponential",
    "log": "a logarithm",
}
WORDS = {
    "g": "the gradient",
    "eta_t": "the rate ηᵗ",
    "sigma": "σᵗ",
    "s": "the sum of squares",
    "v": "the movement v",
    "m": "the average m",
    "m_hat": "m, corrected",
    "v_hat": "v, corrected",
    NEXT: "the new value",
}
WORDS_FOR_RULE = {("rmsprop", "s"): "the average of squares", ("adam", "v"): "the average v"}


@dataclass(frozen=True)
class Skill:
    """`adagrad/sigma`, `derivative/chain`, `concept/contradiction`; `title` is for people."""

    subject: str  # A rule's key, or one of the two above.
    part: str  # A quantity, a rule of differentiation, a lesson's id.
    title: str  # Of what it is a skill, and behind a colon what is asked.
    parameters: int | None = None  # Of the losses that steps are taken on; None: one or two.

    @property
    def words(self) -> str:
        return self.title.partition(": ")[2]

    @property
    def key(self) -> str:
        return f"{self.subject}/{self.part}"


@cache
def catalogue() -> tuple[Skill, ...]:
    """Every skill, in the order of the course. Reads the lessons."""
    derivatives = (
        Skill(DERIVATIVE, part, f"Derivative: {words}") for part, words in DERIVATIVES.items()
    )
    steps = (skill for rule in all_rules().values() for skill in _of_rule(rule))
    concepts = (
        Skill(CONCEPT, lesson.id, f"Concept: {lesson.title}")
        for lesson in _lessons()
        if concept_questions(lesson)
    )
    return (*derivatives, *steps, *concepts)


def _of_rule(rule: Rule) -> list[Skill]:
    """What a rule's own equations define; the gradient is asked for under the plainest rule."""
    own = [equation.name for equation in rule.equations]
    names = ["g", *own] if rule == GD else own
    return [Skill(rule.key, name, _title(rule, name)) for name in names]


def _title(rule: Rule, quantity: str) -> str:
    words = WORDS_FOR_RULE.get((rule.key, quantity)) or WORDS.get(quantity, quantity)
    return f"{_capital(rule.title)}: {words}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _lessons() -> tuple[Lesson, ...]:
    return tuple(read_lesson(path) for path in lesson_files(shipped_lessons()))


def wanted_skills(names: Iterable[str]) -> tuple[Skill, ...]:
    """The skills that are named, or where none is, those of the course."""
    named = tuple(names)
    return chosen_skills(named) if named else course_skills()


@cache
def course_skills() -> tuple[Skill, ...]:
    """What the lessons teach: those first that they train, in their order. Imports sympy.

    A rule that no lesson has is left out; `chosen_skills` finds it by its name.
    """
    trained = {skill_of(stop, lesson): None for lesson in _lessons() for stop in lesson.questions()}
    known = {skill.key: skill for skill in catalogue()}
    first = [known[key] for key in trained if key in known]
    taught = {skill.subject for skill in first} | {DERIVATIVE, CONCEPT}
    others = (skill for skill in catalogue() if skill.subject in taught)
    return tuple(dict.fromkeys([*first, *others]))


def variety(skill: Skill) -> int | None:
    """How many different questions there are for a skill; None where numbers make any number."""
    if skill.subject != CONCEPT:
        return None
    return len(concept_questions(concept_lesson(skill.part)))


def concept_lesson(id_: str) -> Lesson:
    return next(lesson for lesson in _lessons() if lesson.id == id_)


def concept_questions(lesson: Lesson) -> list[tuple[tuple[Prose, ...], Choose]]:
    """The questions of a lesson that stand on the words before them alone, with those words."""
    found = []
    for page in lesson.pages:
        for number, block in enumerate(page.blocks):
            before = page.blocks[:number]
            prose = tuple(b for b in before if isinstance(b, Prose))
            if isinstance(block, Choose) and len(prose) == len(before):
                found.append((prose, block))
    return found


def chosen_skills(names: Iterable[str]) -> tuple[Skill, ...]:
    """The skills that names stand for. `Unreadable` where one is unknown.

    A name is a whole key, or one half of it: `adagrad` is all of Adagrad, `sigma` every σ.
    """
    return tuple(dict.fromkeys(skill for name in names for skill in _named(name)))


def _named(name: str) -> list[Skill]:
    plain = name.strip().lower()
    for separator in SEPARATORS:
        plain = plain.replace(separator, "/")
    subject, _, part = plain.partition("/")
    if part == "g" and subject in all_rules():
        plain = f"{GD.key}/g"  # The gradient is the same under every rule.
    found = [skill for skill in catalogue() if plain in {skill.key, skill.subject, skill.part}]
    if not found:
        known = {n: None for s in catalogue() for n in (s.subject, s.part, s.key)}
        raise Unreadable(f"unknown skill {shown(name)!r}; {_suggestion(plain, known)}")
    return found


def _suggestion(name: str, known: Iterable[str]) -> str:
    """The nearest name; where none is near how names are made, since the list of all is long."""
    near = did_you_mean(name, known)
    if near.startswith("did"):
        return near
    return "see descent quiz --skills"


def find_skill(key: str) -> Skill | None:
    """The skill with that key; None where it belongs to a rule or a lesson that is gone."""
    return next((skill for skill in catalogue() if skill.key == key), None)


def skill_of(stop: Ask, lesson: Lesson) -> str | None:
    """The key of the skill that a lesson's question trains, if it is one that can be practised."""
    if isinstance(stop, Choose):
        is_ours = lesson_key(lesson.path) == lesson.id
        return f"{CONCEPT}/{lesson.id}" if is_ours and concept_questions(lesson) else None
    if isinstance(stop, Derive) or stop.quantity == GRADIENT:
        return f"{DERIVATIVE}/{_hardest_rule(stop)}"
    if stop.quantity == "g":
        return f"{GD.key}/g"
    rule = stop.problem.rule
    return f"{rule.key}/{stop.quantity}" if stop.quantity in rule.by_name else None


def transfer_skill(lesson: Lesson) -> Skill | None:
    """What the last page of a lesson offers on new numbers: the last of its skills that has any.

    A step of a rule above all, else a derivative; None where the lesson trains neither. A lesson
    that has only one parameter is asked about with one.
    """
    keys = [skill_of(stop, lesson) for stop in reversed(list(lesson.questions()))]
    known = {skill.key: skill for skill in catalogue() if skill.subject != CONCEPT}
    found = [known[key] for key in keys if key in known]
    steps = [skill for skill in found if skill.subject != DERIVATIVE]
    most = max((len(stop.problem.parameters) for stop in lesson.questions()), default=1)
    return next((replace(skill, parameters=min(most, 2)) for skill in [*steps, *found]), None)


def _hardest_rule(stop: Derive | Predict) -> str:
    """Of the rules that a derivation uses the one that is learned last. Imports sympy."""
    if len(stop.problem.parameters) > 1:
        return "partial"
    used = {step.rule for c in components(stop) for step in stop.problem.derivation(c)}
    return next((part for part in reversed(DERIVATIVES) if part in used), "power")
