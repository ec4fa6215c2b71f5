"""The lesson file: what is read from it, and every refusal at its exact line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.lessons import BODY, FRONT, small_lesson, write_lesson
from tutor.lesson.check import check_file
from tutor.lesson.diagnostics import BrokenLesson
from tutor.lesson.heading import read_heading
from tutor.lesson.model import Derive, Predict, Prose
from tutor.lesson.reader import read_lesson
from tutor.lesson.shelf import find_lesson, lesson_files, shipped_lessons
from tutor.maths.errors import Unreadable

BODY_LINE = FRONT.count("\n")  # The line before the first of the body.


def test_a_lesson_is_pages_of_prose_and_stops(tmp_path: Path) -> None:
    lesson = small_lesson(tmp_path)
    assert (lesson.id, lesson.number, lesson.title) == ("small", 5, "Small")
    assert [page.title for page in lesson.pages] == ["First", "Second"]
    assert [type(block) for block in lesson.pages[0].blocks] == [Prose, Derive, Predict, Prose]
    assert lesson.pages[1].notes == "For the instructor."
    assert [question.id for question in lesson.questions()] == ["sigma-1", "next-1", "bowl"]


def test_a_stop_uses_the_problem_it_names(tmp_path: Path) -> None:
    lesson = small_lesson(tmp_path)
    bowl = lesson.stops[-1].problem
    assert (bowl.name, bowl.parameters, bowl.start, bowl.steps) == ("bowl", ("x", "y"), (1, 2), 4)
    assert lesson.problem.steps == 20


def test_lines_are_kept(tmp_path: Path) -> None:
    lesson = small_lesson(tmp_path)
    assert lesson.stops[0].line == BODY_LINE + 5
    assert lesson.pages[1].line == BODY_LINE + 15


def predict(lines: str) -> str:
    return f"## P\n```predict id=a\n{lines}\n```\n"


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("## P\n```predcit id=a\n```", 2, "unknown fence 'predcit'; did you mean 'predict'?"),
        ("## P\n```choose id=a\nprompt='p'\n"
         "options=[{text='x', why='y'}, {text='u', why='v'}]\n```", 4,
         "exactly one option must have right = true, not 0"),
        ("## P\n```choose id=a\nprompt=' '\noptions=[{text='x', why='y', right=true},"
         "{text='u', why='v'}]\n```", 3, "'prompt' is empty: say what is asked"),
        ("## P\n```choose id=a\nprompt='p'\noptions=[{text='x', why=' ', right=true},"
         "{text='u', why='v'}]\n```", 4,
         "an option needs a text, and why it is right or wrong"),
        ("## P\n```choose\nprompt='p'\noptions=[]\n```", 2,
         "a 'choose' fence needs an id: ```choose id=NAME"),
        ("## P\n```predict\nquantity='g'\nt=0\n```", 2,
         "a 'predict' fence needs an id: ```predict id=NAME"),
        (predict("quantity='sigam'\nt=1"), 3, "unknown quantity 'sigam'; did you mean 'sigma'?"),
        (predict("quantity='g'"), 3, "'t' is missing: say at which step the value is asked"),
        (predict("t = 1"), 3, "'quantity' is missing"),
        (predict("quantity='g'\nt=1\ntolerance=1"), 5, "unknown key 'tolerance'; choose from: "
         "quantity, t, parameter, prompt, places, hints, allow_collisions, problem"),
        (predict("quantity='g'\nt=20"), 4, "'t' must be from 0 to 19: the problem's steps"),
        (predict("quantity='g'\nt='1'"), 4, "'t' must be a whole number"),
        (predict("quantity='g'\nt=true"), 4, "'t' must be a whole number"),
        (predict("quantity='g'\nt=1\nparameter='v'"), 5,
         "unknown parameter 'v'; choose from: w"),
        (predict("quantity='g'\nt=1\nproblem='bowel'"), 5,
         "unknown problem 'bowel'; did you mean 'bowl'?"),
        (predict("quantity='g'\nt=1\nhints=['one']"), 5,
         "'hints' must have 3 texts, each telling more"),
        (predict("quantity='gradient'\nt=1"), 4,
         "the gradient's formula is the same at every t: leave 't' out"),
        (predict("quantity='g'\nt=="), 4, "not TOML: Invalid value"),
        ("## P\n```predict id=a\nquantity='g'\nt=0\n", 2, "the 'predict' fence is not closed"),
        ("## P\n```predict id=A!\nquantity='g'\nt=0\n```", 2,
         "an id is made of letters, digits, '-' and '_', not 'A!'"),
        ("## P\n```trace id=a\n```", 2, "'id=a' does not belong on a 'trace' fence"),
        ("## P\n```trace\nfrom=3\nto=2\n```", 4, "'to' must not be before 'from'"),
        ("## P\n```derive\nask=1\n```", 3, "a question needs an id: ```derive id=NAME"),
        ("## P\n```derive id=d\nask=0\n```", 3, "the steps of a derivation are numbered from 1"),
        ("## P\n```formula\nrule='adagard'\n```", 3,
         "unknown rule 'adagard'; did you mean 'adagrad'?"),
        ("## P\n```formula\nlatex='\\foo'\n```", 3, "unknown LaTeX command \\foo"),
        ("## P\n```formula\nlatex='x'\nrule='gd'\n```", 3,
         "'latex' stands alone, without 'quantity' and 'rule'"),
        ("## P\n\nwords\n\nand $\\foo$\n", 5, "unknown LaTeX command \\foo"),
        ("## P\n```contour\nto=3\ncaption='c'\n```", 4,
         "a contour picture needs a loss of two parameters or more"),
        ("## P\n```contour\nto=30\ncaption='c'\nproblem='bowl'\n```", 3,
         "'to' must be from 0 to 4: the problem's steps"),
        ("## P\n```contour\nproblem='bowl'\n```", 3, "'caption' is missing"),
        ("## P\n```contour\ncaption=' '\nproblem='bowl'\n```", 3,
         "a picture needs a caption: what it shows, in a sentence"),
        ("## P\n```point id=a\nt=1\n```", 3,
         "a place can be shown only for a loss of two parameters"),
        ("## P\n```point\nt=1\n```", 2, "a 'point' fence needs an id: ```point id=NAME"),
        ("## P\n```curves\nrules=['adagard']\ncaption='c'\n```", 3,
         "unknown rule 'adagard'; did you mean 'adagrad'?"),
        ("## P\n```curves\neta=[-1]\ncaption='c'\n```", 3,
         "the learning rate eta must be a finite number, 0 or more"),
        ("## P\n```curves\neta=[1]\nrules=['gd']\ncaption='c'\n```", 4,
         "give either 'eta' or 'rules', not both"),
        ("## P\n```curves\nquantity='sweep'\neta=[1]\ncaption='c'\n```", 3,
         "a sweep takes 'eta = [least, most]' or nothing"),
        ("## P\n```curves\nquantity='sigam'\ncaption='c'\n```", 3,
         "unknown quantity 'sigam'; did you mean 'sigma'?"),
        ("## P\n```curves\nquantity='sweep'\neta=[0, 1]\ncaption='c'\n```", 4,
         "a sweep goes from a positive eta to a larger one"),
        ("## P\n```curves\neta=[]\ncaption='c'\n```", 3,
         "'eta' is empty: leave it out for the problem's own"),
        ("## P\n```curves\nrules=[]\ncaption='c'\n```", 3,
         "'rules' is empty: leave it out for the problem's own"),
        ("## P\n```compare\nruns=[{hyper={beta='x'}, rule='momentum'}, {}]\ncaption='c'\n```", 3,
         "the hyper-parameter 'beta' must be a number"),
        ("## P\n```compare\nruns=[]\ncaption='c'\n```", 3,
         "'runs' is empty: name the runs to compare"),
        ("## P\n```compare\nruns=[{rule='gd'}, {ruel='gd'}]\ncaption='c'\n```", 3,
         "unknown key 'ruel'; did you mean 'rule'?"),
        ("words\n\n## P\n", 1, "text before the first page: start a page with '## Title'"),
        ("## P\n\n- x\n\n  ```trace\n  ```\n", 5, "a 'trace' fence cannot be nested"),
        ("## P\n\na\x1bb\n", 3, "control character U+001B: delete it"),
    ],
)  # fmt: skip
def test_a_broken_body_is_refused_at_its_line(
    tmp_path: Path, body: str, line: int, message: str
) -> None:
    path = write_lesson(tmp_path, body)
    with pytest.raises(BrokenLesson) as refusal:
        read_lesson(path)
    assert str(refusal.value).splitlines()[0] == f"{path}:{BODY_LINE + line}: {message}"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('title = "Small"', "", 1 + 1, "'title' is missing"),
        ('title = "Small"', "title = 3", 2, "'title' must be a text"),
        ('rule = "adagrad"', 'rule = "adagard"', 8,
         "unknown rule 'adagard'; did you mean 'adagrad'?"),
        ('loss = "(w - 3)**2"', 'loss = "(w - v)**2"', 6,
         '"v" is not a name in this problem. Use: w.'),
        ("eta = 1", "eta = -1", 9, "the learning rate eta must be a finite number, 0 or more"),
        ("eta = 1", "etaa = 1", 9, "unknown key 'etaa'; did you mean 'eta'?"),
        ("start = { w = 0 }", "start = { w = 'a' }", 7, "the start of 'w' must be a number"),
        ("start = { w = 0 }", "start = {}", 7,
         "'start' must give each parameter a value, e.g. { w = 0 }"),
        ("steps = 4", "steps = 0", 16, "'steps' must be from 1 to 100000"),
        ("steps = 4", "hyper = { beta = 0.5 }", 16,
         "rule 'gd' has no hyper-parameter 'beta'; it has none"),
        ("steps = 4", "gradients = [1]", 12, "'loss' does not go with 'gradients'"),
        ('summary = "A lesson for tests."', "summary = ", 3, "not TOML: Invalid value"),
    ],
)  # fmt: skip
def test_broken_front_matter_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in FRONT
    path = write_lesson(tmp_path, front=FRONT.replace(old, new, 1))
    with pytest.raises(BrokenLesson) as refusal:
        read_lesson(path)
    assert f"{path}:{line}: {message}" in str(refusal.value).splitlines()


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    path = write_lesson(tmp_path, "## P\n```predcit\n```\n```trace\nto = 99\n```\n")
    with pytest.raises(BrokenLesson) as refusal:
        read_lesson(path)
    assert len(refusal.value.diagnostics) == 2


def test_a_file_without_front_matter_or_text(tmp_path: Path) -> None:
    path = tmp_path / "empty.md"
    path.write_text("")
    with pytest.raises(BrokenLesson, match=r"empty\.md:1: a lesson begins with a line"):
        read_lesson(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenLesson, match=r"empty\.md:1: not a UTF-8 text file"):
        read_lesson(path)


# The linter, beyond what cannot be read


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        (predict("quantity='next'\nt=1") + "```predict id=b\nquantity='sigma'\nt=1\n```\n", 6,
         "the answer of 'b' is already revealed on line 19"),
        ("## P\n```trace\nto=3\n```\n```predict id=b\nquantity='next'\nt=3\n```\n", 5,
         "the answer of 'b' is already revealed on line 19"),
        ("## P\n```derive\n```\n```predict id=b\nquantity='gradient'\n```\n", 4,
         "the answer of 'b' is already revealed on line 19"),
        ("## P\n```derive id=d\nask=9\n```\n", 2,
         "'ask' is step 9, but the derivation has 5 steps"),
        ("## Long\n" + "words\n\n" * 40, 1, "the page 'Long' is about 80 lines long at 76 columns; "
         "the limit is 60: make two pages of it"),
    ],
)  # fmt: skip
def test_the_linter_finds(tmp_path: Path, body: str, line: int, message: str) -> None:
    path = write_lesson(tmp_path, body)
    assert f"{path}:{BODY_LINE + line}: {message}" in list(map(str, check_file(path)))


def test_the_linter_finds_a_run_that_diverges(tmp_path: Path) -> None:
    front = FRONT.replace("eta = 0.1\nsteps = 4", "eta = 1e200\nsteps = 4")
    body = "## P\n```predict id=a\nquantity='next'\nt=1\nproblem='bowl'\n```\n"
    path = write_lesson(tmp_path, body, front)
    assert [d.message for d in check_file(path)] == [
        "the problem diverges at t = 1, and this stop needs t = 1: "
        "choose a smaller eta or an earlier t"
    ]


def small_problem(loss: str, start: str, **more: str) -> str:
    front = FRONT.replace("(w - 3)**2", loss).replace("{ w = 0 }", start)
    for old, new in more.items():
        front = front.replace(f"{old} = ", f"{old} = {new} # ", 1)
    return front


def test_the_linter_refuses_a_prompt_that_a_misconception_answers_right(tmp_path: Path) -> None:
    body = "## P\n```predict id=a\nquantity='next'\nt=0\n```\n"
    front = small_problem("2*(w + 1)**2", "{ w = 1 }", rule='"gd"', eta="0.1")
    path = write_lesson(tmp_path, body, front)
    assert [d.message for d in check_file(path) if not d.is_note] == [
        "'a' does not tell 'loss-not-gradient' apart: 0.200 would be judged right; choose other "
        "numbers, or allow_collisions = true"
    ]
    allowed = body.replace("t=0", "t=0\nallow_collisions = true")
    assert check_file(write_lesson(tmp_path, allowed, front)) == []


def test_a_slip_that_never_shows_is_no_collision(tmp_path: Path) -> None:
    body = "## P\n```predict id=a\nquantity='next'\nt=1\n```\n"
    front = small_problem("(w - 3)**2", "{ w = 0 }", eta="1")  # η = 1 may be forgotten.
    path = write_lesson(tmp_path, body, front)
    assert [d.message for d in check_file(path) if not d.is_note] == []


def test_misconceptions_that_look_alike_are_a_note(tmp_path: Path) -> None:
    path = write_lesson(tmp_path, "## P\n```predict id=a\nquantity='sigma'\nt=1\n```\n")
    (note,) = check_file(path)
    assert str(note) == (
        f"{path}:19: note: 'a': these give the same value here: "
        "current-gradient-only and no-square; derivative-half and no-square; "
        "previous-accumulator and stale-gradient; step-count-off-by-one and sum-not-mean"
    )


def test_the_small_lesson_is_clean(tmp_path: Path) -> None:
    found = check_file(write_lesson(tmp_path, BODY))
    assert [d for d in found if not d.is_note] == []


# The shelf


def test_a_heading_needs_the_front_matter_alone(tmp_path: Path) -> None:
    heading = read_heading(write_lesson(tmp_path, "## P\n```predcit\n```\n"))
    assert (heading.number, heading.id, heading.title, heading.error) == (5, "small", "Small", "")


def test_a_broken_heading_is_listed_with_its_reason(tmp_path: Path) -> None:
    path = write_lesson(tmp_path, front="+++\ntitle = \n+++\n")
    assert read_heading(path).error == f"{path}:2: not TOML: Invalid value"


@pytest.mark.parametrize("name", ["6", "06", "adagrad"])
def test_a_lesson_is_found_by_number_or_id(name: str) -> None:
    assert find_lesson(name, shipped_lessons()).name == "06-adagrad.md"


def test_a_lesson_is_found_by_path(tmp_path: Path) -> None:
    path = write_lesson(tmp_path)
    assert find_lesson(str(path), shipped_lessons()) == path


@pytest.mark.parametrize("name", ["1" * 5000, "x" * 300])
def test_an_endless_name_is_no_lesson(name: str) -> None:
    with pytest.raises(Unreadable, match="there is no lesson"):
        find_lesson(name, shipped_lessons())


def test_an_unknown_number_lists_the_lessons() -> None:
    with pytest.raises(Unreadable, match="there is no lesson '99'; choose from: one-step, "):
        find_lesson("99", shipped_lessons())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("adagard", "there is no lesson 'adagard'; did you mean 'adagrad'?"),
        ("./none.md", "there is no lesson file './none.md'"),
    ],
)
def test_an_unknown_lesson_has_a_suggestion(name: str, message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        find_lesson(name, shipped_lessons())
    assert str(refusal.value) == message


def test_lessons_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("10-b.md", "2-a.md", "notes.md"):
        write_lesson(tmp_path, name=name)
    assert [p.name for p in lesson_files(tmp_path)] == ["2-a.md", "10-b.md", "notes.md"]
