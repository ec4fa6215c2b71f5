"""`descent present` and `descent notes`: a lesson before a class, and what it does not see."""

from __future__ import annotations

import click

from tutor.cli.learning import heading_of, lesson_file
from tutor.cli.status import FINE
from tutor.cli.terminal import has_screen
from tutor.maths.errors import Unreadable


@click.command(epilog="Example: descent present 6")
@click.argument("lesson")
def present(lesson: str) -> int:
    """Show a lesson to a class. Nothing is revealed until you reveal it.

    LESSON is its id, its number, or a file. A presentation that broke off goes on where it was.
    """
    path = lesson_file(lesson)
    if not has_screen():
        raise Unreadable("a presentation needs a terminal; descent learn --plain works without one")
    from tutor.cli.screen import show
    from tutor.ui.messages import PresentationWanted

    show(PresentationWanted(heading_of(path)))
    return FINE


@click.command(epilog="Example: descent notes")
@click.argument("lesson", required=False)
def notes(lesson: str | None) -> int:
    """Follow a presentation in a second terminal: notes, the next question, its answer, the time.

    Without a terminal they are printed once. LESSON picks one of several presentations.
    """
    wanted = "" if lesson is None else str(lesson_file(lesson).resolve())
    if has_screen():
        from tutor.cli.screen import show
        from tutor.ui.messages import NotesWanted

        show(NotesWanted(wanted))
    else:
        _print(wanted)
    return FINE


def _print(wanted: str) -> None:
    from tutor.plain.notes import notes_text

    text = notes_text(wanted)
    if not text:
        raise Unreadable("no presentation is running; begin one with descent present LESSON")
    click.echo(text)
