"""`descent quiz`: practice, exams, worksheets."""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.status import FINE
from tutor.cli.terminal import has_screen, read_line
from tutor.maths.errors import Unreadable

if TYPE_CHECKING:
    from tutor.teaching.quiz import Quiz
    from tutor.teaching.request import Request

MOST = 200  # Questions.


@click.command(epilog="Example: descent quiz --skill adagrad --skill derivative/chain --count 5")
@click.option(
    "--skill", "skills", multiple=True, metavar="S",
    help="What to practise: adagrad/sigma, or all of adagrad, sigma, derivative, concept.",
)  # fmt: skip
@click.option("--skills", "lists", is_flag=True, help="List the skills, and leave.")
@click.option("--count", type=click.IntRange(1, MOST), metavar="N", help="How many questions: 10.")
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Same seed, same quiz.")
@click.option("--exam", is_flag=True, help="One try, no hints, a clock; the answers at the end.")
@click.option(
    "--minutes", type=click.FloatRange(min=0, min_open=True, max=24 * 60), metavar="M",
    help="A time limit; an exam has 3 minutes a question.",
)  # fmt: skip
@click.option("--last", is_flag=True, help="The quiz that was finished last: how it went.")
@click.option("--plain", is_flag=True, help="A conversation, line by line; no full screen.")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE",
    help="Write how it went to a file: .md, .json or .csv.",
)  # fmt: skip
@click.option(
    "--export", "sheet", type=click.Path(path_type=Path), metavar="FILE",
    help="Write the quiz to a file, with a key beside it: .md or .html; .xml for Moodle.",
)  # fmt: skip
def quiz(
    skills: tuple[str, ...],
    lists: bool,
    count: int | None,
    seed: int | None,
    exam: bool,
    minutes: float | None,
    last: bool,
    plain: bool,
    report: Path | None,
    sheet: Path | None,
) -> int:
    """Practise skills on new numbers, or take an exam.

    Without --skill or --seed it asks first for what is due, then for what is new. An exam that
    was left goes on with the same command until its time runs out.
    """
    from tutor.teaching.request import Request

    if lists:
        _list_skills()
        return FINE
    if minutes is not None and math.isnan(minutes):
        raise Unreadable("--minutes: nan is not in the range of minutes")
    if skills:
        from tutor.teaching.skills import chosen_skills

        chosen_skills(skills)  # A wrong name is said before anything begins.
    request = Request(skills, count, seed, minutes, exam, last=last)
    if last:
        _check_last(request)
    if sheet is not None:
        if last or report is not None:
            raise Unreadable("--report and --last go with a quiz that is taken, not with --export")
        _export(sheet, request)
        return FINE
    if report is not None:
        from tutor.documents.files import check_writable
        from tutor.documents.reports import ENDINGS

        check_writable(report, ENDINGS)
    if plain or not has_screen():
        _converse(request, report)
    else:
        _show(request, report)
    return FINE


def _check_last(request: Request) -> None:
    """Before a screen opens: nothing new is asked for, and there is a quiz that is over."""
    from tutor.records.home import home
    from tutor.records.quizzes import last_finished
    from tutor.records.store import open_store

    if request != replace(request, skills=(), count=None, seed=None, minutes=None, exam=False):
        raise Unreadable("--last shows a quiz that is over: it goes with --report and --plain only")
    with closing(open_store(home())) as store:
        last_finished(store.records())


def _list_skills() -> None:
    from tutor.teaching.skills import catalogue

    width = max(len(skill.key) for skill in catalogue())
    for skill in catalogue():
        click.echo(f"{skill.key:<{width}}  {skill.title}")


def _export(path: Path, request: Request) -> None:
    """Write the worksheet of a request; its seed is told, since another learner may want it."""
    from tutor.documents.exporting import ENDINGS, export, key_of
    from tutor.documents.files import check_writable
    from tutor.documents.worksheet import Sheet
    from tutor.teaching.planning import plan_of, seed_of
    from tutor.teaching.quiz import drawn

    for file in filter(None, (path, key_of(path))):
        check_writable(file, ENDINGS)
    asked = replace(request, seed=seed_of(request))
    plan = plan_of(asked, seed_of(asked))
    sheet = Sheet(plan.seed, drawn(plan.skills, plan.seed), asked.command, plan.minutes)
    for written in export(path, sheet):
        click.echo(f"descent: wrote {written} (seed {plan.seed})", err=True)


def _converse(request: Request, report: Path | None) -> None:
    from tutor.plain.quiz import converse
    from tutor.records.home import home
    from tutor.records.quizzes import QuizKeeper
    from tutor.records.store import open_store

    with closing(open_store(home())) as store:
        keeper = QuizKeeper(store)
        done = converse(keeper.open(request), keeper, read_line, click.echo)
    if report is not None:
        trouble = _write_report(report, done, keeper.begun)
        click.echo(f"descent: {trouble or f'wrote {report}'}", err=True)


def _show(request: Request, report: Path | None) -> None:
    from tutor.cli.screen import show
    from tutor.ui.messages import QuizWanted

    show(QuizWanted(request), partial(_write_report, report) if report is not None else None)


def _write_report(path: Path, quiz: Quiz, begun: datetime) -> str:
    """Write how a quiz went; what went wrong with that, if anything."""
    from tutor.documents.reports import write_report
    from tutor.teaching.report import report_of

    if not (quiz.finished or quiz.plan.mode.tells):
        return f"{path} is written when the exam is over"
    try:
        write_report(path, report_of(quiz, begun))
    except Unreadable as error:
        return str(error)
    return ""
