"""A lab as a small TOML file, in the words of a lesson's problem table; more runs under `runs`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tutor.lesson.diagnostics import Reports
from tutor.lesson.problems import MOST_STEPS, read_problem
from tutor.lesson.toml_source import TomlSource
from tutor.maths.data import Data
from tutor.maths.errors import Unreadable, shown
from tutor.maths.rule import check_eta, check_hyper
from tutor.maths.rules import find_rule
from tutor.teaching.lab import MOST_RUNS, Lab, Setting, at, plain

RUNS = "runs"
RUN_KEYS = frozenset({"rule", "eta", "hyper"})


def lab_text(lab: Lab) -> str:
    """The file of a lab; `at` is the step that was looked at."""
    first, *others = lab.settings
    pairs = zip(lab.loss.parameters, lab.start, strict=True)
    lines = [
        f"loss = {json.dumps(lab.loss_text)}",
        f"start = {{ {', '.join(f'{name} = {plain(value)}' for name, value in pairs)} }}",
        *_data_lines(lab.loss.data),
        *_setting_lines(first),
        f"steps = {min(lab.steps, MOST_STEPS)}",
        f"at = {lab.t}",
    ]
    if others:
        tables = ", ".join(f"{{ {', '.join(_setting_lines(s))} }}" for s in others)
        lines.append(f"{RUNS} = [{tables}]")
    return "\n".join(lines) + "\n"


def _setting_lines(setting: Setting) -> list[str]:
    lines = [f'rule = "{setting.rule.key}"', f"eta = {plain(setting.eta)}"]
    if setting.hyper:
        pairs = ", ".join(f"{name} = {plain(value)}" for name, value in setting.hyper)
        lines.append(f"hyper = {{ {pairs} }}")
    return lines


def _data_lines(data: Data | None) -> list[str]:
    if data is None:
        return []
    columns = zip(data.columns, zip(*data.rows, strict=True), strict=True)
    pairs = ", ".join(f"{name} = [{', '.join(map(plain, values))}]" for name, values in columns)
    return [f"data = {{ {pairs} }}", *([f"batch = {data.batch}"] if data.batch else [])]


def read_lab(text: str, name: str) -> Lab:
    """The lab of a file; `Unreadable` with the first problem, as `name:line: what`."""
    reports = Reports(shown(name, 60))
    source = TomlSource(text, 1, reports)
    table = dict(source.data or {})
    runs, t = table.pop(RUNS, []), table.pop("at", 0)
    problem = None if reports.found else read_problem(source, "", table)
    if problem is None:
        raise Unreadable(str(min(reports.found)))
    if problem.loss.given:
        raise Unreadable(f"{shown(name, 60)}: the lab needs a loss, not gradients alone")
    try:
        others = _others(runs)
        t = _step(t)
    except Unreadable as error:
        raise Unreadable(f"{shown(name, 60)}: {error}") from error
    first = Setting(problem.rule, problem.eta, problem.hyper)
    typed = str(table["loss"]).strip()
    lab = Lab(problem.loss, problem.start, (first, *others), steps=problem.steps, typed=typed)
    return replace(at(lab, t), t=t)


def open_lab(name: str) -> Lab:
    """The lab of a file, or `Unreadable`."""
    try:
        text = Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"{shown(name, 60)} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{shown(name, 60)} is not a UTF-8 text file") from error
    return read_lab(text, name)


def _others(runs: Any) -> list[Setting]:
    if not isinstance(runs, list) or not all(isinstance(run, dict) for run in runs):
        raise Unreadable("'runs' must be a list of tables, such as { rule = \"adagrad\", eta = 1 }")
    if len(runs) >= MOST_RUNS:
        raise Unreadable(f"no more than {MOST_RUNS} runs can be told apart")
    return [_other(run) for run in runs]


def _other(run: dict[str, Any]) -> Setting:
    if strange := set(run) - RUN_KEYS:
        raise Unreadable(f"'runs': unknown key {shown(min(strange))!r}; use rule, eta, hyper")
    rule, eta = run.get("rule"), run.get("eta")
    if not isinstance(rule, str) or isinstance(eta, bool) or not isinstance(eta, int | float):
        raise Unreadable("'runs': each run needs a rule and an eta")
    hyper = run.get("hyper", {})
    if not isinstance(hyper, dict):
        raise Unreadable("'runs': hyper must be a table")
    found = find_rule(rule)
    settings = check_hyper(found, hyper)
    return Setting(found, check_eta(float(eta)), tuple(settings.items()))


def _step(t: Any) -> int:
    if isinstance(t, bool) or not isinstance(t, int) or not 0 <= t <= MOST_STEPS:
        raise Unreadable(f"'at' must be a step from 0 to {MOST_STEPS}")
    return t
