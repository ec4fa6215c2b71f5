"""What the terminal can do, and how a line is read from it."""

from __future__ import annotations

import os
import sys

import click

from tutor.maths.errors import printable


def has_screen() -> bool:
    """Whether a full screen can be drawn and answered."""
    return sys.stdout.isatty() and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"


def read_line(prompt: str) -> str:
    """A line from the learner; from a pipe it is echoed, so that a transcript reads well."""
    if sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    text = line.rstrip("\n")
    click.echo(f"{prompt}{printable(text)}")
    return text
