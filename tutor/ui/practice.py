"""What the course screen offers besides lessons: a quiz on what is due, and an exam."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from tutor.teaching.skills import Skill

QUIZ, EXAM = "practice", "exam"  # No lesson file is called that: they end in .md.
TITLES = {QUIZ: "Quiz", EXAM: "Exam"}
MOST_LISTED = 12


def practice_options() -> list[Option]:
    return [Option(Content("Practice"), disabled=True), *(
        Option(practice_label(id_, ()), id=id_) for id_ in TITLES
    )]  # fmt: skip


def practice_label(id_: str, due: Sequence[Skill]) -> Content:
    """`Quiz, 4 due`"""
    count = f", {len(due)} due" if id_ == QUIZ and due else ""
    return Content.assemble(f"     {TITLES[id_]}", (count, "bold $text-accent"))


def practice_summary(id_: str, due: Sequence[Skill]) -> Content:
    title = (f"{TITLES[id_]}\n\n", "bold")
    if id_ == EXAM:
        return Content.assemble(
            title,
            "Ten questions from the whole course, one try each, thirty minutes. No hints; the "
            "answers and a report come at the end.\n\n"
            "You may leave and go on later, but the clock runs on.",
        )
    return Content.assemble(
        title,
        "Ten questions on new numbers: first what is due, then what is new to you. What you miss "
        "comes back.\n\n",
        _due_text(due),
    )


def _due_text(due: Sequence[Skill]) -> str:
    if not due:
        return "Nothing is due now."
    lines = [f"· {skill.title}" for skill in due[:MOST_LISTED]]
    more = len(due) - len(lines)
    return "\n".join(["Due now:", *lines, *([f"and {more} more"] if more else [])])
