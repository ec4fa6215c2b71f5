"""A lesson in progress: `advance(session, event) -> session`, frozen, without input or output.

The screen and the plain conversation are two views of it. A session stands at one pause: a
question, a derivation that unfolds line by line, the end of a page, or the end of the lesson.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cached_property, partial
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
    components,
    is_question,
)
from tutor.lesson.reveal import Cell, given, revealed
from tutor.teaching.answers import NO_ANSWER, TRIES, Answer, responded
from tutor.teaching.events import (
    Event,
    HintWanted,
    Jumped,
    Revealed,
    Skipped,
    Submitted,
    WentBack,
    WentOn,
)
from tutor.teaching.grading import Prove, judge, no_proof
from tutor.teaching.hints import hints, way_parts
from tutor.teaching.judgement import Judgement
from tutor.teaching.questions import ValueQuestion, question_of


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


def advance(session: Session, event: Event) -> Session:
    """The session after an event. An event that makes no sense now leaves it as it is."""
    match session.phase, event:
        case _, Jumped(at) if 0 <= at < len(session.pauses):
            return _moved(_covered(session, at), at)
        case Phase.ASKING, Revealed() if session.mode is Mode.PRESENT:
            return _whole(_responded(session, event))
        case Phase.ASKING, WentOn() if session.mode is Mode.PRESENT:
            return _revealed_part(session)
        case _, WentBack() if session.mode is Mode.PRESENT:
            return _stepped_back(session)
        case Phase.UNFOLDING, Revealed():
            return _unfolded(session, _length(session))
        case Phase.ASKING, Submitted() | HintWanted() | Revealed():
            return _responded(session, event)
        case Phase.UNFOLDING, WentOn():
            return _unfolded(session, session.lines + 1)
        case ((Phase.READING | Phase.SETTLED), WentOn()):
            return _moved(session, session.at + 1)
        case ((Phase.ASKING | Phase.UNFOLDING | Phase.READING | Phase.SETTLED), Skipped()):
            return _skipped(session)
        case _, WentBack() if session.at > 0:
            return _moved(session, session.at - 1)
    return session


def _skipped(session: Session) -> Session:
    """At the next page, the open questions of this one marked as skipped."""
    assert session.pause is not None  # Past the last page there is nothing to skip.
    page = session.pause.page
    answers = dict(session.answers)
    for pause in session.pauses[session.at :]:
        block = pause.block
        if pause.page == page and block is not None and is_question(block):
            answer = session.answer_to(block)
            if not answer.settled:
                answers[block.id] = replace(answer, skipped=True)
    after = (at for at, pause in enumerate(session.pauses) if pause.page > page)
    moved = _moved(session, next(after, len(session.pauses)))
    return replace(moved, answers=MappingProxyType(answers))


def _responded(session: Session, event: Event) -> Session:
    assert session.stop is not None  # Only a question is in the phase ASKING.
    most = len(hints(session.stop)) if isinstance(event, HintWanted) else 0
    answer = responded(session.answer, event, partial(judged, session), most)
    return replace(session, answers=MappingProxyType({**session.answers, session.stop.id: answer}))


def judged(
    session: Session,
    text: str,
    prove: Prove = no_proof,
    cell: tuple[float, float] | None = None,
) -> Judgement:
    """How an answer to the question that stands open does; `prove` as in `judge`.

    `cell` is how large the cells are of the picture that a place was shown on.
    """
    assert session.stop is not None  # Only a question is in the phase ASKING.
    question = question_of(session.stop, _typed_before(session, session.stop))
    if isinstance(question, ValueQuestion) and question.cell is not None and cell is not None:
        question = replace(question, cell=cell)
    return judge(question, text, prove)


def _typed_before(session: Session, stop: Ask) -> dict[str, tuple[float, ...]]:
    """The learner's own last values for other quantities of the same step."""
    found: dict[str, tuple[float, ...]] = {}
    for other in session.lesson.questions():
        if other is stop:
            break
        tries = session.answer_to(other).tries
        if tries and tries[-1].judgement.values and _same_step(stop, other):
            assert isinstance(other, Predict)  # Nothing else is at a step.
            found[other.quantity] = tries[-1].judgement.values
    return found


def _same_step(stop: Ask, other: Ask) -> bool:
    """Whether two questions are about the same step, the other one about all its components."""
    if not isinstance(stop, Predict) or not isinstance(other, Predict):
        return False
    return (other.problem, other.t, other.parameter) == (stop.problem, stop.t, None)


def _unfolded(session: Session, lines: int) -> Session:
    """So many lines of the derivation."""
    is_whole = lines >= _length(session)
    unfolded = session.unfolded | {session.at} if is_whole else session.unfolded - {session.at}
    return replace(session, lines=lines, unfolded=unfolded)


def _length(session: Session) -> int:
    """In how many parts the pause is revealed: lines of a derivation, quantities on the way."""
    stop = session.stop
    if isinstance(stop, Derive) and not is_question(stop):
        return sum(len(stop.problem.derivation(c)) for c in components(stop))
    if isinstance(stop, Predict) and stop.quantity != GRADIENT:
        # What leads there, the formula, the formula with numbers, the result.
        return len(way_parts(stop, session.known_before(stop))) + 3
    return 1 if stop is not None else 0


def _whole(session: Session) -> Session:
    """With every part of the pause counted as shown."""
    return replace(session, lines=_length(session))


def _is_open(session: Session) -> bool:
    """Whether the answer at the pause is on show already."""
    return session.answer.settled or session.at in session.unfolded


def _covered(session: Session, at: int) -> Session:
    """With everything covered again from a pause on."""
    later = {p.block.id for p in session.pauses[at:] if p.block is not None}
    answers = {id_: answer for id_, answer in session.answers.items() if id_ not in later}
    unfolded = frozenset(pause for pause in session.unfolded if pause < at)
    return replace(session, answers=MappingProxyType(answers), unfolded=unfolded)


def _revealed_part(session: Session) -> Session:
    """One more quantity on the way to the answer; the last part is the answer itself."""
    lines = session.lines + 1
    shown = replace(session, lines=lines)
    return _responded(shown, Revealed()) if lines >= _length(session) else shown


def _stepped_back(session: Session) -> Session:
    """As it was one key before: a part less, or the pause before this one, all of it on show."""
    if session.lines == 0:
        if session.at == 0:
            return session
        there = replace(session, at=session.at - 1, lines=0)
        return _whole(there) if _is_open(there) else there
    lines, stop = session.lines - 1, session.stop
    if isinstance(stop, Derive) and not is_question(stop):
        return _unfolded(session, lines)
    hidden = {id_: a for id_, a in session.answers.items() if stop is None or id_ != stop.id}
    return replace(session, lines=lines, answers=MappingProxyType(hidden))


def _moved(session: Session, at: int) -> Session:
    return replace(session, at=at, lines=0)


def score(session: Session) -> tuple[int, int]:
    """Questions answered right, and questions in all."""
    questions = list(session.lesson.questions())
    return sum(session.answer_to(q).right for q in questions), len(questions)


def first_try(session: Session) -> int:
    """Questions answered right at the first try, without a hint."""
    answers = (session.answer_to(q) for q in session.lesson.questions())
    return sum(a.right and a.tries_left == TRIES and not a.hints for a in answers)
