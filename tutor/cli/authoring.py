"""`descent check`, `try` and `grade`: for those who write lessons, and for their programs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from tutor.cli.learning import lesson_file, open_for_reading
from tutor.cli.status import FAILED, FINE, MINUS_ALLOWED, UNUSABLE
from tutor.lesson.heading import lesson_id
from tutor.maths.errors import Unreadable, shown

LESSON_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@click.command(epilog="Example: descent check lessons/06-adagrad.md")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> int:
    """Lint lessons: every problem as path:line: message. Without PATH, the course's own."""
    from tutor.lesson.check import check_paths
    from tutor.lesson.shelf import shipped_lessons

    found = check_paths(paths or (shipped_lessons(),))
    for diagnostic in found:
        click.echo(str(diagnostic))
    return FAILED if any(not diagnostic.is_note for diagnostic in found) else FINE


@click.command(epilog="Example: descent new 16-my-lesson")
@click.argument("name")
def new(name: str) -> None:
    """Write the skeleton of a lesson, NAME.md, which lints clean: fill it in."""
    from importlib import resources

    path = Path(name if name.endswith(".md") else f"{name}.md")
    if not LESSON_NAME.fullmatch(path.stem):
        raise Unreadable(
            f"{shown(path.stem)!r} cannot name a lesson: use letters, digits, '-' and '_'"
        )
    title = lesson_id(path)[1].replace("-", " ").capitalize()
    skeleton = resources.files("tutor.lesson").joinpath("skeleton.md").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:  # Never over what is there.
            file.write(skeleton.replace("TITLE", title))
    except FileExistsError:
        raise Unreadable(f"{path} exists already: choose another name") from None
    except OSError as error:
        raise Unreadable(f"{path} cannot be written: {error.strerror}") from error
    click.echo(f"descent: {path} is written; play it with: descent learn {path}", err=True)
    click.echo(str(path))


@click.command(
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

    from tutor.proving import prove_equal
    from tutor.teaching.grading import judge
    from tutor.teaching.judge_filter import expected_of, report
    from tutor.teaching.questions import question_of

    stops = {stop.id: stop for stop in open_for_reading(lesson_file(lesson)).questions()}
    if prompt not in stops:
        from tutor.maths.suggest import did_you_mean

        raise Unreadable(f"there is no prompt {shown(prompt)!r}; {did_you_mean(prompt, stops)}")
    question = question_of(stops[prompt])
    judgement = judge(question, answer, prove_equal)
    answer_ = report(judgement, expected_of(question))
    status = VERDICT_STATUS[str(judgement.verdict)]
    if format_ == "json":
        click.echo(json.dumps(answer_))
    else:
        for key, value in answer_.items():
            if value not in (None, [], ""):
                click.echo(f"{key.replace('_', ' ') + ':':15}{_plain_text(value)}")
    if status == UNUSABLE:
        click.echo(f"descent: ANSWER: {judgement.message}", err=True)
    return status


def _plain_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain_text, value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)


VERDICT_STATUS = {
    "right": FINE, "close": FINE, "follow": FINE, "wrong": FAILED,
    "ambiguous": UNUSABLE, "undecided": UNUSABLE, "unreadable": UNUSABLE,
}  # fmt: skip


@click.command(epilog="Example: descent grade < answers.jsonl")
def grade() -> int:
    """The judge as a filter: JSON Lines on standard input, one answer a line on standard output."""
    import json

    from tutor.proving import prove_equal
    from tutor.teaching.judge_filter import graded

    refused: list[str] = []
    # Bytes, so that a line that is no UTF-8 spoils no other.
    for number, line in enumerate(sys.stdin.buffer, 1):
        answer = graded(line, prove_equal)
        if "error" in answer:
            refused.append(f"line {number}: {answer['error']}")
        click.echo(json.dumps(answer))
        sys.stdout.flush()
    if not refused:
        return FINE
    others = len(refused) - 1
    also = f" (and {others} more refused)" if others else ""
    click.echo(f"descent: {refused[0]}{also}", err=True)
    return UNUSABLE
