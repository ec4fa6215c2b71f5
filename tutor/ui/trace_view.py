"""The run beside the words: the problem, and the trace table that grows a row at each reveal."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.teaching.exposition import problem_lines
from tutor.teaching.session import Session
from tutor.teaching.table import known_table
from tutor.ui.paint import paint_lines, paint_table


class TraceView(VerticalScroll):
    """The problem that the learner is at, and its trace as far as it is known."""

    DEFAULT_CSS = """
    TraceView { padding: 1 1 0 1; scrollbar-size-vertical: 1; }
    TraceView > Static { width: auto; height: auto; }
    """

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def show(self, session: Session, *, ready: bool) -> None:
        """Paint the problem, and the table once the gradients have been derived."""
        problem = session.problem
        width = max(20, self.size.width - 3)
        lines = paint_lines(problem_lines(problem), width)
        if ready:
            gap = [] if self.screen.has_class("-narrow") else [Content("")]
            lines += [*gap, *paint_table(known_table(session, problem))]
        self.query_one(Static).update(Content("\n").join(lines))
        self.call_after_refresh(self.scroll_end, animate=False)
