"""The course: its lessons by unit, and what the chosen one is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tutor.lesson.heading import Heading
from tutor.lesson.shelf import headings, lesson_key
from tutor.ui.base import AFTER_FIRST_FRAME, SizedScreen
from tutor.ui.messages import LabWanted, LessonKnown, LessonWanted, ProgressWanted, QuizWanted
from tutor.ui.practice import EXAM, LAB, TITLES, practice_label, practice_options, practice_summary

if TYPE_CHECKING:
    from tutor.lesson.diagnostics import BrokenLesson
    from tutor.records.lessons import Progress
    from tutor.records.record import Record
    from tutor.records.standing import CourseStanding
    from tutor.records.store import Store
    from tutor.teaching.skills import Skill


class LessonList(OptionList):
    """The lessons, under the titles of their units."""

    DEFAULT_CSS = """
    LessonList {
        border: none; padding: 1 0 1 1; border-right: solid $panel; background: $background;
        scrollbar-size-vertical: 1;
    }
    LessonList:focus { border: none; border-right: solid $panel; background-tint: $background 0%; }
    LessonList > .option-list--option-disabled { color: $text-primary; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", tooltip="Open, or go on where you left"),
    ]


class CourseScreen(SizedScreen):
    """Lessons left, the chosen one's summary right. Enter or a click opens it."""

    HELP_TITLE = "The course"
    HELP = (
        "Choose a lesson with the arrow keys and open it with Enter, or click it. Below the "
        "lessons are a quiz on what is due, an exam and the lab. A lesson file that is broken is "
        "listed with its error; the others still open."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "know", "I know this", tooltip="Mark the lesson as known"),
    ]
    HELP_BINDINGS: ClassVar[list[BindingType]] = [*LessonList.BINDINGS, *BINDINGS]

    @dataclass
    class Checked(Message):
        """Every lesson has been read; the headings say which are broken."""

        headings: list[Heading]

    @dataclass
    class Stands(Message):
        """What was recorded has been read: what is begun, done, due and left open."""

        standing: CourseStanding

    def __init__(self, folder: Path, chosen: str = "") -> None:
        super().__init__()
        self.folder = folder
        self.headings = headings(folder)
        self.progress: dict[str, Progress] = {}  # Read once the list is painted.
        self.shown = find(chosen, self.headings)
        self.practice = ""  # What is highlighted in the place of a lesson.
        self.due: list[Skill] = []
        self.exam_left = ""  # How an exam stands that was left open.

    def compose(self) -> ComposeResult:
        yield Static("Descent — gradient descent, one step at a time", id="title", markup=False)
        with Horizontal(id="course"):
            lessons = LessonList(*_options(self.headings), *practice_options(), markup=False)
            if self.shown is not None:
                lessons.highlighted = lessons.get_option_index(self.shown.path.name)
            yield lessons
            yield Static(self._summary(), id="summary", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self.set_timer, AFTER_FIRST_FRAME, self._read_on)

    def _read_on(self) -> None:
        self.post_message(ProgressWanted(self))
        self._check()

    def show_progress(self, store: Store) -> None:
        """Mark what has been begun, what is done and what is due."""
        self.tell_trouble(store.trouble)
        self._work_out(store.records(), store.clock())

    @work(thread=True, exclusive=True, group="standing")
    def _work_out(self, records: list[Record], now: datetime) -> None:
        """Away from the screen: it imports the teaching, and replays every review."""
        from tutor.records.standing import course_standing

        self.post_message(self.Stands(course_standing(records, now)))

    @on(Stands)
    def _show_standing(self, event: Stands) -> None:
        standing = event.standing
        self.progress, self.due = standing.progress, standing.due
        self.exam_left = standing.exam_left
        for heading in self.headings:
            self._label(heading)
        for id_ in TITLES:
            label = practice_label(id_, self.due, self.exam_left)
            self.query_one(LessonList).replace_option_prompt(id_, label)
        self.query_one("#summary", Static).update(self._summary())

    def _label(self, heading: Heading) -> None:
        prompt = _label(heading, self._progress(heading))
        self.query_one(LessonList).replace_option_prompt(heading.path.name, prompt)

    def _progress(self, heading: Heading) -> Progress | None:
        return self.progress.get(lesson_key(heading.path))

    def action_know(self) -> None:
        """Once says so, once more takes it back."""
        if self.shown is not None and not self.practice:
            progress = self._progress(self.shown)
            known = progress is not None and progress.skipped
            self.post_message(LessonKnown(self.shown, not known, self))

    @work(thread=True)
    def _check(self) -> None:
        """Read every lesson to its end, to list the broken ones with their errors."""
        from tutor.lesson.reader import checked

        self.post_message(self.Checked([checked(heading) for heading in self.headings]))

    def on_course_screen_checked(self, event: Checked) -> None:
        for before, after in zip(self.headings, event.headings, strict=True):
            if after.error != before.error:
                self._label(after)
        self.headings = event.headings
        if self.shown is not None:
            self.shown = self._heading(self.shown.path.name)
            self.query_one("#summary", Static).update(self._summary())

    def _summary(self) -> Content:
        if self.practice:
            return practice_summary(self.practice, self.due, self.exam_left)
        if self.shown is None:
            return Content(f"There are no lessons in {self.folder}.")
        before = [h for h in self.headings if h.id in self.shown.requires]
        return summary_of(self.shown, before, self._progress(self.shown))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.practice = event.option_id if event.option_id in TITLES else ""
        if not self.practice:
            self.shown = self._heading(event.option_id)
        self.query_one("#summary", Static).update(self._summary())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only the keys that do something now."""
        return not self.practice if action == "know" else True

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for what was chosen."""
        if event.option_id == LAB:
            from tutor.teaching.presets import FIRST_PRESET, PRESETS

            self.post_message(LabWanted(PRESETS[FIRST_PRESET].lab()))
            return
        if event.option_id in TITLES:
            self._begin_quiz(exam=event.option_id == EXAM)
            return
        self.post_message(LessonWanted(self._heading(event.option_id)))

    def _begin_quiz(self, *, exam: bool) -> None:
        """Practice begins at once; for an exam, whose clock runs, it is asked once more."""
        from tutor.teaching.request import Request

        wanted = QuizWanted(Request(exam=exam))
        if not exam or self.exam_left:
            self.post_message(wanted)
            return
        from tutor.ui.dialogs import PickScreen

        def confirmed(picked: str | None) -> None:
            if picked == "begin":
                self.post_message(wanted)

        choices = [("begin", "Begin: the clock starts now"), ("no", "Not now")]
        self.app.push_screen(PickScreen("An exam of thirty minutes", choices), confirmed)

    def tell(self, error: BrokenLesson) -> None:
        """Show why a lesson cannot be opened."""
        text = Content("\n\n").join(map(Content, map(str, error.diagnostics)))
        self.query_one("#summary", Static).update(
            Content.styled("This lesson cannot be opened:\n\n", "bold $text-error") + text
        )

    def _heading(self, file_name: str | None) -> Heading:
        return next(heading for heading in self.headings if heading.path.name == file_name)


def find(id_: str, headings: list[Heading]) -> Heading | None:
    """The lesson with that id, else the first; None where there are none."""
    return next((h for h in headings if h.id == id_), headings[0] if headings else None)


def _options(headings: list[Heading]) -> Iterator[Option]:
    """The lessons, each group under the title of its unit."""
    for unit, group in groupby(headings, key=lambda heading: heading.unit):
        yield Option(Content(unit or "Other lessons"), disabled=True)
        yield from (Option(_label(heading), id=heading.path.name) for heading in group)


def _label(heading: Heading, progress: Progress | None = None) -> Content:
    number = f"{_mark(progress)}{heading.number or '':>3}  "
    if heading.error:
        return Content.assemble(number, (f"{heading.title}  ! broken", "$text-error"))
    return Content(f"{number}{heading.title}")


def _mark(progress: Progress | None) -> str:
    """○ not begun, ◐ begun, ● done or known."""
    if progress is None:
        return "○"
    return "●" if progress.finished or progress.skipped else "◐"


def _so_far(progress: Progress | None) -> str:
    if progress is None:
        return "Not begun."
    if progress.skipped and not progress.answered:
        return "You said that you know this; F6 takes that back."
    done = "Done. " if progress.finished else ""
    return f"{done}{progress.answered} answered so far, {progress.right} right."


def summary_of(
    heading: Heading, before: Sequence[Heading], progress: Progress | None = None
) -> Content:
    """What the lesson is about, how long it takes, what is done, and its pages."""
    if heading.error:
        return Content.assemble(
            ("This lesson cannot be opened.\n\n", "bold $text-error"), heading.error
        )
    facts = [
        f"About {heading.minutes:g} minutes." if heading.minutes else "",
        f"Comes after: {', '.join(h.title for h in before)}." if before else "",
        _so_far(progress),
    ]
    pages = "\n".join(f"· {title}" for title in heading.pages)
    return Content.assemble(
        (f"{heading.title}\n\n", "bold"),
        heading.summary,
        f"\n\n{' '.join(filter(None, facts))}\n\n{pages}",
    )
