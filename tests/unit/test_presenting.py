"""A presentation: nothing is revealed early, back undoes, the notes know where it stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.lessons import small_lesson, write_lesson
from tutor.cli import run
from tutor.lesson.model import Lesson, is_question
from tutor.lesson.reader import read_lesson
from tutor.lesson.shelf import lesson_files, shipped_lessons
from tutor.maths.judging import Verdict
from tutor.records.home import home
from tutor.records.presenting import (
    FOLDER,
    Standing,
    broken_off,
    reached,
    remove,
    running,
    session_at,
    write,
)
from tutor.teaching.advance import advance
from tutor.teaching.events import Jumped, Revealed, Submitted, WentBack, WentOn
from tutor.teaching.exposition import part_lines
from tutor.teaching.grading import judge
from tutor.teaching.notes import next_question, question_lines
from tutor.teaching.questions import ChoiceQuestion, prompt_of, question_of
from tutor.teaching.session import Mode, Phase, Session

LESSONS = [read_lesson(path) for path in lesson_files(shipped_lessons())]


def presented(lesson: Lesson) -> Session:
    return Session(lesson, mode=Mode.PRESENT)


def every_state(lesson: Lesson) -> list[Session]:
    """The presentation after each press of the one key that goes on."""
    states = [presented(lesson)]
    while states[-1].phase is not Phase.FINISHED:
        states.append(advance(states[-1], WentOn()))
        assert states[-1] != states[-2], "it came to a halt"
    return states


def looks(session: Session) -> tuple[object, ...]:
    return session.at, session.lines, session.phase, session.known, dict(session.answers)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_one_key_leads_through_every_lesson_and_one_leads_back(lesson: Lesson) -> None:
    states = every_state(lesson)
    session = states[-1]
    for before in reversed(states[:-1]):
        session = advance(session, WentBack())
        assert looks(session) == looks(before)
    assert advance(session, WentBack()) == session


def to_question(lesson: Lesson, id_: str) -> Session:
    return next(s for s in every_state(lesson) if s.stop is not None and s.stop.id == id_)


def shown(session: Session) -> list[str]:
    assert session.stop is not None
    return [line.text for line in part_lines(session, session.stop)]


def test_a_question_stands_and_is_revealed_quantity_by_quantity(tmp_path: Path) -> None:
    lesson = small_lesson(tmp_path)
    session = to_question(lesson, "next-1")
    assert session.phase is Phase.ASKING
    assert shown(session) == []
    known = session.known
    revealed = []
    while session.phase is Phase.ASKING:
        session = advance(session, WentOn())
        revealed.append(shown(session))
    # g¹ and σ¹ were asked before; only η¹ is new on the way, then the answer.
    assert revealed[0] == ["η¹ = 1/√(1 + 1) = 0.70711"]
    assert session.answer.revealed
    assert known < session.known


def test_the_table_does_not_know_what_has_not_been_revealed(tmp_path: Path) -> None:
    session = to_question(small_lesson(tmp_path), "sigma-1")
    quantities = {(cell.quantity, cell.t) for cell in session.known}
    assert ("sigma", 1) not in quantities
    assert ("g", 1) not in quantities
    session = advance(session, WentOn())
    quantities = {(cell.quantity, cell.t) for cell in session.known}
    assert ("g", 1) in quantities
    assert ("sigma", 1) not in quantities


def test_all_is_revealed_by_one_key_and_taken_back_part_by_part(tmp_path: Path) -> None:
    session = to_question(small_lesson(tmp_path), "sigma-1")
    settled = advance(session, Revealed())
    assert settled.phase is Phase.SETTLED
    back = advance(settled, WentBack())
    assert back.phase is Phase.ASKING
    assert shown(back) == [
        "g¹ = 2·1 − 6 = −4",
        "σᵗ = √(Σ(gⁱ)²/(t + 1))",
        "σ¹ = √(((−6)² + (−4)²)/(1 + 1))",
    ]
    for _ in range(3):
        back = advance(back, WentBack())
    assert back == session


def test_a_derivation_is_revealed_at_once_if_wanted(tmp_path: Path) -> None:
    lesson = small_lesson(tmp_path)
    session = next(s for s in every_state(lesson) if s.phase is Phase.UNFOLDING)
    assert advance(session, Revealed()).phase is Phase.READING


def test_a_class_answers_aloud(tmp_path: Path) -> None:
    session = to_question(small_lesson(tmp_path), "sigma-1")
    assert advance(session, Submitted("")).phase is Phase.ASKING


def test_jumping_shows_nothing_that_was_not_revealed(tmp_path: Path) -> None:
    lesson = small_lesson(tmp_path)
    session = presented(lesson)
    at = next(i for i, p in enumerate(session.pauses) if p.block and p.block.id == "next-1")
    there = advance(session, Jumped(at))
    assert there.phase is Phase.ASKING
    assert advance(there, Jumped(999)) == there
    settled = advance(there, Revealed())
    # A class that goes back to a question meets it covered again, and all that follows.
    assert advance(settled, Jumped(at)).phase is Phase.ASKING
    assert dict(advance(settled, Jumped(0)).answers) == {}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_back_after_a_jump_reveals_nothing(lesson: Lesson) -> None:
    session = presented(lesson)
    for at in range(1, len(session.pauses)):
        back = advance(advance(session, Jumped(at)), WentBack())
        assert back.lines == 0
        assert back.answers == {}


def test_what_was_jumped_over_is_not_in_the_table(tmp_path: Path) -> None:
    session = presented(small_lesson(tmp_path))
    at = next(i for i, p in enumerate(session.pauses) if p.block and p.block.id == "next-1")
    there = advance(session, Jumped(at))
    assert not {(cell.quantity, cell.t) for cell in there.known} & {("sigma", 1), ("g", 1)}


# Notes


def test_the_notes_know_the_question_its_answer_and_its_traps(tmp_path: Path) -> None:
    session = to_question(small_lesson(tmp_path), "sigma-1")
    text = [line.text for line in question_lines(session)]
    assert text[0] == "Asked now:"
    assert text[1].startswith("σ¹ = ?")
    assert text[2] == "5.099"
    assert "  26: they leave out the square root" in text
    assert "  7.211: they take the sum in place of the mean" in text


def test_between_questions_the_notes_know_the_next_one(tmp_path: Path) -> None:
    session = presented(small_lesson(tmp_path))
    stop = next_question(session)
    assert stop is not None
    assert stop.id == "sigma-1"
    last = every_state(session.lesson)[-1]
    assert [line.text for line in question_lines(last)] == ["No more questions."]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_every_page_has_notes_and_every_question_an_answer(lesson: Lesson) -> None:
    assert [page.title for page in lesson.pages if not page.notes] == []
    session = presented(lesson)
    for at, pause in enumerate(session.pauses):
        if pause.block is not None and is_question(pause.block):
            asked, prompt, answer, *_ = question_lines(replace(session, at=at))
            assert (asked.text, prompt.text) == ("Asked now:", prompt_of(pause.block))
            question = question_of(pause.block)
            is_choice = isinstance(question, ChoiceQuestion)
            typed = answer.text.partition(")")[0] if is_choice else answer.text
            assert judge(question, typed).verdict is Verdict.RIGHT


# Where it stands


def standing(path: Path, process: int | None = None, **changes: int) -> Standing:
    return Standing(process or os.getpid(), str(path), "2026-01-01T00:00:00+00:00", **changes)


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_the_notes_find_what_runs_and_only_that(tmp_path: Path) -> None:
    path = write_lesson(tmp_path)
    assert running(home()) == []
    write(home(), standing(path, at=1))
    write(home(), replace(standing(path, dead_process()), begun="2026-02-01T00:00:00+00:00"))
    assert [s.process for s in running(home())] == [os.getpid()]
    write(home(), standing(path, at=2, lines=1))
    assert [(s.at, s.lines) for s in running(home())] == [(2, 1)]
    remove(home(), os.getpid())
    assert running(home()) == []


def test_several_presentations_do_not_mix(tmp_path: Path) -> None:
    first, second = write_lesson(tmp_path), write_lesson(tmp_path, name="06-other.md")
    parent = os.getppid()
    write(home(), standing(first))
    write(home(), replace(standing(second, parent), begun="2026-02-01T00:00:00+00:00"))
    assert [s.lesson for s in running(home())] == [str(second), str(first)]
    assert [s.lesson for s in running(home()) if s.lesson == str(first)] == [str(first)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"process": 1}',
        "nonsense",
        '{"process": 1, "lesson": "x", "begun": "2026-01-01T00:00:00"}',  # Without a zone.
        '{"process": 1, "lesson": 5, "begun": "2026-01-01T00:00:00+00:00"}',
        '{"process": 1, "lesson": "x", "begun": "2026-01-01T00:00:00+00:00", "lines": "1"}',
        '{"process": 1e30, "lesson": "x", "begun": "2026-01-01T00:00:00+00:00"}',
        '{"process": 1000000000000000000000, "lesson": "x", "begun": "2026-01-01T00:00:00+00:00"}',
    ],
)
def test_what_is_no_file_of_ours_is_passed_over(text: str) -> None:
    folder = home() / FOLDER
    folder.mkdir(parents=True)
    (folder / "1.json").write_text(text)
    assert running(home()) == []


def test_a_presentation_that_broke_off_goes_on_where_it_was(tmp_path: Path) -> None:
    path = write_lesson(tmp_path)
    lesson = read_lesson(path)
    states = every_state(lesson)
    wanted = states[len(states) // 2]
    mine = standing(path, dead_process(), at=wanted.at, lines=wanted.lines)
    write(home(), replace(mine, begun=datetime.now(UTC).isoformat()))
    write(home(), standing(tmp_path / "other.md", dead_process()))  # Of another lesson.
    left = broken_off(home(), str(path))
    assert left is not None
    assert looks(reached(lesson, left)) == looks(wanted)
    assert broken_off(home(), str(path)) is None  # It is taken up once.


def test_what_broke_off_long_ago_is_another_class(tmp_path: Path) -> None:
    path = write_lesson(tmp_path)
    write(home(), standing(path, dead_process(), at=3))
    assert broken_off(home(), str(path)) is None


def test_a_lesson_in_pieces_is_waited_for(tmp_path: Path) -> None:
    path = write_lesson(tmp_path)
    path.write_text("in pieces")
    assert session_at(standing(path)) is None


# The commands


def test_notes_are_printed_where_there_is_no_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["notes"]) == 2
    assert "no presentation is running" in capsys.readouterr().err
    path = write_lesson(tmp_path)
    write(home(), standing(path.resolve()))
    assert run(["notes"]) == 0
    assert "Small: First" in capsys.readouterr().out
    assert run(["notes", "6"]) == 2  # Another lesson is not being presented.


def test_a_presentation_needs_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["present", "6"]) == 2
    assert "needs a terminal" in capsys.readouterr().err
    assert run(["present", "adagard"]) == 2
    assert "did you mean 'adagrad'" in capsys.readouterr().err


def test_the_file_says_no_more_than_where_it_stands(tmp_path: Path) -> None:
    write(home(), standing(write_lesson(tmp_path)))
    (file,) = (home() / FOLDER).glob("*.json")
    assert set(json.loads(file.read_text())) == {"process", "lesson", "begun", "at", "lines"}
