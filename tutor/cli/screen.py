"""The full screen, opened from the command line."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from tutor.maths.errors import Unreadable

if TYPE_CHECKING:
    from tutor.teaching.quiz import Quiz
    from tutor.ui.messages import Wanted


def show(
    first: Wanted | None = None, report: Callable[[Quiz, datetime], str] | None = None
) -> None:
    """What is wanted, else the course; both as in `DescentApp`."""
    # Imports leave no garbage behind, and looking for it costs a tenth of the first frame. The
    # application turns the collector on again once it has painted.
    gc.disable()
    from tutor.ui.app import DescentApp

    app = DescentApp(first, report)
    app.run()
    if trouble := app.report_at_last():
        click.echo(f"descent: {trouble}", err=True)
    if app.broken is not None:
        raise Unreadable(app.broken.brief)
