"""An instructor's notes as text, once: for pipes, and for a look from elsewhere."""

from __future__ import annotations

from tutor.lesson.prose import paragraphs
from tutor.plain.paper import Paper
from tutor.records.home import home
from tutor.records.presenting import running, session_at
from tutor.teaching.notes import NO_NOTES, question_lines


def notes_text(wanted: str = "") -> str:
    """The notes of the presentation that began last, or of that lesson's; empty if none runs."""
    found = [s for s in running(home()) if not wanted or s.lesson == wanted]
    session = session_at(found[0]) if found else None
    if session is None:
        return ""
    lines: list[str] = []
    paper = Paper(lambda _: "", lines.append)
    paper.write(f"{session.lesson.title}: {session.page.title}")
    paper.write("")
    paper.prose(paragraphs(session.page.notes or NO_NOTES))
    paper.write("")
    paper.lines(question_lines(session))
    return "\n".join(lines)
