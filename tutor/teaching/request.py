"""What a learner asks of a quiz. Imports nothing, so that a screen can be painted first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """What a learner asks for; None leaves it to us."""

    skills: tuple[str, ...] = ()
    count: int | None = None
    seed: int | None = None
    minutes: float | None = None
    exam: bool = False
    parameters: int | None = None  # Of the losses.
    last: bool = False  # No new one: the one that was finished last, once more.

    @property
    def is_bare(self) -> bool:
        return self == Request(exam=self.exam)
