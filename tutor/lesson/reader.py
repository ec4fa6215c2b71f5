"""A lesson file → Lesson. Reads everything before it complains, so all problems come at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor.lesson.diagnostics import BrokenLesson, Reports
from tutor.lesson.fences import Fence, Problems
from tutor.lesson.heading import Heading, front_matter, lesson_id, read_text
from tutor.lesson.model import Block, Lesson, Page, Prose, Stop
from tutor.lesson.pictures import PictureReader
from tutor.lesson.problems import read_problem
from tutor.lesson.prose import unreadable_maths
from tutor.lesson.schema import (
    CODE_LANGUAGES,
    FENCES,
    FRONT_MATTER,
    NEEDS_ID,
    NOTES,
    PICTURES,
    TAKES_ID,
)
from tutor.lesson.stops import StopReader
from tutor.lesson.toml_source import TomlSource
from tutor.maths.suggest import did_you_mean

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def read_lesson(path: Path) -> Lesson:
    """The lesson, or `BrokenLesson` with every problem of the file."""
    reports = Reports(str(path))
    lines = read_text(path, reports).splitlines()
    source = front_matter(lines, reports)
    problems: Problems = {}
    if source is not None and source.data is not None:
        source.check(source.data, FRONT_MATTER)
        problems = _problems(source)
    pages: tuple[Page, ...] = ()
    if source is not None:
        pages = _Body(lines, len(source.lines) + 2, problems, reports).pages()
    main = problems.get("")
    if reports.found or source is None or source.data is None or main is None:
        raise BrokenLesson(reports.found)
    number, id_ = lesson_id(path)
    table = source.data
    extra = {key: table[key] for key in ("unit", "minutes") if key in table}
    return Lesson(
        id_, number, path, table["title"], table["summary"], main, pages,
        requires=tuple(table.get("requires", ())), **extra,
    )  # fmt: skip


def _problems(source: TomlSource) -> Problems:
    """The main problem under '', the others by name; None for one that is broken, and reported."""
    table = source.data or {}
    found: Problems = {}
    if isinstance(table.get("problem"), dict):
        found[""] = read_problem(source, "problem", table["problem"])
    others = table.get("problems", {})
    if isinstance(others, dict) and "" in others:
        source.reports.add(source.line("problems"), "a further problem needs a name")
    for name, other in others.items() if isinstance(others, dict) else ():
        if isinstance(other, dict):
            found[name] = read_problem(source, f"problems.{name}", other)
        else:
            source.reports.add(source.line(name, "problems"), f"{name!r} must be a table")
    return found


def checked(heading: Heading) -> Heading:
    """The heading with its pages, or with the reason where they cannot be read."""
    if heading.error:
        return heading
    try:
        lesson = read_lesson(heading.path)
    except BrokenLesson as error:
        return replace(heading, error=str(error.diagnostics[0]))
    return replace(heading, pages=tuple(page.title for page in lesson.pages))


@dataclass
class _Draft:
    """A page that is being read."""

    title: str
    line: int
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def page(self) -> Page:
        return Page(self.title, self.line, tuple(self.blocks), "\n\n".join(self.notes))


class _Body:
    """The Markdown after the front matter: headings open pages, fences are stops."""

    def __init__(self, lines: list[str], first: int, problems: Problems, reports: Reports) -> None:
        self.lines, self.first, self.problems, self.reports = lines, first, problems, reports
        self.ids: dict[str, int] = {}
        self.drafts: list[_Draft] = []

    def pages(self) -> tuple[Page, ...]:
        body = "\n".join(self.lines[self.first :])
        prose_from = self.first
        tokens = MarkdownIt("commonmark").enable("table").parse(body)
        for index, token in enumerate(tokens):
            if token.map is None or not self._divides(token):
                continue
            begin, end = token.map[0] + self.first, token.map[1] + self.first
            self._prose(prose_from, begin)
            if token.type == "heading_open":
                self.drafts.append(_Draft(_plain_text(tokens[index + 1]), begin + 1))
            else:
                self._fence(token, begin, end)
            prose_from = end
        self._prose(prose_from, len(self.lines))
        if not self.drafts:
            self.reports.add(len(self.lines) or 1, "a lesson needs a page: a line '## Title'")
        return tuple(draft.page() for draft in self.drafts)

    def _divides(self, token: Token) -> bool:
        """Whether the token ends a stretch of prose: a page's heading, or a stop."""
        if token.type == "heading_open":
            return token.tag == "h2" and token.level == 0
        if token.type != "fence":
            return False
        word = token.info.split()[0] if token.info.split() else ""
        if word in CODE_LANGUAGES or not word:
            return False
        if token.level > 0 and token.map:
            self.reports.add(token.map[0] + self.first + 1, f"a {word!r} fence cannot be nested")
        return token.level == 0

    def _prose(self, begin: int, end: int) -> None:
        text = "\n".join(self.lines[begin:end])
        if not text.strip():
            return
        line = next(i for i in range(begin, end) if self.lines[i].strip()) + 1
        if self.drafts:
            self.drafts[-1].blocks.append(Prose(text.strip("\n"), line))
            for offset, message in unreadable_maths(text.strip("\n")) if "$" in text else ():
                self.reports.add(line + offset, message)
        else:
            self.reports.add(line, "text before the first page: start a page with '## Title'")

    def _fence(self, token: Token, begin: int, end: int) -> None:
        word, *attributes = token.info.split()
        line = begin + 1
        if not self.lines[end - 1].strip().startswith(token.markup) or end - 1 == begin:
            self.reports.add(line, f"the {word!r} fence is not closed")
        if not self.drafts:
            self.reports.add(line, "a stop before the first page: start a page with '## Title'")
            return
        if word == NOTES:
            self.drafts[-1].notes.append(token.content.strip())
            return
        if word not in FENCES:
            self.reports.add(line, _unknown_fence(word))
            return
        source = TomlSource(token.content, line + 1, self.reports)
        fence = Fence(word, self._id(word, attributes, line), line, source)
        stop = _read_stop(fence, self.problems)
        if stop is not None:
            self.drafts[-1].blocks.append(stop)

    def _id(self, word: str, attributes: list[str], line: int) -> str:
        id_ = ""
        for attribute in attributes:
            key, _, value = attribute.partition("=")
            if key != "id" or word not in TAKES_ID:
                self.reports.add(line, f"{attribute!r} does not belong on a {word!r} fence")
            elif not ID.fullmatch(value):
                self.reports.add(
                    line, f"an id is made of letters, digits, '-' and '_', not {value!r}"
                )
            else:
                id_ = value
        if word in NEEDS_ID and not id_ and not attributes:
            self.reports.add(line, f"a {word!r} fence needs an id: ```{word} id=NAME")
        if id_ in self.ids:
            self.reports.add(line, f"duplicate id {id_!r}: it is also on line {self.ids[id_]}")
        elif id_:
            self.ids[id_] = line
        return id_


def _plain_text(inline: Token) -> str:
    """The text of a heading without its Markdown."""
    return "".join(token.content for token in inline.children or ())


def _unknown_fence(word: str) -> str:
    return f"unknown fence {word!r}; {did_you_mean(word, [*FENCES, NOTES])}"


def _read_stop(fence: Fence, problems: Problems) -> Stop | None:
    """The stop, or None after reporting what is wrong with the fence."""
    table = fence.source.data
    if table is None or not fence.source.check(table, FENCES[fence.word]):
        return None
    reader = PictureReader if fence.word in PICTURES else StopReader
    return reader(fence, table, problems).read()
