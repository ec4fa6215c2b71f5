"""Every lesson of the course: clean, with notes, and right when the right answers are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.lesson.check import check_file
from tutor.lesson.model import Choose, Compare, Contour, Curves, Lesson
from tutor.lesson.reader import read_lesson
from tutor.lesson.shelf import lesson_files, shipped_lessons
from tutor.maths.judging import Verdict
from tutor.maths.notation import ascii_text
from tutor.teaching.grading import judge
from tutor.teaching.hints import hints
from tutor.teaching.judge_filter import expected_of
from tutor.teaching.questions import ChoiceQuestion, ValueQuestion, question_of

FILES = lesson_files(shipped_lessons())


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return read_lesson(request.param)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_lesson_is_clean(path: Path) -> None:
    assert [found for found in check_file(path) if not found.is_note] == []


def test_every_page_has_notes_for_the_instructor(lesson: Lesson) -> None:
    assert [page.title for page in lesson.pages if not page.notes] == []


def test_every_right_answer_is_judged_right(lesson: Lesson) -> None:
    for stop in lesson.questions():
        question = question_of(stop)
        if isinstance(question, ChoiceQuestion):
            typed = expected_of(question)
        elif isinstance(question, ValueQuestion):
            typed = ", ".join(f"{value:.3g}" for value in question.right)
        else:
            typed = ", ".join(ascii_text(formula) for formula in question.right)
        assert judge(question, typed).verdict is Verdict.RIGHT, (stop.id, typed)


def test_every_question_has_three_hints(lesson: Lesson) -> None:
    for stop in lesson.questions():
        if not isinstance(stop, Choose):
            assert len(set(hints(stop))) == 3, stop.id


def test_a_lesson_has_a_picture(lesson: Lesson) -> None:
    pictures = [stop for stop in lesson.stops if isinstance(stop, Contour | Curves | Compare)]
    assert pictures or lesson.number == 1  # The first one has the run's own beside it.


def test_a_lesson_asks_at_least_four_predictions(lesson: Lesson) -> None:
    assert len(list(lesson.questions())) >= 4
