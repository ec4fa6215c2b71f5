"""The command line. stdout is data, stderr is narration; a call that cannot be used gets one line
on stderr and exit status 2, never a traceback.

Each command imports what it needs when it runs, so that the first frame waits for nothing else.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from tutor import __version__
from tutor.cli.authoring import check, grade, new, try_
from tutor.cli.calculating import derive, trace
from tutor.cli.labbing import lab
from tutor.cli.learning import learn, open_course
from tutor.cli.presenting import notes, present
from tutor.cli.progress import progress
from tutor.cli.quizzing import quiz
from tutor.cli.status import FINE, UNUSABLE
from tutor.maths.errors import Unreadable, printable, shown


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit status."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # A terminal without θ gets a question mark.
    try:
        status = descent.main(list(arguments), prog_name="descent", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return UNUSABLE
    except click.ClickException as error:
        return _refuse(error.format_message())
    except Unreadable as error:
        return _refuse(str(error))
    except (BrokenPipeError, SystemExit):  # The latter is click's way to take a closed pipe.
        _drop_output()
        return FINE
    except OSError as error:
        if error.filename is not None:
            return _refuse(f"{shown(str(error.filename), 80)!r}: {error.strerror}")
        _drop_output()
        return _refuse(f"cannot write: {error.strerror}")
    return status if isinstance(status, int) else FINE


def _drop_output() -> None:
    """Nobody can read on. Python would complain once more while it exits, over what is buffered."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(message: str) -> int:
    click.echo(f"descent: {printable(' '.join(message.split()))}", err=True)
    return UNUSABLE


with_version = click.version_option(__version__, prog_name="descent")


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help"], "max_content_width": 100},
    epilog="Example: descent learn adagrad",
)
@with_version
@click.pass_context
def descent(context: click.Context) -> None:
    """A tutor for gradient descent: predict each step before you see it.

    Without a command, the course opens: choose a lesson there.
    """
    if context.invoked_subcommand is None:
        open_course()


for command in (learn, present, notes, quiz, lab, trace, derive, check, new, try_, grade, progress):
    descent.add_command(with_version(command))
