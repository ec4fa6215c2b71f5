"""A lesson as a conversation on standard input and output: for screen readers, pipes and dumb
terminals. The second view of a session; it stops only where something is asked."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable

from tutor.lesson.model import (
    Ask,
    Block,
    Choose,
    Compare,
    Contour,
    Curves,
    Derive,
    Formula,
    Page,
    Predict,
    Problem,
    Prose,
    TraceTable,
    is_question,
)
from tutor.lesson.prose import Paragraph, paragraphs
from tutor.pictures.of_lesson import PictureStop, words
from tutor.proving import prove_equal
from tutor.records.keeper import Keeper
from tutor.teaching.events import Event, HintWanted, Revealed, Submitted, WentOn
from tutor.teaching.exposition import (
    Line,
    derivation_lines,
    formula_lines,
    known_line,
    option_lines,
    problem_lines,
    prompt_line,
    settled_lines,
    try_line,
)
from tutor.teaching.session import Phase, Session, judged
from tutor.teaching.summary import summary_lines
from tutor.teaching.table import compared_table, shown_table, table_text

WIDTH = 76
INDENT = "    "
HELP = "Type an answer and press Enter. ? gives a hint, two empty lines show the answer, q quits."
QUIT = frozenset({"q", "quit", ":q"})

Read = Callable[[str], str]
Write = Callable[[str], None]


class Left(Exception):
    """The learner said q, or the input ended."""


def converse(keeper: Keeper, read: Read, write: Write) -> Session:
    """Play a lesson until it ends or the learner leaves; returns the session as it stands.

    `read` takes the prompt and gives a line (EOFError where there is no more); `write` takes one.
    """
    session = keeper.begin()
    if session.phase is Phase.FINISHED:
        session = keeper.restart()
    conversation = _Conversation(session, keeper, read, write)
    try:
        return conversation.play()
    except Left:
        write("")
        write("Left the lesson.")
        return conversation.session


class _Conversation:
    """Walks the session from pause to pause, writing what comes into view."""

    def __init__(self, session: Session, keeper: Keeper, read: Read, write: Write) -> None:
        self.session, self.keeper, self.read, self.write = session, keeper, read, write
        self.trouble = ""
        self.page: Page | None = None
        self.written = 0  # Blocks of the page that are on paper already.
        self.problem: Problem | None = None

    def play(self) -> Session:
        self._title()
        while self.session.phase is not Phase.FINISHED:
            self._show_new_blocks()
            if self.session.phase is Phase.ASKING:
                self._ask()
            while self.session.phase is Phase.UNFOLDING:
                self._advance(WentOn())
            self._advance(WentOn())
        self._lines(summary_lines(self.session))
        return self.session

    def _advance(self, event: Event) -> None:
        self.session = self.keeper.advance(self.session, event)
        if self.keeper.store.trouble != self.trouble:
            self.trouble = self.keeper.store.trouble
            self._wrapped(self.trouble)

    def _title(self) -> None:
        lesson = self.session.lesson
        self.write(lesson.title)
        self._wrapped(lesson.summary)
        self._wrapped(HELP)
        self.trouble = self.keeper.store.trouble
        if self.trouble:
            self._wrapped(self.trouble)
        if self.session.at:
            self.write("You go on where you left.")

    def _show_new_blocks(self) -> None:
        session = self.session
        if session.page is not self.page:
            self.page, self.written = session.page, 0
            number = session.lesson.pages.index(session.page) + 1
            self.write("")
            self.write(f"— {number}/{len(session.lesson.pages)}  {session.page.title} —")
        for block in session.blocks[self.written :]:
            self._block(block)
        self.written = len(session.blocks)

    def _block(self, block: Block) -> None:
        self.write("")
        match block:
            case Prose(markdown=markdown):
                self._prose(paragraphs(markdown))
            case Formula():
                self._lines(formula_lines(block))
            case TraceTable():
                for row in table_text(shown_table(block)):
                    self.write(INDENT + row)
            case Derive() if not is_question(block):
                self._lines(derivation_lines(block))
            case Contour() | Curves() | Compare():
                self._picture(block)
            case Predict() | Derive() | Choose():
                self._question(block)

    def _prose(self, found: Iterable[Paragraph]) -> None:
        for number, paragraph in enumerate(found):
            if number and not paragraph.bullet:
                self.write("")
            for line in wrap(paragraph, WIDTH):
                self.write(line)

    def _picture(self, stop: PictureStop) -> None:
        """Its caption, and in words what it shows."""
        if isinstance(stop, Compare):
            for row in table_text(compared_table(stop)):
                self.write(INDENT + row)
        self._wrapped(stop.caption)
        self._wrapped(words(stop))

    # Questions

    def _question(self, stop: Ask) -> None:
        if stop.problem is not self.problem:
            self.problem = stop.problem
            self._lines(problem_lines(stop.problem))
        self._wrapped(prompt_line(stop).text)
        if isinstance(stop, Choose):
            self._lines(option_lines(stop))
        if known := known_line(self.session, stop):
            self._wrapped(known.text)

    def _ask(self) -> None:
        """Put the question until it is settled."""
        while self.session.phase is Phase.ASKING:
            before = self.session.answer
            self._advance(self._event())
            self._react(len(before.tries), before.hints)
        stop = self.session.stop
        assert stop is not None  # A settled question is still where the session stands.
        self._lines(settled_lines(self.session, stop))

    def _event(self) -> Submitted | HintWanted | Revealed:
        try:
            text = self.read("> ")
        except EOFError:
            raise Left from None
        if text.strip().lower() in QUIT:
            raise Left
        if text.strip() == "?":
            return HintWanted()
        return Submitted(text, judged(self.session, text, prove_equal) if text.strip() else None)

    def _react(self, tries: int, hints: int) -> None:
        """Write what the last event changed."""
        session, answer = self.session, self.session.answer
        if len(answer.tries) > tries:
            self._wrapped(try_line(answer.tries[-1], answer).text)
        elif answer.hints > hints:
            self._wrapped(f"Hint {answer.hints}: {session.hints_shown[-1]}")
        elif answer.asked_to_confirm and not answer.settled:
            self.write("Nothing typed. Press Enter once more to see the answer.")
        elif not answer.settled:
            self.write("There are no more hints.")

    # Paper

    def _lines(self, lines: Iterable[Line]) -> None:
        for line in lines:
            text = line.text.lstrip(" ")
            own = INDENT + " " * (len(line.text) - len(text))
            for part in textwrap.wrap(
                text, WIDTH, initial_indent=own, subsequent_indent=own + INDENT,
                break_long_words=False, break_on_hyphens=False,
            ):  # fmt: skip
                self.write(part)

    def _wrapped(self, text: str) -> None:
        for line in textwrap.wrap(text, WIDTH):
            self.write(line)


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
