"""Where lessons are found: the ones that are shipped, or a file that the learner names."""

from __future__ import annotations

from pathlib import Path

from tutor.lesson.heading import Heading, lesson_id, read_heading
from tutor.maths.errors import Unreadable, shown
from tutor.maths.suggest import did_you_mean

LONGEST_PATH = 250  # A longer one is an error to ask a file system about.
PACKAGE = Path(__file__).parent.parent


def shipped_lessons() -> Path:
    """The folder inside the installed package; in a checkout, the one beside it."""
    inside = PACKAGE / "lessons"
    return inside if inside.is_dir() else PACKAGE.parent / "lessons"


def lesson_files(folder: Path) -> list[Path]:
    """The lesson files of a folder, in the order of their numbers."""
    return sorted(folder.glob("*.md"), key=_order)


def _order(path: Path) -> tuple[bool, int, str]:
    """By number; what has none comes last, by name."""
    number = lesson_id(path)[0]
    return number is None, number or 0, path.name


def lesson_key(path: Path) -> str:
    """What a lesson's records are kept under: its id, or the path of one from elsewhere."""
    id_ = lesson_id(path)[1]
    return id_ if path.resolve().parent == shipped_lessons().resolve() else str(path.resolve())


def headings(folder: Path) -> list[Heading]:
    return [read_heading(path) for path in lesson_files(folder)]


def find_lesson(name: str, folder: Path) -> Path:
    """The file of a lesson given by id, number or path, or `Unreadable` with what to do."""
    files = lesson_files(folder)
    for path in files:
        number, id_ = lesson_id(path)
        if name == id_ or (name.isdecimal() and str(number) == (name.lstrip("0") or "0")):
            return path
    if len(name) <= LONGEST_PATH and Path(name).is_file():
        return Path(name)
    if "/" in name or name.endswith(".md"):
        raise Unreadable(f"there is no lesson file {shown(name, 80)!r}")
    known = [lesson_id(path)[1] for path in files]
    raise Unreadable(f"there is no lesson {shown(name)!r}; {did_you_mean(name, known)}")
