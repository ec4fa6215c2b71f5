"""When a skill is due: ratings, dates, what comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tutor.maths.judging import Verdict
from tutor.teaching.answers import Answer, Try
from tutor.teaching.judgement import Judgement
from tutor.teaching.review import (
    Rating,
    Review,
    due,
    due_dates,
    most_useful,
    rated,
    standings,
)
from tutor.teaching.skills import catalogue

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def tried(*verdicts: Verdict, hints: int = 0) -> Answer:
    return Answer(tuple(Try("", Judgement(v, "")) for v in verdicts), hints=hints)


def review(skill: str, rating: Rating, days_ago: float) -> Review:
    return Review(skill, rating, NOW - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("answer", "seconds", "expected"),
    [
        (tried(Verdict.RIGHT), 30.1, Rating.GOOD),
        (tried(Verdict.RIGHT), 30, Rating.EASY),
        (tried(Verdict.CLOSE, Verdict.RIGHT), 30.1, Rating.GOOD),
        (tried(Verdict.RIGHT, hints=1), 1, Rating.HARD),
        (tried(Verdict.WRONG, Verdict.RIGHT), 1, Rating.AGAIN),
        (tried(Verdict.WRONG, Verdict.WRONG), 1, Rating.AGAIN),
        (Answer(revealed=True), 1, Rating.AGAIN),
    ],
)
def test_how_an_answer_is_rated(answer: Answer, seconds: float, expected: Rating) -> None:
    assert rated(answer, seconds) is expected


@pytest.mark.parametrize(("seconds", "expected"), [(10, Rating.EASY), (10.1, Rating.GOOD)])
def test_a_choice_is_easy_within_ten_seconds(seconds: float, expected: Rating) -> None:
    assert rated(tried(Verdict.RIGHT), seconds, is_choice=True) is expected


def test_the_better_the_rating_the_later_a_skill_is_due() -> None:
    dates = due_dates([review(rating, rating, 0) for rating in Rating])
    again, hard, good, easy = (dates[rating] for rating in Rating)
    assert NOW < again <= hard < good < easy


def test_the_same_log_gives_the_same_dates() -> None:
    log = [review("a", Rating.GOOD, 20), review("a", Rating.GOOD, 15), review("b", Rating.HARD, 3)]
    assert due_dates(log) == due_dates(log)


def test_what_is_longest_overdue_comes_first() -> None:
    log = [review("a", Rating.AGAIN, 3), review("b", Rating.AGAIN, 9), review("c", Rating.EASY, 1)]
    assert due(log, NOW) == ["b", "a"]


def test_due_then_new_then_the_next_to_be_due() -> None:
    first, second, third, *_ = catalogue()
    log = [review(first.key, Rating.EASY, 0), review(third.key, Rating.AGAIN, 5)]
    assert most_useful([first, second, third], log, NOW, 3) == [third, second, first]
    assert most_useful([first, second, third], log, NOW, 1) == [third]


def test_how_a_skill_stands() -> None:
    log = [review("a", Rating.AGAIN, 3), review("a", Rating.GOOD, 2)]
    (standing,) = standings(log)
    assert (standing.skill, standing.reviews, standing.rating) == ("a", 2, Rating.GOOD)
