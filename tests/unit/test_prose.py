"""Markdown prose → paragraphs."""

from __future__ import annotations

from tutor.lesson.prose import Paragraph, Span, paragraphs
from tutor.plain.paper import wrap


def test_emphasis_and_code_are_spans() -> None:
    (paragraph,) = paragraphs("The **root** of *all*\n`sqrt(2)`.")
    assert paragraph.spans == (
        Span("The "), Span("root", strong=True), Span(" of "), Span("all", emphasis=True),
        Span(" "), Span("sqrt(2)", code=True), Span("."),
    )  # fmt: skip


def test_lists_hang_under_their_bullets() -> None:
    found = paragraphs("- one\n- two\n\n3. three\n4. four\n")
    assert [p.bullet for p in found] == ["• ", "• ", "3. ", "4. "]
    assert wrap(Paragraph((Span("word " * 6),), "• ", 3), 16) == [
        " • word word", "   word word", "   word word",
    ]  # fmt: skip


def test_code_is_kept_as_it_stands() -> None:
    (paragraph,) = paragraphs("```text\na  b\n  c\n```")
    assert wrap(paragraph, 20) == ["    a  b", "      c"]


def test_what_looks_like_markup_is_only_text() -> None:
    (paragraph,) = paragraphs("[/nope] and [b]x[/b]")
    assert paragraph.text == "[/nope] and [b]x[/b]"
