"""A lesson in progress, frozen; `advance.py` says what each event makes of it.

The screen and the plain conversation are two views of it. A session stands at one pause: a
question, a derivation that unfolds line by line, the end of a page, or the end of the lesson.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from types import MappingProxyType

from tutor.lesson.model import (
    GRADIENT,
    Ask,
    Block,
    Choose,
    Derive,
    Formula,
    Lesson,
    Page,
    Predict,
    Problem,
    Prose,
    is_question,
)
from tutor.lesson.reveal import Cell, given, revealed
from tutor.teaching.answers import NO_ANSWER, TRIES, Answer
from tutor.teaching.hints import hints, way_parts


class Mode(Enum):
    """Who goes through the lesson: a learner who answers, or an instructor who reveals."""

    LEARN = auto()
    PRESENT = auto()


class Phase(Enum):
    """What the learner can do now."""

    UNFOLDING = auto()  # A derivation has lines to come.
    READING = auto()  # Nothing is asked: go on.
    ASKING = auto()  # A question stands open.
    SETTLED = auto()  # The question is answered or revealed.
    FINISHED = auto()  # Past the last page.


@dataclass(frozen=True)
class Pause:
    """Where the learner stops: at a block of a page, or (no block) at the page's end."""

    page: int
    shown: int  # Blocks of the page that are on show, this one included.
    block: Ask | None = None


@dataclass(frozen=True)
class Session:
    lesson: Lesson
    at: int = 0
    lines: int = 0  # Lines of the derivation on show at this pause; presented, parts of the answer.
    unfolded: frozenset[int] = frozenset()  # Pauses whose derivation has been seen in full.
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    mode: Mode = Mode.LEARN

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        found = _parts if self.mode is Mode.PRESENT else _pauses
        return tuple(p for i, page in enumerate(self.lesson.pages) for p in found(i, page))

    @property
    def pause(self) -> Pause | None:
        """Where the learner stands; None past the last page."""
        return self.pauses[self.at] if self.at < len(self.pauses) else None

    @property
    def _page(self) -> int:
        return (self.pause or self.pauses[-1]).page

    @property
    def page(self) -> Page:
        """The page on show; at the end of the lesson still the last one."""
        return self.lesson.pages[self._page]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the page that are on show."""
        pause = self.pause or self.pauses[-1]
        return self.page.blocks[: pause.shown]

    @property
    def stop(self) -> Ask | None:
        return self.pause.block if self.pause else None

    @property
    def phase(self) -> Phase:
        if self.pause is None:
            return Phase.FINISHED
        if self.stop is None:
            return Phase.READING
        if is_question(self.stop):
            return Phase.SETTLED if self.answer.settled else Phase.ASKING
        if self.at in self.unfolded:
            return Phase.READING
        return Phase.UNFOLDING

    @property
    def answer(self) -> Answer:
        """The answer at this pause so far."""
        return self.answer_to(self.stop) if self.stop else NO_ANSWER

    def answer_to(self, stop: Ask) -> Answer:
        return self.answers.get(stop.id, NO_ANSWER)

    @property
    def problem(self) -> Problem:
        """The problem that the learner is at: of this stop, else of the page's last one on show.

        A page that is about no run goes on with the one before it, or prepares the next.
        """
        if self.stop is not None:
            return self.stop.problem
        shown = len(self.blocks)
        before, after = self.lesson.pages[: self._page], self.lesson.pages[self._page + 1 :]
        nearest = [
            *reversed(self.page.blocks[:shown]),
            *self.page.blocks[shown:],
            *(block for page in reversed(before) for block in reversed(page.blocks)),
            *(block for page in after for block in page.blocks),
        ]
        runs = (block.problem for block in nearest if not isinstance(block, Prose | Formula))
        return next(runs, self.lesson.problem)

    @property
    def in_page(self) -> bool:
        """Whether something on this page has been settled already."""
        return self.at > 0 and self.pauses[self.at - 1].page == self._page

    @property
    def known(self) -> frozenset[Cell]:
        """Every value that may be on show: what the stops so far gave and revealed."""
        pause = self.pause or self.pauses[-1]
        before = [b for page in self.lesson.pages[: pause.page] for b in page.blocks]
        return self._known_after([*before, *self.page.blocks[: pause.shown]])

    def known_before(self, stop: Ask) -> frozenset[Cell]:
        """What the stops before this one have revealed."""
        blocks = [block for page in self.lesson.pages for block in page.blocks]
        return self._known_after(blocks[: blocks.index(stop)])

    def _known_after(self, blocks: list[Block]) -> frozenset[Cell]:
        cells: set[Cell] = set()
        for block in blocks:
            if isinstance(block, Prose):
                continue
            open_now = block is self.stop and self.phase in {Phase.ASKING, Phase.UNFOLDING}
            if self.mode is Mode.PRESENT and not open_now and not self._was_shown(block):
                continue  # It was jumped over.
            cells |= given(block) if open_now else revealed(block)
            if open_now and isinstance(block, Predict):
                cells |= {cell for part in self.parts_shown for cell in part}
        return frozenset(cells)

    def _was_shown(self, block: Block) -> bool:
        """Whether a question has been answered before the class; anything else is just shown."""
        return not is_question(block) or self.answer_to(block).settled

    @property
    def parts_shown(self) -> list[tuple[Cell, ...]]:
        """Of an open question that is presented, the parts of the way that have been revealed."""
        stop = self.stop
        if not self.lines or not isinstance(stop, Predict) or stop.quantity == GRADIENT:
            return []
        return way_parts(stop, self.known_before(stop))[: self.lines]

    @property
    def hints_shown(self) -> tuple[str, ...]:
        return hints(self.stop)[: self.answer.hints] if self.stop and self.answer.hints else ()


def _pauses(index: int, page: Page) -> list[Pause]:
    """The questions and derivations of a page, and its end if something follows them."""
    found = [
        Pause(index, shown, block)
        for shown, block in enumerate(page.blocks, 1)
        if isinstance(block, Predict | Derive | Choose)
    ]
    if not found or found[-1].shown < len(page.blocks):
        found.append(Pause(index, len(page.blocks)))
    return found


def _parts(index: int, page: Page) -> list[Pause]:
    """For a class a page comes block by block; a picture waits until it has been guessed at."""
    return [
        Pause(index, shown, block if isinstance(block, Predict | Derive | Choose) else None)
        for shown, block in enumerate(page.blocks, 1)
    ]


def score(session: Session) -> tuple[int, int]:
    """Questions answered right, and questions in all."""
    questions = list(session.lesson.questions())
    return sum(session.answer_to(q).right for q in questions), len(questions)


def first_try(session: Session) -> int:
    """Questions answered right at the first try, without a hint."""
    answers = (session.answer_to(q) for q in session.lesson.questions())
    return sum(a.right and a.tries_left == TRIES and not a.hints for a in answers)
