"""The report on a quiz as a file: Markdown for people, JSON and CSV for other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tutor.documents.files import write
from tutor.documents.markdown import escaped
from tutor.teaching.report import Report, Row

FORMAT = 1  # Of the JSON; a reader refuses what it does not know.


def write_report(path: Path, report: Report) -> None:
    write(path, WRITERS[path.suffix.lower()](report))


def report_markdown(report: Report) -> str:
    late = " The time ran out." if report.late else ""
    begun = f" Begun {report.begun}." if report.begun else ""
    lines = [
        f"# {report.mode.capitalize()}, seed {report.seed}",
        "",
        f"{report.right} of {len(report.rows)} right at once.{late}{begun}",
        "",
        "| skill | right | asked |",
        "|---|---|---|",
        *(f"| {_cell(s.title)} | {right} | {asked} |"
          for s, (right, asked) in report.by_skill.items()),
        "",
    ]  # fmt: skip
    if report.habits:
        lines += ["## More than once", ""]
        for habit in report.habits:
            skills = ", ".join(report.skills_of(habit))
            words = f"{habit.did}. {habit.instead}".strip()
            lines.append(f"- {len(habit.items)} times: {escaped(words)} ({skills})")
        lines.append("")
    lines += ["## Card by card", ""]
    lines += ["| | question | answer | right answer | |", "|---|---|---|---|---|"]
    for number, row in enumerate(report.rows, 1):
        cells = (f"{row.given} {row.question}", row.answer, row.expected, row.outcome)
        lines.append(f"| {number} | {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return escaped(text).replace("|", "\\|")


def report_json(report: Report) -> str:
    return json.dumps(report_object(report), ensure_ascii=False, indent=1) + "\n"


def report_object(report: Report) -> dict[str, Any]:
    """What `descent progress --merge` reads."""
    return {
        "descent_report": FORMAT,
        "mode": report.mode,
        "seed": report.seed,
        "planned": report.planned,
        "right": report.right,
        "late": report.late,
        "begun": report.begun,
        "items": [_item(number, row) for number, row in enumerate(report.rows, 1)],
        "skills": [
            {"skill": skill.key, "right": right, "asked": asked}
            for skill, (right, asked) in report.by_skill.items()
        ],
        "habits": [
            {
                "misconceptions": list(habit.ids),
                "times": len(habit.items),
                "skills": list(report.skills_of(habit)),
                "did": habit.did,
            }
            for habit in report.habits
        ],
    }


def _item(number: int, row: Row) -> dict[str, Any]:
    return {
        "number": number,
        "skill": row.skill.key,
        "given": row.given,
        "question": row.question,
        "answer": row.answer,
        "expected": row.expected,
        "right": row.right,
        "outcome": row.outcome,
        "hints": row.hints,
        "misconceptions": list(row.misconceptions),
    }


def report_csv(report: Report) -> str:
    """A line for each card."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["number", "skill", "given", "question", "answer", "expected", "right", "outcome", "hints",
         "misconceptions"]
    )  # fmt: skip
    for number, row in enumerate(report.rows, 1):
        writer.writerow(
            [number, row.skill.key, row.given, row.question, row.answer, row.expected,
             int(row.right), row.outcome, row.hints, " ".join(row.misconceptions)]
        )  # fmt: skip
    return out.getvalue()


WRITERS: dict[str, Callable[[Report], str]] = {
    ".md": report_markdown, ".json": report_json, ".csv": report_csv,
}  # fmt: skip
ENDINGS = tuple(WRITERS)
