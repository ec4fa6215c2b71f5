"""Questions for Moodle, in its XML format: docs.moodle.org, 'Moodle XML format'.

Every number is a numerical question with a tolerance; the value of each misconception is a wrong
answer with its own feedback. A vector is asked for by one of its components, a derivative by its
value at a point: Moodle has no questions for either. A choice is a multiple choice.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from tutor.maths.evaluate import value_or_none
from tutor.maths.judging import OF_STEP, THREE_DIGITS, fits, is_same, three_digits
from tutor.maths.loss import Loss
from tutor.maths.notation import format_number, pretty_name
from tutor.maths.working import Symbols
from tutor.teaching.cards import Card
from tutor.teaching.diagnosis import explain, wrong_formulas
from tutor.teaching.exposition import Line
from tutor.teaching.items import slip_values
from tutor.teaching.questions import ChoiceQuestion, ExpressionQuestion, ValueQuestion

# Where a derivative is evaluated: the first place at which its slips show.
PLACES = (2.0, -1.0, 3.0, 1.0, -2.0, 0.5, 4.0, -3.0)
ZERO = 1e-6  # Of the scale: below that a value is rounding noise.
MOST = 1e4  # Of a derivative's value.
PENALTY = "0.3333333"  # Moodle's own, for a further try.


Slips = tuple[tuple[float, tuple[str, ...]], ...]  # Values, each with the ids that give it.


@dataclass(frozen=True)
class Numerical:
    """A question for one number, with the values that misconceptions give."""

    asks: str
    right: float
    tolerance: float
    slips: Slips
    worked: str = ""  # What the card's own working does not say.


def moodle_xml(cards: Sequence[Card], seed: int) -> str:
    """A file for Moodle's question bank, in a category of its own."""
    root = Xml.Element("quiz")
    category = Xml.SubElement(root, "question", type="category")
    _text(Xml.SubElement(category, "category"), f"$course$/top/Descent {seed}")
    for number, card in enumerate(cards, 1):
        root.append(_question(card, f"{number:02} {card.skill.key}"))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"


def _question(card: Card, name: str) -> Xml.Element:
    if isinstance(card.question, ChoiceQuestion):
        return _multichoice(card, card.question, name)
    if isinstance(card.question, ValueQuestion):
        return _numerical(card, _one_component(card.question), name)
    return _numerical(card, _at_a_place(card.question), name)


def _begun(kind: str, card: Card, asks: str, name: str, more: str = "") -> Xml.Element:
    """What all kinds of questions share."""
    question = Xml.Element("question", type=kind)
    _text(Xml.SubElement(question, "name"), name)
    given = "".join(f"<p>{html.escape(line.text)}</p>" for line in card.given)
    asked = f"{given}<p><b>{html.escape(asks)}</b></p>"
    _text(Xml.SubElement(question, "questiontext", format="html"), asked)
    worked = _worked(card.working) + (f"<p>{html.escape(more)}</p>" if more else "")
    _text(Xml.SubElement(question, "generalfeedback", format="html"), worked)
    for tag, setting in (("defaultgrade", "1"), ("penalty", PENALTY), ("hidden", "0")):
        Xml.SubElement(question, tag).text = setting
    return question


def _worked(lines: Sequence[Line]) -> str:
    return "".join(f"<p>{html.escape(line.text.strip())}</p>" for line in lines)


def _multichoice(card: Card, asked: ChoiceQuestion, name: str) -> Xml.Element:
    question = _begun("multichoice", card, asked.prompt, name)
    single = (("single", "true"), ("shuffleanswers", "true"), ("answernumbering", "abc"))
    for tag, setting in single:
        Xml.SubElement(question, tag).text = setting
    for option in asked.options:
        fraction = "100" if option.right else "0"
        answer = Xml.SubElement(question, "answer", fraction=fraction, format="html")
        _text(answer, html.escape(option.text))
        _text(Xml.SubElement(answer, "feedback", format="html"), html.escape(option.why))
    return question


def _numerical(card: Card, asked: Numerical, name: str) -> Xml.Element:
    question = _begun(
        "numerical", card, f"{asked.asks} (three significant digits)", name, asked.worked
    )
    _answer(question, "100", asked.right, asked.tolerance, "Right.")
    for value, ids in asked.slips:
        _answer(question, "0", value, _half_digit(value), explain(ids))
    for tag, setting in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "3")):
        Xml.SubElement(question, tag).text = setting
    return question


def _answer(question: Xml.Element, fraction: str, value: float, within: float, says: str) -> None:
    answer = Xml.SubElement(question, "answer", fraction=fraction, format="moodle_auto_format")
    _text(answer, f"{value:.10g}")
    Xml.SubElement(answer, "tolerance").text = f"{within:.4g}"
    _text(Xml.SubElement(answer, "feedback", format="html"), html.escape(says))


def _text(parent: Xml.Element, text: str) -> None:
    Xml.SubElement(parent, "text").text = text


# One number for each question


def _one_component(asked: ValueQuestion) -> Numerical:
    """The question for the component in which most misconceptions show."""
    assert asked.scene is not None  # A card's question is about a step.
    slips = list(slip_values(asked.scene, asked.quantity))
    grouped = [
        _grouped(right, [(id_, values[at]) for id_, values in slips])
        for at, right in enumerate(asked.right)
    ]
    at = max(range(len(grouped)), key=lambda number: len(grouped[number]))
    right, old = asked.right[at], asked.old[at]
    tolerance = _tolerance(right, grouped[at], old)
    asks = asked.prompt
    if len(asked.right) > 1:
        which = asked.components[at]
        symbol = Symbols.of(asked.scene, which, asked.scene.t)(asked.quantity)
        asks = f"{symbol} = ?{asked.prompt.partition('?')[2]}"
    return Numerical(asks, right, tolerance, grouped[at])


def _at_a_place(asked: ExpressionQuestion) -> Numerical:
    """The question for the derivative's value where the most slips show."""
    assert asked.loss is not None  # A card asks for a whole derivative.
    valued = (_valued(asked, asked.loss, place) for place in PLACES)
    return max(filter(None, valued), key=lambda found: len(found.slips))


def _valued(asked: ExpressionQuestion, loss: Loss, place: float) -> Numerical | None:
    """The question at a place; None where the derivative has no useful value there."""
    component = asked.components[0]
    point = {name: place + at for at, name in enumerate(loss.parameters)}
    right = value_or_none(asked.right[0], point)
    if right is None or right == 0 or abs(right) > MOST:
        return None
    wrong = wrong_formulas(loss, component)
    values = ((id_, value_or_none(formula, point)) for id_, formula in wrong)
    slips = _grouped(right, [(id_, value) for id_, value in values if value is not None])
    where = ", ".join(f"{pretty_name(n)} = {format_number(v)}" for n, v in point.items())
    asks = f"{asked.prompt.removesuffix('?')}?  Its value at {where}."
    return Numerical(asks, right, _tolerance(right, slips), slips, f"At {where}: {right:.6g}")


def _grouped(right: float, values: Sequence[tuple[str, float]]) -> Slips:
    """The wrong values with everything that gives them; none that three digits take for right."""
    groups: list[tuple[float, list[str]]] = []
    scale = ZERO * max(1.0, abs(right))
    for id_, exact in values:
        value = 0.0 if abs(exact) < scale else exact
        if is_same(value, right) or abs(value - right) <= THREE_DIGITS * abs(right):
            continue
        for other, ids in groups:
            if fits(three_digits(value), other):
                if id_ not in ids:
                    ids.append(id_)
                break
        else:
            groups.append((value, [id_]))
    return tuple((value, tuple(ids)) for value, ids in groups)


def _tolerance(right: float, slips: Slips, old: float | None = None) -> float:
    """As the judge has it: a unit of the third digit, or half a hundredth; not as far as a slip.

    Half a unit is always allowed, since three digits are asked for.
    """
    half = _half_digit(right)
    wanted = max(2 * half, THREE_DIGITS * abs(right))
    if old is not None:
        wanted = min(wanted, OF_STEP * abs(right - old))
    return max(half, min([wanted, *(abs(value - right) / 2 for value, _ in slips)]))


def _half_digit(value: float) -> float:
    """Half a unit of the third digit, and a hair: two values that differ there do not meet."""
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - 2) if value else THREE_DIGITS
    return 0.505 * unit
