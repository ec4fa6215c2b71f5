"""What happens in a lesson or a quiz."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.teaching.judgement import Judgement


@dataclass(frozen=True)
class Submitted:
    """An answer; with its judgement where that was made elsewhere, since it may take seconds."""

    text: str
    judgement: Judgement | None = None


@dataclass(frozen=True)
class HintWanted:
    pass


@dataclass(frozen=True)
class Revealed:
    """The learner gives up on this question."""


@dataclass(frozen=True)
class WentOn:
    pass


@dataclass(frozen=True)
class WentBack:
    pass


@dataclass(frozen=True)
class Skipped:
    """'I know this': on to the next page, and the record says so."""


@dataclass(frozen=True)
class Jumped:
    """To another pause of the lesson, by its number."""

    at: int


@dataclass(frozen=True)
class TimeIsUp:
    """The clock of a quiz ran out."""


Event = Submitted | HintWanted | Revealed | WentOn | WentBack | Skipped | Jumped | TimeIsUp
