"""What the course screen offers besides lessons: a quiz on what is due, an exam, the lab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from tutor.teaching.skills import Skill

QUIZ, EXAM, LAB = "practice", "exam", "lab"  # No lesson file is called that: they end in .md.
TITLES = {QUIZ: "Quiz", EXAM: "Exam", LAB: "Lab"}
MOST_LISTED = 12
EXAM_BEGINS = "The clock starts when you press Enter here and once more to confirm."


def practice_options() -> list[Option]:
    return [Option(Content("Practice"), disabled=True), *(
        Option(practice_label(id_, ()), id=id_) for id_ in TITLES
    )]  # fmt: skip


def practice_label(id_: str, due: Sequence[Skill], left: str = "") -> Content:
    """`Quiz, 4 due`, or `Exam, open`"""
    news = f", {len(due)} due" if id_ == QUIZ and due else ", open" if id_ == EXAM and left else ""
    return Content.assemble(f"     {TITLES[id_]}", (news, "bold $text-accent"))


def practice_summary(id_: str, due: Sequence[Skill], left: str = "") -> Content:
    """`left` says how an exam stands that was left open."""
    title = (f"{TITLES[id_]}\n\n", "bold")
    if id_ == LAB:
        return Content.assemble(
            title,
            "Any loss, any start, several rules side by side: step, run, change η and see what "
            "becomes of it. It begins with a ravine; F2 has others.",
        )
    if id_ == EXAM:
        begins = f"{left} Enter goes on with it." if left else EXAM_BEGINS
        return Content.assemble(
            title,
            "Ten questions from the whole course, one try each, thirty minutes. No hints; the "
            "answers and a report come at the end.\n\n"
            f"You may leave and go on later, but the clock runs on.\n\n{begins}",
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
