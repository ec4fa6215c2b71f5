"""The linter: everything that would trip a learner, found before one does."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.lesson.collisions import collisions, lookalikes
from tutor.lesson.diagnostics import BrokenLesson, Diagnostic
from tutor.lesson.model import (
    Choose,
    Compare,
    Contour,
    Curves,
    Derive,
    Formula,
    Lesson,
    Page,
    Point,
    Predict,
    Prose,
    Stop,
    TraceTable,
    components,
    is_question,
)
from tutor.lesson.reader import read_lesson
from tutor.lesson.reveal import Cell, asked, revealed
from tutor.lesson.shelf import lesson_files
from tutor.maths.errors import Unreadable, shown

LONGEST_PAGE = 60
PAGE_WIDTH = 76
PICTURE_LINES = 18  # With its caption.
DERIVATION_LINES = 8  # What a shown derivation takes, roughly.
PREDICTION_LINES = 6  # And a value with its worked step.


def check_paths(paths: Iterable[Path]) -> list[Diagnostic]:
    """Every problem of every lesson, in the order of files and lines."""
    return [found for path in paths for file in _files(path) for found in check_file(file)]


def _files(path: Path) -> list[Path]:
    name = shown(str(path), 80)
    try:
        if path.is_dir():
            files = lesson_files(path)
            if not files:
                raise Unreadable(f"there are no lessons (*.md) in {name!r}")
            return files
        if not path.exists():
            raise Unreadable(f"there is no lesson file {name!r}")
    except OSError as error:
        raise Unreadable(f"{name!r} cannot be read: {error.strerror}") from error
    return [path]


def check_file(path: Path) -> list[Diagnostic]:
    """The problems of one file, sorted by line."""
    try:
        lesson = read_lesson(path)
    except BrokenLesson as error:
        return list(error.diagnostics)
    problems = [Diagnostic(str(path), line, text) for line, text in check_lesson(lesson)]
    notes = [Diagnostic(str(path), line, text, is_note=True) for line, text in notes_on(lesson)]
    return sorted([*problems, *notes])


def check_playable(lesson: Lesson) -> Lesson:
    """The lesson itself, or `BrokenLesson` where a stop asks for what the engine cannot give.

    Runs every problem of the lesson, so it imports sympy.
    """
    found = [*_diverging(lesson), *_missing_steps(lesson)]
    if found:
        raise BrokenLesson(Diagnostic(str(lesson.path), line, text) for line, text in found)
    return lesson


def check_lesson(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """(line, message) for what a lesson that can be read still gets wrong."""
    yield from _diverging(lesson)
    yield from _already_revealed(lesson)
    yield from _missing_steps(lesson)
    yield from _colliding(lesson)
    for page in lesson.pages:
        yield from _too_long(page)


def notes_on(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """(line, message) for what an author may want to know."""
    for stop in _predictions(lesson):
        for message in lookalikes(stop):
            yield stop.line, message


def _predictions(lesson: Lesson) -> Iterator[Predict]:
    """The prompts whose step the run reaches."""
    for stop in lesson.stops:
        if not isinstance(stop, Predict) or isinstance(stop, Point):
            continue  # A place that is shown has no digits.
        if stop.t < len(stop.problem.trace):
            yield stop


def _colliding(lesson: Lesson) -> Iterator[tuple[int, str]]:
    for stop in _predictions(lesson):
        for message in collisions(stop):
            yield stop.line, message


def _diverging(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Stops that ask for a step which the run does not reach."""
    for stop in lesson.stops:
        last = _last_step(stop)
        if last is None:
            continue
        diverged = stop.problem.trace.diverged
        if diverged is not None and diverged.t <= last:
            yield (
                stop.line,
                f"the problem diverges at t = {diverged.t}, and this stop needs t = {last}: "
                "choose a smaller eta or an earlier t",
            )


def _last_step(stop: Stop) -> int | None:
    match stop:
        case Predict(t=t):
            return t
        case TraceTable(last=last):
            return last
        case Contour(to=to):
            return to - 1
    return None


def _already_revealed(lesson: Lesson) -> Iterator[tuple[int, str]]:
    known: dict[Cell, int] = {}
    pictured: dict[str, tuple[int, int]] = {}  # By problem: how far a picture goes, and its line.
    for stop in lesson.stops:
        if isinstance(stop, Contour | Compare) and (to := _pictured(stop)):
            pictured[stop.problem.name] = max(
                pictured.get(stop.problem.name, (0, 0)), (to, stop.line)
            )
        if isinstance(stop, Point):
            to, line = pictured.get(stop.problem.name, (0, 0))
            if to > stop.t:
                yield (
                    stop.line,
                    f"the answer of {stop.id!r} can be seen in the picture on line {line}",
                )
        if is_question(stop) and (seen := asked(stop)) and seen <= known.keys():
            line = max(known[cell] for cell in seen)
            yield stop.line, f"the answer of {stop.id!r} is already revealed on line {line}"
        for cell in revealed(stop):
            known.setdefault(cell, stop.line)


def _pictured(stop: Contour | Compare) -> int:
    """How far a picture shows the problem's own run."""
    if isinstance(stop, Contour):
        return stop.to
    return stop.problem.steps if stop.has_own else 0


def _missing_steps(lesson: Lesson) -> Iterator[tuple[int, str]]:
    for stop in lesson.stops:
        if isinstance(stop, Derive) and isinstance(stop.ask, int):
            count = len(stop.problem.derivation(components(stop)[0]))
            if stop.ask > count:
                yield stop.line, f"'ask' is step {stop.ask}, but the derivation has {count} steps"


def _too_long(page: Page) -> Iterator[tuple[int, str]]:
    length = sum(_height(block) for block in page.blocks)
    if length > LONGEST_PAGE:
        yield (
            page.line,
            f"the page {page.title!r} is about {length} lines long at {PAGE_WIDTH} columns; "
            f"the limit is {LONGEST_PAGE}: make two pages of it",
        )


def _height(block: Prose | Stop) -> int:
    """Lines on screen, with a blank line after each block."""
    match block:
        case Prose(markdown=markdown):
            return sum(len(textwrap.wrap(p, PAGE_WIDTH)) or 1 for p in markdown.splitlines()) + 1
        case Derive():
            return DERIVATION_LINES
        case Predict():
            return PREDICTION_LINES
        case Choose(options=options):
            return 2 * len(options) + 3
        case Contour() | Curves() | Compare():
            return PICTURE_LINES
        case TraceTable(problem=problem, first=first, last=last):
            return (last - first + 1) * len(problem.parameters) + 2
        case Formula(rule=rule):
            return len(rule.equations) + 1
    return 0
