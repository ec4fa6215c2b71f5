"""A quiz on paper: a worksheet to fill in, and a key with every answer worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tutor.documents.markdown import escaped
from tutor.teaching.cards import Card
from tutor.teaching.exposition import Line
from tutor.teaching.questions import ChoiceQuestion
from tutor.teaching.report import expected_text

WIDTH = 76  # Columns of a formula in the key.
BLANK = "." * 40
ROOM = 3  # Lines to work in.


@dataclass(frozen=True)
class Sheet:
    """What is put on paper, and what is said above it."""

    seed: int
    cards: tuple[Card, ...]
    command: str  # What gives the same quiz again.
    minutes: float | None = None

    @property
    def title(self) -> str:
        return f"Gradient descent: {len(self.cards)} questions"


CONVENTIONS = (
    "Three significant digits are enough. Steps are counted from t = 0. A raised number behind a "
    "parameter, as in w² = ?, counts steps: it is the w that step t = 2 begins at. Inside a loss "
    "it is a power, as always. log is the natural logarithm; ε may be left out."
)


def worksheet(sheet: Sheet) -> str:
    """The questions, with room for a name and for the answers. It does not tell the seed."""
    limit = [f"Time: {sheet.minutes:g} minutes", ""] if sheet.minutes else []
    lines = [f"# {sheet.title}", "", f"Name: {BLANK}    Date: {BLANK[:16]}", "", *limit,
             CONVENTIONS, ""]  # fmt: skip
    for number, card in enumerate(sheet.cards, 1):
        lines += [f"## {number}. {escaped(card.skill.title)}", "", *_asked(card), ""]
        lines += _room(card)
    return "\n".join(lines)


def _room(card: Card) -> list[str]:
    """Room to work in, and a blank for each value; a choice is ticked."""
    if not card.symbols:
        return []
    blanks = "    ".join(f"{escaped(symbol)} = {BLANK[:24]}" for symbol in card.symbols)
    return [*["&nbsp;", ""] * ROOM, blanks, ""]


def answer_key(sheet: Sheet) -> str:
    """For each question its answer, and how it comes about."""
    lines = [f"# Key. {sheet.title}", "", f"    {sheet.command}", ""]
    for number, card in enumerate(sheet.cards, 1):
        lines += [f"## {number}. {escaped(card.skill.title)}", "", *_asked(card, options=False), ""]
        lines += [f"**{escaped(expected_text(card.question))}**", "", *_worked(card), ""]
    return "\n".join(lines)


def _asked(card: Card, *, options: bool = True) -> Iterator[str]:
    for line in card.given:
        yield from (escaped(line.text), "")
    yield f"**{escaped(card.question.prompt)}**"
    if options and isinstance(card.question, ChoiceQuestion):
        yield ""
        pairs = zip(card.question.letters, card.question.options, strict=True)
        for letter, option in pairs:
            yield from (f"☐ {letter}) {escaped(option.text)}", "")


def _worked(card: Card) -> Sequence[str]:
    """The working; prose for a choice, else formulas in two dimensions, which need fixed width."""
    if isinstance(card.question, ChoiceQuestion):
        return [part for line in card.working for part in (escaped(line.text.strip()), "")]
    return ["```text", *_rows(card.working), "```"]


def _rows(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        if line.maths is None:
            yield line.text
        else:
            yield from (row.rstrip() for row in line.maths.rows(WIDTH))
