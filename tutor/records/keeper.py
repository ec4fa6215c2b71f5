"""Keeps one lesson's session: the record is written before anything else sees what happened."""

from __future__ import annotations

from tutor.lesson.model import Lesson
from tutor.lesson.shelf import lesson_key
from tutor.records.lessons import at_same_stop, entries, restored
from tutor.records.record import Kind
from tutor.records.store import Store
from tutor.teaching.advance import advance
from tutor.teaching.events import Event
from tutor.teaching.session import Session


class Keeper:
    """Advances the sessions of a lesson and records what they did."""

    def __init__(self, lesson: Lesson, store: Store) -> None:
        self.lesson, self.store = lesson, store
        self.key = lesson_key(lesson.path)
        self.farthest = 0

    def begin(self) -> Session:
        """The session where the learner left it, or a new one."""
        session = restored(self.lesson, self.store.records(self.key))
        self.farthest = session.at
        self.store.add(self.key, [(Kind.OPENED, "", {})])
        return session

    def advance(self, session: Session, event: Event) -> Session:
        """The session after an event, which has been recorded when this returns."""
        after = advance(session, event)
        if after is not session:
            self.store.add(self.key, entries(session, after, self.farthest))
            self.farthest = max(self.farthest, after.at)
        return after

    def reloaded(self, lesson: Lesson, before: Session) -> Session:
        """The session in a new version of the lesson, at the same stop."""
        self.lesson = lesson
        session = restored(lesson, self.store.records(self.key))
        self.farthest = session.at
        return at_same_stop(session, before)

    def restart(self) -> Session:
        """From the beginning; what was recorded stays, but no longer counts."""
        self.store.add(self.key, [(Kind.RESTARTED, "", {})])
        self.farthest = 0
        return Session(self.lesson)
