"""A habit is claimed only when two different items agree."""

from __future__ import annotations

from pathlib import Path

from tests.unit.lessons import small_lesson
from tutor.teaching.advance import advance
from tutor.teaching.events import Submitted, WentOn
from tutor.teaching.habits import Habit, habits
from tutor.teaching.session import Phase, Session
from tutor.teaching.summary import summary_lines


def test_one_wrong_answer_is_no_habit() -> None:
    assert habits([["sign"], [], ["no-decay"]]) == ()


def test_two_items_that_agree_are_one() -> None:
    (habit,) = habits([["sum-not-mean", "decay-without-root"], ["sum-not-mean"]])
    assert habit == Habit(("sum-not-mean",), frozenset({0, 1}))


def test_what_nothing_tells_apart_is_named_together() -> None:
    (habit,) = habits([["sum-not-mean", "no-decay"], [], ["sum-not-mean", "no-decay"]])
    assert habit.did == "either take the sum in place of the mean or leave out the decay"
    assert habit.instead == ""


def test_what_a_more_frequent_one_explains_is_not_named() -> None:
    (habit,) = habits([["sign", "no-decay"], ["sign", "no-decay"], ["sign"]])
    assert habit.ids == ("sign",)


def test_two_habits_of_one_learner_are_both_named() -> None:
    found = habits([["sign"], ["sign"], ["no-decay"], ["no-decay"]])
    assert [habit.ids for habit in found] == [("sign",), ("no-decay",)]


def test_two_tries_at_one_item_count_once() -> None:
    assert habits([["sign", "sign"]]) == ()


def played(lesson_folder: Path, answers: list[str]) -> list[str]:
    session, left = Session(small_lesson(lesson_folder)), iter(answers)
    while session.phase is not Phase.FINISHED:
        asks = session.phase is Phase.ASKING
        session = advance(session, Submitted(next(left)) if asks else WentOn())
    return [line.text for line in summary_lines(session)]


def test_the_summary_names_what_came_back(tmp_path: Path) -> None:
    # Without the root: sigma-1 is 26, and next-1 is 1 + 0.7071·4/26.
    lines = played(tmp_path, ["26", "5.099", "1.1088", "1.5547", "0.8, 0.8"])
    assert lines[-1] == "More than once: leave out the square root. Take the root of the mean."


def test_the_summary_names_no_habit_after_one_slip(tmp_path: Path) -> None:
    lines = played(tmp_path, ["26", "5.099", "1.5547", "0.8, 0.8"])
    assert [line for line in lines if line.startswith("More than once")] == []
