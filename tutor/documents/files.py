"""Files that the learner names: which endings are known, and whether they can be written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from tutor.maths.errors import Unreadable, shown

LONGEST_NAME = 80


def file_named(text: str) -> Path:
    """The file that was typed; `~` is the user's own folder."""
    if not text.strip():
        raise Unreadable("Type the name of a file.")
    try:
        path = Path(text.strip()).expanduser()
        path.exists()
    except (RuntimeError, ValueError, OSError) as error:
        raise Unreadable("That is no name of a file.") from error
    return path


def check_writable(path: Path, endings: Iterable[str]) -> None:
    """`Unreadable` where a file of that name cannot be written, or its ending says nothing."""
    name, known = shown(str(path), LONGEST_NAME), ", ".join(endings)
    if path.suffix.lower() not in endings:
        raise Unreadable(f"{name!r}: the ending must be one of {known}")
    if path.is_dir():
        raise Unreadable(f"{name!r} is a folder: name a file")
    if not path.parent.is_dir():
        raise Unreadable(f"{name!r}: there is no folder {shown(str(path.parent), LONGEST_NAME)!r}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise Unreadable(f"{name!r} cannot be written: no permission")


def write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        name = shown(str(path), LONGEST_NAME)
        raise Unreadable(f"{name!r} cannot be written: {error.strerror}") from error
