"""The command line. stdout is data, stderr is narration; a call that cannot be used gets one line
on stderr and exit status 2, never a traceback."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor import __version__
from tutor.maths.errors import Unreadable, printable, shown

if TYPE_CHECKING:
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.lesson.heading import Heading
    from tutor.lesson.model import Lesson
    from tutor.maths.engine import Trace

FINE, FAILED, UNUSABLE = 0, 1, 2
MOST_STEPS = 1_000_000
DERIVE_FORMATS = ("text", "json", "latex")
TRACE_FORMATS = ("table", "json", "csv", "markdown", "latex")
# A loss or an answer may begin with a minus sign.
MINUS_ALLOWED = {"ignore_unknown_options": True}


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit status."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # A terminal without θ gets a question mark.
    try:
        status = descent.main(list(arguments), prog_name="descent", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return UNUSABLE
    except click.ClickException as error:
        return _refuse(error.format_message())
    except Unreadable as error:
        return _refuse(str(error))
    except BrokenPipeError:
        # The reader of a pipe has gone. Python would complain once more while it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    return status if isinstance(status, int) else FINE


def _refuse(message: str) -> int:
    click.echo(f"descent: {printable(' '.join(message.split()))}", err=True)
    return UNUSABLE


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help"], "max_content_width": 100},
    epilog="Example: descent learn adagrad",
)
@click.version_option(__version__, prog_name="descent")
@click.pass_context
def descent(context: click.Context) -> None:
    """A tutor for gradient descent: predict each step before you see it.

    Without a command, the course opens: choose a lesson there.
    """
    if context.invoked_subcommand is None:
        _open_course()


def _open_course() -> None:
    if not _has_screen():
        _list_lessons()
        return
    _show(None)


def _has_screen() -> bool:
    return sys.stdout.isatty() and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"


def _list_lessons() -> None:
    from tutor.lesson.reader import checked
    from tutor.lesson.shelf import headings, shipped_lessons

    for heading in map(checked, headings(shipped_lessons())):
        number = "" if heading.number is None else str(heading.number)
        text = f"cannot be opened: {heading.error}" if heading.error else heading.summary
        click.echo(f"{number:>2}  {heading.id:<12}  {text}")


@descent.command(epilog="Example: descent learn 6 --plain")
@click.argument("lesson", required=False)
@click.option("--plain", is_flag=True, help="A conversation, line by line; no full screen.")
def learn(lesson: str | None, plain: bool) -> None:
    """Work through a lesson. LESSON is its id, its number, or a file."""
    if lesson is None:
        _open_course()
        return
    path = _lesson_file(lesson)
    if plain or not _has_screen():
        _converse(path)
    else:
        _open_lesson(path)


def _lesson_file(name: str) -> Path:
    from tutor.lesson.shelf import find_lesson, shipped_lessons

    return find_lesson(name, shipped_lessons())


def _open_lesson(path: Path) -> None:
    """The full screen; it reads the lesson itself, behind its first frame."""
    from tutor.lesson.heading import read_heading

    heading = read_heading(path)
    if heading.error:
        raise Unreadable(heading.error)
    _show(heading)


def _show(opened: Heading | None) -> None:
    # Imports leave no garbage behind, and looking for it costs a tenth of the first frame. The
    # application turns the collector on again once it has painted.
    gc.disable()
    from tutor.ui.app import DescentApp

    app = DescentApp(opened)
    app.run()
    if app.broken is not None:
        raise _unreadable(app.broken)


def _unreadable(error: BrokenLesson) -> Unreadable:
    """The first problem of a lesson on one line, and where to find the others."""
    first, *others = error.diagnostics
    more = f" (and {len(others)} more: see descent check)" if others else ""
    return Unreadable(f"{first}{more}")


def _read(path: Path) -> Lesson:
    from tutor.lesson.check import check_playable
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.lesson.reader import read_lesson

    try:
        return check_playable(read_lesson(path))
    except BrokenLesson as error:
        raise _unreadable(error) from error


def _converse(path: Path) -> None:
    from tutor.plain import converse

    converse(_read(path), _read_line, click.echo)


def _read_line(prompt: str) -> str:
    """A line from the learner; from a pipe it is echoed, so that a transcript reads well."""
    if sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    text = line.rstrip("\n")
    click.echo(f"{prompt}{printable(text)}")
    return text


@descent.command(
    epilog="Example: descent trace --loss '(w-3)^2' --start w=0 --rule adagrad --eta 1 --steps 3"
)
@click.option("--loss", required=True, help="An expression in the parameters.")
@click.option("--start", required=True, help="Where to begin, e.g. x=1,y=2.")
@click.option("--rule", "rule_key", required=True, help="gd, decay, adagrad, …")
@click.option("--eta", required=True, help="The learning rate.")
@click.option("--set", "settings", multiple=True, help="A hyper-parameter, e.g. beta=0.9.")
@click.option("--steps", type=click.IntRange(1, MOST_STEPS), default=20, show_default=True)
@click.option(
    "--format", "format_", type=click.Choice(TRACE_FORMATS), default="table", show_default=True
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
def trace(
    loss: str,
    start: str,
    rule_key: str,
    eta: str,
    settings: tuple[str, ...],
    steps: int,
    format_: str,
    output: Path | None,
) -> None:
    """Run a rule on a loss and print every quantity of every step."""
    from tutor.maths.formats import TRACE_FORMATS as WRITERS

    run = _traced(loss, start, rule_key, eta, settings, steps)
    _write(WRITERS[format_](run), output)
    if run.diverged is not None:
        why = f"{run.diverged.quantity}: {run.diverged.why}"
        click.echo(f"descent: the run diverges at t = {run.diverged.t} ({why})", err=True)


def _traced(
    loss: str, start: str, rule_key: str, eta: str, settings: tuple[str, ...], steps: int
) -> Trace:
    from tutor.maths.engine import run as run_rule
    from tutor.maths.loss import read_loss
    from tutor.maths.rule import check_eta, check_hyper
    from tutor.maths.rules import find_rule

    point = _assignments("--start", (start,))
    rule = find_rule(rule_key)
    rate = check_eta(_number("--eta", eta))
    hyper = check_hyper(rule, _assignments("--set", settings))
    try:
        read = read_loss(loss, list(point), list(point.values()))
    except Unreadable as error:
        raise Unreadable(f"--loss: {error}") from error
    return run_rule(rule, read, list(point.values()), rate, steps, hyper)


def _assignments(option: str, texts: tuple[str, ...]) -> dict[str, float]:
    """`x=1,y=-2` → {'x': 1.0, 'y': -2.0}, in order."""
    from tutor.maths.tokens import canonical
    from tutor.maths.words import check_name

    found: dict[str, float] = {}
    for part in (part for text in texts for part in text.split(",")):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not (name and equals and value):
            raise Unreadable(f"{option}: {shown(part)!r} must look like x=1")
        try:
            check_name(name)
        except Unreadable as error:
            raise Unreadable(f"{option}: {error}") from error
        name = canonical(name)
        if name in found:
            raise Unreadable(f"{option}: {name} is given twice")
        found[name] = _number(f"{option} {name}", value)
    return found


def _number(option: str, text: str) -> float:
    """A number in the input language: 0.4, 2/5, -1e-3."""
    from tutor.maths.evaluate import evaluate
    from tutor.maths.parser import read

    try:
        return float(evaluate(read(text), {}))
    except Unreadable as error:
        raise Unreadable(f"{option}: {error}") from error


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"--output: {output} cannot be written: {error.strerror}") from error


@descent.command(
    context_settings=MINUS_ALLOWED, epilog="Example: descent derive '(w-3)^2 + v*w' --by w"
)
@click.argument("expr")
@click.option("--by", multiple=True, help="The variable; without it, every variable in turn.")
@click.option(
    "--format", "format_", type=click.Choice(DERIVE_FORMATS), default="text", show_default=True
)
def derive(expr: str, by: tuple[str, ...], format_: str) -> None:
    """Differentiate EXPR, one rule at a time."""
    from tutor.maths.derivation_formats import FORMATS
    from tutor.maths.parser import LOSS_LIMIT, find_names, read
    from tutor.maths.words import check_name

    for name in by:
        check_name(name)
    names = find_names(expr, by)
    tree = read(expr, names, limit=LOSS_LIMIT)
    if not names:
        raise Unreadable("There is no variable in it: name one with --by.")
    click.echo(FORMATS[format_](tree, by or names))


@descent.command(epilog="Example: descent check lessons/06-adagrad.md")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> int:
    """Lint lessons: every problem as path:line: message. Without PATH, the course's own."""
    from tutor.lesson.check import check_paths
    from tutor.lesson.shelf import shipped_lessons

    found = check_paths(paths or (shipped_lessons(),))
    for diagnostic in found:
        click.echo(str(diagnostic))
    return FAILED if any(not diagnostic.is_note for diagnostic in found) else FINE


@descent.command(
    name="try", context_settings=MINUS_ALLOWED, epilog="Example: descent try 6 next-1 -0.5"
)
@click.argument("lesson")
@click.argument("prompt")
@click.argument("answer")
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True
)
def try_(lesson: str, prompt: str, answer: str, format_: str) -> int:
    """Judge ANSWER as the lesson would at that PROMPT (its id), for authors."""
    import json

    from tutor.teaching.grading import judge
    from tutor.teaching.judge_filter import expected_of, report
    from tutor.teaching.questions import question_of

    stops = {stop.id: stop for stop in _read(_lesson_file(lesson)).questions()}
    if prompt not in stops:
        from tutor.maths.suggest import did_you_mean

        raise Unreadable(f"there is no prompt {shown(prompt)!r}; {did_you_mean(prompt, stops)}")
    question = question_of(stops[prompt])
    judgement = judge(question, answer)
    answer_ = report(judgement, expected_of(question))
    if format_ == "json":
        click.echo(json.dumps(answer_))
    else:
        for key, value in answer_.items():
            if value not in (None, [], ""):
                click.echo(f"{key.replace('_', ' ') + ':':15}{_plain_text(value)}")
    return VERDICT_STATUS[str(judgement.verdict)]


def _plain_text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


VERDICT_STATUS = {
    "right": FINE, "close": FINE, "follow": FINE, "wrong": FAILED,
    "ambiguous": UNUSABLE, "undecided": UNUSABLE, "unreadable": UNUSABLE,
}  # fmt: skip


@descent.command(epilog="Example: descent grade < answers.jsonl")
def grade() -> int:
    """The judge as a filter: JSON Lines on standard input, one answer a line on standard output."""
    import json

    from tutor.teaching.judge_filter import graded

    status = FINE
    for line in sys.stdin.buffer:  # Bytes, so that a line that is no UTF-8 spoils no other.
        answer = graded(line)
        status = UNUSABLE if "error" in answer else status
        click.echo(json.dumps(answer))
        sys.stdout.flush()
    return status
