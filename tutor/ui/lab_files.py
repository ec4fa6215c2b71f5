"""Files of the lab: what is written where, or why it cannot be."""

from __future__ import annotations

from pathlib import Path

from tutor.documents.files import check_writable, write
from tutor.documents.lab_file import lab_text
from tutor.maths.engine import Trace
from tutor.maths.errors import Unreadable
from tutor.maths.formats import TRACE_FORMATS
from tutor.teaching.lab import Lab

LAB_FILE, TRACE_FILE = "lab.toml", "trace.csv"
EXPORTS = {".csv": "csv", ".json": "json", ".md": "markdown"}


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


def save_lab(text: str, lab: Lab) -> None:
    """Write the lab to the file that was typed, or `Unreadable`."""
    path = file_named(text)
    path = path if path.suffix else path.with_suffix(".toml")
    check_writable(path, (".toml",))
    write(path, lab_text(lab))


def export_trace(text: str, trace: Trace) -> None:
    """Write the run in the format that the ending names, or `Unreadable`."""
    path = file_named(text)
    check_writable(path, EXPORTS)
    write(path, TRACE_FORMATS[EXPORTS[path.suffix.lower()]](trace))
