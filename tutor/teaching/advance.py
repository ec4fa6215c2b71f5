"""What each event makes of a session: `advance(session, event) -> session`, without I/O."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import MappingProxyType

from tutor.lesson.model import GRADIENT, Ask, Derive, Predict, components, is_question
from tutor.teaching.answers import responded
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
from tutor.teaching.session import Mode, Phase, Session


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


def _moved(session: Session, at: int) -> Session:
    return replace(session, at=at, lines=0)


# Before a class


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
