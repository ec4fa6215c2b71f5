"""A quiz is recorded as it goes on: what was answered counts, whatever happens to the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tutor.maths.errors import Unreadable
from tutor.records.lessons import answer_entries, answer_with
from tutor.records.record import QUIZ, Kind, Record
from tutor.records.store import Entry, Store, new_id
from tutor.teaching.answers import NO_ANSWER, Answer
from tutor.teaching.events import Event, TimeIsUp
from tutor.teaching.planning import plan_of, seed_of
from tutor.teaching.questions import ChoiceQuestion
from tutor.teaching.quiz import EXAM, MODES, Plan, Quiz, advance, begin, replayed
from tutor.teaching.request import Request
from tutor.teaching.review import Rating, Review, rated
from tutor.teaching.skills import find_skill


class QuizKeeper:
    """Advances one quiz, records what happens in it, and looks at the clock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.key = ""
        self.deadline: datetime | None = None
        self.seconds: dict[int, float] = {}  # For each card that was left here, how long it took.
        self.begun = self.shown = store.clock()  # When the quiz began, and when its open card came.

    def open(self, request: Request) -> Quiz:
        """The quiz that was finished last, or the exam that was left open, if one is meant.

        Else a new quiz. `Unreadable` where a skill is not known, or none was ever finished.
        """
        if request.last:
            return self._finished(last_finished(self.store.records()))
        found = open_exam(self.store.records(), request) if request.exam else None
        return self._resumed(found) if found else self._begun(request)

    def _begun(self, request: Request) -> Quiz:
        log, now = reviews(self.store.records()), self.store.clock()
        plan = plan_of(request, seed_of(request), log, now)
        self.key = f"{QUIZ}{new_id()}"
        self._set_clock(plan, now)
        self.store.add(self.key, [(Kind.BEGUN, "", _body(plan, request))])
        return begin(plan)

    def _resumed(self, found: KeptQuiz) -> Quiz:
        """The quiz as it was left; at its end, if the time has run out meanwhile."""
        self.key = found.key
        self._set_clock(found.plan, found.begun)
        quiz = replayed(found.plan, _answers(self.store.records(found.key)))
        return self.look_at_clock(quiz)

    def _finished(self, found: KeptQuiz) -> Quiz:
        """The quiz as it ended; what comes to it now would be recorded, and nothing can."""
        self.key, self.begun = found.key, found.begun
        quiz = replayed(found.plan, _answers(self.store.records(found.key)))
        return replace(quiz, finished=True, late=found.late)

    def _set_clock(self, plan: Plan, begun: datetime) -> None:
        self.begun, self.shown = begun, self.store.clock()
        self.deadline = begun + timedelta(minutes=plan.minutes) if plan.minutes else None

    def advance(self, quiz: Quiz, event: Event) -> Quiz:
        """The quiz after an event, which is recorded when this returns; too late does not count."""
        now = self.store.clock()
        if not (quiz.finished or quiz.plan.mode.tells) and (ahead := self._elsewhere(quiz)):
            return ahead
        late = self.deadline is not None and now >= self.deadline
        after = advance(quiz, TimeIsUp() if late else event)
        if after is not quiz:
            self.store.add(self.key, self._entries(quiz, after, now))
            if len(after.asked) > len(quiz.asked):
                self.shown = now
        return after

    def _elsewhere(self, quiz: Quiz) -> Quiz | None:
        """The exam as another window has taken it further, if one has; each card has one try."""
        records = self.store.records(self.key)
        there = replayed(quiz.plan, _answers(records))
        over = any(record.kind is Kind.FINISHED for record in records)
        if len(there.asked) <= len(quiz.asked) and there.finished == quiz.finished and not over:
            return None
        return replace(there, finished=there.finished or over)

    def look_at_clock(self, quiz: Quiz) -> Quiz:
        """The quiz, at its end if its time is up."""
        return self.advance(quiz, TimeIsUp()) if self.seconds_left == 0 else quiz

    @property
    def seconds_left(self) -> float | None:
        """Until the time is up; None where there is no limit."""
        if self.deadline is None:
            return None
        return max(0.0, (self.deadline - self.store.clock()).total_seconds())

    @property
    def seconds_gone(self) -> float:
        return (self.store.clock() - self.begun).total_seconds()

    def _entries(self, before: Quiz, after: Quiz, now: datetime) -> Iterator[Entry]:
        at = len(before.asked) - 1
        answer = after.answers[at]
        yield from answer_entries(str(at), before.answer, answer)
        if len(after.asked) > len(before.asked) or after.finished:
            self.seconds[at] = (now - self.shown).total_seconds()
        if after.plan.mode.tells:
            if answer.settled and not before.answer.settled:
                yield self._review(after, at, (now - self.shown).total_seconds())
        elif after.finished:  # Before its end nothing may tell how an exam goes.
            given = (i for i, a in enumerate(after.answers) if a.tries or a.revealed)
            yield from (self._review(after, i, self.seconds.get(i, math.inf)) for i in given)
        if after.finished:
            yield Kind.FINISHED, "", {"late": after.late}

    def _review(self, quiz: Quiz, at: int, seconds: float) -> Entry:
        card = quiz.cards[at]
        is_choice = isinstance(card.question, ChoiceQuestion)
        rating = rated(quiz.answers[at], seconds, is_choice=is_choice)
        return Kind.REVIEWED, str(at), {"skill": card.skill.key, "rating": str(rating)}


def _body(plan: Plan, request: Request) -> dict[str, Any]:
    """What is kept of a quiz that begins."""
    return {
        "seed": plan.seed, "skills": [skill.key for skill in plan.skills], "mode": plan.mode.name,
        "minutes": plan.minutes, "wanted": asdict(request),
    }  # fmt: skip


@dataclass(frozen=True)
class KeptQuiz:
    """A quiz as it was begun; `late` where it is over because the time was up."""

    key: str
    plan: Plan
    begun: datetime
    request: Request
    late: bool = False


def open_exam(records: Iterable[Record], request: Request) -> KeptQuiz | None:
    """The last exam that was left open: of that kind, or any if nothing special is wanted."""
    begun: dict[str, Record] = {}
    for record in records:
        if record.kind is Kind.BEGUN:
            begun[record.lesson] = record
        elif record.kind is Kind.FINISHED:
            begun.pop(record.lesson, None)
    for record in reversed(begun.values()):
        found = _kept_quiz(record) if record.body["mode"] == EXAM.name else None
        if found is not None and (request.is_bare or found.request == request):
            return found
    return None


def last_finished(records: Sequence[Record]) -> KeptQuiz:
    """The quiz that came to its end last, or `Unreadable`; practice that was left is not one."""
    begun = {record.lesson: record for record in records if record.kind is Kind.BEGUN}
    over = (r for r in reversed(records) if r.kind is Kind.FINISHED and r.lesson in begun)
    for record in over:
        if found := _kept_quiz(begun[record.lesson]):
            return replace(found, late=record.body["late"])
    raise Unreadable("no quiz has been finished yet: begin one with descent quiz")


def exam_standing(records: Sequence[Record], now: datetime) -> str:
    """`An exam is open: 4 of 10 answered, 12 minutes left.`; nothing where none is."""
    found = open_exam(records, Request(exam=True))
    if found is None or found.plan.minutes is None:
        return ""
    end = found.begun + timedelta(minutes=found.plan.minutes)
    left = (end - now).total_seconds() / 60
    answers = _answers(record for record in records if record.lesson == found.key)
    done = len(replayed(found.plan, answers).asked) - 1
    time = f"{left:.0f} minutes left" if left > 0 else "its time is up"
    return f"An exam is open: {done} of {len(found.plan.skills)} answered, {time}."


def _kept_quiz(record: Record) -> KeptQuiz | None:
    """The quiz that a record began; None where one of its skills is gone."""
    body = record.body
    skills = [find_skill(key) for key in body["skills"]]
    known = tuple(skill for skill in skills if skill is not None)
    if len(known) < len(skills):
        return None
    plan = Plan(body["seed"], known, MODES[body["mode"]], body["minutes"])
    wanted = body["wanted"]
    request = Request(**{**wanted, "skills": tuple(wanted["skills"])})
    return KeptQuiz(record.lesson, plan, datetime.fromisoformat(record.at), request)


def _answers(records: Iterable[Record]) -> list[Answer]:
    """The answers in the order of their cards."""
    found: dict[int, Answer] = {}
    for record in records:
        if record.stop:
            at = int(record.stop)
            found[at] = answer_with(found.get(at, NO_ANSWER), record)
    return [found.get(at, NO_ANSWER) for at in range(max(found, default=-1) + 1)]


def reviews(records: Iterable[Record]) -> list[Review]:
    """The log of reviews, of lessons and quizzes alike, oldest first."""
    return [
        Review(r.body["skill"], Rating(r.body["rating"]), datetime.fromisoformat(r.at))
        for r in records
        if r.kind is Kind.REVIEWED
    ]
