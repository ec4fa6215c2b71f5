"""A quiz in progress: `advance(quiz, event) -> quiz`, frozen, without input, output or clock.

Practice tells after each card how it went and asks again what was missed; an exam tells nothing
until the end. Both are the same quiz with another `Mode`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from tutor.maths.judging import Verdict
from tutor.teaching.answers import NO_ANSWER, Answer, responded
from tutor.teaching.cards import Card, card
from tutor.teaching.events import Event, HintWanted, Revealed, Submitted, TimeIsUp, WentOn
from tutor.teaching.grading import Prove, judge, no_proof
from tutor.teaching.judgement import Judgement
from tutor.teaching.session import Phase
from tutor.teaching.skills import Skill, variety

APART = 3  # A missed skill comes back as the third card from there, if others are left.
MOST_RETURNS = 2  # Of one skill in a quiz.

# What an exam asks to be typed otherwise; it is no try, as it is none in a lesson.
RETYPED = frozenset({Verdict.UNREADABLE, Verdict.AMBIGUOUS, Verdict.UNDECIDED, Verdict.CLOSE})


@dataclass(frozen=True)
class Mode:
    """What a quiz allows. `tells` is feedback after each card, and asking again what was missed."""

    name: str
    tells: bool
    helps: bool


PRACTICE = Mode("practice", tells=True, helps=True)
EXAM = Mode("exam", tells=False, helps=False)
MODES = {mode.name: mode for mode in (PRACTICE, EXAM)}


@dataclass(frozen=True)
class Plan:
    """What was asked for: the skills in the order in which they come, and how they are asked."""

    seed: int
    skills: tuple[Skill, ...]
    mode: Mode = PRACTICE
    minutes: float | None = None


@dataclass(frozen=True)
class Asked:
    """A card that has been put: the skill, and which of its cards."""

    skill: Skill
    number: int
    again: bool = False  # In addition to the plan, since something was missed.


@dataclass(frozen=True)
class Quiz:
    plan: Plan
    asked: tuple[Asked, ...]
    answers: tuple[Answer, ...]  # One for each card that was put.
    finished: bool = False
    late: bool = False  # It ended because the time was up.

    @property
    def phase(self) -> Phase:
        if self.finished:
            return Phase.FINISHED
        return Phase.SETTLED if self.answer.settled else Phase.ASKING

    @property
    def answer(self) -> Answer:
        return self.answers[-1]

    @property
    def card(self) -> Card:
        return self.cards[-1]

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card(asked.skill, self.plan.seed, asked.number) for asked in self.asked)

    @property
    def total(self) -> int:
        """Cards in all, as far as can be said now; it never falls."""
        planned = len(self.plan.skills) + sum(asked.again for asked in self.asked)
        if not self.plan.mode.tells:
            return planned
        fresh = _fresh(self)  # A skill that comes anyway need not come back.
        return planned + sum(skill not in fresh for skill in _owed(self))

    @property
    def comes_back(self) -> bool:
        """Whether the card's skill will be asked for again, since it was missed."""
        return self.plan.mode.tells and self.card.skill in _owed(self)

    @property
    def hints_shown(self) -> tuple[str, ...]:
        return self.card.hints[: self.answer.hints]


def mixed(skills: Sequence[Skill], count: int, seed: int) -> tuple[Skill, ...]:
    """So many skills, each as often as any other, never two alike in a row if there are others.

    A skill with few different questions has its turn no more often, as long as there are others.
    """
    draw = random.Random(f"quiz/{seed}")  # noqa: S311  # Practice, no secret.
    order: list[Skill] = []
    left: list[Skill] = []
    rounds = 0
    while len(order) < count:
        if not left:
            left = [s for s in skills if (most := variety(s)) is None or rounds < most]
            left = left or list(skills)
            rounds += 1
            draw.shuffle(left)
        left.remove(skill := _unlike(left, order[-1] if order else None))
        order.append(skill)
    return tuple(order)


def _unlike(skills: Sequence[Skill], last: Skill | None) -> Skill:
    """The first skill of another subject than the last one; else another one; else the first."""
    others = [skill for skill in skills if skill != last]
    subjects = [skill for skill in others if last is None or skill.subject != last.subject]
    return (subjects or others or list(skills))[0]


def drawn(skills: Iterable[Skill], seed: int) -> tuple[Card, ...]:
    """The cards of a quiz in which nothing is missed."""
    used: dict[Skill, int] = {}
    cards = []
    for skill in skills:
        number = used.get(skill, 0)
        used[skill] = number + 1
        cards.append(card(skill, seed, number))
    return tuple(cards)


def begin(plan: Plan) -> Quiz:
    """The quiz with its first card."""
    return Quiz(plan, (Asked(plan.skills[0], 0),), (NO_ANSWER,))


def advance(quiz: Quiz, event: Event) -> Quiz:
    """The quiz after an event. An event that makes no sense now leaves it as it is."""
    match quiz.phase, event:
        case ((Phase.ASKING | Phase.SETTLED), TimeIsUp()):
            return replace(quiz, finished=True, late=True)
        case Phase.ASKING, HintWanted() if not quiz.plan.mode.helps:
            return quiz
        case Phase.ASKING, Submitted() | HintWanted() | Revealed():
            return _responded(quiz, event)
        case Phase.SETTLED, WentOn():
            return _moved_on(quiz)
    return quiz


def judged(quiz: Quiz, text: str, prove: Prove = no_proof) -> Judgement:
    """How an answer to the open card does; `prove` as in `judge`."""
    return judge(quiz.card.question, text, prove)


def _responded(quiz: Quiz, event: Event) -> Quiz:
    answer = responded(quiz.answer, event, partial(judged, quiz), len(quiz.card.hints))
    if not quiz.plan.mode.tells and _has_committed(answer):
        answer = replace(answer, revealed=not answer.right)
        return _moved_on(_answered(quiz, answer))
    return _answered(quiz, answer)


def _answered(quiz: Quiz, answer: Answer) -> Quiz:
    return replace(quiz, answers=(*quiz.answers[:-1], answer))


def _has_committed(answer: Answer) -> bool:
    """Whether an exam's one try has been used, or given up. What must be retyped is no try."""
    return answer.revealed or any(t.judgement.verdict not in RETYPED for t in answer.tries)


# Which card comes next


def _moved_on(quiz: Quiz) -> Quiz:
    following = _following(quiz)
    if following is None:
        return replace(quiz, finished=True)
    return replace(quiz, asked=(*quiz.asked, following), answers=(*quiz.answers, NO_ANSWER))


def _fresh(quiz: Quiz) -> list[Skill]:
    """What is planned and has not been asked yet."""
    fresh = list(quiz.plan.skills)
    for asked in quiz.asked:
        if not asked.again:
            fresh.remove(asked.skill)
    return fresh


def _following(quiz: Quiz) -> Asked | None:
    last, fresh = quiz.asked[-1].skill, _fresh(quiz)
    owed = _owed(quiz) if quiz.plan.mode.tells else {}
    ripe = [skill for skill, at in owed.items() if len(quiz.asked) - at >= APART]
    back = [skill for skill in (ripe if fresh else owed) if skill != last]
    if back and not (fresh and quiz.asked[-1].again):  # New ones and old ones take turns.
        return _asked(quiz, back[0], again=True)
    new = next((skill for skill in fresh if skill != last), None)
    if new is not None:
        return _asked(quiz, new)
    if fresh or owed:  # Only the last one again: another skill stands between, if there is one.
        other = _unlike(quiz.plan.skills, last)
        return _asked(quiz, other, again=other != last or not fresh)
    return None


def _asked(quiz: Quiz, skill: Skill, *, again: bool = False) -> Asked:
    """The next card of a skill, on numbers that have not been used in this quiz."""
    number = sum(asked.skill == skill for asked in quiz.asked)
    return Asked(skill, number, again)


def _owed(quiz: Quiz) -> dict[Skill, int]:
    """The skills that were missed and have not come back since, with the place where."""
    owed: dict[Skill, int] = {}
    returns: dict[Skill, int] = {}
    for at, (asked, answer) in enumerate(zip(quiz.asked, quiz.answers, strict=True)):
        if asked.again:
            returns[asked.skill] = returns.get(asked.skill, 0) + 1
        owed.pop(asked.skill, None)
        most = variety(asked.skill)
        is_new = most is None or asked.number + 1 < most  # Else it would be the same question.
        if answer.missed and is_new and returns.get(asked.skill, 0) < MOST_RETURNS:
            owed[asked.skill] = at
    return owed


def replayed(plan: Plan, answers: Iterable[Answer]) -> Quiz:
    """The quiz in which these answers were given, card by card."""
    quiz = begin(plan)
    for answer in answers:
        if quiz.finished:
            break
        quiz = _answered(quiz, answer)
        if answer.settled or (not plan.mode.tells and _has_committed(answer)):
            quiz = _moved_on(quiz)
    return quiz
