"""Markdown prose → paragraphs of marked spans, which each view draws in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor.maths.errors import Unreadable
from tutor.maths.tex import display, inline
from tutor.maths.typeset import Maths


@dataclass(frozen=True)
class Span:
    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    maths: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A block of text: `bullet` stands before its first line, `indent` before the others."""

    spans: tuple[Span, ...]
    bullet: str = ""
    indent: int = 0
    heading: bool = False
    verbatim: bool = False
    maths: Maths | None = None  # A formula on lines of its own.

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@lru_cache(maxsize=256)
def paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    """The paragraphs, list items, headings and code of a stretch of prose."""
    return tuple(_Walk().walk(parser().parse(markdown)))


def parser() -> MarkdownIt:
    """CommonMark with formulas: `$…$` in a line, `$$…$$` on lines of their own."""
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    # A dollar beside a digit or a blank is a dollar.
    return MarkdownIt("commonmark").use(dollarmath_plugin, allow_space=False, allow_digits=False)


def unreadable_maths(markdown: str) -> Iterator[tuple[int, str]]:
    """(line from 0, message) for every formula that cannot be read."""
    for token in parser().parse(markdown):
        inner = [t for t in token.children or () if t.type == "math_inline"]
        for formula in [*inner, *([token] if token.type == "math_block" else [])]:
            try:
                display(formula.content)
            except Unreadable as error:
                yield (token.map[0] if token.map else 0), str(error)


class _Walk:
    """One pass over markdown-it's flat token list."""

    def __init__(self) -> None:
        self.counters: list[int | None] = []  # One a list: None for bullets, else the next number.
        self.bullet = ""
        self.heading = False
        self.found: list[Paragraph] = []

    def walk(self, tokens: Sequence[Token]) -> list[Paragraph]:
        for token in tokens:
            self._token(token)
        return self.found

    def _token(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.counters.append(None)
            case "ordered_list_open":
                self.counters.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self.counters.pop()
            case "list_item_open":
                self.bullet = self._next_bullet()
            case "heading_open" | "heading_close":
                self.heading = token.type == "heading_open"
            case "inline":
                self._add(tuple(_spans(token.children or ())))
            case "math_block":
                maths = display(token.content)
                self._add((Span(maths.text, maths=True),), maths=maths)
            case "fence" | "code_block":
                self._add((Span(token.content.rstrip("\n"), code=True),), verbatim=True)

    def _next_bullet(self) -> str:
        number = self.counters[-1]
        if number is None:
            return "• "
        self.counters[-1] = number + 1
        return f"{number}. "

    def _add(
        self, spans: tuple[Span, ...], *, verbatim: bool = False, maths: Maths | None = None
    ) -> None:
        indent = 2 * max(0, len(self.counters) - 1) + (3 if self.counters else 0)
        self.found.append(Paragraph(spans, self.bullet, indent, self.heading, verbatim, maths))
        self.bullet = ""


def _spans(tokens: Sequence[Token]) -> list[Span]:
    strong = emphasis = 0
    spans = []
    for token in tokens:
        strong += (token.type == "strong_open") - (token.type == "strong_close")
        emphasis += (token.type == "em_open") - (token.type == "em_close")
        if token.type in {"softbreak", "hardbreak"}:
            spans.append(Span(" " if token.type == "softbreak" else "\n"))
        elif token.type == "math_inline":
            spans.append(Span(inline(token.content), maths=True))
        elif token.type == "code_inline":
            spans.append(Span(token.content, code=True))
        elif token.content:
            spans.append(Span(token.content, bool(strong), bool(emphasis)))
    return spans
