"""Exposition and prose → Textual content, wrapped to a width. Tones get their looks here."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from tutor.lesson.prose import Paragraph, Span
from tutor.maths.notation import display_width
from tutor.teaching.exposition import Line, Tone
from tutor.teaching.table import ASKED, Table

STYLES = {
    Tone.FORMULA: "$foreground",
    Tone.RESULT: "bold $text-accent",
    Tone.PROMPT: "bold $foreground",
    Tone.GOOD: "bold $text-success",
    Tone.NEARLY: "$text-warning",
    Tone.BAD: "bold $text-error",
    Tone.QUIET: "$foreground-muted",
}
HEADING_STYLE = "bold $text-primary"
CODE_STYLE = "$text-accent"
HANGING = 4  # Continuation lines of a formula stand in a little.
FORMULA_INDENT = 2


def paint_paragraph(paragraph: Paragraph, width: int) -> list[Content]:
    """The lines of a paragraph, its bullet hanging."""
    if paragraph.maths is not None:
        margin = Content(" " * (paragraph.indent + FORMULA_INDENT))
        rows = paragraph.maths.rows(max(1, width - len(margin.plain)))
        return [margin + Content.styled(row, STYLES[Tone.FORMULA]) for row in rows]
    content = Content.assemble(*((span.text, _span_style(span)) for span in paragraph.spans))
    if paragraph.heading:
        content = content.stylize(HEADING_STYLE)
    indent = paragraph.indent if not paragraph.verbatim else max(paragraph.indent, FORMULA_INDENT)
    lines = content.wrap(max(1, width - indent))
    bullet = paragraph.bullet.rjust(indent)
    return [
        Content(bullet if number == 0 and paragraph.bullet else " " * indent) + line
        for number, line in enumerate(lines)
    ]


def _span_style(span: Span) -> str:
    if span.code or span.maths:
        return CODE_STYLE
    return " ".join(name for name, on in (("bold", span.strong), ("italic", span.emphasis)) if on)


def paint_lines(
    lines: Iterable[Line], width: int, indent: int = 0, hanging: int = HANGING
) -> list[Content]:
    """Lines in the look of their tones; what is too long goes on a little further in."""
    found: list[Content] = []
    tall = False  # Whether the line before takes several rows.
    for line in lines:
        if line.maths is not None:
            left = Content(" " * indent)
            rows = line.maths.rows(max(1, width - indent))
            # The bar of a root is nearly blank by itself.
            apart = tall and len(rows) > 1 and rows[0].strip("_ ")
            found += [Content("")] if apart else []
            found += [left + Content.styled(row, STYLES[line.tone]) for row in rows]
            tall = len(rows) > 1
            continue
        tall = False
        text = Content.styled(line.text.lstrip(" "), STYLES[line.tone])
        own = indent + len(line.text) - len(line.text.lstrip(" "))
        first, *others = text.wrap(max(1, width - own)) if line.text else [Content("")]
        found.append(Content(" " * own) + first)
        if others:
            rest = text[len(first.plain) :]
            margin = min(own + hanging, width // 2)
            found += [Content(" " * margin) + more for more in _stripped(rest, width - margin)]
    return found


def _stripped(content: Content, width: int) -> list[Content]:
    start = len(content.plain) - len(content.plain.lstrip(" "))
    return content[start:].wrap(max(1, width))


def paint_table(table: Table) -> list[Content]:
    """The trace in columns: what is asked stands out, the learner's own values are quiet."""
    widths = table.widths()

    def cells(texts: tuple[str, ...], style: str) -> Content:
        parts: list[tuple[str, str]] = []
        for text, width in zip(texts, widths, strict=True):
            look = STYLES[Tone.RESULT] if text == ASKED else style
            parts.append((" " * (width - display_width(text)) + text + "  ", look))
        return Content.assemble(*parts)

    rows = [
        cells(row.cells, STYLES[Tone.QUIET] if row.is_typed else STYLES[Tone.FORMULA])
        for row in table.rows
    ]
    return [cells(table.header, HEADING_STYLE), *rows]
