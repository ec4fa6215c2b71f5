"""Markdown prose → paragraphs of marked spans, which each view draws in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True)
class Span:
    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A block of text: `bullet` stands before its first line, `indent` before the others."""

    spans: tuple[Span, ...]
    bullet: str = ""
    indent: int = 0
    heading: bool = False
    verbatim: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@lru_cache(maxsize=256)
def paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    """The paragraphs, list items, headings and code of a stretch of prose."""
    return tuple(_Walk().walk(MarkdownIt("commonmark").parse(markdown)))


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
            case "fence" | "code_block":
                self._add((Span(token.content.rstrip("\n"), code=True),), verbatim=True)

    def _next_bullet(self) -> str:
        number = self.counters[-1]
        if number is None:
            return "• "
        self.counters[-1] = number + 1
        return f"{number}. "

    def _add(self, spans: tuple[Span, ...], *, verbatim: bool = False) -> None:
        indent = 2 * max(0, len(self.counters) - 1) + (3 if self.counters else 0)
        self.found.append(Paragraph(spans, self.bullet, indent, self.heading, verbatim))
        self.bullet = ""


def _spans(tokens: Sequence[Token]) -> list[Span]:
    strong = emphasis = 0
    spans = []
    for token in tokens:
        strong += (token.type == "strong_open") - (token.type == "strong_close")
        emphasis += (token.type == "em_open") - (token.type == "em_close")
        if token.type in {"softbreak", "hardbreak"}:
            spans.append(Span(" " if token.type == "softbreak" else "\n"))
        elif token.type == "code_inline":
            spans.append(Span(token.content, code=True))
        elif token.content:
            spans.append(Span(token.content, bool(strong), bool(emphasis)))
    return spans
