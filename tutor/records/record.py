"""One thing that happened, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

QUIZ = "quiz:"  # How the key of a quiz begins.


class Kind(StrEnum):
    OPENED = "opened"
    TRIED = "tried"
    HINTED = "hinted"
    REVEALED = "revealed"
    SKIPPED = "skipped"  # 'I know this': a page, or the whole lesson.
    REACHED = "reached"  # Farther than ever before.
    FINISHED = "finished"
    BEGUN = "begun"  # A quiz, with its plan.
    REVIEWED = "reviewed"  # A question is settled: its skill, and how it went.
    RESTARTED = "restarted"  # What came before no longer counts for resuming.


@dataclass(frozen=True)
class Record:
    """`id` is unique: the same record twice is kept once. `at` is UTC, ISO 8601.

    `lesson` is what it belongs to: a lesson's key, or that of a quiz.
    """

    id: str
    at: str
    lesson: str
    kind: Kind
    stop: str = ""  # The question that it is about, if one.
    body: Mapping[str, Any] = field(default_factory=dict)
