"""Where the learner answers: the question, the field with its live reading, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.maths.judging import Verdict
from tutor.teaching.answers import Answer
from tutor.teaching.exposition import Line
from tutor.teaching.questions import LETTERS
from tutor.ui.lines import Lines
from tutor.ui.paint import paint_lines

FAR = 5  # Cells, with Shift.
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
ARROWS |= {f"shift+{key}": (FAR * x, FAR * y) for key, (x, y) in ARROWS.items()}
CONTROL = dict.fromkeys((*range(32), *range(127, 160)), "�")


class PredictionField(Input):
    """A line to type an answer in. `?`, which stands in no answer, asks for a hint."""

    DEFAULT_CSS = """
    PredictionField { border: round $border-blurred; height: 3; background: $background; }
    PredictionField:focus { border: round $border; background-tint: $background 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Check", show=True),
    ]

    @dataclass
    class HintWanted(Message):
        """`?` was typed."""

    @dataclass
    class Nudged(Message):
        """An arrow key, where a place on the picture is asked for."""

        across: int
        up: int

    pointing = False  # Whether the arrow keys move a place on the picture.

    def insert(self, text: str, index: int) -> None:
        """Insert at an index; control characters from a paste never reach the terminal."""
        super().insert(text.translate(CONTROL), index)

    async def _on_key(self, event: Key) -> None:
        if event.character == "?":
            event.stop()
            event.prevent_default()
            self.post_message(self.HintWanted())
            return
        if self.pointing and event.key in ARROWS:
            event.stop()
            event.prevent_default()
            self.post_message(self.Nudged(*ARROWS[event.key]))
            return
        await super()._on_key(event)


class Choices(OptionList):
    """Answers to choose from: by arrow keys and Enter, by letter, or by mouse."""

    DEFAULT_CSS = """
    Choices {
        height: auto; max-height: 12; border: round $border-blurred; display: none;
        background: $background;
    }
    Choices:focus { border: round $border; background-tint: $background 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Choose", show=True),
        Binding("pageup", "screen.scroll_page(-10)", "Scroll up a page", show=False),
        Binding("pagedown", "screen.scroll_page(10)", "Scroll down a page", show=False),
    ]

    @dataclass
    class Chosen(Message):
        letter: str

    class Unchosen(Message):
        """Enter was pressed with nothing marked."""

    commits = True  # Whether a letter gives the answer, or only goes to it.

    def offer(self, texts: Sequence[str]) -> None:
        self.clear_options()
        self.add_options(
            Option(Content(f"{letter}) {text}"), id=letter)
            for letter, text in zip(LETTERS, texts, strict=False)
        )
        self.highlighted = None  # An Enter too many must not give an answer unread.

    def rule_out(self, letter: str) -> None:
        """A wrong answer cannot be given twice; one that is no longer offered is forgotten."""
        if letter not in LETTERS[: self.option_count]:
            return
        self.disable_option(letter)
        if self.highlighted_option is not None and self.highlighted_option.disabled:
            self.highlighted = None

    def action_select(self) -> None:
        if self.highlighted is None:
            self.post_message(self.Unchosen())
        super().action_select()

    def on_key(self, event: Key) -> None:
        letters = LETTERS[: self.option_count]
        letter = (event.character or " ").lower()
        if letter in letters and not self.get_option(letter).disabled:
            event.stop()
            if self.commits:
                self.post_message(self.Chosen(letter))
            else:
                self.highlighted = letters.index(letter)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(str(event.option_id)))


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

    class Resized(Message):
        """The question takes more or fewer rows than before."""

    def __init__(self) -> None:
        super().__init__()
        self.reading: Callable[[str], str] = lambda _: ""
        self.response: list[Line] = []
        self.confirming = False

    def compose(self) -> ComposeResult:
        yield Lines(id="question")
        yield Choices(markup=False)
        yield PredictionField(placeholder="your prediction")
        yield Static(id="preview", markup=False)
        yield Lines(id="response")

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    @property
    def field(self) -> PredictionField:
        return self.query_one(PredictionField)

    def ask(
        self,
        question: list[Line],
        reading: Callable[[str], str],
        *,
        fresh: bool,
        pointing: bool = False,
        options: Sequence[str] = (),
    ) -> None:
        """Put a question; `reading` says how a text would be read. `fresh` empties the field.

        With `pointing` a place is asked for, and the arrow keys move it. `options` are answers to
        choose from, in the place of the field.
        """
        self.reading = reading
        self.field.pointing = pointing
        choices = self.query_one(Choices)
        choices.display, self.field.display = bool(options), not options
        self.query_one("#question", Lines).paint(partial(paint_lines, question))
        if fresh:
            self.field.value = ""
            choices.offer(options)
        self.say("" if options else reading(self.field.value))
        self.take_focus()

    def take_focus(self) -> None:
        """Let the next key go into the answer, while one is asked for."""
        if self.display:
            choices = self.query_one(Choices)
            (choices if choices.display else self.field).focus()

    def take_key(self, event: Key) -> None:
        """A key that was pressed elsewhere: it begins, or makes, the answer."""
        character = event.character if event.is_printable else None
        if not self.display or character is None or self.has_focus_within:
            return
        self.take_focus()
        choices = self.query_one(Choices)
        if choices.display:
            choices.on_key(event)
        else:
            self.field.insert_text_at_cursor(character)

    def respond(self, response: list[Line], answer: Answer) -> None:
        """Show what came of an answer so far: of its last try, and the hints.

        A wrong text is selected, so that the next one takes its place; a wrong choice is not
        offered again. A last line that asks for another Enter goes when something is typed.
        """
        self.confirming = answer.asked_to_confirm
        self.response = response
        self.query_one("#response", Lines).paint(partial(paint_lines, response))
        wrong = [t for t in answer.tries if t.judgement.verdict is Verdict.WRONG]
        choices = self.query_one(Choices)
        if choices.display:
            for attempt in wrong:
                choices.rule_out(attempt.judgement.read_as[:1])
            self.call_after_refresh(self.scroll_home, animate=False)
            return
        if wrong and wrong[-1] is answer.tries[-1]:
            self.field.action_select_all()
        self.call_after_refresh(self.scroll_end, animate=False)

    def fill(self, text: str) -> None:
        """Put an answer into the field, as a place that was shown does."""
        self.field.value = text
        self.field.focus()

    def ask_again(self) -> None:
        """The same wrong answer came once more: let another one take its place."""
        self.say("That was your last answer: type another one.")
        self.field.action_select_all()

    def say(self, text: str) -> None:
        """A word in the place of the reading, until something is typed or put."""
        self.query_one("#preview", Static).update(Content(text))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.say(self.reading(event.value))
        if self.confirming and event.value:
            self.confirming = False
            self.query_one("#response", Lines).paint(partial(paint_lines, self.response[:-1]))

    @on(Choices.Unchosen)
    def _unchosen(self) -> None:
        if self.confirming:
            self.post_message(self.Submitted(""))
            return
        self.say("Choose one: type its letter, or mark it with ↑ ↓ and press Enter.")

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        self.post_message(self.Submitted(event.letter))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(event.value))
