"""Where the learner answers: the question, the field with its live reading, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, Static

from tutor.teaching.exposition import Line
from tutor.ui.lines import Lines
from tutor.ui.paint import paint_lines

CONTROL = dict.fromkeys((*range(32), *range(127, 160)), "�")


class PredictionField(Input):
    """A line to type an answer in. `?` on the empty field asks for a hint."""

    DEFAULT_CSS = """
    PredictionField { border: round $border-blurred; height: 3; background: $background; }
    PredictionField:focus { border: round $border; background-tint: $background 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Check", show=True),
    ]

    @dataclass
    class HintWanted(Message):
        """`?` was typed where no answer stands."""

    @property
    def is_free(self) -> bool:
        """Whether typing begins a new answer: nothing stands there, or all of it is selected."""
        return not self.value or self.selected_text == self.value

    def insert(self, text: str, index: int) -> None:
        """Insert at an index; control characters from a paste never reach the terminal."""
        super().insert(text.translate(CONTROL), index)

    async def _on_key(self, event: Key) -> None:
        if event.character == "?" and self.is_free:
            event.stop()
            event.prevent_default()
            self.post_message(self.HintWanted())
            return
        await super()._on_key(event)


class Prediction(Vertical):
    """The question that stands open. Says what was submitted; judges nothing itself."""

    DEFAULT_CSS = """
    Prediction {
        height: auto; max-height: 60%; padding: 1 1 0 1; overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    Prediction #preview { height: 1; color: $foreground-muted; }
    """

    @dataclass
    class Submitted(Message):
        text: str

    def __init__(self) -> None:
        super().__init__()
        self.reading: Callable[[str], str] = lambda _: ""

    def compose(self) -> ComposeResult:
        yield Lines(id="question")
        yield PredictionField(placeholder="your prediction")
        yield Static(id="preview", markup=False)
        yield Lines(id="response")

    @property
    def field(self) -> PredictionField:
        return self.query_one(PredictionField)

    def ask(self, question: list[Line], reading: Callable[[str], str], *, fresh: bool) -> None:
        """Put a question; `reading` says how a text would be read. `fresh` empties the field."""
        self.reading = reading
        self.query_one("#question", Lines).paint(partial(paint_lines, question))
        if fresh:
            self.field.value = ""
        self._preview(self.field.value)
        self.field.focus()

    def respond(self, response: list[Line], *, replace: bool) -> None:
        """Show what came of the last answer, and the hints so far.

        With `replace` the old answer is selected, so that the next one takes its place.
        """
        self.query_one("#response", Lines).paint(partial(paint_lines, response))
        if replace:
            self.field.action_select_all()
        self.call_after_refresh(self.scroll_end, animate=False)

    def say(self, text: str) -> None:
        """A word in the place of the reading, until something is typed or put."""
        self.query_one("#preview", Static).update(Content(text))

    def _preview(self, text: str) -> None:
        self.say(self.reading(text))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._preview(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(event.value))
