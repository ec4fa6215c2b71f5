"""What the course lists of a lesson: its front matter, read without its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tutor.lesson.diagnostics import Reports
from tutor.lesson.schema import FRONT_MATTER
from tutor.lesson.toml_source import TomlSource

RULER = "+++"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # But tabs and line feeds.
FILE_NAME = re.compile(r"(?:(\d+)-)?(.+)\.md")


@dataclass(frozen=True)
class Heading:
    """A lesson's title and what goes with it, or why it cannot be opened."""

    path: Path
    id: str
    number: int | None
    title: str
    summary: str = ""
    unit: str = ""
    minutes: float | None = None
    requires: tuple[str, ...] = ()  # Ids of lessons that come before it.
    pages: tuple[str, ...] = ()  # Their titles, once the whole lesson has been read.
    error: str = ""  # Why it cannot be opened, where that is known.


def lesson_id(path: Path) -> tuple[int | None, str]:
    """`06-adagrad.md` → (6, 'adagrad')."""
    match = FILE_NAME.fullmatch(path.name)
    if match is None:
        return None, path.stem
    return int(match[1]) if match[1] else None, match[2]


def read_heading(path: Path) -> Heading:
    """The heading of a lesson file; a file that has none is listed with the reason."""
    number, id_ = lesson_id(path)
    reports = Reports(str(path))
    source = front_matter(read_text(path, reports).splitlines(), reports)
    table = (source.data if source else None) or {}
    if source and source.data is not None:
        source.check(table, FRONT_MATTER)
    error = str(min(reports.found)) if reports.found else ""
    fields = {key: table[key] for key in ("summary", "unit", "minutes") if key in table}
    if error:
        return Heading(path, id_, number, title=id_, error=error)
    requires = tuple(table.get("requires", ()))
    return Heading(path, id_, number, title=table["title"], requires=requires, **fields)


def read_text(path: Path, reports: Reports) -> str:
    """The file's text; empty, and reported, where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        reports.add(1, "not a UTF-8 text file")
        return ""
    except OSError as error:
        reports.add(1, f"cannot be read: {error.strerror}")
        return ""
    if CONTROL.search(text):
        for number, line in enumerate(text.splitlines(), 1):
            for character in CONTROL.findall(line):
                reports.add(number, f"control character U+{ord(character):04X}: delete it")
    return text


def front_matter(lines: list[str], reports: Reports) -> TomlSource | None:
    """The TOML between the two rulers, or None after reporting that it is not there."""
    if reports.found:
        return None
    if not lines or lines[0].strip() != RULER:
        reports.add(
            1, f"a lesson begins with a line {RULER!r}, its title and problem, and {RULER!r}"
        )
        return None
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == RULER), None)
    if end is None:
        reports.add(1, f"the front matter is not closed by a line {RULER!r}")
        return None
    return TomlSource("\n".join(lines[1:end]), 2, reports)
