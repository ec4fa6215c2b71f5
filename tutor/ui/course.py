"""The course: its lessons by unit, and what the chosen one is about."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tutor.lesson.diagnostics import BrokenLesson
from tutor.lesson.reader import Heading, read_lesson
from tutor.lesson.shelf import headings
from tutor.ui.base import SizedScreen, TooSmall
from tutor.ui.lesson_screen import LessonScreen


class LessonList(OptionList):
    """The lessons, under the titles of their units."""

    DEFAULT_CSS = """
    LessonList { border: none; padding: 1 1; border-right: solid $panel; background: $background; }
    LessonList:focus { border: none; border-right: solid $panel; background-tint: $background 0%; }
    LessonList > .option-list--option-disabled { color: $text-primary; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Open")]


class CourseScreen(SizedScreen):
    """Lessons left, the chosen one's summary right. Enter or a click opens it."""

    HELP_TITLE = "The course"
    HELP = (
        "Choose a lesson with the arrow keys and open it with Enter, or click it. A lesson file "
        "that is broken is listed with its error; the others still open."
    )

    HELP_BINDINGS = LessonList.BINDINGS

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.headings: list[Heading] = []

    def compose(self) -> ComposeResult:
        yield Static("Descent — gradient descent, one step at a time", id="title", markup=False)
        with Horizontal(id="course"):
            yield LessonList(markup=False)
            yield Static(id="summary", markup=False)
        yield Footer(show_command_palette=False)
        yield TooSmall()

    def on_mount(self) -> None:
        self.headings = headings(self.folder)
        lessons = self.query_one(LessonList)
        for unit, group in groupby(enumerate(self.headings), key=lambda pair: pair[1].unit):
            lessons.add_option(Option(Content(unit or "Other lessons"), disabled=True))
            for index, heading in group:
                lessons.add_option(Option(_label(heading), id=str(index)))
        if not self.headings:
            self.query_one("#summary", Static).update(f"There are no lessons in {self.folder}.")
            return
        lessons.focus()
        lessons.action_first()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#summary", Static).update(_summary(self._heading(event.option_id)))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        heading = self._heading(event.option_id)
        try:
            self.app.push_screen(LessonScreen(read_lesson(heading.path)))
        except BrokenLesson as error:
            text = Content("\n\n").join(map(Content, map(str, error.diagnostics)))
            self.query_one("#summary", Static).update(
                Content.styled("This lesson cannot be opened:\n\n", "bold $text-error") + text
            )

    def _heading(self, option: str | None) -> Heading:
        return self.headings[int(option or 0)]


def _label(heading: Heading) -> Content:
    number = f"{heading.number or '':>3}  "
    if heading.error:
        return Content.assemble(number, (f"{heading.title}  ! broken", "$text-error"))
    return Content(f"{number}{heading.title}")


def _summary(heading: Heading) -> Content:
    if heading.error:
        return Content.assemble(
            ("This lesson cannot be opened.\n\n", "bold $text-error"), heading.error
        )
    minutes = f"\n\nAbout {heading.minutes:g} minutes." if heading.minutes else ""
    return Content.assemble((f"{heading.title}\n\n", "bold"), f"{heading.summary}{minutes}")
