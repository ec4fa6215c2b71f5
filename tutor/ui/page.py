"""The words of a lesson's page, with what has been revealed on it so far."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from tutor.lesson.model import (
    GRADIENT,
    Ask,
    Block,
    Choose,
    Compare,
    Contour,
    Curves,
    Derive,
    Formula,
    Predict,
    Prose,
    TraceTable,
    is_question,
)
from tutor.lesson.prose import paragraphs
from tutor.pictures.of_lesson import Drawing, PictureStop, draw, words
from tutor.pictures.palette import Palette
from tutor.teaching.exposition import (
    Line,
    Tone,
    derivation_lines,
    formula_lines,
    known_line,
    option_lines,
    part_lines,
    prompt_line,
    settled_lines,
    try_line,
)
from tutor.teaching.session import Mode, Phase, Session
from tutor.teaching.summary import summary_lines
from tutor.teaching.table import compared_table, shown_table
from tutor.ui.cells import content, palette_of
from tutor.ui.lines import Lines
from tutor.ui.paint import FORMULA_INDENT, paint_lines, paint_paragraph, paint_table

READABLE = 76  # Columns; longer lines of prose are hard to read.
PICTURE_ROWS, LOW_PICTURE_ROWS = 16, 12
OFFER = Line("Enter: one more question, on new numbers. Esc: the course.", Tone.PROMPT)
WAIT = Line("deriving …", Tone.QUIET)


class PageView(VerticalScroll):
    """Paints the blocks on show. New blocks scroll into view; a new page begins at its top.

    Where lines are hidden below, the last row says how many.
    """

    DEFAULT_CSS = """
    PageView { padding: 1 1 0 1; scrollbar-size-vertical: 1; }
    PageView.-long {
        border-bottom: blank $background; border-subtitle-color: $foreground-muted;
        border-subtitle-align: left;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.page_shown: object = None
        self.lines_before = 0

    def compose(self) -> ComposeResult:
        yield Lines()

    def show(self, session: Session, *, ready: bool, spoken: bool = False) -> None:
        """Paint the session's page; `ready` says that the gradients have been derived.

        With `spoken` each picture is also put into words.
        """
        lines = self.query_one(Lines)
        page = (session.page, session.phase is Phase.FINISHED, ready)
        if page == self.page_shown:  # While a picture hides the page, nothing is painted.
            self.lines_before = len(lines.painted[1]) or self.lines_before
        else:  # Who comes back to the middle of a page has read what stands above.
            self.lines_before = sys.maxsize if session.in_page else 0
        self.page_shown = page
        rows = LOW_PICTURE_ROWS if self.screen.has_class("-narrow") else PICTURE_ROWS
        look = Look(palette_of(self.app), spoken, rows)
        lines.paint(lambda width: page_content(session, min(READABLE, width), look, ready=ready))

    def bring_into_view(self) -> None:
        """Scroll so that the newest lines can be seen, the first of them above all."""
        count = len(self.query_one(Lines).painted[1])
        self.set_class(count + self.styles.padding.height > self.outer_size.height, "-long")
        self.call_after_refresh(self._to_newest, count)  # The last row may have come or gone.

    def _to_newest(self, count: int) -> None:
        newest = min(self.lines_before, count - 1)
        lowest = max(0, count - self.scrollable_content_region.height)
        self.scroll_to(y=min(newest, lowest), animate=False)
        self._tell_more()

    def on_resize(self) -> None:
        """The table below has grown, or a question has gone: the newest lines stay in view."""
        self.bring_into_view()

    def read_on(self) -> bool:
        """Scroll to what is hidden below; whether there was something."""
        if self.max_scroll_y - self.scroll_y < 1:
            return False
        self.scroll_page_down(animate=False)
        return True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell_more()

    def _tell_more(self) -> None:
        below = round(self.max_scroll_y - self.scroll_y)
        noun = "line" if below == 1 else "lines"
        self.border_subtitle = f"▾ {below} more {noun}: PgDn" if below > 0 else ""


@dataclass(frozen=True)
class Look:
    """How pictures are shown: in which colours, and whether in words as well."""

    palette: Palette
    spoken: bool = False
    rows: int = PICTURE_ROWS


def page_content(session: Session, width: int, look: Look, *, ready: bool) -> list[Content]:
    """The lines of the page as it stands."""
    if session.phase is Phase.FINISHED:
        if session.mode is Mode.PRESENT:
            return paint_lines([Line(f"The end of “{session.lesson.title}”.", Tone.PROMPT)], width)
        return paint_lines([*summary_lines(session), Line(""), OFFER], width)
    found: list[Content] = []
    for block in session.blocks:
        lines = _block(session, block, width, look, ready)
        found += [*([Content("")] if found and lines else []), *lines]
    return found


def _block(session: Session, block: Block, width: int, look: Look, ready: bool) -> list[Content]:
    if isinstance(block, Prose):
        return _prose(block, width)
    if not ready and not (isinstance(block, Formula) and block.quantity != GRADIENT):
        return paint_lines([WAIT], width, FORMULA_INDENT)
    match block:
        case Formula():
            return paint_lines(formula_lines(block), width, FORMULA_INDENT)
        case TraceTable():
            return [Content(" " * FORMULA_INDENT) + row for row in paint_table(shown_table(block))]
        case Derive() if not is_question(block):
            open_now = block is session.stop and session.phase is Phase.UNFOLDING
            lines = derivation_lines(block, session.lines if open_now else None)
            return paint_lines(lines, width, FORMULA_INDENT)
        case Predict() | Derive() | Choose():
            return _question(session, block, width)
        case Contour() | Curves():
            return _picture(block, width, look)
        case Compare():
            room = width - FORMULA_INDENT
            table = [
                Content(" " * FORMULA_INDENT) + r for r in paint_table(compared_table(block, room))
            ]
            return [*table, Content(""), *_picture(block, width, look)]


def _picture(stop: PictureStop, width: int, look: Look) -> list[Content]:
    """The picture, what it cannot say itself, its caption, and if wanted all of it in words."""
    drawing = _drawn(stop, width, look.rows, look.palette)
    lines = [Line(drawing.note, Tone.QUIET)] if drawing.note else []
    lines.append(Line(stop.caption, Tone.QUIET))
    if look.spoken:
        lines.append(Line(words(stop)))
    return [*map(content, drawing.rows), *paint_lines(lines, width)]


@lru_cache(maxsize=8)
def _drawn(stop: PictureStop, width: int, rows: int, palette: Palette) -> Drawing:
    return draw(stop, width, rows, palette)


def _prose(block: Prose, width: int) -> list[Content]:
    found: list[Content] = []
    for paragraph in paragraphs(block.markdown):
        if found and not paragraph.bullet:
            found.append(Content(""))
        found += paint_paragraph(paragraph, width)
    return found


def _question(session: Session, stop: Ask, width: int) -> list[Content]:
    """A settled question with its answer; an open one stands below the page instead."""
    answer = session.answer_to(stop)
    if not answer.settled:
        is_standing = session.mode is Mode.PRESENT and stop is session.stop
        return _standing(session, stop, width) if is_standing else []
    # Of a choice every answer is listed below with its reason.
    shown = () if isinstance(stop, Choose) else answer.tries
    tries = [try_line(attempt, answer) for attempt in shown]
    return [
        *paint_lines([prompt_line(stop), *tries], width),
        *paint_lines(settled_lines(session, stop), width, FORMULA_INDENT),
    ]


def _standing(session: Session, stop: Ask, width: int) -> list[Content]:
    """A question before the class, with what of the way to its answer has been revealed."""
    known = known_line(session, stop)
    lines = [prompt_line(stop), *([known] if known else [])]
    options = option_lines(stop) if isinstance(stop, Choose) else []
    return [
        *paint_lines([*lines, *options], width),
        *paint_lines(part_lines(session, stop), width, FORMULA_INDENT),
    ]
