"""`descent new`: a skeleton that lints clean, asks with every kind of fence, and can be played."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.cli import run
from tutor.lesson.check import check_file
from tutor.lesson.reader import read_lesson


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_skeleton_lints_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "16-my-lesson"]) == 0
    out, err = capsys.readouterr()
    assert (out, "descent learn 16-my-lesson.md" in err) == ("16-my-lesson.md\n", True)
    assert check_file(Path("16-my-lesson.md")) == []  # Not even a note.
    lesson = read_lesson(Path("16-my-lesson.md"))
    assert (lesson.id, lesson.title) == ("my-lesson", "My lesson")
    assert all(page.notes for page in lesson.pages)


def test_nothing_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.md").write_text("precious")
    assert run(["new", "mine"]) == 2
    assert capsys.readouterr().err == "descent: mine.md exists already: choose another name\n"
    assert Path("mine.md").read_text() == "precious"


@pytest.mark.parametrize("name", ["My Lesson", "ümlaut", "-", "a/../b c"])
def test_a_name_must_be_an_id(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["new", "--", name]) == 2
    assert "cannot name a lesson" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "nowhere/lesson"]) == 2
    assert "nowhere/lesson.md cannot be written: No such file" in capsys.readouterr().err
