"""The quiz as a value: its order, what comes back, what an exam allows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.maths.judging import Verdict
from tutor.teaching.answers import NO_ANSWER, Answer
from tutor.teaching.events import HintWanted, Revealed, Submitted, TimeIsUp, WentOn
from tutor.teaching.judgement import Judgement
from tutor.teaching.quiz import (
    EXAM,
    PRACTICE,
    Mode,
    Plan,
    Quiz,
    advance,
    begin,
    mixed,
    replayed,
)
from tutor.teaching.report import expected_text, report_of
from tutor.teaching.session import Phase
from tutor.teaching.skills import Skill, catalogue, find_skill, variety

RIGHT = Submitted("r", Judgement(Verdict.RIGHT, "Right."))
WRONG = Submitted("w", Judgement(Verdict.WRONG, "Not right.", misconception=("sign",)))
CLOSE = Submitted("c", Judgement(Verdict.CLOSE, "Right as far as it goes."))
UNREADABLE = Submitted("u", Judgement(Verdict.UNREADABLE, "Type a value."))
AMBIGUOUS = Submitted("a", Judgement(Verdict.AMBIGUOUS, "Put brackets."))


def skills(*keys: str) -> tuple[Skill, ...]:
    found = [find_skill(key) for key in keys]
    assert None not in found
    return tuple(skill for skill in found if skill)


EASY = skills("decay/eta_t", "gd/g", "concept/best-step", "derivative/power")


def quiz_of(*keys: str, mode: Mode = PRACTICE) -> Quiz:
    return begin(Plan(1, skills(*keys), mode))


def after(quiz: Quiz, *events: object) -> Quiz:
    for event in events:
        quiz = advance(quiz, event)  # type: ignore[arg-type]
    return quiz


def asked(quiz: Quiz) -> list[str]:
    return [asked.skill.key for asked in quiz.asked]


# The order


@given(st.integers(0, 500), st.integers(1, 40), st.integers(2, 30))
def test_never_two_alike_in_a_row(seed: int, count: int, kinds: int) -> None:
    order = mixed(catalogue()[:kinds], count, seed)
    assert len(order) == count
    assert all(a != b for a, b in pairwise(order))
    used = Counter(order)
    assert max(used.values()) - min((used[s] for s in catalogue()[:kinds]), default=0) <= 1


def test_one_skill_alone_follows_itself() -> None:
    assert mixed(EASY[:1], 3, seed=1) == EASY[:1] * 3


def test_the_same_seed_gives_the_same_quiz() -> None:
    steps = [skill for skill in catalogue() if variety(skill) is None]
    first, again = (mixed(steps, 10, seed=7) for _ in range(2))
    assert first == again != mixed(steps, 10, seed=8)
    assert [skill.key for skill in first[:4]] == [
        "adagrad/sigma", "derivative/exp", "decay/next", "momentum/next",
    ]  # fmt: skip


# Practice


def test_a_missed_skill_comes_back_on_other_numbers() -> None:
    quiz = quiz_of("decay/eta_t", "gd/g", "derivative/power", "concept/best-step")
    quiz = after(quiz, WRONG, RIGHT, WentOn(), RIGHT, WentOn(), RIGHT, WentOn())
    assert asked(quiz) == ["decay/eta_t", "gd/g", "derivative/power", "decay/eta_t"]
    assert quiz.asked[3].again
    assert quiz.cards[3].given != quiz.cards[0].given
    quiz = after(quiz, RIGHT, WentOn(), RIGHT, WentOn())
    assert quiz.finished
    assert asked(quiz)[4:] == ["concept/best-step"]
    assert report_of(quiz).right == 4


def test_what_is_missed_last_comes_back_behind_another_skill() -> None:
    quiz = quiz_of("decay/eta_t", "gd/g")
    quiz = after(quiz, RIGHT, WentOn(), Revealed(), WentOn())
    assert asked(quiz) == ["decay/eta_t", "gd/g", "decay/eta_t"]
    quiz = after(quiz, RIGHT, WentOn())
    assert asked(quiz)[-1] == "gd/g"
    assert after(quiz, RIGHT, WentOn()).finished


def test_a_skill_that_is_missed_always_comes_back_twice_and_no_more() -> None:
    quiz = quiz_of("gd/g")
    for _ in range(3):
        quiz = after(quiz, Revealed(), WentOn())
    assert quiz.finished
    assert asked(quiz) == ["gd/g"] * 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([RIGHT, WRONG, Revealed(), HintWanted(), WentOn()]), max_size=80))
def test_no_practice_puts_a_skill_twice_in_a_row_or_goes_on_for_ever(events: list[object]) -> None:
    quiz = begin(Plan(1, EASY))
    for event in [*events, *[Revealed(), WentOn()] * 16]:
        quiz = advance(quiz, event)  # type: ignore[arg-type]
    assert quiz.finished
    assert all(a != b for a, b in pairwise(asked(quiz)))
    assert len({(a.skill, a.number) for a in quiz.asked}) == len(quiz.asked)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 999), st.integers(2, 6), st.lists(st.booleans(), min_size=60, max_size=60))
def test_whatever_is_missed_no_two_alike_follow_each_other(
    seed: int, kinds: int, missed: list[bool]
) -> None:
    pool = [skill for skill in catalogue() if variety(skill) is None][:kinds]
    quiz = begin(Plan(seed, mixed(pool, 10, seed)))
    for miss in missed:
        quiz = after(quiz, Revealed() if miss else RIGHT, WentOn())
    assert quiz.finished
    assert all(a != b for a, b in pairwise(asked(quiz)))
    assert [a.skill for a in quiz.asked if not a.again] != []
    assert sorted(a.skill.key for a in quiz.asked if not a.again) == sorted(
        skill.key for skill in quiz.plan.skills
    )


def test_a_concept_with_one_question_does_not_come_back() -> None:
    quiz = after(quiz_of("concept/best-step", "gd/g"), Revealed())
    assert not quiz.comes_back


def test_what_comes_back_leaves_room_for_what_is_new() -> None:
    quiz = begin(Plan(1, EASY * 2))
    while len(quiz.asked) < 9:
        quiz = after(quiz, Revealed(), WentOn())
    assert [a.again for a in quiz.asked] == [False] * 3 + [True, False] * 3


def test_total_counts_what_is_to_come_back() -> None:
    quiz = quiz_of("decay/eta_t", "gd/g", "derivative/power")
    assert quiz.total == 3
    assert after(quiz, Revealed()).total == 4
    assert after(quiz, Revealed()).comes_back


def test_total_never_falls() -> None:
    quiz = quiz_of("gd/g", "gd/g", "gd/g")
    totals = []
    while not quiz.finished:
        quiz = after(quiz, Revealed())
        totals.append(quiz.total)
        quiz = after(quiz, WentOn())
    assert totals == [3, 3, 4, 5, 5]


def test_real_answers_are_judged() -> None:
    quiz = quiz_of("decay/eta_t")
    right = expected_text(quiz.card.question)
    assert after(quiz, Submitted(right)).answer.right
    assert not after(quiz, Submitted("123")).answer.right


# Exam


def test_an_exam_goes_on_after_one_try_and_tells_nothing() -> None:
    quiz = quiz_of("decay/eta_t", "gd/g", "derivative/power", mode=EXAM)
    quiz = after(quiz, WRONG)
    assert (quiz.phase, len(quiz.asked)) == (Phase.ASKING, 2)
    quiz = after(quiz, RIGHT, RIGHT)
    assert quiz.finished
    assert report_of(quiz).right == 2
    assert asked(quiz) == ["decay/eta_t", "gd/g", "derivative/power"]  # Nothing came back.


@pytest.mark.parametrize(
    "event", [UNREADABLE, AMBIGUOUS, CLOSE, HintWanted(), WentOn(), Submitted("")]
)
def test_what_is_no_answer_costs_no_try(event: object) -> None:
    quiz = after(quiz_of("decay/eta_t", "gd/g", mode=EXAM), event)
    assert len(quiz.asked) == 1
    assert quiz.answer.hints == 0
    assert len(after(quiz, RIGHT).asked) == 2


def test_two_empty_answers_leave_a_question_open() -> None:
    quiz = after(quiz_of("decay/eta_t", "gd/g", mode=EXAM), Submitted(""), Submitted(" "))
    assert len(quiz.asked) == 2
    assert quiz.answers[0].missed


def test_when_the_time_is_up_nothing_more_counts() -> None:
    quiz = after(quiz_of("decay/eta_t", "gd/g", mode=EXAM), RIGHT, TimeIsUp())
    assert quiz.finished
    assert quiz.late
    assert advance(quiz, RIGHT) is quiz
    assert report_of(quiz).right == 1


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([EXAM, PRACTICE]),
    st.lists(
        st.sampled_from([RIGHT, WRONG, CLOSE, UNREADABLE, Revealed(), WentOn(), HintWanted()]),
        max_size=30,
    ),
)
def test_a_quiz_is_replayed_from_its_answers(mode: Mode, events: list[object]) -> None:
    quiz = after(begin(Plan(1, EASY, mode)), *events)
    again = replayed(quiz.plan, quiz.answers)
    if quiz.phase is Phase.SETTLED:
        quiz = advance(quiz, WentOn())  # What was settled is not shown again.
    untouched = replace(quiz, answers=tuple(_without_confirm(a) for a in quiz.answers))
    assert (again.asked, again.finished) == (untouched.asked, untouched.finished)


def _without_confirm(answer: Answer) -> Answer:
    return replace(answer, asked_to_confirm=False) if answer != NO_ANSWER else answer
