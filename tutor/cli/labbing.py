"""`descent lab`: any loss, any start, any rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.status import FINE
from tutor.cli.terminal import has_screen
from tutor.maths.errors import Unreadable

if TYPE_CHECKING:
    from tutor.teaching.lab import Lab


@click.command(
    epilog="Example: descent lab --loss 'x^2/10 + 2y^2' --start x=-5,y=-2 --rule gd --rule adagrad"
)
@click.option("--loss", help="An expression in the parameters.")
@click.option("--start", help="Where to begin, e.g. x=1,y=2.")
@click.option(
    "--rule", "rules", multiple=True, help="gd, decay, adagrad, …; several stand side by side."
)
@click.option(
    "--eta", "etas", multiple=True, help="The learning rate; one for all, or one for each rule."
)
@click.option("--open", "file", metavar="FILE", help="A lab that was saved.")
def lab(
    loss: str | None,
    start: str | None,
    rules: tuple[str, ...],
    etas: tuple[str, ...],
    file: str | None,
) -> int:
    """Try any loss with any rules: step, run, compare, change η."""
    opened = _lab(loss, start, rules, etas, file)
    if not has_screen():
        raise Unreadable("the lab needs a terminal; descent trace prints a run without one")
    from tutor.cli.screen import show
    from tutor.ui.messages import LabWanted

    show(LabWanted(opened))
    return FINE


def _lab(
    loss: str | None,
    start: str | None,
    rules: tuple[str, ...],
    etas: tuple[str, ...],
    file: str | None,
) -> Lab:
    from tutor.documents.lab_file import open_lab
    from tutor.teaching.lab import (
        choosing,
        with_another,
        with_loss,
        with_rule,
        with_settings,
        with_start,
    )
    from tutor.teaching.presets import FIRST_PRESET, PRESETS

    if file is not None and (loss or start or rules or etas):
        raise Unreadable("--open brings its own loss, start and rules: leave the others out")
    if file is not None:
        return open_lab(file)
    found = PRESETS[FIRST_PRESET].lab()
    if loss is not None:
        found = with_loss(found, loss)
    if start is not None:
        found = with_start(found, start)
    if len(etas) > 1 and len(etas) != len(rules):
        raise Unreadable("--eta: give one for all rules, or one for each --rule")
    for number, key in enumerate(rules):
        found = with_rule(with_another(found) if number else found, key)
    for number in range(len(found.settings) if etas else 0):
        eta = etas[number] if len(etas) > 1 else etas[0]
        found = with_settings(choosing(found, number), eta)
    return choosing(found, 0)
