"""What a view shows at each stop, in words and tones; how a tone looks is the view's affair."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from tutor.lesson.model import GRADIENT, Derive, Formula, Predict, Problem, components
from tutor.lesson.reveal import is_known
from tutor.maths.derivation import Step
from tutor.maths.derivation_formats import rule_words
from tutor.maths.errors import shown
from tutor.maths.expr import names_in
from tutor.maths.judging import Verdict
from tutor.maths.notation import format_number, pretty, pretty_name
from tutor.maths.working import (
    Symbols,
    differential,
    loss_symbol,
    rule_formula,
    rule_formulas,
    slope_symbol,
)
from tutor.teaching.hints import way_to, workings_of
from tutor.teaching.questions import prompt_of
from tutor.teaching.session import Answer, Session, Try

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
    text: str
    tone: Tone = Tone.FORMULA


TONE_OF = {
    Verdict.RIGHT: Tone.GOOD, Verdict.FOLLOW: Tone.GOOD, Verdict.WRONG: Tone.BAD,
}  # fmt: skip


def problem_lines(problem: Problem) -> list[Line]:
    """The loss, the start and the settings of a problem."""
    start = ", ".join(
        f"{Symbols(problem.parameters, i, 0)('theta')} = {format_number(value)}"
        for i, value in enumerate(problem.start)
    )
    settings = "".join(f", {pretty_name(n)} = {format_number(v)}" for n, v in problem.hyper)
    return [
        Line(f"{loss_symbol(problem.loss)} = {pretty(problem.loss.expr)}"),
        Line(f"{start}, η = {format_number(problem.eta)}{settings}"),
    ]


def formula_lines(stop: Formula) -> list[Line]:
    parameters = stop.problem.parameters
    if stop.quantity is None:
        return [Line(text) for text in rule_formulas(stop.rule, parameters)]
    if stop.quantity == "loss":
        return [Line(f"{loss_symbol(stop.problem.loss)} = {pretty(stop.problem.loss.expr)}")]
    if stop.quantity == GRADIENT:
        return [
            Line(f"{slope_symbol(parameters, i)} = {pretty(partial)}")
            for i, partial in enumerate(stop.problem.loss.gradient)
        ]
    return [Line(rule_formula(stop.rule, parameters, stop.quantity))]


def derivation_lines(stop: Derive, shown: int | None = None) -> list[Line]:
    """The derivation so far; `shown` counts its steps, over all parameters, None for all."""
    problem, left = stop.problem, shown
    d = differential(problem.parameters)
    lines: list[Line] = []
    for component in components(stop):
        if left is not None and left < 0:
            break
        slope = slope_symbol(problem.parameters, component)
        lines.append(Line(f"{slope} = {d}/{d}{pretty_name(problem.parameters[component])}"
                          f"[{pretty(problem.loss.expr)}]"))  # fmt: skip
        steps = problem.derivation(component)
        visible = steps if left is None else steps[:left]
        lines += [_derivation_line(step, slope, d) for step in visible]
        if visible == steps:
            lines[-1] = Line(lines[-1].text, Tone.RESULT)
        if left is not None:
            left = left - len(steps) if left > len(steps) else -1
    return lines


def _derivation_line(step: Step, slope: str, d: str) -> Line:
    return Line(
        f"{' ' * len(slope)} = {pretty(step.after, differential=d)}   ({rule_words(step.rule)})"
    )


# Questions


def prompt_line(stop: Predict | Derive) -> Line:
    return Line(prompt_of(stop), Tone.PROMPT)


def known_line(session: Session, stop: Predict | Derive) -> Line | None:
    """`Known: w¹ = 1, g⁰ = −6`: what the asked equation uses and has been shown."""
    if isinstance(stop, Derive) or stop.quantity == GRADIENT:
        return None
    problem, known = stop.problem, session.known
    parts = [
        _value_text(problem, quantity, t, component)
        for quantity, t in _ingredients(stop)
        for component in (components(stop) if quantity != "eta_t" else (0,))
        if is_known(known, problem, quantity, t, component)
    ]
    constants = [f"η = {format_number(problem.eta)}"]
    return Line(f"Known: {', '.join([*parts, *constants])}.", Tone.QUIET)


def _ingredients(stop: Predict) -> list[tuple[str, int]]:
    """What the asked equation is made from, running sums written out."""
    rule, t = stop.problem.rule, stop.t
    if stop.quantity in {"g", "loss"}:
        return [("theta", t)]
    found: list[tuple[str, int]] = []
    uses = names_in(rule.equation(stop.quantity).body)
    if "theta" in uses or "g" in uses or uses & set(rule.state):
        found.append(("theta", t))
    for name in ("g", *rule.quantities):
        if name in uses and name in rule.state and rule.summand(name) is not None:
            found += [("g", i) for i in range(t + 1)]
        elif name == stop.quantity and name in uses:
            found += [(name, t - 1)] if t else []
        elif name in uses:
            found.append((name, t))
    return list(dict.fromkeys(found))


def _value_text(problem: Problem, quantity: str, t: int, component: int) -> str:
    symbols = Symbols(problem.parameters, component, t)
    return f"{symbols(quantity)} = {format_number(problem.trace.value(quantity, t, component))}"


def try_line(attempt: Try, answer: Answer) -> Line:
    """`✗ 5.5   Not right. One more try.`"""
    judgement = attempt.judgement
    typed = judgement.read_as or shown(attempt.text)
    text = f"{MARKS[judgement.verdict]} {typed}   {judgement.message}"
    if judgement.verdict is Verdict.WRONG and not answer.settled:
        text += " One more try."
    return Line(text, TONE_OF.get(judgement.verdict, Tone.NEARLY))


def settled_lines(session: Session, stop: Predict | Derive) -> list[Line]:
    """How the answer came about: the worked step, or the derivation."""
    lines = []
    if session.answer_to(stop).revealed:
        lines.append(Line("Here is how it goes.", Tone.QUIET))
    if isinstance(stop, Derive):
        return lines + derivation_lines(stop)
    if stop.quantity == GRADIENT:
        derivation = Derive(stop.problem, stop.line, parameter=stop.parameter)
        return lines + derivation_lines(derivation)
    lines += [Line(w.one_line) for w in way_to(stop, session.known_before(stop))]
    for working in workings_of(stop):
        lines += [Line(text) for text in working.lines[:-1]]
        lines.append(Line(working.lines[-1], Tone.RESULT))
    return lines


def open_lines(session: Session, stop: Predict | Derive) -> list[Line]:
    """What an open question says back: the last try, the hints, and what an empty answer does."""
    answer = session.answer_to(stop)
    lines = [try_line(answer.tries[-1], answer)] if answer.tries else []
    lines += [
        Line(f"Hint {number}: {text}", Tone.QUIET)
        for number, text in enumerate(session.hints_shown, 1)
    ]
    if answer.asked_to_confirm:
        lines.append(Line("Nothing typed. Press Enter once more to see the answer.", Tone.NEARLY))
    return lines
