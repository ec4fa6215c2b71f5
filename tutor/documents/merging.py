"""The reports of a class, joined into one table by learner, skill and misconception."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from tutor.documents.reports import FORMAT
from tutor.maths.errors import Unreadable, printable, shown
from tutor.maths.misconceptions import MISCONCEPTIONS

MARK = "descent_report"
LONGEST_NAME = 80


@dataclass(frozen=True)
class Entry:
    """How often a learner was asked for a skill, and how often one misconception fitted there.

    `asked` and `right` are of the whole skill, and the same in each of its rows; `misconception` is
    empty where none fitted.
    """

    learner: str
    skill: str
    asked: int
    right: int
    misconception: str
    times: int


def merged(paths: Sequence[Path]) -> list[Entry]:
    """The entries of all reports, in the order of the files; `Unreadable` where one is none.

    A file that is named twice is read once.
    """
    unique = list({path.resolve(): path for path in paths}.values())
    names = _learners(unique)
    return [entry for path in unique for entry in _entries(names[path], _items(path))]


def _learners(paths: Sequence[Path]) -> dict[Path, str]:
    """A learner is called as the file is; with its folder, where two files are called the same."""
    stems = Counter(path.stem for path in dict.fromkeys(paths))
    return {path: printable(path.stem if stems[path.stem] == 1 else str(path)) for path in paths}


def _items(path: Path) -> list[dict[str, Any]]:
    name = shown(str(path), LONGEST_NAME)
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{name}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name}: is not JSON; write it with --report FILE.json") from error
    if not isinstance(report, dict) or MARK not in report:
        raise Unreadable(f"{name}: is not a report of descent quiz")
    if report[MARK] != FORMAT:
        raise Unreadable(f"{name}: is a report of another version of Descent")
    if not isinstance(report.get("items"), list) or not all(map(_is_item, report["items"])):
        raise Unreadable(f"{name}: its items cannot be read; was it edited?")
    return list(report["items"])


def _is_item(item: object) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("skill"), str)
        and isinstance(item.get("right"), bool)
        and isinstance(item.get("misconceptions"), list)
        and all(isinstance(id_, str) for id_ in item["misconceptions"])
    )


def _entries(learner: str, items: Sequence[dict[str, Any]]) -> list[Entry]:
    found = []
    for skill in dict.fromkeys(item["skill"] for item in items):
        of_skill = [item for item in items if item["skill"] == skill]
        right = sum(item["right"] for item in of_skill)
        named = Counter(id_ for item in of_skill for id_ in dict.fromkeys(item["misconceptions"]))
        for id_, times in named.most_common() or [("", 0)]:
            texts = printable(skill), printable(id_)
            found.append(Entry(learner, texts[0], len(of_skill), right, texts[1], times))
    return found


COLUMNS = ("learner", "skill", "asked", "right", "misconception", "times")


def merged_csv(entries: Sequence[Entry]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(astuple, entries))
    return out.getvalue()


def merged_text(entries: Sequence[Entry]) -> str:
    """The same in columns; below them what several learners confused."""
    rows = [COLUMNS, *(tuple(map(str, astuple(entry))) for entry in entries)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    learners: dict[str, set[str]] = {}
    for entry in entries:
        if entry.misconception:
            learners.setdefault(entry.misconception, set()).add(entry.learner)
    common = sorted(learners.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    if common:
        total = len({entry.learner for entry in entries})
        lines += ["", "Who shares a misconception:"]
        lines += [f"  {_words(id_)}: {len(who)} of {total} ({', '.join(sorted(who))})"
                  for id_, who in common]  # fmt: skip
    return "\n".join(lines) + "\n"


def _words(id_: str) -> str:
    """What a misconception is; a report may know one that this version does not."""
    known = MISCONCEPTIONS.get(id_)
    return f"{id_} (they {known.did})" if known else id_


def merged_json(entries: Sequence[Entry]) -> str:
    rows = [dict(zip(COLUMNS, astuple(entry), strict=True)) for entry in entries]
    return json.dumps({"entries": rows}, ensure_ascii=False) + "\n"
