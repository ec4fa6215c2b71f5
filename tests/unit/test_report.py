"""The report: by card, by skill, habits; as Markdown, JSON, CSV; joined for a class."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.unit.test_quiz import after, quiz_of, skills
from tutor.documents.merging import merged, merged_csv, merged_json, merged_text
from tutor.documents.reports import report_csv, report_json, report_markdown, write_report
from tutor.maths.errors import Unreadable
from tutor.teaching.events import Revealed, Submitted, TimeIsUp
from tutor.teaching.items import slip_values
from tutor.teaching.questions import ValueQuestion
from tutor.teaching.quiz import EXAM, Plan, Quiz, advance, begin
from tutor.teaching.report import expected_text, missed_lines, report_lines, report_of


def slip(quiz: Quiz, id_: str) -> Submitted:
    """The answer of a learner who makes that slip, else the right one."""
    question = quiz.card.question
    assert isinstance(question, ValueQuestion)
    assert question.scene is not None
    for slipped, values in slip_values(question.scene, question.quantity):
        if slipped == id_:
            return Submitted(", ".join(f"{value:#.4g}" for value in values))
    return Submitted(expected_text(question))


@pytest.fixture
def exam() -> Quiz:
    """An exam in which the decay is left out each time, and one card is left open."""
    plan = Plan(3, skills("decay/eta_t", "adagrad/next", "decay/next", "gd/g"), EXAM)
    quiz = begin(plan)
    for _ in range(3):
        quiz = advance(quiz, slip(quiz, "no-decay"))
    return advance(quiz, Revealed())


def test_the_report_says_what_was_right_and_names_the_habit(exam: Quiz) -> None:
    report = report_of(exam)
    assert (report.right, report.planned, len(report.rows)) == (0, 4, 4)
    assert [row.outcome for row in report.rows] == ["wrong", "wrong", "wrong", "left open"]
    habit = report.habits[0]
    assert habit.ids == ("no-decay",)
    assert report.skills_of(habit) == ("decay/eta_t", "adagrad/next", "decay/next")


def test_what_could_not_be_read_is_not_what_was_answered() -> None:
    quiz = begin(Plan(3, skills("gd/g"), EXAM))
    for text in ("7 7 7", "", ""):
        quiz = advance(quiz, Submitted(text))
    row = report_of(quiz).rows[0]
    assert (row.answer, row.outcome) == ("", "left open")
    assert "You gave no answer." in [line.text for line in missed_lines(quiz)]


def test_the_screen_says_the_same(exam: Quiz) -> None:
    text = "\n".join(line.text for line in report_lines(report_of(exam)))
    assert "The exam is over." in text
    assert "0 of 4 right." in text
    assert "○ Adagrad: the new value                          0 of 1" in text
    assert "3 times: you leave out the decay. Divide η by √(t+1)." in text


def test_after_an_exam_every_missed_card_is_worked_out(exam: Quiz) -> None:
    text = "\n".join(line.text for line in missed_lines(exam))
    assert text.count("You answered ") == 3
    assert "You gave no answer." in text
    assert text.count("This is the value you get if you leave out the decay.") >= 2
    assert all(line.text in text for card in exam.cards for line in card.working)


def test_one_slip_is_no_habit() -> None:
    quiz = begin(Plan(3, skills("decay/eta_t", "gd/g"), EXAM))
    quiz = advance(quiz, slip(quiz, "no-decay"))
    quiz = advance(quiz, Submitted(expected_text(quiz.card.question)))
    report = report_of(quiz)
    assert report.habits == ()
    assert report.rows[0].misconceptions == ("no-decay",)


def test_a_card_that_was_not_reached_is_said_to_be_so() -> None:
    quiz = after(quiz_of("decay/eta_t", "gd/g", mode=EXAM), Revealed(), TimeIsUp())
    report = report_of(quiz)
    assert [row.outcome for row in report.rows] == ["left open", "not reached"]
    assert report.late
    assert "The exam is over: the time is up." in report_lines(report)[0].text


def test_nothing_answered_is_said() -> None:
    (line,) = report_lines(report_of(quiz_of("gd/g")))
    assert line.text == "Nothing was answered."


def test_markdown_shows_what_was_typed_as_it_is(exam: Quiz) -> None:
    quiz = advance(quiz_of("decay/eta_t", mode=EXAM), Submitted("2 * 3"))
    text = report_markdown(report_of(quiz))
    assert r"| 2 \* 3 |" in text
    assert "## More than once" not in text
    assert "- 3 times: leave out the decay." in report_markdown(report_of(exam))


def test_json_and_csv_hold_every_card(exam: Quiz) -> None:
    found = json.loads(report_json(report_of(exam)))
    assert (found["mode"], found["seed"], found["right"], found["planned"]) == ("exam", 3, 0, 4)
    assert found["items"][0]["misconceptions"] == ["no-decay"]
    assert found["skills"][0] == {"skill": "decay/eta_t", "right": 0, "asked": 1}
    assert found["habits"][0]["misconceptions"] == ["no-decay"]
    rows = list(csv.DictReader(io.StringIO(report_csv(report_of(exam)))))
    assert [row["skill"] for row in rows] == [item["skill"] for item in found["items"]]
    assert rows[3]["outcome"] == "left open"


# A class


@pytest.fixture
def reports(exam: Quiz, tmp_path: Path) -> list[Path]:
    good = quiz_of("decay/eta_t", mode=EXAM)
    good = advance(good, Submitted(expected_text(good.card.question)))
    paths = [tmp_path / "anna.json", tmp_path / "ben.json"]
    for path, quiz in zip(paths, (exam, good), strict=True):
        write_report(path, report_of(quiz))
    return paths


def test_a_class_is_one_table(reports: list[Path]) -> None:
    rows = list(csv.DictReader(io.StringIO(merged_csv(merged(reports)))))
    assert rows[0] == {
        "learner": "anna", "skill": "decay/eta_t", "asked": "1", "right": "0",
        "misconception": "no-decay", "times": "1",
    }  # fmt: skip
    assert rows[-1] == {
        "learner": "ben", "skill": "decay/eta_t", "asked": "1", "right": "1",
        "misconception": "", "times": "0",
    }  # fmt: skip
    assert json.loads(merged_json(merged(reports)))["entries"][0]["learner"] == "anna"
    assert (
        "  no-decay (they leave out the decay): 1 of 2 (anna)"
        in merged_text(merged(reports)).splitlines()
    )


def test_files_of_one_name_are_told_apart_by_their_folders(
    reports: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "b" / "anna.json"
    other.parent.mkdir()
    other.write_text(reports[0].read_text())
    learners = {entry.learner for entry in merged([reports[0], other])}
    assert learners == {str(tmp_path / "anna.json"), str(tmp_path / "b" / "anna.json")}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "is not JSON"),
        ("[]", "is not a report"),
        ('{"descent_report": 99, "items": []}', "another version"),
        ('{"descent_report": 1}', "was it edited"),
        ('{"descent_report": 1, "items": [{"skill": 3}]}', "was it edited"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_report_is_refused_by_name(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text)
    with pytest.raises(Unreadable, match=f"odd.json.*{says}"):
        merged([path])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        merged([tmp_path / "nobody.json"])


def test_control_characters_of_a_report_are_not_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    item = {"skill": "\x1b[31mred", "right": False, "misconceptions": ["a\x07"]}
    path.write_text(json.dumps({"descent_report": 1, "items": [item]}))
    assert "\x1b" not in merged_text(merged([path])) + merged_csv(merged([path]))
