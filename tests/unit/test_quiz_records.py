"""A quiz on record: resumed after anything, timed by the clock, and part of the review log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.lessons import small_lesson
from tutor.maths.errors import Unreadable
from tutor.records.keeper import Keeper
from tutor.records.lessons import progress_of
from tutor.records.quizzes import (
    QuizKeeper,
    open_exam,
    reviews,
)
from tutor.records.store import Store, open_store
from tutor.teaching.events import HintWanted, Revealed, Submitted, WentOn
from tutor.teaching.planning import due_skills, transfer_request
from tutor.teaching.quiz import EXAM, PRACTICE, Quiz
from tutor.teaching.report import expected_text, report_of
from tutor.teaching.request import Request
from tutor.teaching.review import Rating
from tutor.teaching.session import Phase

EXAM_OF_THREE = Request(("decay/eta_t", "gd/g"), count=3, seed=4, minutes=6, exam=True)


class Clock:
    """A clock that only goes when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with closing(open_store(tmp_path / "home", clock)) as opened:
        yield opened


def right(quiz: Quiz) -> Submitted:
    return Submitted(expected_text(quiz.card.question))


def test_an_exam_that_was_left_goes_on_at_the_very_card(store: Store, clock: Clock) -> None:
    keeper = QuizKeeper(store)
    quiz = keeper.advance(keeper.open(EXAM_OF_THREE), Submitted("123"))
    clock.wait(minutes=2)
    again = QuizKeeper(store)
    resumed = again.open(EXAM_OF_THREE)
    assert resumed.asked == quiz.asked
    assert resumed.answers[0].tries[0].text == "123"
    assert again.seconds_left == 240


def test_a_bare_exam_goes_on_with_whichever_is_open(store: Store) -> None:
    QuizKeeper(store).open(EXAM_OF_THREE)
    assert QuizKeeper(store).open(Request(exam=True)).plan.seed == 4


def test_another_exam_is_another_one(store: Store) -> None:
    QuizKeeper(store).open(EXAM_OF_THREE)
    other = Request(EXAM_OF_THREE.skills, count=3, seed=5, minutes=6, exam=True)
    assert QuizKeeper(store).open(other).plan.seed == 5
    assert QuizKeeper(store).open(EXAM_OF_THREE).plan.seed == 4


def test_an_exam_that_is_over_is_not_open(store: Store) -> None:
    keeper = QuizKeeper(store)
    quiz = keeper.open(EXAM_OF_THREE)
    while not quiz.finished:
        quiz = keeper.advance(quiz, right(quiz))
    assert open_exam(store.records(), EXAM_OF_THREE) is None


def test_the_quiz_that_was_finished_last_is_shown_as_it_ended(store: Store) -> None:
    with pytest.raises(Unreadable, match="no quiz has been finished"):
        QuizKeeper(store).open(Request(last=True))
    keeper = QuizKeeper(store)
    quiz = keeper.open(EXAM_OF_THREE)
    quiz = keeper.advance(quiz, Submitted("123"))
    while not quiz.finished:
        quiz = keeper.advance(quiz, right(quiz))
    QuizKeeper(store).open(Request(("gd/g",), seed=1))  # Begun, and left.
    count = len(store.records())
    again = QuizKeeper(store)
    shown = again.open(Request(last=True))
    assert report_of(shown, again.begun) == report_of(quiz, keeper.begun)
    assert again.advance(shown, Submitted("1")) is shown
    assert len(store.records()) == count


def test_a_late_exam_is_shown_as_late(store: Store, clock: Clock) -> None:
    keeper = QuizKeeper(store)
    keeper.advance(quiz := keeper.open(EXAM_OF_THREE), right(quiz))
    clock.wait(days=1)
    QuizKeeper(store).open(EXAM_OF_THREE)
    assert QuizKeeper(store).open(Request(last=True)).late


def test_practice_with_a_return_is_shown_as_it_ended(store: Store) -> None:
    keeper = QuizKeeper(store)
    quiz = keeper.open(Request(("gd/g", "decay/eta_t"), count=2, seed=1))
    quiz = keeper.advance(quiz, Revealed())
    while not quiz.finished:
        event = WentOn() if quiz.phase is Phase.SETTLED else right(quiz)
        quiz = keeper.advance(quiz, event)
    assert len(quiz.asked) == 3
    assert report_of(QuizKeeper(store).open(Request(last=True))) == report_of(quiz)


def test_after_the_time_an_answer_does_not_count(store: Store, clock: Clock) -> None:
    keeper = QuizKeeper(store)
    quiz = keeper.open(EXAM_OF_THREE)
    clock.wait(minutes=6)
    quiz = keeper.advance(quiz, right(quiz))
    assert quiz.finished
    assert quiz.late
    assert quiz.answers[0].tries == ()


def test_an_exam_whose_time_ran_out_meanwhile_is_over_when_it_is_opened(
    store: Store, clock: Clock
) -> None:
    keeper = QuizKeeper(store)
    keeper.advance(quiz := keeper.open(EXAM_OF_THREE), right(quiz))
    clock.wait(days=1)
    assert QuizKeeper(store).open(EXAM_OF_THREE).late
    assert not QuizKeeper(store).open(EXAM_OF_THREE).finished  # A new one.


def test_an_exam_has_a_limit_and_practice_has_none(store: Store) -> None:
    keeper = QuizKeeper(store)
    assert keeper.open(Request(count=4, seed=1, exam=True)).plan.minutes == 12
    assert keeper.open(Request(count=4, seed=1)).plan.minutes is None
    assert keeper.seconds_left is None


def test_practice_can_be_limited_too(store: Store, clock: Clock) -> None:
    keeper = QuizKeeper(store)
    quiz = keeper.open(Request(("gd/g",), seed=1, minutes=1))
    assert keeper.look_at_clock(quiz) is quiz
    clock.wait(seconds=61)
    assert keeper.look_at_clock(quiz).phase is Phase.FINISHED


def test_every_settled_card_is_a_review(store: Store, clock: Clock) -> None:
    keeper = QuizKeeper(store)
    quiz = keeper.open(Request(("gd/g", "decay/eta_t", "derivative"), count=4, seed=1))
    events = [("easy", 5.0, []), ("good", 60.0, []), ("hard", 5.0, [HintWanted()])]
    for _, seconds, before in events:
        for event in before:
            quiz = keeper.advance(quiz, event)
        clock.wait(seconds=seconds)
        quiz = keeper.advance(quiz, right(quiz))
        quiz = keeper.advance(quiz, WentOn())
    keeper.advance(quiz, Revealed())
    assert [review.rating for review in reviews(store.records())] == [
        Rating.EASY, Rating.GOOD, Rating.HARD, Rating.AGAIN,
    ]  # fmt: skip
    assert [review.skill for review in reviews(store.records())] == [
        a.skill.key for a in quiz.asked
    ]


def test_an_exam_counts_as_a_review_too(store: Store, clock: Clock) -> None:
    keeper = QuizKeeper(store)
    quiz = keeper.open(EXAM_OF_THREE)
    clock.wait(seconds=100)
    quiz = keeper.advance(quiz, right(quiz))
    quiz = keeper.advance(quiz, Submitted("123"))
    assert reviews(store.records()) == []  # Nothing tells how an exam goes before its end.
    keeper.advance(quiz, Revealed())
    assert [review.rating for review in reviews(store.records())] == [
        Rating.GOOD, Rating.AGAIN, Rating.AGAIN,
    ]  # fmt: skip


def test_a_question_of_a_lesson_is_a_review(store: Store, tmp_path: Path) -> None:
    keeper = Keeper(small_lesson(tmp_path), store)
    session = keeper.begin()
    while session.phase is not Phase.ASKING:
        session = keeper.advance(session, WentOn())
    session = keeper.advance(session, Submitted("5.1"))
    keeper.advance(session, WentOn())
    assert [(r.skill, r.rating) for r in reviews(store.records())] == [
        ("adagrad/sigma", Rating.GOOD)
    ]


def test_what_was_missed_is_due_and_comes_first(store: Store, clock: Clock) -> None:
    keeper = QuizKeeper(store)
    quiz = keeper.open(Request(("adam/next",), count=1, seed=1))
    keeper.advance(quiz, Revealed())
    assert due_skills(reviews(store.records()), clock()) == []
    clock.wait(days=2)
    assert [skill.key for skill in due_skills(reviews(store.records()), clock())] == ["adam/next"]
    (first,) = QuizKeeper(store).open(Request(count=1)).plan.skills
    assert first.key == "adam/next"


def test_with_a_seed_the_quiz_is_the_same_whatever_is_due(store: Store, clock: Clock) -> None:
    plain = QuizKeeper(store).open(Request(count=5, seed=3)).plan
    keeper = QuizKeeper(store)
    keeper.advance(keeper.open(Request(("adam/next",), count=1)), Revealed())
    clock.wait(days=9)
    assert QuizKeeper(store).open(Request(count=5, seed=3)).plan == plain


def test_a_first_quiz_begins_with_what_the_course_begins_with(store: Store) -> None:
    skills = QuizKeeper(store).open(Request(count=3)).plan.skills
    assert {skill.key for skill in skills} == {"gd/g", "gd/next", "derivative/chain"}


def test_a_quiz_is_no_lesson(store: Store) -> None:
    keeper = QuizKeeper(store)
    keeper.advance(quiz := keeper.open(EXAM_OF_THREE), right(quiz))
    assert progress_of(store.records()) == {}


def test_an_unknown_skill_begins_nothing(store: Store) -> None:
    with pytest.raises(Unreadable):
        QuizKeeper(store).open(Request(("adagard",)))
    assert store.records() == []


def test_modes(store: Store) -> None:
    assert QuizKeeper(store).open(Request(count=1)).plan.mode is PRACTICE
    assert QuizKeeper(store).open(Request(count=1, exam=True)).plan.mode is EXAM


def test_a_lesson_asks_for_one_question_on_new_numbers(tmp_path: Path) -> None:
    request = transfer_request(small_lesson(tmp_path))
    assert request == Request(("gd/next",), count=1, parameters=2)
