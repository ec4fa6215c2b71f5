"""What a learner asks of a quiz. Imports nothing, so that a screen can be painted first."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote


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
    def command(self) -> str:
        """What a learner types to ask for this."""
        skills = [part for skill in self.skills for part in ("--skill", quote(skill))]
        numbers = {"--count": self.count, "--seed": self.seed, "--minutes": self.minutes}
        options = [f"{name} {value:g}" for name, value in numbers.items() if value is not None]
        return " ".join(["descent quiz", *skills, *options, *(["--exam"] if self.exam else [])])

    @property
    def is_bare(self) -> bool:
        return self == Request(exam=self.exam)
