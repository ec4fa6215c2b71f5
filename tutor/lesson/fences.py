"""Fences of a lesson, and what every reader of one can check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tutor.lesson.model import GRADIENT, SWEEP, Problem, Stop
from tutor.lesson.toml_source import TomlSource
from tutor.maths.suggest import did_you_mean
from tutor.maths.tokens import canonical

Problems = dict[str, Problem | None]  # By name, the main one under ''; None where broken.
HINTS = 3


@dataclass(frozen=True)
class Fence:
    """A fence as it stands in the file: its word, its id, its body and the body's first line."""

    word: str
    id: str
    line: int
    source: TomlSource


class FenceReader(ABC):
    """Checks the values of one fence, collecting every problem before giving up."""

    def __init__(self, fence: Fence, table: dict[str, Any], problems: Problems) -> None:
        self.fence, self.table, self.problems = fence, table, problems
        self.failed = False

    @property
    @abstractmethod
    def readers(self) -> Mapping[str, Callable[[Problem], Stop]]:
        """The readers of its kinds of fence, by the fence's word."""

    def read(self) -> Stop | None:
        problem = self._problem()
        if problem is None:
            return None
        if problem.loss.given and self._needs_loss():
            self.report("problem", "this problem has only gradients, and no loss")
            return None
        stop = self.readers[self.fence.word](problem)
        return None if self.failed else stop

    def _needs_loss(self) -> bool:
        """Whether the fence asks for what a history of gradients does not have."""
        if self.fence.word in {"derive", "point", "contour", "compare"}:
            return True
        quantity = self.table.get("quantity", "loss" if self.fence.word == "curves" else "")
        return quantity in {"loss", GRADIENT, SWEEP} or "loss" in self.table.get("quantities", ())

    def report(self, key: str, message: str) -> None:
        self.failed = True
        self.fence.source.reports.add(self.fence.source.line(key), message)

    def _problem(self) -> Problem | None:
        name = self.table.get("problem", "")
        if name in self.problems:
            return self.problems[name]
        if name:  # A broken [problem] has been reported where it stands.
            known = [known for known in self.problems if known] or ["(there are none)"]
            self.report("problem", f"unknown problem {name!r}; {did_you_mean(name, known)}")
        return None

    def check_known(self, key: str, known: Any, value: str | None = None) -> None:
        value = self.table[key] if value is None else value
        if value not in known:
            self.report(key, f"unknown quantity {value!r}; {did_you_mean(value, known)}")

    def check_t(self, key: str, problem: Problem) -> None:
        if not 0 <= self.table.get(key, 0) < problem.steps:
            self.report(key, f"'{key}' must be from 0 to {problem.steps - 1}: the problem's steps")

    def check_hints(self) -> None:
        if "hints" in self.table and len(self.table["hints"]) != HINTS:
            self.report("hints", f"'hints' must have {HINTS} texts, each telling more")

    def parameter(self) -> str | None:
        """The parameter in its one spelling: θ₁ and theta_1 are theta1."""
        return canonical(self.table["parameter"]) if "parameter" in self.table else None

    def check_parameter(self, problem: Problem) -> None:
        name = self.parameter()
        if name is not None and name not in problem.parameters:
            self.report(
                "parameter", f"unknown parameter {name!r}; {did_you_mean(name, problem.parameters)}"
            )
