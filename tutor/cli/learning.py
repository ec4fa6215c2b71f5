"""`descent` and `descent learn`: the course and its lessons, full screen or line by line."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.terminal import has_screen, read_line
from tutor.maths.errors import Unreadable

if TYPE_CHECKING:
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.lesson.heading import Heading
    from tutor.lesson.model import Lesson
    from tutor.teaching.lab import Lab
    from tutor.teaching.quiz import Quiz
    from tutor.teaching.request import Request


def open_course() -> None:
    if not has_screen():
        _list_lessons()
        return
    show()


def _list_lessons() -> None:
    from tutor.lesson.reader import checked
    from tutor.lesson.shelf import headings, shipped_lessons

    found = headings(shipped_lessons())
    width = max((len(heading.id) for heading in found), default=0)
    for heading in map(checked, found):
        number = "" if heading.number is None else str(heading.number)
        text = f"cannot be opened: {heading.error}" if heading.error else heading.summary
        click.echo(f"{number:>2}  {heading.id:<{width}}  {text}")
    if found:
        click.echo(f"    {'descent quiz':<{width}}  {_due_text()}")


def _due_text() -> str:
    from contextlib import closing

    from tutor.records.home import home
    from tutor.records.quizzes import reviews
    from tutor.records.store import open_store
    from tutor.teaching.planning import due_skills

    with closing(open_store(home())) as store:
        due = due_skills(reviews(store.records()), store.clock())
    if not due:
        return "Questions on new numbers; nothing is due."
    return f"Questions on new numbers; due: {', '.join(skill.key for skill in due)}."


@click.command(epilog="Example: descent learn 6 --plain")
@click.argument("lesson", required=False)
@click.option("--plain", is_flag=True, help="A conversation, line by line; no full screen.")
def learn(lesson: str | None, plain: bool) -> None:
    """Work through a lesson. LESSON is its id, its number, or a file; without it the last one
    goes on where it was left."""
    path = _last_lesson() if lesson is None else lesson_file(lesson)
    if path is None:
        _list_lessons() if plain else open_course()
        return
    if plain or not has_screen():
        _converse(path)
    else:
        _open_lesson(path)


def _last_lesson() -> Path | None:
    """The file of the lesson that was last worked on, if it is still there."""
    from contextlib import closing

    from tutor.lesson.shelf import find_lesson, shipped_lessons
    from tutor.records.home import home
    from tutor.records.lessons import progress_of
    from tutor.records.store import open_store

    with closing(open_store(home())) as store:
        found = progress_of(store.records()).values()
    for key in [p.lesson for p in reversed(list(found)) if p.last]:
        try:
            return find_lesson(key, shipped_lessons())
        except Unreadable:
            continue
    return None


def lesson_file(name: str) -> Path:
    from tutor.lesson.shelf import find_lesson, shipped_lessons

    return find_lesson(name, shipped_lessons())


def _open_lesson(path: Path) -> None:
    """The full screen; it reads the lesson itself, behind its first frame."""
    show(_heading(path))


def show_presentation(path: Path) -> None:
    show(presented=_heading(path))


def _heading(path: Path) -> Heading:
    """What is painted first; `Unreadable` where even that cannot be read."""
    from tutor.lesson.heading import read_heading

    heading = read_heading(path)
    if heading.error:
        raise Unreadable(heading.error)
    return heading


def show(
    opened: Heading | None = None,
    quiz: Request | None = None,
    report: Callable[[Quiz, datetime], str] | None = None,
    lab: Lab | None = None,
    presented: Heading | None = None,
    notes: str | None = None,
) -> None:
    """The full screen, beginning with a lesson, a quiz, the lab, a class or the course."""
    # Imports leave no garbage behind, and looking for it costs a tenth of the first frame. The
    # application turns the collector on again once it has painted.
    gc.disable()
    from tutor.ui.app import DescentApp

    app = DescentApp(opened, quiz, report, lab, presented, notes)
    app.run()
    if trouble := app.report_at_last():
        click.echo(f"descent: {trouble}", err=True)
    if app.broken is not None:
        raise _unreadable(app.broken)


def _unreadable(error: BrokenLesson) -> Unreadable:
    """The first problem of a lesson on one line, and where to find the others."""
    first, *others = error.diagnostics
    more = f" (and {len(others)} more: see descent check)" if others else ""
    return Unreadable(f"{first}{more}")


def open_for_reading(path: Path) -> Lesson:
    from tutor.lesson.check import check_playable
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.lesson.reader import read_lesson

    try:
        return check_playable(read_lesson(path))
    except BrokenLesson as error:
        raise _unreadable(error) from error


def _converse(path: Path) -> None:
    from contextlib import closing

    from tutor.plain.lesson import converse
    from tutor.records.home import home
    from tutor.records.keeper import Keeper
    from tutor.records.store import open_store

    with closing(open_store(home())) as store:
        converse(Keeper(open_for_reading(path), store), read_line, click.echo)
