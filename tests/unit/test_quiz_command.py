"""`descent quiz` as people and scripts call it: plain, exams, reports, exports, bad input."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.cli import run
from tutor.teaching.questions import ChoiceQuestion
from tutor.teaching.quiz import drawn, mixed
from tutor.teaching.report import expected_text
from tutor.teaching.skills import chosen_skills

TUTOR = [sys.executable, "-m", "tutor"]


def quiz(answers: list[str], *arguments: str) -> str:
    done = subprocess.run(
        [*TUTOR, "quiz", "--plain", *arguments], input="".join(f"{a}\n" for a in answers),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def right_answers(count: int, seed: int, *names: str) -> list[str]:
    cards = drawn(mixed(chosen_skills(names), count, seed), seed)
    return [
        expected_text(c.question)[: 1 if isinstance(c.question, ChoiceQuestion) else None]
        for c in cards
    ]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["quiz", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_practice_is_played_to_its_end() -> None:
    arguments = ("--seed", "3", "--count", "4", "--skill", "gd", "--skill", "derivative")
    text = quiz(right_answers(4, 3, "gd", "derivative"), *arguments)
    assert "— Practice, 4 of 4:" in text
    assert "4 of 4 right at once, without a hint." in text
    assert "comes back" not in text


def test_a_miss_is_explained_worked_out_and_comes_back() -> None:
    answers = ["7777", "8888", *right_answers(2, 1, "decay/eta_t", "gd/g")[1:]]
    text = quiz(answers, "--seed", "1", "--count", "2", "--skill", "decay/eta_t", "--skill", "gd/g")
    assert "Here is how it goes." in text
    assert "This comes back later, on other numbers." in text
    assert "Once more, on other numbers." in text
    assert "— Practice, 3 of 3:" in text


def test_the_same_seed_prints_the_same_quiz() -> None:
    one, other = (quiz([], "--seed", "5", "--exam") for _ in range(2))
    assert re.sub(r"\[\d+:\d+", "", one) == re.sub(r"\[\d+:\d+", "", other)


def test_an_exam_tells_nothing_before_its_end(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    answers = right_answers(3, 2, "decay/eta_t")
    arguments = ("--seed", "2", "--count", "3", "--skill", "decay/eta_t", "--exam")
    text = quiz(["?", "9", *answers[1:]], *arguments, "--report", str(path))
    before, _, after = text.partition("The exam is over.")
    assert "No hints in an exam." in before
    assert "Right" not in before
    assert "Not right" not in before
    assert "2 of 3 right." in after
    assert "You answered 9." in after
    assert json.loads(path.read_text())["right"] == 2


def test_an_exam_that_is_left_goes_on(tmp_path: Path) -> None:
    answers = right_answers(2, 2, "gd/g")
    arguments = ("--seed", "2", "--count", "2", "--skill", "gd/g", "--exam")
    report = tmp_path / "r.md"
    assert "it is still open" in quiz([answers[0], "q"], *arguments, "--report", str(report))
    assert not report.exists()
    assert "2 of 2 right." in quiz(answers[1:], *arguments, "--report", str(report))
    assert report.read_text().startswith("# Exam, seed 2")


def test_a_report_can_be_had_after_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no quiz has been finished yet" in refused(capsys, "--last")
    assert "--last shows a quiz that is over" in refused(capsys, "--last", "--exam")
    arguments = ("--seed", "3", "--count", "2", "--skill", "gd", "--exam")
    ended = quiz(right_answers(2, 3, "gd"), *arguments)
    written = tmp_path / "late.json"
    again = quiz([], "--last", "--report", str(written))
    assert again.strip() in ended
    assert json.loads(written.read_text())["mode"] == "exam"


def test_a_killed_exam_loses_no_answer() -> None:
    answers = right_answers(2, 2, "gd/g")
    arguments = ["quiz", "--plain", "--seed", "2", "--count", "2", "--skill", "gd/g", "--exam"]
    with subprocess.Popen(
        [*TUTOR, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{answers[0]}\n")
        process.stdin.flush()
        for line in process.stdout:
            if "Exam, 2 of 2" in line:  # The first answer is acknowledged.
                break
        process.send_signal(signal.SIGKILL)
    assert "2 of 2 right." in quiz(answers[1:], *arguments[2:])


def test_a_quiz_is_exported_with_its_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.md"
    assert run(["quiz", "--seed", "7", "--count", "3", "--export", str(sheet)]) == 0
    assert "sheet-key.md (seed 7)" in capsys.readouterr().err
    assert sheet.read_text().count("\n## ") == 3
    again = tmp_path / "again.md"
    run(["quiz", "--seed", "7", "--count", "3", "--export", str(again)])
    assert again.read_text() == sheet.read_text()


def test_the_key_tells_the_command_that_gives_the_same_quiz(tmp_path: Path) -> None:
    arguments = ["--skill", "adagrad/sigma", "--count", "2", "--seed", "7"]
    sheet = tmp_path / "sheet.md"
    assert run(["quiz", *arguments, "--export", str(sheet)]) == 0
    key = (tmp_path / "sheet-key.md").read_text()
    (command,) = re.findall(r"^    descent (quiz .+)$", key, re.M)
    again = tmp_path / "again.md"
    assert run([*command.split(), "--export", str(again)]) == 0
    assert again.read_text() == sheet.read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--count", "0"], "0 is not in the range"),
        (["--count", "many"], "not a valid integer"),
        (["--minutes", "-1"], "-1.0 is not in the range"),
        (["--minutes", "0"], "0.0 is not in the range"),
        (["--minutes", "nan"], "is not in the range"),
        (["--seed", "-1"], "-1 is not in the range"),
        (["--skill", "adagard"], "did you mean 'adagrad'?"),
        (["--export", "/nowhere/sheet.md"], "there is no folder '/nowhere'"),
        (["--export", "sheet.pdf"], "must be one of .md, .html, .xml"),
        (["--export", "sheet"], "must be one of"),
        (["--report", "r.txt"], "must be one of .md, .json, .csv"),
        (["--report", "/nowhere/r.md"], "there is no folder"),
        (["--report", "r.md", "--export", "s.md"], "not with --export"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert says in refused(capsys, *arguments)


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sheet.md"
    folder.mkdir()
    assert "is a folder: name a file" in refused(capsys, "--export", str(folder))


def test_progress_shows_skills_and_merges_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = right_answers(1, 2, "gd/g")
    report = tmp_path / "anna.json"
    quiz(answers, "--seed", "2", "--count", "1", "--skill", "gd/g", "--report", str(report))
    assert run(["progress"]) == 0
    assert re.search(r"^gd/g +1  easy ", capsys.readouterr().out, re.MULTILINE)
    assert run(["progress", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["skills"][0]["skill"] == "gd/g"
    assert run(["progress", "--merge", str(report), "--format", "csv"]) == 0
    assert "anna,gd/g,1,1,,0" in capsys.readouterr().out
    assert run(["progress", "--merge"]) == 2
    assert run(["progress", str(report)]) == 2
    assert run(["progress", "--merge", "--delete", str(report)]) == 2


def test_the_list_of_lessons_says_what_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "descent quiz" in capsys.readouterr().out.splitlines()[-1]
