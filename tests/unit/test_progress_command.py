"""`descent progress`, and a lesson that goes on where it was left."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.cli import run
from tutor.records.home import home


def learn(answers: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "learn", *arguments, "--plain"],
        input=answers, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def progress(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(["progress", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_nothing_is_said_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    assert progress(capsys) == (0, "Nothing has been done yet: begin with descent learn 1.\n", "")


def test_a_lesson_that_was_left_goes_on_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Left the lesson." in learn("6\n", "one-step")
    again = learn("q\n")  # A bare `learn` knows which.
    assert "You go on where you left." in again
    assert again.startswith("One step\n")
    status, out, _ = progress(capsys)
    assert (status, out[:28]) == (0, "one-step             begun  ")


def test_progress_is_data(capsys: pytest.CaptureFixture[str]) -> None:
    learn("6\n", "one-step")
    (lesson,) = json.loads(progress(capsys, "--format", "json")[1])["lessons"]
    assert (lesson["lesson"], lesson["finished"]) == ("one-step", False)
    (row,) = csv.DictReader(io.StringIO(progress(capsys, "--format", "csv")[1]))
    assert row["lesson"] == "one-step"


@pytest.mark.parametrize(("answer", "status", "left"), [("y\n", 0, False), ("n\n", 1, True)])
def test_forgetting_asks_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, answer: str, status: int,
    left: bool,
) -> None:  # fmt: skip
    learn("6\n", "one-step")
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert progress(capsys, "--delete")[0] == status
    assert (home() / "records.db").exists() == left


def test_a_newer_file_is_said_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    learn("6\n", "one-step")
    with sqlite3.connect(home() / "records.db") as link:
        link.execute("PRAGMA user_version = 99")
    status, _, err = progress(capsys)
    assert status == 0
    assert "newer Descent" in err


def test_a_home_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESCENT_HOME", str(tmp_path / "mine"))
    assert home() == tmp_path / "mine"
    monkeypatch.delenv("DESCENT_HOME")
    assert home().name == "descent"
