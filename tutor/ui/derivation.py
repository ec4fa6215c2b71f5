"""The gradient of a loss, derived rule by rule, over the screen that asked."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from tutor.lesson.model import Derive, Problem
from tutor.teaching.exposition import derivation_lines, loss_line
from tutor.ui.lines import Lines
from tutor.ui.paint import paint_lines


class DerivationScreen(ModalScreen[None]):
    DEFAULT_CSS = """
    DerivationScreen { align: center middle; }
    DerivationScreen VerticalScroll {
        width: 90%; height: auto; max-height: 90%; border: round $primary; padding: 1 2;
        background: $surface;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f4,enter", "dismiss", "Close", key_display="esc"),
    ]

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Lines()

    def on_mount(self) -> None:
        lines = [loss_line(self.problem), *derivation_lines(Derive(self.problem, 0))]
        self.query_one(Lines).paint(lambda width: paint_lines(lines, width))
