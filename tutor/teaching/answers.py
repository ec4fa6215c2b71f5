"""What happened at one question so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tutor.maths.judging import Verdict
from tutor.teaching.events import Event, HintWanted, Revealed, Submitted
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
    def missed(self) -> bool:
        """Whether it was not right at once; what is still open is not missed yet."""
        return self.tries_left < TRIES or (self.revealed and not self.right)

    def repeats(self, text: str) -> bool:
        """Whether a wrong answer is sent a second time, as a second Enter does."""
        last = self.tries[-1:]
        return any(t.text == text and t.judgement.verdict is Verdict.WRONG for t in last)

    @property
    def tries_left(self) -> int:
        return TRIES - sum(t.judgement.verdict in COSTS_A_TRY for t in self.tries)


NO_ANSWER = Answer()


def responded(
    answer: Answer, event: Event, judged: Callable[[str], Judgement], most_hints: int
) -> Answer:
    """An open question's answer after an event; one that does not concern it changes nothing."""
    match event:
        case Submitted(text) if not text.strip():
            return replace(answer, revealed=answer.asked_to_confirm, asked_to_confirm=True)
        case Submitted(text, judgement):
            return _tried(answer, Try(text, judgement or judged(text)))
        case HintWanted():
            hints = min(answer.hints + 1, most_hints)
            return replace(answer, hints=hints, asked_to_confirm=False)
        case Revealed():
            return replace(answer, revealed=True)
    return answer


def _tried(answer: Answer, attempt: Try) -> Answer:
    tried = replace(answer, tries=(*answer.tries, attempt), asked_to_confirm=False)
    return replace(tried, revealed=tried.tries_left <= 0)
