"""TOML inside a lesson file, with the line of every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any
from unicodedata import category

from tutor.lesson.diagnostics import Reports
from tutor.lesson.schema import Schema, problems_with


class TomlSource:
    """A parsed TOML text that begins on line `first_line` of its file."""

    def __init__(self, text: str, first_line: int, reports: Reports) -> None:
        self.lines = text.splitlines()
        self.first_line = first_line
        self.reports = reports
        self.data = self._parse(text)

    def _parse(self, text: str) -> dict[str, Any] | None:
        """The table, or None where it is not TOML (which has then been reported)."""
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message = str(error)
            where = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", message)
            line = int(where[1]) if where and where[1] else len(self.lines)
            plain = message if where is None else message.replace(where[0], "")
            self.reports.add(self.first_line + max(line, 1) - 1, f"not TOML: {plain}")
            return None

    def check(self, table: dict[str, Any], schema: Schema, header: str = "") -> bool:
        """Report every key of the table that does not fit; whether all do."""
        problems = [*problems_with(table, schema), *_unprintable(table)]
        for key, message in problems:
            self.reports.add(self.line(key, header), message)
        return not problems

    def line(self, key: str, table: str = "") -> int:
        """The line of `key` in `[table]`, else of the table's header, else the first line."""
        at, found = "", self.first_line
        for number, text in enumerate(self.lines, self.first_line):
            if header := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", text):
                at = header[1].replace('"', "").replace(" ", "")
                found = number if at == table else found
            if at == table and re.match(rf'\s*["\']?{re.escape(key)}["\']?\s*[.=]', text):
                return number
            if not table and at == key:
                return number
        return found


def _unprintable(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, message) for each value with a control character, which would reach the terminal."""
    for key, value in table.items():
        for text in _texts(value):
            if any(category(c) == "Cc" and c not in "\n\t" for c in text):
                yield key, f"{key!r} holds a control character: delete it"
                break


def _texts(value: Any) -> Iterator[str]:
    """Every text in a TOML value, keys of tables included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
