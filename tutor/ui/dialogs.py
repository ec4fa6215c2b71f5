"""Small windows over a screen: one answer of a list, or one line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.maths.errors import Unreadable

LOOK = """
{name} {{ align: center middle; }}
{name} > * {{
    width: 64; max-width: 95%; height: auto; max-height: 90%;
    border: round $primary; padding: 1 2; background: $surface;
}}
{name} Static {{ height: auto; }}
"""


class PickScreen(ModalScreen[str | None]):
    """One of several, by arrow keys and Enter or by mouse; None where it is left."""

    DEFAULT_CSS = (
        LOOK.format(name="PickScreen")
        + """
    PickScreen OptionList, PickScreen OptionList:focus {
        height: auto; max-height: 16; border: none; padding: 0; background: $surface;
    }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """`choices` are pairs of an id and what is shown for it."""
        super().__init__()
        self.heading, self.choices, self.chosen = title, choices, chosen
        self.typed = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled(self.heading, "bold"), markup=False)
            yield OptionList(
                *(Option(Content(text), id=id_) for id_, text in self.choices), markup=False
            )

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        ids = [id_ for id_, _ in self.choices]
        options.highlighted = ids.index(self.chosen) if self.chosen in ids else 0
        options.focus()

    def on_key(self, event: Key) -> None:
        """What is typed goes to the first choice that begins with it."""
        if event.character is None or not event.character.isalnum():
            return
        for typed in (self.typed + event.character.lower(), event.character.lower()):
            found = (at for at, (_, text) in enumerate(self.choices)
                     if text.lower().startswith(typed))  # fmt: skip
            if (at := next(found, None)) is not None:
                self.typed = typed
                self.query_one(OptionList).highlighted = at
                return

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


class AskScreen(ModalScreen[str | None]):
    """One line of text. `check` raises `Unreadable` where it will not do, and the window stays."""

    DEFAULT_CSS = LOOK.format(name="AskScreen")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(
        self, title: str, check: Callable[[str], object], *, value: str = "", hint: str = ""
    ) -> None:
        super().__init__()
        self.heading, self.check, self.value, self.hint = title, check, value, hint

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled(self.heading, "bold"), markup=False)
            yield Input(self.value, placeholder=self.hint)
            yield Static(id="trouble", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self.check(event.value)
        except Unreadable as error:
            self.query_one("#trouble", Static).update(Content.styled(str(error), "$text-error"))
        else:
            self.dismiss(event.value)
