"""The run beside the words: its picture, what there is to say about it, and the trace table."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.pictures.of_lesson import is_pointed, seen
from tutor.teaching.exposition import verdict_text
from tutor.teaching.session import Session
from tutor.ui.picture import PictureView
from tutor.ui.trace_view import TraceView


class RunView(Vertical):
    """Shows a session's run as far as the learner knows it."""

    verdict = ""  # What came of the place that was shown.

    def compose(self) -> ComposeResult:
        yield PictureView()
        yield Static(id="says", markup=False)
        yield TraceView()

    @property
    def picture(self) -> PictureView:
        return self.query_one(PictureView)

    def show(self, session: Session, *, ready: bool, spoken: bool) -> None:
        """Paint the run; its picture once the gradients have been derived."""
        self.query_one(TraceView).show(session, ready=ready)
        if not ready:
            return
        given = session.problem.loss.given  # Gradients without a loss have no landscape.
        self.set_class(bool(given), "-bare")
        if given:
            self.picture.clear()
        else:
            self.picture.show(seen(session), pointing=is_pointed(session))
        # Alone, the picture must tell what else stands with the words.
        self.verdict = verdict_text(session) if self.screen.has_class("-picture") else ""
        self.say(spoken=spoken)

    def say(self, *, spoken: bool) -> None:
        """What came of a place, what the picture cannot say, and if wanted all of it in words."""
        parts = [self.verdict, self.picture.caption, self.picture.words if spoken else ""]
        text = ". ".join(part.removesuffix(".") for part in parts if part)
        says = self.query_one("#says", Static)
        says.update(Content(text))
        says.set_class(bool(text), "-filled")
