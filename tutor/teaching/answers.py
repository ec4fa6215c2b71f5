"""What happened at one question so far."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.teaching.grading import COSTS_A_TRY, SETTLES
from tutor.teaching.judgement import Judgement

TRIES = 2


@dataclass(frozen=True)
class Try:
    text: str
    judgement: Judgement


@dataclass(frozen=True)
class Answer:
    """What happened at one question so far."""

    tries: tuple[Try, ...] = ()
    hints: int = 0
    asked_to_confirm: bool = False  # An empty answer was given; a second one reveals.
    revealed: bool = False
    skipped: bool = False  # 'I know this': passed over without an answer.

    @property
    def right(self) -> bool:
        # Not the last one alone: another window may have gone on with a wrong one.
        return any(t.judgement.verdict in SETTLES for t in self.tries)

    @property
    def settled(self) -> bool:
        return self.right or self.revealed

    @property
    def tries_left(self) -> int:
        return TRIES - sum(t.judgement.verdict in COSTS_A_TRY for t in self.tries)


NO_ANSWER = Answer()
