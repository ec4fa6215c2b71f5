"""A screen on which a question stands: a lesson's, or a card's."""

from __future__ import annotations

from textual.events import Key

from tutor.ui.base import SizedScreen
from tutor.ui.prediction import Prediction


class AskingScreen(SizedScreen):
    """What is typed goes into the answer, whatever has the focus."""

    def on_click(self) -> None:
        """Whatever is clicked, what is typed next is an answer."""
        for panel in self.query(Prediction):
            panel.take_focus()

    def on_key(self, event: Key) -> None:
        """A key that means nothing where it was pressed belongs to the answer."""
        for panel in self.query(Prediction):
            panel.take_key(event)
