"""The command line, to the letter of its contract."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.lessons import write_lesson
from tutor import __version__
from tutor.cli import run

TRACE = ["trace", "--loss", "(w-3)^2", "--start", "w=0", "--rule", "adagrad", "--eta", "1"]


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def test_trace_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, *TRACE, "--steps", "2") == (
        0,
        "t  wᵗ  L(wᵗ)  gᵗ  sᵗ        ηᵗ       σᵗ    wᵗ⁺¹\n"
        "0   0      9  −6  36         1        6       1\n"
        "1   1      4  −4  52  0.707107  5.09902  1.5547\n",
        "",
    )


def test_trace_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    loss = "0.1*theta1^2 + 2*theta2^2"
    status, out, err = call(
        capsys, "trace", "--loss", loss, "--start", "theta1=-5,theta2=-2", "--rule", "adagrad",
        "--eta", "0.4", "--steps", "3", "--format", "json",
    )  # fmt: skip
    assert (status, err) == (0, "")
    run_ = json.loads(out)
    assert list(run_) == [
        "rule", "loss", "parameters", "gradient", "eta", "hyper", "diverged_at", "steps",
    ]  # fmt: skip
    assert run_["gradient"] == ["theta1/5", "4*theta2"]
    assert (run_["eta"], run_["hyper"], run_["diverged_at"]) == (0.4, {}, None)
    assert [row["t"] for row in run_["steps"]] == [0, 1, 2]
    assert set(run_["steps"][0]) == {
        "t", "theta", "loss", "gradient", "s", "eta_t", "sigma", "next",
    }  # fmt: skip
    assert run_["steps"][2]["next"] == pytest.approx([-4.1142, -1.1636], abs=5e-5)
    assert isinstance(run_["steps"][0]["eta_t"], float)


@pytest.mark.parametrize("rule", ["gd", "momentum", "adam", "adagrad-simplified"])
def test_eta_t_is_there_and_constant_where_nothing_decays(
    capsys: pytest.CaptureFixture[str], rule: str
) -> None:
    _, out, _ = call(
        capsys, "trace", "--loss", "x^2+y^2", "--start", "x=1,y=2", "--rule", rule, "--eta", "0.1",
        "--steps", "3", "--format", "json",
    )  # fmt: skip
    assert [row["eta_t"] for row in json.loads(out)["steps"]] == [0.1] * 3


def test_trace_as_csv_gives_full_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, *TRACE, "--steps", "2", "--format", "csv")
    header, first, second = csv.reader(io.StringIO(out))
    assert header == ["t", "w", "loss", "gradient_w", "s_w", "eta_t", "sigma_w", "next_w"]
    assert first == ["0", "0.0", "9.0", "-6.0", "36.0", "1.0", "6.0", "1.0"]
    assert float(second[-1]) == pytest.approx(1.5547001962252291, abs=1e-15)


def test_trace_as_markdown_and_latex(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, *TRACE, "--steps", "1", "--format", "markdown")
    assert out.splitlines()[2] == "| 0 | 0 | 9 | −6 | 36 | 1 | 6 | 1 |"
    _, out, _ = call(capsys, *TRACE, "--steps", "1", "--format", "latex")
    assert out.splitlines()[0] == r"\begin{tabular}{rrrrrrrr}"
    assert r"$\sigma^{t}$ & $w^{t+1}$ \\" in out
    assert r"$0$ & $0$ & $9$ & $-6$ & $36$ & $1$ & $6$ & $1$ \\" in out


def test_trace_writes_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    status, out, _ = call(capsys, *TRACE, "--format", "csv", "--output", str(path))
    assert (status, out) == (0, "")
    assert path.read_text().count("\n") == 21


def test_a_run_that_diverges_is_data_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = call(
        capsys, "trace", "--loss", "x^4", "--start", "x=10", "--rule", "gd", "--eta", "1",
        "--steps", "50", "--format", "json",
    )  # fmt: skip
    result = json.loads(out)
    assert status == 0
    assert result["diverged_at"] == len(result["steps"])
    assert err.startswith(f"descent: the run diverges at t = {result['diverged_at']} (")
    assert "too large" in err


@pytest.mark.parametrize("loss", ["-x^2 + x^4", "-(x-1)"])
def test_a_loss_may_begin_with_a_minus(capsys: pytest.CaptureFixture[str], loss: str) -> None:
    status, _, err = call(
        capsys, "trace", "--loss", loss, "--start", "x=-1/2", "--rule", "gd", "--eta", "0.1"
    )
    assert (status, err) == (0, "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"--rule": "adagard"}, "unknown rule 'adagard'; did you mean 'adagrad'?"),
        ({"--loss": "(v-3)^2"}, '--loss: "v" is not a name in this problem. Use: w.'),
        ({"--loss": "3"}, "--loss: A loss must depend on a parameter: w."),
        ({"--start": "w"}, "--start: 'w' must look like x=1"),
        ({"--start": "w=a"}, '--start w: "a" is not a number. Type a value, e.g. 0.8.'),
        ({"--start": "w=1,w=2"}, "--start: w is given twice"),
        ({"--start": "1=1"}, "--start: '1' cannot name a parameter: use letters, then digits, "
                             "e.g. theta1"),
        ({"--eta": " "}, "--eta: a number is missing"),
        ({"--eta": "fast"}, '--eta: "fast" is not a number. Type a value, e.g. 0.8.'),
        ({"--eta": "-1"}, "the learning rate eta must be a finite number, 0 or more"),
        ({"--set": "beta=0.5"}, "rule 'adagrad' has no hyper-parameter 'beta'; it has none"),
        ({"--steps": "0"}, "Invalid value for '--steps': 0 is not in the range 1<=x<=1000000."),
        ({"--format": "xml"}, "Invalid value for '--format': 'xml' is not one of 'table', 'json', "
                              "'csv', 'markdown', 'latex'."),
        ({"--output": "/nowhere/run.csv"},
         "--output: /nowhere/run.csv cannot be written: No such file or directory"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_used_gets_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], change: dict[str, str], message: str
) -> None:
    options = dict(zip(TRACE[1::2], TRACE[2::2], strict=True)) | change
    status, out, err = call(capsys, "trace", *(part for pair in options.items() for part in pair))
    assert (status, out, err) == (2, "", f"descent: {message}\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["learn", "adagard"], "there is no lesson 'adagard'; did you mean 'adagrad'?"),
        (["lern"], "No such command 'lern'. Did you mean 'learn'?"),
        (["trace"], "Missing option '--loss'."),
        (["trace", "--fromat", "csv"], "No such option '--fromat'. Did you mean '--format'?"),
        (["check", "none.md"], "there is no lesson file 'none.md'"),
    ],
)
def test_an_unknown_word_has_a_suggestion(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert call(capsys, *arguments) == (2, "", f"descent: {message}\n")


def test_check_prints_every_problem_and_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = write_lesson(tmp_path, "## P\n```predcit\n```\n```trace\nto = 99\n```\n")
    status, out, _ = call(capsys, "check", str(tmp_path))
    assert status == 1
    assert out.splitlines() == [
        f"{path}:19: unknown fence 'predcit'; did you mean 'predict'?",
        f"{path}:22: 'to' must be from 0 to 19: the problem's steps",
    ]


def test_the_course_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = call(capsys, "check")
    assert (status, err) == (0, "")
    assert all(": note: " in line for line in out.splitlines())


def test_a_broken_lesson_is_refused_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = write_lesson(tmp_path, "## P\n```predcit\n```\n")
    status, out, err = call(capsys, "learn", str(path))
    assert (status, out) == (2, "")
    assert err == f"descent: {path}:19: unknown fence 'predcit'; did you mean 'predict'?\n"


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "--version") == (0, f"descent, version {__version__}\n", "")
    for command in ([], ["learn"], ["trace"], ["check"]):
        status, out, _ = call(capsys, *command, "--help")
        assert status == 0
        assert "Example: descent" in out


# As a process of its own


def descent(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tutor", *arguments],
        input=text, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_pipe_gets_the_plain_conversation() -> None:
    result = descent("learn", "1", text="6\na\n3.5\n3\n2.75\n4w+4\n0.8\n0.08\n")
    assert (result.returncode, result.stderr) == (0, "")
    assert "> 6\n✓ 6   Right.\n" in result.stdout
    assert "8 of 8 right, 8 at the first try without a hint." in result.stdout


def test_without_a_terminal_the_course_is_a_list() -> None:
    result = descent()
    assert result.returncode == 0
    assert result.stdout.splitlines()[0].startswith(" 1  one-step")


def test_a_full_disk_is_one_line() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w") as out:
        result = subprocess.run(
            [sys.executable, "-m", "tutor", *TRACE],
            stdout=out, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert result.returncode == 2
    assert result.stderr == "descent: cannot write: No space left on device\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tutor", *TRACE, "--steps", "20000"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert "wᵗ⁺¹" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_a_reader_that_has_enough_is_no_failure() -> None:
    pipe = f"{sys.executable} -m tutor | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", pipe], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(" 1  one-step ")
