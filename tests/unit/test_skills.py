"""What can be practised, and how it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.lessons import small_lesson
from tutor.lesson.reader import read_lesson
from tutor.lesson.shelf import lesson_files, shipped_lessons
from tutor.maths.errors import Unreadable
from tutor.teaching.skills import (
    catalogue,
    chosen_skills,
    concept_questions,
    course_skills,
    find_skill,
    skill_of,
    transfer_skill,
    variety,
    wanted_skills,
)


def keys(*names: str) -> list[str]:
    return [skill.key for skill in chosen_skills(names)]


def test_a_skill_is_named_by_its_key_or_by_one_half_of_it() -> None:
    assert keys("adagrad/sigma") == ["adagrad/sigma"]
    assert keys("decay") == ["decay/eta_t", "decay/next"]
    assert keys("sigma") == ["adagrad/sigma"]
    assert keys("eta_t", "adagrad/eta_t") == ["decay/eta_t", "adagrad/eta_t"]
    assert keys("derivative/chain", "concept/contradiction") == [
        "derivative/chain", "concept/contradiction",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["adagrad.sigma", "Adagrad:sigma", "adagrad sigma"])
def test_other_separators_will_do(name: str) -> None:
    assert keys(name) == ["adagrad/sigma"]


def test_the_gradient_is_the_same_under_every_rule() -> None:
    assert keys("adam/g") == ["gd/g"]


def test_no_name_stands_for_the_course() -> None:
    assert wanted_skills([]) == course_skills()
    assert "nesterov/next" not in {skill.key for skill in course_skills()}  # No lesson has it.
    assert "nesterov/next" in keys("nesterov")
    assert len({skill.key for skill in catalogue()}) == len(catalogue())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("adagard", "did you mean 'adagrad'?"),
        ("adagrad/sigmo", "did you mean 'adagrad/sigma'?"),
        ("zzz", "see descent quiz --skills"),
        ("adagrad/loss", "unknown skill"),
    ],
)
def test_an_unknown_skill_is_refused_with_what_to_do(name: str, hint: str) -> None:
    with pytest.raises(Unreadable, match=hint.replace("?", r"\?")):
        chosen_skills([name])


def test_the_course_begins_with_what_lesson_1_trains() -> None:
    order = [skill.key for skill in course_skills()]
    assert order[:3] == ["gd/g", "gd/next", "derivative/chain"]
    assert order.index("decay/next") < order.index("adagrad/next")


def test_a_concept_has_few_questions_and_a_step_any_number() -> None:
    concept, step = chosen_skills(["concept/what-cancels", "gd/next"])
    assert variety(concept) == 2
    assert variety(step) is None


def test_concept_questions_stand_on_words_alone() -> None:
    lesson = read_lesson(shipped_lessons() / "04-learning-rate.md")
    assert [stop.id for _, stop in concept_questions(lesson)] == ["range"]


def test_a_question_of_a_lesson_trains_a_skill(tmp_path: Path) -> None:
    lesson = small_lesson(tmp_path)
    assert [skill_of(stop, lesson) for stop in lesson.questions()] == [
        "adagrad/sigma", "adagrad/next", "gd/next",
    ]  # fmt: skip


def test_every_lesson_of_the_course_offers_new_numbers() -> None:
    offered = {}
    for path in lesson_files(shipped_lessons()):
        skill = transfer_skill(read_lesson(path))
        assert skill is not None
        offered[path.name[:2]] = (skill.key, skill.parameters)
    assert offered["01"] == ("gd/next", 1)  # It has not met two parameters yet.
    assert offered["02"] == ("gd/next", 2)
    assert offered["06"] == ("adagrad/next", 2)


def test_a_skill_of_a_rule_that_is_gone_is_not_found() -> None:
    assert find_skill("adagrad/next") is not None
    assert find_skill("quantum/next") is None
