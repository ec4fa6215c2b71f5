"""`descent progress`: what has been done so far, for people and for other programs."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.status import FAILED, FINE
from tutor.maths.errors import Unreadable

if TYPE_CHECKING:
    from tutor.records.lessons import Progress
    from tutor.teaching.review import Standing

FORMATS = ("text", "json", "csv")


@click.command(epilog="Example: descent progress --merge anna.json ben.json --format csv")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--delete", is_flag=True, help="Forget everything, after asking.")
@click.option(
    "--merge", is_flag=True, help="Join the reports FILES… of a class (descent quiz --report)."
)
def progress(files: tuple[Path, ...], format_: str, delete: bool, merge: bool) -> int:
    """Show how far each lesson has been taken, and how each skill stands.

    With --merge, show who confused what in the reports of a class instead. CSV has the lessons.
    """
    if merge and delete:
        raise Unreadable("--merge and --delete do not go together")
    if merge:
        click.echo(_merged(files, format_), nl=False)
        return FINE
    if files:
        raise Unreadable("files are only read with --merge")
    if delete:
        return _delete()
    writers = {"text": _text, "json": _json, "csv": _csv}
    click.echo(writers[format_](*_read()), nl=False)
    return FINE


def _merged(files: tuple[Path, ...], format_: str) -> str:
    from tutor.documents.merging import merged, merged_csv, merged_json, merged_text

    if not files:
        raise Unreadable("--merge needs the reports: descent progress --merge anna.json ben.json")
    writers = {"text": merged_text, "json": merged_json, "csv": merged_csv}
    return writers[format_](merged(files))


def _read() -> tuple[list[Progress], list[Standing]]:
    from tutor.records.home import home
    from tutor.records.lessons import progress_of
    from tutor.records.quizzes import reviews
    from tutor.records.store import open_store
    from tutor.teaching.review import standings

    where = home()
    with closing(open_store(where)) as store:
        if store.trouble:
            click.echo(f"descent: {where}: {store.trouble}", err=True)
        log = reviews(store.records())
        return list(progress_of(store.records()).values()), standings(log) if log else []


def _delete() -> int:
    from tutor.records.home import home
    from tutor.records.store import delete_all

    where = home()
    if not click.confirm(f"Forget everything in {where}?", err=True):
        click.echo("descent: nothing was deleted", err=True)
        return FAILED
    try:
        delete_all(where)
    except OSError as error:
        raise Unreadable(f"{where} cannot be deleted: {error.strerror}") from error
    click.echo("descent: everything is forgotten", err=True)
    return FINE


def _text(found: list[Progress], skills: list[Standing]) -> str:
    if not found and not skills:
        return "Nothing has been done yet: begin with descent learn 1.\n"
    lines = []
    for p in found:
        state = "done" if p.finished else "known" if p.skipped else "begun"
        lines.append(
            f"{p.lesson:<20} {state:<6} {p.answered:>3} answered {p.right:>3} right  {p.last[:10]}"
        )
    if skills:
        lines += [""] if lines else []
        lines += [f"{'skill':<26} {'reviews':>7}  {'last':<6} due"]
        lines += [f"{s.skill:<26} {s.reviews:>7}  {s.rating:<6} {s.due[:10]}" for s in skills]
    return "\n".join(lines) + "\n"


def _json(found: list[Progress], skills: list[Standing]) -> str:
    import json

    return json.dumps({"lessons": [*map(asdict, found)], "skills": [*map(asdict, skills)]}) + "\n"


def _csv(found: list[Progress], _skills: list[Standing]) -> str:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["lesson", "answered", "right", "finished", "skipped", "last", "misconceptions"]
    )
    for p in found:
        writer.writerow(
            [p.lesson, p.answered, p.right, int(p.finished), int(p.skipped), p.last,
             " ".join(p.misconceptions)]
        )  # fmt: skip
    return out.getvalue()
