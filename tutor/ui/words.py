"""The words above, the question right below them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from tutor.ui.prediction import Prediction

FEWEST_ROWS = 3  # That the words always keep.


class Words(Vertical):
    """What is above takes the rows it needs, and leaves what is below it their room."""

    def __init__(self, above: Widget) -> None:
        super().__init__(id="words")
        self.above = above

    def compose(self) -> ComposeResult:
        yield self.above

    def on_resize(self) -> None:
        self.share()

    @on(Prediction.Resized)
    def share(self) -> None:
        below = (child for child in self.children if child is not self.above and child.display)
        room = self.size.height - sum(child.outer_size.height for child in below)
        self.above.styles.max_height = max(FEWEST_ROWS, room)
