"""Faults that a review found, each with the case that showed it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.unit.lessons import FRONT, write_lesson
from tests.unit.test_plain import play
from tutor.cli import run
from tutor.lesson.check import check_file
from tutor.lesson.model import Compare, Derive, Predict
from tutor.lesson.reader import read_lesson
from tutor.lesson.reveal import leads_to
from tutor.lesson.shelf import find_lesson, lesson_files, shipped_lessons
from tutor.maths.data import Data
from tutor.maths.engine import run as run_rule
from tutor.maths.errors import Unreadable
from tutor.maths.loss import read_loss
from tutor.maths.parser import read
from tutor.maths.rules import ADAGRAD, GD, RMSPROP
from tutor.maths.working import worked
from tutor.pictures.run_picture import RunPicture, step_name
from tutor.teaching.hints import hints
from tutor.teaching.judge_filter import graded
from tutor.teaching.session import Session
from tutor.teaching.table import compared_table


def lesson(folder: Path, body: str, **front: str) -> Path:
    text = FRONT
    for old, new in front.items():
        text = text.replace(f"{old} = ", f"{old} = {new} # ", 1)
    return write_lesson(folder, body, text)


def messages(path: Path) -> list[str]:
    return [found.message for found in check_file(path) if not found.is_note]


@pytest.mark.parametrize(
    ("body", "front"),
    [
        ("## P\n```predict id=a\nquantity='next'\nt=10\nallow_collisions=true\n```\n",
         {"loss": '"w**4"', "start": "{ w = 100 }", "rule": '"gd"', "eta": "10"}),
        ("## P\n```derive id=d\nask=9\n```\n", {}),
    ],
)  # fmt: skip
def test_a_lesson_that_cannot_be_played_is_refused_when_it_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, front: dict[str, str]
) -> None:
    path = lesson(tmp_path, body, **front)
    assert run(["learn", str(path), "--plain"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"descent: {path}:19: ")


def test_a_question_about_a_late_step_needs_no_recursion(tmp_path: Path) -> None:
    body = "## P\n```predict id=a\nquantity='next'\nt=900\nallow_collisions=true\n```\n"
    path = lesson(tmp_path, body, eta="1\nsteps = 2000")
    assert messages(path) == []


@pytest.mark.parametrize(
    "text", ["x^2 + (((1e-60^64)^64)^64)^64", "((((x/9e40)^64)^2)^1)*((9e39^64)^64)"]
)
def test_constants_that_would_be_huge_fractions_are_refused(text: str) -> None:
    with pytest.raises(Unreadable, match=r"too large to compute"):
        read(text, ["x"], limit=300)


@pytest.mark.parametrize("text", ["1½", "x½", "(2)½"])
def test_a_fraction_is_no_factor_on_the_right(text: str) -> None:
    with pytest.raises(Unreadable, match=r'Write \* or \+ before "½"\.'):
        read(text, ["x"])


def test_the_theta_column_of_a_trace_is_shown(tmp_path: Path) -> None:
    body = (
        "## P\n```trace\nfrom=2\nto=3\nquantities=['g']\n```\n"
        "```predict id=b\nquantity='next'\nt=1\nallow_collisions=true\n```\n"
    )
    assert messages(lesson(tmp_path, body)) == ["the answer of 'b' is already revealed on line 19"]


def test_a_derivation_asked_for_after_it_was_shown_is_refused(tmp_path: Path) -> None:
    body = "## P\n```derive\n```\n```derive id=d\nask='result'\n```\n"
    assert messages(lesson(tmp_path, body)) == ["the answer of 'd' is already revealed on line 19"]


def test_a_scalar_asked_for_by_parameter_is_the_same_value(tmp_path: Path) -> None:
    ask = "```predict id={}\nquantity='eta_t'\nt=1\nproblem='bowl'\nallow_collisions=true\n{}```\n"
    body = "## P\n" + ask.format("a", "") + ask.format("b", "parameter='y'\n")
    assert messages(lesson(tmp_path, body)) == ["the answer of 'b' is already revealed on line 19"]


def test_one_parameters_step_reveals_its_own_components_alone(tmp_path: Path) -> None:
    body = "## P\n```predict id=a\nquantity='next'\nt=1\nproblem='bowl'\nparameter='y'\n```\n"
    stop = read_lesson(lesson(tmp_path, body)).stops[0]
    assert isinstance(stop, Predict)
    assert {cell.component for cell in leads_to(stop) if cell.t == 1 and cell.quantity == "g"} == {
        1
    }


def test_hyper_parameters_left_at_their_defaults_are_told(tmp_path: Path) -> None:
    body = "## P\n```predict id=a\nquantity='next'\nt=1\n```\n"
    path = lesson(tmp_path, body, rule='"momentum"', eta="0.1")
    assert read_lesson(path).problem.rule.key == "momentum"
    path.rename(tmp_path / "old.md")
    text = "\n".join(play(tmp_path, "q", text=(tmp_path / "old.md").read_text()))
    assert "w⁰ = 0, η = 0.1, β = 0.9" in text
    assert "Known: v⁰ = 0.6, w¹ = 0.6, η = 0.1, β = 0.9." in text


def test_hints_for_a_step_of_a_derivation_are_about_that_step(tmp_path: Path) -> None:
    body = "## P\n```derive id=d\nask=2\n```\n"
    stop = read_lesson(lesson(tmp_path, body)).stops[0]
    assert isinstance(stop, Derive)
    assert hints(stop) == (
        "use sum rule: d/dw[w − 3]",
        "d/dw[w − 3] = d/dw[w] − d/dw[3] = ?",
        "d/dw[w − 3] = 1",
    )


def test_a_remark_about_standing_still_is_true() -> None:
    at_rest = run_rule(RMSPROP, read_loss("(w-3)^2", ["w"]), [3.0], 0.1, 2)
    assert worked(at_rest, "next", 0).remark == ""
    tiny = run_rule(ADAGRAD, read_loss("1e-55*1e-55*1e-55*y", ["y"]), [1.0], 0.1, 2)
    assert worked(tiny, "next", 0).remark == (
        "σ⁰ = 0: the gradients are too small to be squared, so y⁰ stays where it is."
    )


@pytest.mark.parametrize("name", ["t", "eta", "loss", "next", "g", "sigma"])
def test_a_parameter_may_have_the_name_of_a_quantity(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    loss = read_loss(f"({name}-3)^2", [name])
    trace = run_rule(GD, loss, [1.0], 0.1, 2)
    assert worked(trace, "g", 0).numbers == "2·1 − 6"
    assert worked(trace, "loss", 0).numbers == "(1 − 3)²"
    assert run(["trace", "--loss", f"({name}-3)^2", "--start", f"{name}=1", "--rule", "gd",
                "--eta", "0.1", "--steps", "1", "--format", "csv"]) == 0  # fmt: skip
    header = capsys.readouterr().out.splitlines()[0].split(",")
    assert len(header) == len(set(header))


def test_control_characters_reach_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = '## P\n```predict id=a\nquantity="g"\nt=0\nprompt = "\\u001b[31mred"\n```\n'
    assert messages(lesson(tmp_path, body)) == ["'prompt' holds a control character: delete it"]
    assert run(["learn", "\x1b[31mfoo.md"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_greek_names_are_ascii_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "--loss", "θ₁²", "--start", "θ₁=1", "--rule", "gd", "--eta", "0.1",
                "--format", "json"]) == 0  # fmt: skip
    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out)["parameters"] == ["theta1"]


def test_two_spellings_of_a_name_are_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "--loss", "theta1^2", "--start", "theta1=1,theta_1=2", "--rule", "gd",
                "--eta", "0.1"]) == 2  # fmt: skip
    assert "theta1 is given twice" in capsys.readouterr().err


def test_a_sigmoid_has_a_slope_far_out() -> None:
    trace = run_rule(GD, read_loss("sigmoid(x)", ["x"]), [-800.0], 0.1, 2)
    assert trace.diverged is None


def test_a_broken_problem_is_reported_once(tmp_path: Path) -> None:
    body = "## P\n```predict id=a\nquantity='next'\nt=0\nproblem='bowl'\n```\n"
    path = write_lesson(tmp_path, body, FRONT.replace('"x**2 + 3*y**2"', '"x**2 + z"'))
    assert messages(path) == ['"z" is not a name in this problem. Use: x, y.']


def test_a_heading_is_plain_text(tmp_path: Path) -> None:
    path = lesson(tmp_path, "## The *first* C#\nwords\n")
    assert read_lesson(path).pages[0].title == "The first C#"


def test_places_are_asked_for_with_an_own_prompt_too(tmp_path: Path) -> None:
    body = "## P\n```predict id=a\nquantity='sigma'\nt=1\nprompt='What?'\nplaces=2\n```\n"
    assert "What?  2 decimals" in play(tmp_path, "q", body=body)


@pytest.mark.parametrize(
    "request_",
    [
        {"mode": "loss", "vars": ["x"], "at": [{"x": 2}], "input": "x^2+(x/10^60)^6"},
        {"mode": "step", "rule": "momentum", "loss": "x^2", "state": {"x": 1, "v": 1}, "t": 1,
         "eta": 0, "quantity": "next", "input": "5"},
        {"mode": "step", "rule": "adam", "loss": "x^2", "state": {"x": 1, "m": 1, "v": 1}, "t": 1,
         "eta": 0, "quantity": "next", "input": "5"},
    ],
)  # fmt: skip
def test_odd_numbers_get_an_answer_too(request_: dict[str, object]) -> None:
    assert graded(json.dumps(request_).encode())


def test_a_comparison_with_the_own_run_reveals_its_places(tmp_path: Path) -> None:
    runs = "runs = [{ rule = 'gd', eta = 0.1 }, { rule = 'adagrad', eta = 0.5 }]"
    body = (
        f"## P\n```compare\n{runs}\ncaption='Two.'\nproblem='bowl'\n```\n"
        "```predict id=b\nquantity='next'\nt=1\nproblem='bowl'\n```\n"
        "```point id=c\nt=2\nprompt='Where?'\nproblem='bowl'\n```\n"
    )
    found = messages(lesson(tmp_path, body))
    assert "the answer of 'b' is already revealed on line 19" in found
    assert "the answer of 'c' can be seen in the picture on line 19" in found
    assert messages(lesson(tmp_path, body.replace("eta = 0.1", "eta = 0.2"))) == []


def test_a_table_has_a_line_for_each_parameter(tmp_path: Path) -> None:
    body = "## P\n```trace\nfrom=0\nto=39\nproblem='bowl'\n```\n"
    path = lesson(tmp_path, body, steps="60 #")
    assert "is about 82 lines long" in messages(path)[0]


def test_a_lesson_may_have_the_number_nought(tmp_path: Path) -> None:
    for name in ("10-last.md", "00-first.md", "other.md"):
        write_lesson(tmp_path, name=name)
    assert [p.name for p in lesson_files(tmp_path)] == ["00-first.md", "10-last.md", "other.md"]
    assert find_lesson("0", tmp_path).name == "00-first.md"


def test_a_name_that_is_too_long_for_a_file_is_said_to_be_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["check", "a" * 5000]) == 2
    assert "File name too long" in capsys.readouterr().err


def test_words_and_picture_show_the_gradient_of_the_batch() -> None:
    data = Data(("x", "y"), ((1.0, 2.0), (5.0, -3.0)), batch=1)
    loss = read_loss("(y - b - w*x)^2", ["b", "w"], data=data)
    trace = run_rule(GD, loss, (0.0, 0.0), 0.01, 2)
    picture = RunPicture(
        loss, trace.places(1), (None, trace.vector("g", 1)), step_name=step_name(trace)
    )
    assert picture.marks.paths[0].slope_name == "g"
    (minimum,) = [picture.minimum]
    assert minimum is not None
    towards = [m - p for m, p in zip(minimum, trace.place(1), strict=True)]
    downhill = [-g for g in trace.vector("g", 1)]
    cosine = sum(a * b for a, b in zip(towards, downhill, strict=True))
    angle = math.degrees(math.acos(cosine / math.hypot(*towards) / math.hypot(*downhill)))
    assert f"At θ¹ −g points {angle:.0f}° away from it." in picture.words


def test_the_run_beside_a_page_is_the_one_that_the_page_is_about() -> None:
    found = read_lesson(find_lesson("14", shipped_lessons()))
    pages = {page.title: at for at, page in enumerate(found.pages)}
    shown = {
        title: next(
            Session(found, at).problem.name
            for at, pause in enumerate(Session(found).pauses)
            if pause.page == pages[title]
        )
        for title in ("Two things to improve", "RMSProp", "Five rules, one ravine")
    }
    # A page about no run prepares the next one; a comparison is about its own.
    assert list(shown.values()) == ["ball", "forgetful", ""]


def test_hints_on_the_slope_of_one_example_have_no_sum() -> None:
    stop = next(
        s
        for s in read_lesson(find_lesson("10", shipped_lessons())).questions()
        if s.id == "slope-w"
    )
    assert all("Σ" not in hint and "∂Lⁿ/∂w" in hint for hint in hints(stop))


def test_a_comparison_too_wide_for_columns_goes_down() -> None:
    stop = next(
        s for s in read_lesson(find_lesson("15", shipped_lessons())).stops if isinstance(s, Compare)
    )
    assert compared_table(stop, 200).header[1] != ""
    for width in (44, 60, 76):
        assert compared_table(stop, width).width <= width


def test_leaving_the_places_where_there_is_a_loss_is_no_overflow() -> None:
    gone = run_rule(GD, read_loss("log(x)", ["x"]), (0.5,), 3, 9).diverged
    grown = run_rule(GD, read_loss("x^4", ["x"]), (0.5,), 3, 9).diverged
    assert gone is not None
    assert grown is not None
    assert (gone.is_overflow, grown.is_overflow) == (False, True)
