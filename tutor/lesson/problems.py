"""A `[problem]` table → Problem."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

from tutor.lesson.model import DEFAULT_STEPS, Problem
from tutor.lesson.schema import PROBLEM
from tutor.lesson.toml_source import TomlSource
from tutor.maths.data import Data, data_of
from tutor.maths.errors import Unreadable
from tutor.maths.loss import Loss, given_gradients, read_loss
from tutor.maths.rule import check_eta, check_hyper
from tutor.maths.rules import find_rule
from tutor.maths.tokens import canonical
from tutor.maths.words import check_name

MOST_STEPS = 100_000
WITH_A_LOSS = ("loss", "start", "data", "batch", "standardize")
Value = TypeVar("Value")


def read_problem(source: TomlSource, header: str, table: dict[str, Any]) -> Problem | None:
    """The problem under `[header]`, or None after reporting what is wrong with it."""
    if not source.check(table, PROBLEM, header):
        return None
    readings = _Readings(source, header)
    for key, message in _loss_or_gradients(table):
        source.reports.add(source.line(key, header), message)
        readings.failed = True
    if readings.failed:
        return None
    if "gradients" in table:
        return _given(table, readings)
    start = readings.take("start", lambda: _start(table["start"]))
    data = readings.take("data", lambda: _data(table))
    data = readings.take("standardize", lambda: _standardized(table, data))
    data = readings.take("batch", lambda: _in_batches(table, data))
    # A loss over broken data would be blamed for names that the data should have given.
    loss = None if readings.failed else readings.take("loss", lambda: _loss(table, data))
    rule = readings.take("rule", lambda: find_rule(table["rule"]))
    eta = readings.take("eta", lambda: check_eta(float(table["eta"])))
    # An unknown rule would be blamed for its hyper-parameters, too.
    hyper = readings.take("hyper", lambda: _hyper(table)) if rule else ()
    steps = readings.take("steps", lambda: _steps(table.get("steps", DEFAULT_STEPS)))
    if loss is None or start is None or rule is None or eta is None or steps is None:
        return None
    return (
        None
        if readings.failed
        else Problem(readings.name, loss, start, rule, eta, hyper or (), steps)
    )


def _loss_or_gradients(table: dict[str, Any]) -> list[tuple[str, str]]:
    """(key, message) where neither a loss with its start, nor a history of gradients is given."""
    if "gradients" in table:
        others = [key for key in WITH_A_LOSS if key in table]
        return [(key, f"{key!r} does not go with 'gradients'") for key in others]
    return [(key, f"{key!r} is missing") for key in ("loss", "start") if key not in table]


def _given(table: dict[str, Any], readings: _Readings) -> Problem | None:
    """The problem of a history of gradients: as many steps as there are gradients, from w = 0."""
    loss = readings.take("gradients", lambda: _history(table["gradients"]))
    rule = readings.take("rule", lambda: find_rule(table["rule"]))
    eta = readings.take("eta", lambda: check_eta(float(table["eta"])))
    hyper = readings.take("hyper", lambda: _hyper(table)) if rule else ()
    if loss is None or rule is None or eta is None or readings.failed:
        return None
    steps = readings.take("steps", lambda: _steps(table.get("steps", len(loss.given))))
    if steps is None:
        return None
    steps = min(len(loss.given), steps)
    return Problem(readings.name, loss, (0.0,), rule, eta, hyper or (), steps)


def _history(gradients: list[float]) -> Loss:
    if not gradients or not all(map(_is_number, gradients)):
        raise Unreadable("'gradients' must be a list of numbers, one for each t")
    return given_gradients(gradients)


class _Readings:
    """Reads key after key, and reports what is wrong with each at its line."""

    def __init__(self, source: TomlSource, header: str) -> None:
        self.source, self.header, self.failed = source, header, False

    @property
    def name(self) -> str:
        """The problem's own, '' for the main one."""
        return self.header.removeprefix("problem").removeprefix("s.")

    def take(self, key: str, reading: Callable[[], Value]) -> Value | None:
        try:
            return reading()
        except Unreadable as error:
            self.source.reports.add(self.source.line(key, self.header), str(error))
            self.failed = True
            return None


def _start(table: dict[str, Any]) -> tuple[float, ...]:
    if not table:
        raise Unreadable("'start' must give each parameter a value, e.g. { w = 0 }")
    if len({canonical(name) for name in table}) < len(table):
        raise Unreadable("'start' gives a parameter twice")
    for name, value in table.items():
        check_name(name)
        if not _is_number(value):
            raise Unreadable(f"the start of {name!r} must be a number")
    return tuple(float(value) for value in table.values())


def _data(table: dict[str, Any]) -> Data | None:
    """The examples, or None where the problem has none."""
    if "data" not in table:
        return None
    columns: dict[str, list[float]] = {}
    for name, values in table["data"].items():
        check_name(name)
        if not isinstance(values, list) or not all(map(_is_number, values)):
            raise Unreadable(f"the column {name!r} of 'data' must be a list of numbers")
        if canonical(name) in {*map(canonical, table["start"]), *columns}:
            raise Unreadable(f"{name!r} names two things: give the column another name")
        columns[canonical(name)] = values
    return data_of(columns)


def _standardized(table: dict[str, Any], data: Data | None) -> Data | None:
    if "standardize" not in table:
        return data
    if data is None:
        raise Unreadable("'standardize' is of use only with 'data'")
    return data.standardized([canonical(name) for name in table["standardize"]])


def _in_batches(table: dict[str, Any], data: Data | None) -> Data | None:
    if "batch" not in table:
        return data
    if data is None:
        raise Unreadable("'batch' is of use only with 'data'")
    return data.in_batches(table["batch"])


def _loss(table: dict[str, Any], data: Data | None) -> Loss:
    return read_loss(table["loss"], [canonical(name) for name in table["start"]], data=data)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _hyper(table: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    settings = table.get("hyper", {})
    for name, value in settings.items():
        if not _is_number(value):
            raise Unreadable(f"the hyper-parameter {name!r} must be a number")
    return tuple(check_hyper(find_rule(table["rule"]), settings).items())


def _steps(steps: int) -> int:
    if not 1 <= steps <= MOST_STEPS:
        raise Unreadable(f"'steps' must be from 1 to {MOST_STEPS}")
    return steps
