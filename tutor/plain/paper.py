"""What a conversation is written on: lines of text, wrapped to a width that reads well."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable

from tutor.lesson.prose import Paragraph
from tutor.teaching.events import HintWanted, Submitted
from tutor.teaching.exposition import Line

WIDTH = 76
INDENT = "    "
QUIT = frozenset({"q", "quit", ":q"})

Read = Callable[[str], str]
Write = Callable[[str], None]


class Left(Exception):
    """The learner said q or pressed Ctrl+C, or the input ended."""


class Paper:
    """`read` gives a line for a prompt (EOFError where there is no more); `write` takes one."""

    def __init__(self, read: Read, write: Write) -> None:
        self.read, self.write = read, write

    def lines(self, lines: Iterable[Line]) -> None:
        """Lines of mathematics or of a summary, indented; what is too long goes on further in."""
        for line in lines:
            text = line.text.lstrip(" ")
            own = INDENT + " " * (len(line.text) - len(text))
            for part in textwrap.wrap(
                text, WIDTH, initial_indent=own, subsequent_indent=own + INDENT,
                break_long_words=False, break_on_hyphens=False,
            ):  # fmt: skip
                self.write(part)

    def wrapped(self, text: str) -> None:
        for line in textwrap.wrap(text, WIDTH):
            self.write(line)

    def prose(self, found: Iterable[Paragraph]) -> None:
        for number, paragraph in enumerate(found):
            if number and not paragraph.bullet:
                self.write("")
            for line in wrap(paragraph, WIDTH):
                self.write(line)

    def event(self, prompt: str = "> ") -> Submitted | HintWanted:
        """What the learner does at an open question, or `Left`."""
        try:
            text = self.read(prompt)
        except (EOFError, KeyboardInterrupt):
            raise Left from None
        if text.strip().lower() in QUIT:
            raise Left
        return HintWanted() if text.strip() == "?" else Submitted(text)


def wrap(paragraph: Paragraph, width: int) -> list[str]:
    """The lines of a paragraph, its bullet hanging."""
    if paragraph.verbatim or paragraph.maths is not None:
        return [INDENT + line for line in paragraph.text.splitlines()]
    hanging = " " * paragraph.indent
    first = hanging[: max(0, paragraph.indent - len(paragraph.bullet))] + paragraph.bullet
    return textwrap.wrap(
        paragraph.text, width, initial_indent=first, subsequent_indent=hanging,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
