"""When a skill should be practised again. FSRS decides; the log of reviews is all that is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tutor.teaching.answers import Answer
from tutor.teaching.skills import Skill

FAST_CHOICE, FAST = 10.0, 30.0  # Seconds up to which a right answer was fast: chosen, or typed.


class Rating(StrEnum):
    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


@dataclass(frozen=True)
class Review:
    """One settled question: the key of its skill, how it went, and when (UTC)."""

    skill: str
    rating: Rating
    at: datetime


def rated(answer: Answer, seconds: float, *, is_choice: bool = False) -> Rating:
    """Wrong: again. With a hint: hard. Right: good; right and fast: easy."""
    if answer.missed:
        return Rating.AGAIN
    if answer.hints:
        return Rating.HARD
    return Rating.EASY if seconds <= (FAST_CHOICE if is_choice else FAST) else Rating.GOOD


def due_dates(reviews: Iterable[Review]) -> dict[str, datetime]:
    """For each skill that was ever reviewed when it is due. Imports fsrs."""
    from fsrs import Card, Scheduler
    from fsrs import Rating as Grade

    # A quiz asks again within itself, so there are no steps of minutes; without fuzz the same log
    # gives the same dates everywhere.
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    grades = {rating: Grade[rating.name.capitalize()] for rating in Rating}
    cards: dict[str, Card] = {}
    for review in reviews:
        # Without a number of its own a card would wait for the clock to give it one.
        card = cards.get(review.skill) or Card(card_id=len(cards))
        cards[review.skill], _ = scheduler.review_card(card, grades[review.rating], review.at)
    return {skill: card.due for skill, card in cards.items()}


@dataclass(frozen=True)
class Standing:
    """How a skill stands: how often it was reviewed, how the last time went, when it is due."""

    skill: str
    reviews: int
    last: str  # ISO 8601.
    rating: Rating
    due: str  # ISO 8601.


def standings(reviews: Sequence[Review]) -> list[Standing]:
    """Each skill that was ever reviewed, the one that is due first before the others."""
    dates = due_dates(reviews)
    found = []
    for skill in sorted(dates, key=dates.__getitem__):
        of_skill = [review for review in reviews if review.skill == skill]
        last, at = of_skill[-1], dates[skill].isoformat()
        found.append(Standing(skill, len(of_skill), last.at.isoformat(), last.rating, at))
    return found


def due(reviews: Iterable[Review], now: datetime) -> list[str]:
    """Keys of the skills that are due, the longest overdue first."""
    dates = due_dates(reviews)
    return sorted((skill for skill, at in dates.items() if at <= now), key=dates.__getitem__)


def most_useful(
    skills: Sequence[Skill], reviews: Iterable[Review], now: datetime, count: int
) -> list[Skill]:
    """So many skills: what is due first, then what is new in its order, then what is due next."""
    dates = due_dates(reviews)

    def urgency(skill: Skill) -> tuple[int, datetime]:
        at = dates.get(skill.key)
        return (1, now) if at is None else (0 if at <= now else 2, at)

    return sorted(skills, key=urgency)[:count]
