"""A loss over data: summed over its examples, derived under its sum sign, standardised, batched."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.unit.lessons import write_lesson
from tutor.lesson.check import check_file
from tutor.lesson.model import Problem
from tutor.lesson.reader import read_lesson
from tutor.maths.data import Data, data_of
from tutor.maths.engine import run
from tutor.maths.errors import Unreadable
from tutor.maths.loss import Loss, read_loss
from tutor.maths.notation import pretty
from tutor.maths.rules import find_rule
from tutor.maths.scene import scene_of

# The lecture's regression demo; every number checked outside this program (CURRICULUM.md, 15).
X = (338, 333, 328, 207, 226, 25, 179, 60, 208, 606)
Y = (640, 633, 619, 393, 428, 27, 193, 66, 226, 1591)
START = (-120.0, -4.0)
DATA = "data = { x = [1, 2, 3], y = [3, 5, 9] }"


def regression(batch: int = 0) -> Loss:
    data = data_of({"x": X, "y": Y})
    return read_loss("(y - b - w*x)^2", ("b", "w"), data=data.in_batches(batch) if batch else data)


def problem(folder: Path, lines: str) -> Problem:
    """The problem of a lesson whose `[problem]` has these lines, besides rule and eta."""
    front = f"""+++
title = "T"
summary = "S"
[problem]
rule = "gd"
eta = 0.1
{lines}
+++
"""
    return read_lesson(write_lesson(folder, "## P\nWords.\n", front)).problem


def test_the_gradient_is_summed_over_the_examples() -> None:
    loss = regression()
    at_start = {"b": -120.0, "w": -4.0}
    assert [loss.slope(c, at_start, None) for c in (0, 1)] == [-32112, -11306776]


def test_adagrad_takes_the_lectures_first_steps() -> None:
    trace = run(find_rule("adagrad"), regression(), START, 1.0, 2)
    assert trace.vector("next", 0) == pytest.approx((-119, -3))
    assert trace.vector("next", 1) == pytest.approx((-118.355, -2.355), abs=5e-4)


def test_too_large_a_rate_overflows_where_the_lectures_does() -> None:
    trace = run(find_rule("gd"), regression(), START, 1e-5, 300)
    assert trace.diverged is not None
    assert (trace.diverged.t, trace.diverged.quantity) == (124, "loss")


def test_the_run_agrees_with_the_steps_taken_one_by_one() -> None:
    trace = run(find_rule("gd"), regression(batch=3), START, 1e-7, 12)
    for t in range(12):
        scene = scene_of(trace, t)
        assert trace.vector("g", t) == pytest.approx([scene.value("g", c) for c in (0, 1)])


def test_a_batch_takes_the_next_examples_and_begins_again() -> None:
    data = data_of({"x": (1, 2, 3)}).in_batches(2)
    assert [data.batch_of(t) for t in range(3)] == [
        ((1,), (2,)), ((3,), (1,)), ((2,), (3,)),
    ]  # fmt: skip


def test_stochastic_steps_use_one_examples_gradient() -> None:
    loss = read_loss("(y - w*x)^2", ("w",), data=Data(("x", "y"), ((1, 3), (2, 5)), batch=1))
    trace = run(find_rule("gd"), loss, (0.0,), 0.1, 3)
    # −2·1·(3 − 0) = −6; then −2·2·(5 − 0.6·2) = −15.2; then the first again.
    assert [trace.value("g", t) for t in range(3)] == pytest.approx([-6, -15.2, -1.76])
    assert trace.value("loss", 0) == 34  # The loss stays that of all examples.


def test_standardising_gives_mean_0_and_variance_1() -> None:
    data = data_of({"x": (200, 400, 100, 300), "y": (1, 2, 3, 4)}).standardized(["x"])
    xs = [row[0] for row in data.rows]
    assert math.fsum(xs) == pytest.approx(0)
    assert math.fsum(x * x for x in xs) / 4 == pytest.approx(1)
    assert [row[1] for row in data.rows] == [1, 2, 3, 4]


def test_a_derivation_keeps_the_sum_sign(tmp_path: Path) -> None:
    found = problem(tmp_path, f'loss = "(y - (b + w*x))^2"\nstart = {{ b = 0, w = 0 }}\n{DATA}')
    lines = [
        pretty(step.after, found.loss.symbol, differential="∂") for step in found.derivation(1)
    ]
    assert lines[:2] == [
        "Σ ∂/∂w[(yⁿ − (b + w·xⁿ))²]",
        "Σ 2(yⁿ − (b + w·xⁿ))·∂/∂w[yⁿ − (b + w·xⁿ)]",
    ]
    assert lines[-1] == "Σ(−2xⁿ·(yⁿ − b − w·xⁿ))"


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ("data = { x = [1, 2], y = [3] }", 9,
         "'data' must have columns of equal length, e.g. { x = [1, 2], y = [3, 5] }"),
        ("data = {}", 9,
         "'data' must have columns of equal length, e.g. { x = [1, 2], y = [3, 5] }"),
        ("data = { x = 1, y = [3] }", 9, "the column 'x' of 'data' must be a list of numbers"),
        ("data = { w = [1], y = [3] }", 9, "'w' names two things: give the column another name"),
        (f"{DATA}\nbatch = 4", 10, "'batch' must be from 1 to 3, the number of examples; left out, "
         "an update takes all of them"),
        (f"{DATA}\nstandardize = ['z']", 10, "no column 'z'; choose from: x, y"),
        ("data = { x = [2, 2], y = [3, 5] }\nstandardize = ['x']", 10,
         "the column 'x' is the same in every example"),
        ("batch = 1", 9, "'batch' is of use only with 'data'"),
        ("standardize = ['x']", 9, "'standardize' is of use only with 'data'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_data_is_said_at_its_line(
    tmp_path: Path, lines: str, line: int, message: str
) -> None:
    front = f"""+++
title = "T"
summary = "S"
[problem]
loss = "(y - w*x)^2"
start = {{ w = 0 }}
rule = "gd"
eta = 0.1
{lines}
+++
## P
Words.
"""
    found = check_file(write_lesson(tmp_path, "", front))
    assert [(d.line, d.message) for d in found] == [(line, message)]


def test_a_loss_must_use_the_parameters_and_not_the_data_alone() -> None:
    with pytest.raises(Unreadable, match="must depend on a parameter: w"):
        read_loss("(y - x)^2", ("w",), data=data_of({"x": (1, 2), "y": (3, 4)}))


def test_one_examples_slope_is_asked_for_and_judged(tmp_path: Path) -> None:
    from tutor.maths.judging import Verdict
    from tutor.teaching.grading import judge
    from tutor.teaching.questions import question_of

    front = f"""+++
title = "T"
summary = "S"
[problem]
loss = "(y - (b + w*x))^2"
start = {{ b = 0, w = 0 }}
rule = "gd"
eta = 0.01
{DATA}
+++
"""
    body = '## P\n```predict id=a\nquantity = "gradient"\nparameter = "w"\n```\n'
    (stop,) = read_lesson(write_lesson(tmp_path, body, front)).questions()
    question = question_of(stop)
    assert question.prompt == "∂Lⁿ/∂w = ?  (of one example; type x, y)"
    assert judge(question, "-2x(y - b - w x)").verdict is Verdict.RIGHT
    assert judge(question, "2x(y - b - w x)").misconception == ("sign",)
    assert judge(question, "2(y - b - w x)").misconception == ("no-chain-factor",)
