"""`descent` and `descent learn`: the course and its lessons, full screen or line by line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.terminal import has_screen, read_line
from tutor.maths.errors import Unreadable

if TYPE_CHECKING:
    from tutor.lesson.heading import Heading
    from tutor.lesson.model import Lesson


def open_course() -> None:
    if not has_screen():
        _list_lessons()
        return
    from tutor.cli.screen import show

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
        _open(path)


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


def _open(path: Path) -> None:
    """The full screen; it reads the lesson itself, behind its first frame."""
    from tutor.cli.screen import show
    from tutor.ui.messages import LessonWanted

    show(LessonWanted(heading_of(path)))


def heading_of(path: Path) -> Heading:
    """What is painted first; `Unreadable` where even that cannot be read."""
    from tutor.lesson.heading import read_heading

    heading = read_heading(path)
    if heading.error:
        raise Unreadable(heading.error)
    return heading


def open_for_reading(path: Path) -> Lesson:
    from tutor.lesson.check import check_playable
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.lesson.reader import read_lesson

    try:
        return check_playable(read_lesson(path))
    except BrokenLesson as error:
        raise Unreadable(error.brief) from error


def _converse(path: Path) -> None:
    from contextlib import closing

    from tutor.plain.lesson import converse
    from tutor.records.home import home
    from tutor.records.keeper import Keeper
    from tutor.records.store import open_store

    with closing(open_store(home())) as store:
        converse(Keeper(open_for_reading(path), store), read_line, click.echo)
