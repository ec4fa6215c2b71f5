"""Where a presentation stands, in a small file that the notes in another terminal follow.

One file for each presentation that runs, in the user's own folder; no network. A file whose
process is gone belongs to a presentation that broke off: the same lesson goes on from it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tutor.lesson.check import check_playable
from tutor.lesson.diagnostics import BrokenLesson
from tutor.lesson.model import Lesson
from tutor.lesson.reader import read_lesson
from tutor.teaching.advance import advance
from tutor.teaching.events import WentOn
from tutor.teaching.session import Mode, Session

FOLDER = "presenting"
RECENT = timedelta(hours=12)  # Longer ago it is another class.


@dataclass(frozen=True)
class Standing:
    """`at` is the pause, `lines` what of it has been revealed; `begun` is UTC, ISO 8601."""

    process: int
    lesson: str  # The lesson's file.
    begun: str
    at: int = 0
    lines: int = 0

    @property
    def is_alive(self) -> bool:
        try:
            os.kill(self.process, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:
            return True
        return True

    @property
    def is_ours(self) -> bool:
        """Whether every field is of its kind; others may write into the folder, too."""
        whole = (self.process, self.at, self.lines)
        return (
            all(type(value) is int and value >= 0 for value in whole)
            and isinstance(self.lesson, str)
            and datetime.fromisoformat(self.begun).tzinfo is not None
        )


def write(home: Path, standing: Standing) -> None:
    """Put the file in place as a whole: whoever reads it never sees a half. `OSError` if not."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    begun = folder / f".{standing.process}.begun"
    begun.write_text(json.dumps(asdict(standing)), encoding="utf-8")
    begun.replace(_file(home, standing.process))


def remove(home: Path, process: int) -> None:
    with suppress(OSError):
        _file(home, process).unlink()


def running(home: Path) -> list[Standing]:
    """The presentations that run now, the one that began last first."""
    found = [standing for standing in _all(home) if standing.is_alive]
    return sorted(found, key=lambda standing: standing.begun, reverse=True)


def broken_off(home: Path, lesson: str) -> Standing | None:
    """Where this lesson stood when its presentation broke off today, if it did; only once."""
    left = [s for s in _all(home) if s.lesson == lesson and not s.is_alive]
    for standing in left:
        remove(home, standing.process)
    recent = [s for s in left if datetime.now(UTC) - datetime.fromisoformat(s.begun) < RECENT]
    return max(recent, key=lambda standing: standing.begun, default=None)


def reached(lesson: Lesson, standing: Standing) -> Session:
    """The session as it stands: as if the keys had been pressed that led there."""
    session, before = Session(lesson, mode=Mode.PRESENT), None
    while session != before and (session.at, session.lines) < (standing.at, standing.lines):
        before, session = session, advance(session, WentOn())
    return session


def session_at(standing: Standing) -> Session | None:
    """What the class sees; None while an author has the lesson's file in pieces."""
    try:
        return reached(check_playable(read_lesson(Path(standing.lesson))), standing)
    except BrokenLesson:
        return None


def _all(home: Path) -> Iterator[Standing]:
    for path in sorted(home.joinpath(FOLDER).glob("*.json")):
        try:
            found = Standing(**json.loads(path.read_text(encoding="utf-8")))
            if found.is_ours:
                yield found
        except (OSError, ValueError, TypeError):
            continue  # Just being removed, or no file of ours.


def _file(home: Path, process: int) -> Path:
    return home / FOLDER / f"{process}.json"
