"""What a view shows at each stop, in words and tones; how a tone looks is the view's affair."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Protocol

from tutor.lesson.model import (
    GRADIENT,
    Ask,
    Choose,
    Derive,
    Formula,
    Option,
    Point,
    Predict,
    Problem,
    components,
)
from tutor.lesson.reveal import is_known
from tutor.maths.derivation_formats import rule_words
from tutor.maths.errors import shown
from tutor.maths.expr import names_in
from tutor.maths.judging import Verdict
from tutor.maths.loss import Loss
from tutor.maths.notation import format_number, pretty_name
from tutor.maths.rule import Rule
from tutor.maths.tex import display
from tutor.maths.typeset import Maths, chain, side
from tutor.maths.working import (
    Symbols,
    Working,
    differential,
    loss_symbol,
    rule_formula,
    rule_formulas,
    slope_symbol,
    worked,
)
from tutor.teaching.answers import Answer, Try
from tutor.teaching.hints import way_parts, way_to, workings_of
from tutor.teaching.questions import LETTERS, prompt_of
from tutor.teaching.session import Mode, Session

NOT_SHOWN = "No place shown yet. Press Enter once more to see the answer."
CONFIRM = "Nothing typed. Press Enter once more to see the answer."
MARKS = {
    Verdict.RIGHT: "✓", Verdict.FOLLOW: "✓", Verdict.CLOSE: "≈", Verdict.WRONG: "✗",
    Verdict.AMBIGUOUS: "?", Verdict.UNDECIDED: "?", Verdict.UNREADABLE: "!",
}  # fmt: skip


class Tone(Enum):
    """What a line is, so that a view can tell kinds apart; the words say it too."""

    FORMULA = auto()
    RESULT = auto()
    PROMPT = auto()
    GOOD = auto()
    NEARLY = auto()
    BAD = auto()
    QUIET = auto()


@dataclass(frozen=True)
class Line:
    """A line of text; `maths` is the same in two dimensions, for a view that can draw it."""

    text: str
    tone: Tone = Tone.FORMULA
    maths: Maths | None = None


def maths_line(maths: Maths, tone: Tone = Tone.FORMULA) -> Line:
    return Line(maths.text, tone, maths)


TONE_OF = {
    Verdict.RIGHT: Tone.GOOD, Verdict.FOLLOW: Tone.GOOD, Verdict.WRONG: Tone.BAD,
}  # fmt: skip


def problem_lines(problem: Problem) -> list[Line]:
    """The loss, the start and the settings of a problem."""
    start = ", ".join(
        f"{Symbols.of(problem, i, 0)('theta')} = {format_number(value)}"
        for i, value in enumerate(problem.start)
    )
    settings = "".join(f", {_hyper_text(problem, h.name)}" for h in problem.rule.hyper)
    if problem.loss.given:
        history = ", ".join(map(format_number, problem.loss.given))
        return [
            Line(f"Given: g⁰ … {Symbols.of(problem, 0, problem.steps - 1)('g')} = {history}"),
            Line(f"{start}, η = {format_number(problem.eta)}{settings}"),
        ]
    return [
        loss_line(problem),
        *_data_lines(problem),
        Line(f"{start}, η = {format_number(problem.eta)}{settings}"),
    ]


class HasLoss(Protocol):
    @property
    def loss(self) -> Loss: ...


def loss_line(of: HasLoss) -> Line:
    """`L(w) = (w − 3)²`"""
    loss = of.loss
    return maths_line(chain(loss_symbol(loss), side(loss.whole(loss.expr), loss.symbol)))


def _data_lines(problem: Problem) -> list[Line]:
    """The examples: each column in a line, and how many of them an update takes."""
    data = problem.loss.data
    if data is None:
        return []
    lines = [
        Line(f"{problem.loss.symbol(name)} = {', '.join(map(format_number, values))}", Tone.QUIET)
        for name, values in zip(data.columns, zip(*data.rows, strict=True), strict=True)
    ]
    if data.batch:
        examples = "one example" if data.batch == 1 else f"{data.batch} examples"
        lines.append(Line(f"Each update takes {examples}, in order.", Tone.QUIET))
    return lines


def formula_lines(stop: Formula) -> list[Line]:
    parameters, loss = stop.problem.parameters, stop.problem.loss
    if stop.latex:
        return [maths_line(display(stop.latex))]
    if stop.quantity is None:
        return [maths_line(formula) for formula in rule_formulas(stop.rule, parameters)]
    if stop.quantity == "loss":
        return [loss_line(stop.problem)]
    if stop.quantity == GRADIENT:
        return [
            maths_line(chain(slope_symbol(parameters, i), side(loss.whole(partial), loss.symbol)))
            for i, partial in enumerate(loss.gradient)
        ]
    return [maths_line(rule_formula(stop.rule, parameters, stop.quantity))]


def derivation_lines(stop: Derive, shown: int | None = None) -> list[Line]:
    """The derivation so far; `shown` counts its steps, over all parameters, None for all."""
    problem, left = stop.problem, shown
    d, symbol = differential(problem.parameters), problem.loss.symbol
    derived = partial(side, symbol=symbol, differential=d, compact=True)
    lines: list[Line] = []
    for component in components(stop):
        if left is not None and left < 0:
            break
        slope = slope_symbol(problem.parameters, component)
        steps = problem.derivation(component)
        lines.append(maths_line(chain(slope, derived(steps[0].before))))
        visible = steps if left is None else steps[:left]
        for step in visible:
            tone = Tone.RESULT if step is steps[-1] else Tone.FORMULA
            line = chain(" " * len(slope), derived(step.after), note=rule_words(step.rule))
            lines.append(maths_line(line, tone))
        if left is not None:
            left = left - len(steps) if left > len(steps) else -1
    return lines


# Questions


class HasOptions(Protocol):
    @property
    def options(self) -> tuple[Option, ...]: ...


def option_lines(stop: HasOptions) -> list[Line]:
    """The answers to choose from, each under its letter."""
    return [
        Line(f"{letter}) {option.text}")
        for letter, option in zip(LETTERS, stop.options, strict=False)
    ]


def reason_lines(stop: Choose, chosen: Collection[str] = ()) -> list[Line]:
    """Every answer with why it is right or wrong, and which were chosen."""
    lines = []
    for letter, option in zip(LETTERS, stop.options, strict=False):
        mark, tone = ("✓", Tone.RESULT) if option.right else ("✗", Tone.FORMULA)
        yours = "   ← your choice" if letter in chosen else ""
        lines.append(Line(f"{mark} {letter}) {option.text}{yours}", tone))
        lines.append(Line(f"  {option.why}", Tone.QUIET))
    return lines


def prompt_line(stop: Ask) -> Line:
    return Line(prompt_of(stop), Tone.PROMPT)


def known_line(session: Session, stop: Ask) -> Line | None:
    """`Known: w¹ = 1, g⁰ = −6`: what the asked equation uses and has been shown."""
    if not isinstance(stop, Predict) or stop.quantity == GRADIENT:
        return None
    problem = stop.problem
    quantities, names = _ingredients(session, stop)
    parts = [
        _value_text(problem, quantity, t, component)
        for quantity, t in quantities
        for component in _shown_components(stop, quantity)
    ]
    parts.append(f"η = {format_number(problem.eta)}")
    parts += [_hyper_text(problem, h.name) for h in problem.rule.hyper if h.name in names]
    return Line(f"Known: {', '.join(parts)}.", Tone.QUIET)


def _shown_components(stop: Predict, quantity: str) -> tuple[int, ...]:
    """The components of a quantity that the answer is made from: L takes the whole of θ."""
    if quantity in stop.problem.rule.scalars:
        return (0,)
    if stop.quantity in {"loss", "g"}:
        return tuple(range(len(stop.problem.parameters)))
    return components(stop)


def _hyper_text(problem: Problem, name: str) -> str:
    settings = problem.rule.settings(dict(problem.hyper))
    return f"{pretty_name(name)} = {format_number(settings[name])}"


def _ingredients(session: Session, stop: Predict) -> tuple[list[tuple[str, int]], set[str]]:
    """What the answer is made from and has been shown, and every name on the way to it.

    Where a quantity of this step is not known yet, what it is made from stands in its place.
    """
    rule, known, problem = stop.problem.rule, session.known, stop.problem
    found: dict[tuple[str, int], None] = {}
    names: set[str] = set()
    visited: set[tuple[str, int]] = set()
    waiting = [(stop.quantity, stop.t)]
    while waiting:
        quantity, t = waiting.pop(0)
        visited.add((quantity, t))
        uses = {"theta"} if quantity in {"g", "loss"} else names_in(rule.equation(quantity).body)
        names |= uses
        for name in ("theta", "g", *rule.quantities):
            step = t - 1 if name == quantity else t
            if name not in uses or step < 0 or (name, step) in {*found, *visited}:
                continue
            is_shown = name == "theta" or all(
                is_known(known, problem, name, step, c) for c in components(stop)
            )
            if is_shown and not rule.is_running_sum(name):
                found[name, step] = None
            else:
                waiting.append((name, step))
    return sorted(found, key=lambda pair: (pair[1], _order(rule, pair[0]))), names


def _order(rule: Rule, name: str) -> int:
    return -1 if name == "theta" else rule.quantities.index(name)


def _value_text(problem: Problem, quantity: str, t: int, component: int) -> str:
    symbols = Symbols.of(problem, component, t)
    return f"{symbols(quantity)} = {format_number(problem.trace.value(quantity, t, component))}"


def try_line(attempt: Try, answer: Answer) -> Line:
    """`✗ 5.5   Not right. One more try.`"""
    judgement = attempt.judgement
    typed = judgement.read_as or shown(attempt.text)
    text = f"{MARKS[judgement.verdict]} {typed}   {judgement.message}"
    if judgement.verdict is Verdict.WRONG and not answer.settled:
        text += " One more try."
    return Line(text, TONE_OF.get(judgement.verdict, Tone.NEARLY))


def settled_lines(session: Session, stop: Ask) -> list[Line]:
    """How the answer came about: the worked step, or the derivation."""
    lines = []
    if session.answer_to(stop).revealed and session.mode is Mode.LEARN:
        lines.append(Line("Here is how it goes.", Tone.QUIET))
    if isinstance(stop, Derive):
        return lines + derivation_lines(stop)
    if isinstance(stop, Choose):
        chosen = {t.judgement.read_as[:1] for t in session.answer_to(stop).tries}
        return lines + reason_lines(stop, chosen)
    if stop.quantity == GRADIENT:
        derivation = Derive(stop.problem, stop.line, parameter=stop.parameter)
        return lines + derivation_lines(derivation)
    lines += [Line(w.one_line) for w in way_to(stop, session.known_before(stop))]
    return lines + worked_lines(workings_of(stop))


def part_lines(session: Session, stop: Ask) -> list[Line]:
    """Of a question that is presented: what has been revealed of the way to its answer."""
    if not session.lines or not isinstance(stop, Predict) or stop.quantity == GRADIENT:
        return []
    trace = stop.problem.trace
    lines = [
        Line(worked(trace, cell.quantity, cell.t, cell.component).one_line)
        for part in session.parts_shown
        for cell in part
    ]
    more = session.lines - len(way_parts(stop, session.known_before(stop)))
    for working in workings_of(stop):
        *steps, _ = working.maths
        lines += map(maths_line, steps[: max(0, more)])
    return lines


def worked_lines(workings: Iterable[Working]) -> list[Line]:
    """For each value the formula, the formula with numbers, the result."""
    lines = []
    for working in workings:
        *steps, result = working.maths
        lines += [*map(maths_line, steps), maths_line(result, Tone.RESULT)]
    return lines


def verdict_text(session: Session) -> str:
    """What came of a place that was shown, and where to read how it is found; else nothing."""
    answer = session.answer
    if not isinstance(session.stop, Point) or not answer.settled or not answer.tries:
        return ""
    return f"{try_line(answer.tries[-1], answer).text} Enter: how it is worked out."


def open_lines(session: Session, stop: Ask) -> list[Line]:
    """What an open question says back: the last try, the hints, and what an empty answer does."""
    answer = session.answer_to(stop)
    lines = [try_line(answer.tries[-1], answer)] if answer.tries else []
    lines += [
        Line(f"Hint {number}: {text}", Tone.QUIET)
        for number, text in enumerate(session.hints_shown, 1)
    ]
    if answer.asked_to_confirm:
        lines.append(Line(NOT_SHOWN if isinstance(stop, Point) else CONFIRM, Tone.NEARLY))
    return lines
