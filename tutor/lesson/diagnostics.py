"""What is wrong with a lesson file: every problem with its line, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tutor.maths.errors import printable


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One problem, as `path:line: message`. A note does not make the check fail."""

    path: str
    line: int
    message: str
    is_note: bool = False

    def __str__(self) -> str:
        note = "note: " if self.is_note else ""
        return printable(f"{self.path}:{self.line}: {note}{self.message}")


@dataclass
class Reports:
    """Collects the problems of one file while it is read."""

    path: str
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.found.append(Diagnostic(self.path, line, message))


class BrokenLesson(Exception):
    """A lesson file that cannot be opened, with everything that is wrong with it."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        super().__init__("\n".join(map(str, self.diagnostics)))

    @property
    def brief(self) -> str:
        """The first problem on one line, and where to find the others."""
        first, *others = self.diagnostics
        more = f" (and {len(others)} more: see descent check)" if others else ""
        return f"{first}{more}"
