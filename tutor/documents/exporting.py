"""A quiz as files: a worksheet with its key, or questions for Moodle."""

from __future__ import annotations

from pathlib import Path

from tutor.documents.files import write
from tutor.documents.markdown import page
from tutor.documents.moodle import moodle_xml
from tutor.documents.worksheet import Sheet, answer_key, worksheet

MOODLE, HTML, MARKDOWN = ".xml", ".html", ".md"
ENDINGS = (MARKDOWN, HTML, MOODLE)


def key_of(path: Path) -> Path | None:
    """Where the key of a worksheet goes; Moodle's questions hold their answers themselves."""
    if path.suffix.lower() == MOODLE:
        return None
    return path.with_name(f"{path.stem}-key{path.suffix}")


def export(path: Path, sheet: Sheet) -> list[Path]:
    """Write the quiz in the form that the ending names; the files that were written."""
    key = key_of(path)
    if key is None:
        write(path, moodle_xml(sheet.cards, sheet.seed))
        return [path]
    texts = {path: (worksheet(sheet), sheet.title), key: (answer_key(sheet), f"{sheet.title}: key")}
    for where, (markdown, title) in texts.items():
        write(where, page(markdown, title) if path.suffix.lower() == HTML else markdown)
    return [path, key]
