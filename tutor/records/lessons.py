"""A session → records, and back: where a learner was, and what had been answered."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

from tutor.lesson.model import Lesson
from tutor.maths.judging import Verdict
from tutor.records.record import QUIZ, Kind, Record
from tutor.records.store import Entry
from tutor.teaching.answers import NO_ANSWER, Answer, Try
from tutor.teaching.judgement import Judgement
from tutor.teaching.review import rated
from tutor.teaching.session import Phase, Session
from tutor.teaching.skills import skill_of


def entries(before: Session, after: Session, farthest: int) -> Iterator[Entry]:
    """What an event changed that is to be kept; going back changes nothing."""
    for id_, answer in after.answers.items():
        earlier = before.answers.get(id_, NO_ANSWER)
        yield from answer_entries(id_, earlier, answer)
        if answer.settled and not earlier.settled:
            yield from _review(after.lesson, id_, answer)
    if after.at > farthest:
        pause = after.pause
        stop = pause.block.id if pause and pause.block else ""
        yield Kind.REACHED, stop, {"at": after.at, "page": pause.page if pause else None}
    if after.phase is Phase.FINISHED and before.phase is not Phase.FINISHED:
        yield Kind.FINISHED, "", {}


def _review(lesson: Lesson, id_: str, answer: Answer) -> Iterator[Entry]:
    """A question of a lesson is practice of a skill, too; how fast it was does not count there."""
    stop = next(question for question in lesson.questions() if question.id == id_)
    if skill := skill_of(stop, lesson):
        yield Kind.REVIEWED, id_, {"skill": skill, "rating": str(rated(answer, math.inf))}


def answer_entries(id_: str, before: Answer, after: Answer) -> Iterator[Entry]:
    for attempt in after.tries[len(before.tries) :]:
        yield Kind.TRIED, id_, {"text": attempt.text, **_kept(attempt.judgement)}
    if after.hints > before.hints:
        yield Kind.HINTED, id_, {"hints": after.hints}
    if after.revealed and not before.revealed:
        yield Kind.REVEALED, id_, {}
    if after.skipped and not before.skipped:
        yield Kind.SKIPPED, id_, {}


def _kept(judgement: Judgement) -> dict[str, Any]:
    return {**asdict(judgement), "verdict": str(judgement.verdict)}


def restored(lesson: Lesson, records: Iterable[Record]) -> Session:
    """The session as it was left: at the farthest stop, with the earlier answers.

    Records of questions that the lesson no longer has are passed over.
    """
    known = {question.id for question in lesson.questions()}
    answers: dict[str, Answer] = {}
    reached: list[Record] = []
    for record in records:
        if record.kind is Kind.RESTARTED:
            answers, reached = {}, []
        elif record.kind is Kind.REACHED:
            reached.append(record)
        elif record.stop in known:
            answers[record.stop] = answer_with(answers.get(record.stop, NO_ANSWER), record)
    used_up = {id_: replace(answer, revealed=True) for id_, answer in answers.items()
               if answer.tries_left <= 0 and not answer.right}  # fmt: skip
    session = Session(lesson, answers=MappingProxyType({**answers, **used_up}))
    # Two windows may have gone different ways: the farthest counts, not the last.
    return replace(session, at=max((_position(session, r) for r in reached), default=0))


def answer_with(answer: Answer, record: Record) -> Answer:
    match record.kind:
        case Kind.TRIED:
            return replace(answer, tries=(*answer.tries, _try(record.body)))
        case Kind.HINTED:
            return replace(answer, hints=int(record.body["hints"]))
        case Kind.REVEALED:
            return replace(answer, revealed=True)
        case Kind.SKIPPED:
            return replace(answer, skipped=True)
    return answer


def _try(body: Mapping[str, Any]) -> Try:
    judgement = Judgement(
        Verdict(body["verdict"]), body["message"], body["read_as"], tuple(body["values"]),
        tuple(body["misconception"]), tuple(body["also"]),
    )  # fmt: skip
    return Try(body["text"], judgement)


def at_same_stop(session: Session, before: Session) -> Session:
    """The session where another one of an older version of the lesson stands."""
    pause = before.pause
    stop = pause.block.id if pause and pause.block else ""
    for at, other in enumerate(session.pauses):
        if stop and other.block is not None and other.block.id == stop:
            return replace(session, at=at)
    return replace(session, at=min(before.at, len(session.pauses)))


def _position(session: Session, reached: Record) -> int:
    """The pause that was reached; lessons are edited, so by its question if it still has that.

    Else the same pause of as many, but never past the end unless the end was reached.
    """
    for at, pause in enumerate(session.pauses):
        if reached.stop and pause.block is not None and pause.block.id == reached.stop:
            return at
    if reached.body["page"] is None:
        return len(session.pauses)
    return min(int(reached.body["at"]), len(session.pauses) - 1)


@dataclass(frozen=True)
class Progress:
    """How far a lesson has been taken."""

    lesson: str
    answered: int = 0  # Questions that are settled.
    right: int = 0
    finished: bool = False
    skipped: bool = False
    last: str = ""  # When it was last worked on, ISO 8601; nothing where it was only skipped.
    misconceptions: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        return bool(self.last)


def progress_of(records: Iterable[Record]) -> dict[str, Progress]:
    """For each lesson that was begun or is known, in the order of the last activity."""
    by_lesson: dict[str, list[Record]] = {}
    for record in records:
        if not record.lesson.startswith(QUIZ):
            by_lesson.setdefault(record.lesson, []).append(record)
    found = [_progress(lesson, of) for lesson, of in by_lesson.items()]
    # One that was said to be known, and then was not, has not been begun.
    kept = (progress for progress in found if progress.begun or progress.skipped)
    return {progress.lesson: progress for progress in sorted(kept, key=lambda p: p.last)}


def _progress(lesson: str, records: list[Record]) -> Progress:
    right, settled, named = set(), set(), []
    finished = skipped = False
    for record in records:
        match record.kind:
            case Kind.TRIED:
                if record.body["verdict"] in {Verdict.RIGHT, Verdict.FOLLOW}:
                    right.add(record.stop)
                    settled.add(record.stop)
                named += record.body["misconception"]
            case Kind.REVEALED:
                settled.add(record.stop)
            case Kind.SKIPPED if not record.stop:  # The whole lesson, not a page of it.
                skipped = record.body.get("known", True)
            case Kind.FINISHED:
                finished = True
            case Kind.RESTARTED:
                right, settled, named = set(), set(), []
                finished = skipped = False
    worked_on = [r.at for r in records if r.kind is not Kind.SKIPPED or r.stop]
    return Progress(
        lesson, len(settled), len(right), finished, skipped, max(worked_on, default=""),
        tuple(dict.fromkeys(named)),
    )  # fmt: skip
