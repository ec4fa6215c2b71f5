"""Where a learner stands in the whole course, from all that was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tutor.records.lessons import Progress, progress_of
from tutor.records.quizzes import exam_standing, reviews
from tutor.records.record import Record
from tutor.teaching.planning import due_skills
from tutor.teaching.skills import Skill


@dataclass(frozen=True)
class CourseStanding:
    """`progress` has the lessons by their keys; `exam_left` says how an exam stands, if one is."""

    progress: dict[str, Progress]
    due: list[Skill]  # The longest overdue first.
    exam_left: str


def course_standing(records: Sequence[Record], now: datetime) -> CourseStanding:
    """Replays every review; imports fsrs, and reads the lessons, where that is needed."""
    due = due_skills(reviews(records), now)
    return CourseStanding(progress_of(records), due, exam_standing(records, now))
