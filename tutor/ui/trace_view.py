"""The run beside the words: the problem, and the trace table that grows a row at each reveal."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from tutor.teaching.exposition import problem_lines
from tutor.teaching.session import Session
from tutor.teaching.table import fitting_table
from tutor.ui.lines import Lines
from tutor.ui.paint import paint_lines, paint_table


class TraceView(VerticalScroll):
    """The problem that the learner is at, and its trace as far as it is known."""

    DEFAULT_CSS = """
    TraceView { padding: 1 1 0 1; scrollbar-size-vertical: 1; }
    """

    def compose(self) -> ComposeResult:
        yield Lines()

    def show(self, session: Session, *, ready: bool) -> None:
        """Paint the problem, and the table once the gradients have been derived."""
        tight = self.screen.has_class("-narrow")
        self.query_one(Lines).paint(
            lambda width: trace_content(session, width, ready=ready, tight=tight)
        )
        self.call_after_refresh(self.scroll_end, animate=False)


def trace_content(session: Session, width: int, *, ready: bool, tight: bool) -> list[Content]:
    """The problem's lines and its table; `tight` spares the blank line between them."""
    problem = session.problem
    # On one line each: the room here is the table's.
    lines = paint_lines((replace(line, maths=None) for line in problem_lines(problem)), width)
    if ready:
        lines += [
            *([] if tight else [Content("")]),
            *paint_table(fitting_table(session, problem, width)),
        ]
    return lines
