"""`descent trace` and `descent derive`: the engine and the derivations for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.status import MINUS_ALLOWED
from tutor.maths.errors import Unreadable

if TYPE_CHECKING:
    from tutor.maths.engine import Trace

MOST_STEPS = 1_000_000
DERIVE_FORMATS = ("text", "json", "latex")
TRACE_FORMATS = ("table", "json", "csv", "markdown", "latex")


@click.command(
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
@click.option(
    "--picture", is_flag=True, help="Draw the run below the table, and say what it shows."
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
    picture: bool,
    output: Path | None,
) -> None:
    """Run a rule on a loss and print every quantity of every step."""
    from tutor.maths.formats import TRACE_FORMATS as WRITERS

    if picture and format_ != "table":
        raise Unreadable("--picture goes with --format table")
    run = _traced(loss, start, rule_key, eta, settings, steps)
    text = WRITERS[format_](run)
    if picture:
        from tutor.cli.drawing import picture_of, terminal

        text += picture_of(run, terminal(None if output is None else False))
    _write(text, output)
    if run.diverged is not None:
        why = f"{run.diverged.quantity}: {run.diverged.why}"
        click.echo(f"descent: the run diverges at t = {run.diverged.t} ({why})", err=True)


def _traced(
    loss: str, start: str, rule_key: str, eta: str, settings: tuple[str, ...], steps: int
) -> Trace:
    from tutor.maths.assignments import read_assignments, read_number
    from tutor.maths.engine import run as run_rule
    from tutor.maths.loss import read_loss
    from tutor.maths.rule import check_eta, check_hyper
    from tutor.maths.rules import find_rule

    point = read_assignments("--start", start)
    rule = find_rule(rule_key)
    rate = check_eta(read_number("--eta", eta))
    hyper = check_hyper(rule, read_assignments("--set", ",".join(settings) or None))
    try:
        read = read_loss(loss, list(point), list(point.values()))
    except Unreadable as error:
        raise Unreadable(f"--loss: {error}") from error
    return run_rule(rule, read, list(point.values()), rate, steps, hyper)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"--output: {output} cannot be written: {error.strerror}") from error


@click.command(
    context_settings=MINUS_ALLOWED, epilog="Example: descent derive '(w-3)^2 + v*w' --by w"
)
@click.argument("expr")
@click.option("--by", multiple=True, help="The variable; without it, every variable in turn.")
@click.option(
    "--format", "format_", type=click.Choice(DERIVE_FORMATS), default="text", show_default=True
)
@click.option("--hessian", is_flag=True, help="Add the second derivatives.")
def derive(expr: str, by: tuple[str, ...], format_: str, hessian: bool) -> None:
    """Differentiate EXPR, one rule at a time."""
    from tutor.maths.derivation_formats import FORMATS
    from tutor.maths.parser import LOSS_LIMIT, read
    from tutor.maths.tokens import canonical
    from tutor.maths.undeclared import find_names
    from tutor.maths.words import check_name

    variables = tuple(canonical(check_name(name)) for name in by)
    names = find_names(expr, variables)
    tree = read(expr, names, limit=LOSS_LIMIT)
    if not names:
        raise Unreadable("There is no variable in it: name one with --by.")
    click.echo(FORMATS[format_](tree, variables or names, second=hessian))
