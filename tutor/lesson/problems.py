"""A `[problem]` table → Problem."""

from __future__ import annotations

import math
from typing import Any

from tutor.lesson.model import DEFAULT_STEPS, Problem
from tutor.lesson.schema import PROBLEM
from tutor.lesson.toml_source import TomlSource
from tutor.maths.errors import Unreadable
from tutor.maths.loss import read_loss
from tutor.maths.rule import check_eta, check_hyper
from tutor.maths.rules import find_rule
from tutor.maths.tokens import canonical
from tutor.maths.words import check_name

MOST_STEPS = 100_000


def read_problem(source: TomlSource, header: str, table: dict[str, Any]) -> Problem | None:
    """The problem under `[header]`, or None after reporting what is wrong with it."""
    if not source.check(table, PROBLEM, header):
        return None
    readings = (
        ("start", lambda: _start(table["start"])),
        ("loss", lambda: read_loss(table["loss"], [canonical(n) for n in table["start"]])),
        ("rule", lambda: find_rule(table["rule"])),
        ("eta", lambda: check_eta(float(table["eta"]))),
        ("hyper", lambda: _hyper(table)),
        ("steps", lambda: _steps(table.get("steps", DEFAULT_STEPS))),
    )
    read: dict[str, Any] = {}
    for key, reading in readings:
        try:
            read[key] = reading()
        except Unreadable as error:
            source.reports.add(source.line(key, header), str(error))
    if len(read) < len(readings):
        return None
    return Problem(name=header.removeprefix("problem").removeprefix("s."), **read)


def _start(table: dict[str, Any]) -> tuple[float, ...]:
    if not table:
        raise Unreadable("'start' must give each parameter a value, e.g. { w = 0 }")
    if len({canonical(name) for name in table}) < len(table):
        raise Unreadable("'start' gives a parameter twice")
    for name, value in table.items():
        check_name(name)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (is_number and math.isfinite(value)):
            raise Unreadable(f"the start of {name!r} must be a number")
    return tuple(float(value) for value in table.values())


def _hyper(table: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    settings = table.get("hyper", {})
    for name, value in settings.items():
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise Unreadable(f"the hyper-parameter {name!r} must be a number")
    return tuple(check_hyper(find_rule(table["rule"]), settings).items())


def _steps(steps: int) -> int:
    if not 1 <= steps <= MOST_STEPS:
        raise Unreadable(f"'steps' must be from 1 to {MOST_STEPS}")
    return steps
