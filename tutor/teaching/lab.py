"""The lab as a value: a loss, a start, one or several runs side by side, and the step looked at.

Every change gives another lab, or `Unreadable` with what to do; nothing is computed here but what
is asked for by `traces`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tutor.lesson.model import Problem
from tutor.lesson.problems import MOST_STEPS
from tutor.maths.assignments import read_assignments, read_number
from tutor.maths.engine import Trace, Watch, run
from tutor.maths.errors import Unreadable
from tutor.maths.loss import Loss, read_loss
from tutor.maths.notation import typed_text
from tutor.maths.parser import read
from tutor.maths.rule import Rule, check_eta, check_hyper
from tutor.maths.rules import all_rules, find_rule
from tutor.maths.undeclared import find_names
from tutor.maths.vectors import read_vector

FIRST = 100  # Steps that are computed before anything is asked for.
MOST_RUNS = 5  # Marks and inks that are told apart.
NUDGE = 1.1  # What one press of an arrow key makes of η, between these two.
LEAST_ETA, LARGEST_ETA = 1e-12, 1e12
DIGITS = 3  # Of an η that was nudged.
NEW_START = 1.0  # Where a parameter begins that has just come into the loss.


@dataclass(frozen=True)
class Setting:
    """A rule and what it is set to."""

    rule: Rule
    eta: float
    hyper: tuple[tuple[str, float], ...] = ()

    @property
    def text(self) -> str:
        """As it is typed: `0.1, beta=0.5`."""
        return ", ".join([plain(self.eta), *(f"{name}={plain(v)}" for name, v in self.hyper)])


@dataclass(frozen=True)
class Lab:
    loss: Loss
    start: tuple[float, ...]
    settings: tuple[Setting, ...]
    chosen: int = 0  # The run whose table is shown.
    t: int = 0
    steps: int = FIRST
    typed: str = ""  # The loss as it was typed, where it was.

    @property
    def setting(self) -> Setting:
        return self.settings[self.chosen]

    def is_same_but_for_t(self, other: Lab) -> bool:
        """Whether nothing but the step that is looked at, and how many there are, differs."""
        return replace(self, t=0, steps=0) == replace(other, t=0, steps=0)

    def has_runs_of(self, other: Lab | None) -> bool:
        """Whether the runs are the same, whichever step and run of them is looked at."""
        if other is None:
            return False
        return (self.loss, self.start, self.settings, self.steps) == (
            other.loss, other.start, other.settings, other.steps,
        )  # fmt: skip

    @property
    def loss_text(self) -> str:
        return self.typed or typed_text(self.loss.expr)

    @property
    def start_text(self) -> str:
        pairs = zip(self.loss.parameters, self.start, strict=True)
        return ", ".join(f"{name}={plain(value)}" for name, value in pairs)

    @property
    def problem(self) -> Problem:
        """The chosen run as a lesson has it."""
        s = self.setting
        return Problem("", self.loss, self.start, s.rule, s.eta, s.hyper, self.steps)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What tells the runs apart."""
        keys = [s.rule.key for s in self.settings]
        alike = len(set(keys)) < len(keys)
        return tuple(f"{s.rule.key} η={s.text}" if alike else s.rule.key for s in self.settings)


def plain(value: float) -> str:
    """A number that the input language reads, in full, and no longer than that takes."""
    return re.sub(r"e(-?)\+?0*", r"e\1", repr(float(value)).removesuffix(".0"))


def lab_of(problem: Problem, t: int = 0) -> Lab:
    """A lab that begins with a lesson's problem."""
    setting = Setting(problem.rule, problem.eta, problem.hyper)
    return at(Lab(problem.loss, problem.start, (setting,)), t)


def traces(lab: Lab, watch: Watch | None = None) -> tuple[Trace, ...]:
    """Every run of the lab. `watch` is told how many steps there are, of all runs together."""
    found = []
    for number, s in enumerate(lab.settings):
        before = number * lab.steps
        seen = None if watch is None else _behind(before, watch)
        found.append(run(s.rule, lab.loss, lab.start, s.eta, lab.steps, dict(s.hyper), watch=seen))
    return tuple(found)


def _behind(before: int, watch: Watch) -> Watch:
    return lambda steps: watch(before + steps)


# Changes


def with_loss(lab: Lab, text: str) -> Lab:
    """Another loss. A parameter keeps its start by its name.

    Data stays where the loss still uses all its columns.
    """
    if text.strip() == lab.loss_text:
        return lab
    columns = lab.loss.columns
    used = _used(text, find_names(text, (*lab.loss.parameters, *columns)))
    data = lab.loss.data if set(columns) <= set(used) else None
    parameters = tuple(name for name in used if data is None or name not in columns)
    known: Mapping[str, float] = lab.loss.point(lab.start)
    start = tuple(known.get(name, NEW_START) for name in parameters)
    loss = read_loss(text, parameters, start, data)
    return replace(lab, loss=loss, start=start, t=0, steps=FIRST, typed=text.strip())


def _used(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a loss depends on; a name that was typed before may be gone."""
    from tutor.maths.expr import names_in
    from tutor.maths.parser import LOSS_LIMIT

    used = names_in(read(text, names, limit=LOSS_LIMIT))
    if not used:
        raise Unreadable("A loss must depend on a parameter, such as w.")
    return tuple(name for name in names if name in used)


def with_start(lab: Lab, text: str) -> Lab:
    """Another start: `x=1, y=2`, or the numbers alone in their order."""
    names = lab.loss.parameters
    if "=" in text:
        found = read_assignments("start", text)
        missing = [name for name in names if name not in found]
        strange = [name for name in found if name not in names]
        if strange or missing:
            wanted = ", ".join(f"{name}=…" for name in names)
            raise Unreadable(f"start: give {wanted}")
        return placed(lab, tuple(found[name] for name in names))
    if len(names) == 1:
        return placed(lab, (read_number("start", text),))
    from tutor.maths.judging import typed_value

    return placed(lab, tuple(typed_value(e).value for e in read_vector(text, names, ())))


def placed(lab: Lab, start: tuple[float, ...]) -> Lab:
    return replace(lab, start=start, t=min(lab.t, FIRST), steps=FIRST)


def with_settings(lab: Lab, text: str) -> Lab:
    """Another η of the chosen run, and its hyper-parameters: `0.1, beta=0.5`."""
    first, _, others = text.partition(",")
    eta = check_eta(read_number("η", first.strip().removeprefix("η=").removeprefix("eta=")))
    hyper = check_hyper(lab.setting.rule, read_assignments("settings", others.strip() or None))
    return _with(lab, replace(lab.setting, eta=eta, hyper=tuple(hyper.items())))


def nudged(lab: Lab, times: int) -> Lab:
    """η of the chosen run a little larger, or smaller."""
    eta = (lab.setting.eta or 10.0**-DIGITS) * NUDGE**times
    eta = min(max(eta, LEAST_ETA), LARGEST_ETA)
    return _with(lab, replace(lab.setting, eta=float(f"{eta:.{DIGITS}g}")))


def with_rule(lab: Lab, key: str) -> Lab:
    return _with(lab, Setting(find_rule(key), lab.setting.eta))


def _with(lab: Lab, setting: Setting) -> Lab:
    settings = (*lab.settings[: lab.chosen], setting, *lab.settings[lab.chosen + 1 :])
    return replace(lab, settings=settings)


def with_another(lab: Lab) -> Lab:
    """One more run, of a rule that is not there yet if there is one, at the chosen run's η."""
    if len(lab.settings) >= MOST_RUNS:
        raise Unreadable(f"No more than {MOST_RUNS} runs can be told apart.")
    there = {s.rule.key for s in lab.settings}
    rule = next((r for key, r in all_rules().items() if key not in there), lab.setting.rule)
    settings = (*lab.settings, Setting(rule, lab.setting.eta))
    return replace(lab, settings=settings, chosen=len(lab.settings))


def without_chosen(lab: Lab) -> Lab:
    if len(lab.settings) == 1:
        raise Unreadable("One run must stay.")
    settings = (*lab.settings[: lab.chosen], *lab.settings[lab.chosen + 1 :])
    return replace(lab, settings=settings, chosen=min(lab.chosen, len(settings) - 1))


def choosing(lab: Lab, number: int) -> Lab:
    return replace(lab, chosen=min(max(number, 0), len(lab.settings) - 1))


def at(lab: Lab, t: int) -> Lab:
    """The lab at another step; more steps are planned where there are not enough."""
    t = min(max(t, 0), MOST_STEPS)
    steps = lab.steps
    while steps <= t:  # The step itself is looked at, too.
        steps *= 10
    return replace(lab, t=t, steps=min(steps, MOST_STEPS + 1))


def read_step(text: str) -> int:
    """The step that was typed to jump to."""
    typed = text.strip().removeprefix("t").lstrip(" =")
    if not typed.isdecimal() or not typed.isascii():
        raise Unreadable(f"Type a step from 0 to {MOST_STEPS}.")
    if int(typed[:9]) > MOST_STEPS:
        raise Unreadable(f"No more than {MOST_STEPS} steps are taken.")
    return int(typed)
