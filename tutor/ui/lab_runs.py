"""The runs of a lab, computed where that does not hold up the screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from tutor.maths.engine import Trace
from tutor.teaching.lab import Lab, traces

QUICK = 3000  # Steps of all runs together that are computed at once, within a frame.


class LabRuns(Widget):
    """Not seen: it only says how far a long computation is, and what came out."""

    DEFAULT_CSS = "LabRuns { display: none; }"

    @dataclass
    class Progress(Message):
        steps: int
        total: int

    @dataclass
    class Computed(Message):
        lab: Lab
        runs: tuple[Trace, ...]

    def of(self, lab: Lab) -> tuple[Trace, ...] | None:
        """The runs, where that is quick; else None, and they come as a message."""
        if lab.steps * len(lab.settings) <= QUICK:
            return traces(lab)
        self._compute(lab)
        return None

    def stop(self) -> None:
        """What is still being computed is no longer wanted."""
        self.workers.cancel_node(self)

    @work(thread=True, exclusive=True)
    def _compute(self, lab: Lab) -> None:
        worker, total = get_current_worker(), lab.steps * len(lab.settings)

        def watch(steps: int) -> None:
            if worker.is_cancelled:
                raise _Cancelled
            self.post_message(self.Progress(steps, total))

        self.post_message(self.Progress(0, total))
        try:
            runs = traces(lab, watch)
        except _Cancelled:
            return
        self.post_message(self.Computed(lab, runs))


class _Cancelled(Exception):
    """A long computation is no longer wanted."""
