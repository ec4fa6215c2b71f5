"""What the judge says of an answer."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.maths.judging import Verdict


@dataclass(frozen=True)
class Judgement:
    """A verdict with the one line that explains it, and how the answer was read."""

    verdict: Verdict
    message: str
    read_as: str = ""
    values: tuple[float, ...] = ()  # What was typed, where it was numbers.
    misconception: tuple[str, ...] = ()  # The likeliest one's id, if one fits.
    also: tuple[str, ...] = ()  # Others that fit as well.
