"""What a quiz asks: a request, a seed and the log of reviews → the plan."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tutor.lesson.model import Lesson
from tutor.teaching.quiz import EXAM, PRACTICE, Plan, mixed
from tutor.teaching.request import Request
from tutor.teaching.review import Review, due, most_useful
from tutor.teaching.skills import Skill, find_skill, transfer_skill, wanted_skills

COUNT = 10
MINUTES_EACH = 3.0  # For a card of an exam, if nothing else is said.
SEEDS = 10_000  # A seed that was drawn should be easy to pass on.


def transfer_request(lesson: Lesson) -> Request | None:
    """One question on new numbers about what a lesson taught last, if there are such questions."""
    skill = transfer_skill(lesson)
    return None if skill is None else Request((skill.key,), count=1, parameters=skill.parameters)


def seed_of(request: Request) -> int:
    """The seed that is asked for, else one that was drawn."""
    return secrets.randbelow(SEEDS) if request.seed is None else request.seed


def plan_of(
    request: Request, seed: int, log: Sequence[Review] = (), now: datetime | None = None
) -> Plan:
    """The plan for a request. What is due or new by now comes first unless it says what else.

    `Unreadable` where a skill is not known.
    """
    skills: Sequence[Skill] = wanted_skills(request.skills)
    count = request.count or COUNT
    if now is not None and not (request.skills or request.seed is not None or request.exam):
        return Plan(seed, _useful(skills, count, seed, log, now), minutes=request.minutes)
    skills = [replace(skill, parameters=request.parameters) for skill in skills]
    minutes = request.minutes or (MINUTES_EACH * count if request.exam else None)
    return Plan(seed, mixed(skills, count, seed), EXAM if request.exam else PRACTICE, minutes)


def _useful(
    skills: Sequence[Skill], count: int, seed: int, log: Sequence[Review], now: datetime
) -> tuple[Skill, ...]:
    """What is due, mixed; then what is new or the next to be due, mixed."""
    due = due_skills(log, now)
    known = dict.fromkeys([*due, *skills])  # Due may be more than the course.
    chosen = most_useful(list(known), log, now, count)
    first = [skill for skill in chosen if skill in due]
    others = [skill for skill in chosen if skill not in due] or first
    return mixed(first, len(first), seed) + mixed(others, count - len(first), seed)


def due_skills(log: Sequence[Review], now: datetime) -> list[Skill]:
    """What should be practised now, the longest overdue first."""
    if not log:
        return []  # Nothing to import anything for.
    return [skill for key in due(log, now) if (skill := find_skill(key))]
