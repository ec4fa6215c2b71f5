"""What a lesson lets be seen: the run so far, and the pictures that its stops ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tutor.lesson.model import (
    SWEEP,
    Compare,
    Contour,
    Curves,
    Point,
    Predict,
    Problem,
    TraceTable,
    components,
)
from tutor.lesson.reveal import is_known
from tutor.maths.formats import run_names
from tutor.maths.rule import NEXT
from tutor.pictures.cells import Cell
from tutor.pictures.contour import Marks, Path, caption, contour_picture
from tutor.pictures.curves import curves_plot, sweep_plot
from tutor.pictures.palette import Palette
from tutor.pictures.paths import calm_places
from tutor.pictures.plane import Plane
from tutor.pictures.plot import Plot, plot_rows
from tutor.pictures.run_picture import RunPicture, minimum_near, shown_gradients, step_name
from tutor.pictures.words import plot_words
from tutor.teaching.session import Session

PictureStop = Contour | Curves | Compare
Vector = tuple[float, ...]

SWEPT = 1000  # Learning rates of a sweep.
DECADES = 100.0  # A sweep goes so many times below and above the problem's own rate.


@dataclass(frozen=True)
class Drawing:
    """A picture in cells, and what it cannot say itself."""

    rows: list[list[Cell]]
    note: str = ""


def draw(stop: PictureStop, columns: int, rows: int, palette: Palette) -> Drawing:
    """The picture that a stop shows."""
    match stop:
        case Contour():
            cells, note = _contour(stop).rows(columns, rows, palette)
            return Drawing(cells, note)
        case Curves():
            return Drawing(plot_rows(plot_of(stop), columns, rows, palette))
        case Compare(problem=problem):
            if len(problem.parameters) == 1:
                return Drawing(plot_rows(_loss_plot(stop), columns, rows, palette))
            return _paths(stop, columns, rows, palette)


def words(stop: PictureStop) -> str:
    """What the picture shows, in sentences."""
    match stop:
        case Contour():
            return _contour(stop).words
        case Curves():
            return plot_words(plot_of(stop))
        case Compare():
            return plot_words(_loss_plot(stop))


# The run so far


def seen(session: Session) -> RunPicture:
    """The problem's run as far as the learner knows it, with what was predicted beside it."""
    problem, known = session.problem, session.known
    count = range(len(problem.parameters))

    def knows(quantity: str, t: int) -> bool:
        return all(is_known(known, problem, quantity, t, c) for c in count)

    reached = 0
    while reached < _farthest(session, problem) and knows("theta", reached + 1):
        reached += 1
    gradients = [
        problem.trace.vector("g", t) if t < len(problem.trace) and knows("g", t) else None
        for t in range(reached + 1)
    ]
    return RunPicture(
        problem.loss,
        problem.trace.places(reached),
        _few(tuple(gradients)),
        predicted=_predicted(session, problem),
        room_for=problem.trace.places(_farthest(session, problem)),
        step_name=step_name(problem.trace) if reached else "",
        heights_known=not any(
            isinstance(stop, Predict)
            and stop.quantity == "loss"
            and stop.problem is problem
            and not session.answer_to(stop).settled
            for stop in session.lesson.questions()
        ),
    )


def _few(gradients: tuple[Vector | None, ...]) -> tuple[Vector | None, ...]:
    """The newest gradient alone: the picture beside a lesson is small."""
    last = max((t for t, g in enumerate(gradients) if g is not None), default=-1)
    return tuple(g if t == last else None for t, g in enumerate(gradients))


def _farthest(session: Session, problem: Problem) -> int:
    """The last step whose place the lesson shows anywhere."""
    reach = [1]
    for stop in session.lesson.stops:
        if stop.problem is not problem:
            continue
        match stop:
            case Predict(t=t, quantity=quantity):
                reach.append(t + (quantity == NEXT))
            case TraceTable(last=last, quantities=shown):
                reach.append(last + (not shown or NEXT in shown))
            case Contour(to=to):
                reach.append(to)
    return min(max(reach), len(problem.trace))


def _predicted(session: Session, problem: Problem) -> tuple[Vector, ...]:
    """Where the learner thought the path would go, at the questions that are settled."""
    found = []
    for stop in session.lesson.questions():
        answer = session.answer_to(stop)
        about_place = isinstance(stop, Predict) and stop.quantity == NEXT
        whole = about_place and len(components(stop)) == len(problem.parameters)
        if stop.problem is not problem or not whole or not answer.settled:
            continue
        tries = [t.judgement.values for t in answer.tries if t.judgement.values]
        found += tries[-1:]
    return tuple(found)


def is_pointed(session: Session) -> bool:
    """Whether the question that stands open is answered on the picture."""
    return isinstance(session.stop, Point) and not session.answer.settled


# The stops


@lru_cache(maxsize=32)
def _contour(stop: Contour) -> RunPicture:
    trace = stop.problem.trace
    places = trace.places(stop.to)
    gradients: tuple[Vector | None, ...] = ()
    if stop.arrows:
        count = range(min(len(places), len(trace)))
        gradients = shown_gradients([trace.vector("g", t) for t in count])
    name = step_name(trace) if stop.arrows else ""
    return RunPicture(trace.loss, places, gradients, step_name=name)


@lru_cache(maxsize=32)
def plot_of(stop: Curves) -> Plot:
    """The curves of a stop; a sweep runs a thousand learning rates side by side."""
    if stop.quantity == SWEEP:
        return _sweep(stop)
    traces = [run.trace for run in stop.runs]
    return curves_plot(traces, stop.quantity, log=stop.log, named=stop.labels)


def _sweep(stop: Curves) -> Plot:
    import numpy as np

    from tutor.maths.lanes import final_losses

    problem = stop.problem
    rates = [run.eta for run in stop.runs]
    least, most = min(rates), max(rates)
    if least == most:
        least, most = problem.eta / DECADES, problem.eta * DECADES
    etas = np.geomspace(least, most, SWEPT).tolist()
    losses = final_losses(
        problem.rule, problem.loss, problem.start, etas, problem.steps, dict(problem.hyper)
    )
    return sweep_plot(etas, losses.tolist(), problem.steps, log=stop.log)


@lru_cache(maxsize=32)
def _loss_plot(stop: Compare) -> Plot:
    return curves_plot([run.trace for run in stop.runs], log=True)


def _paths(stop: Compare, columns: int, rows: int, palette: Palette) -> Drawing:
    """The runs as paths on one landscape."""
    traces = [run.trace for run in stop.runs]
    plane = Plane(stop.problem.loss, stop.problem.start)
    paths = tuple(
        Path(tuple(plane.of(place) for place in trace.places(len(trace))), name=name)
        for trace, name in zip(traces, run_names(traces), strict=True)
    )
    minimum = minimum_near(stop.problem.loss, stop.problem.start)
    marks = Marks(paths, plane.of(minimum) if minimum else None)
    calm = [plane.of(place) for trace in traces for place in calm_places(trace)]
    picture = contour_picture(plane, marks, columns, rows, palette, extent=calm)
    return Drawing(picture.rows(), caption(picture))
