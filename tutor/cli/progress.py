"""`descent progress`: what has been done so far, for people and for other programs."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from tutor.cli.status import FAILED, FINE
from tutor.maths.errors import Unreadable

if TYPE_CHECKING:
    from tutor.records.lessons import Progress

FORMATS = ("text", "json", "csv")


@click.command(epilog="Example: descent progress --format csv > progress.csv")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--delete", is_flag=True, help="Forget everything, after asking.")
def progress(format_: str, delete: bool) -> int:
    """Show how far each lesson has been taken."""
    from tutor.records.home import home

    if delete:
        return _delete()
    writers = {"text": _text, "json": _json, "csv": _csv}
    click.echo(writers[format_](_read(str(home()))), nl=False)
    return FINE


def _read(where: str) -> list[Progress]:
    from tutor.records.home import home
    from tutor.records.lessons import progress_of
    from tutor.records.store import open_store

    with closing(open_store(home())) as store:
        if store.trouble:
            click.echo(f"descent: {where}: {store.trouble}", err=True)
        return list(progress_of(store.records()).values())


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


def _text(found: list[Progress]) -> str:
    if not found:
        return "Nothing has been done yet: begin with descent learn 1.\n"
    lines = []
    for p in found:
        state = "done" if p.finished else "known" if p.skipped else "begun"
        lines.append(
            f"{p.lesson:<20} {state:<6} {p.answered:>3} answered {p.right:>3} right  {p.last[:10]}"
        )
    return "\n".join(lines) + "\n"


def _json(found: list[Progress]) -> str:
    return json.dumps({"lessons": [asdict(p) for p in found]}) + "\n"


def _csv(found: list[Progress]) -> str:
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
