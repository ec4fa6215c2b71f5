"""A lesson as a conversation: the second view of a session. It stops only where it asks."""

from __future__ import annotations

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
from tutor.lesson.prose import paragraphs
from tutor.pictures.of_lesson import PictureStop, words
from tutor.plain.paper import INDENT, WIDTH, Left, Paper, Read, Write
from tutor.plain.quiz import converse as converse_quiz
from tutor.proving import prove_equal
from tutor.records.keeper import Keeper
from tutor.records.quizzes import QuizKeeper
from tutor.teaching.advance import judged
from tutor.teaching.events import Event, HintWanted, Submitted, WentOn
from tutor.teaching.exposition import (
    CONFIRM,
    derivation_lines,
    formula_lines,
    known_line,
    option_lines,
    problem_lines,
    prompt_line,
    settled_lines,
    try_line,
)
from tutor.teaching.planning import transfer_request
from tutor.teaching.session import Phase, Session
from tutor.teaching.summary import summary_lines
from tutor.teaching.table import compared_table, shown_table, table_text

HELP = "Type an answer and press Enter. ? gives a hint, two empty lines show the answer, q quits."

OFFER = "One more question, on new numbers? Press Enter, or q to leave."


def converse(keeper: Keeper, read: Read, write: Write) -> Session:
    """Play a lesson until it ends or the learner leaves; returns the session as it stands.

    `read` and `write` as in `Paper`.
    """
    session = keeper.begin()
    if session.phase is Phase.FINISHED:
        session = keeper.restart()
    conversation = _Conversation(session, keeper, Paper(read, write))
    try:
        finished = conversation.play()
        _offer_transfer(keeper, Paper(read, write))
        return finished
    except Left:
        write("")
        write("Left the lesson.")
        return conversation.session


def _offer_transfer(keeper: Keeper, paper: Paper) -> None:
    """What was learned, on numbers that the generator draws, if the learner wants to."""
    request = transfer_request(keeper.lesson)
    if request is None:
        return
    paper.write("")
    paper.write(OFFER)
    try:
        paper.event()
    except Left:
        return
    quiz_keeper = QuizKeeper(keeper.store)
    converse_quiz(quiz_keeper.open(request), quiz_keeper, paper.read, paper.write)


class _Conversation:
    """Walks the session from pause to pause, writing what comes into view."""

    def __init__(self, session: Session, keeper: Keeper, paper: Paper) -> None:
        self.session, self.keeper, self.paper = session, keeper, paper
        self.write = paper.write
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
        self.paper.lines(summary_lines(self.session))
        return self.session

    def _advance(self, event: Event) -> None:
        self.session = self.keeper.advance(self.session, event)
        if self.keeper.store.trouble != self.trouble:
            self.trouble = self.keeper.store.trouble
            self.paper.wrapped(self.trouble)

    def _title(self) -> None:
        lesson = self.session.lesson
        self.write(lesson.title)
        self.paper.wrapped(lesson.summary)
        self.paper.wrapped(HELP)
        self.trouble = self.keeper.store.trouble
        if self.trouble:
            self.paper.wrapped(self.trouble)
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
                self.paper.prose(paragraphs(markdown))
            case Formula():
                self.paper.lines(formula_lines(block))
            case TraceTable():
                for row in table_text(shown_table(block)):
                    self.write(INDENT + row)
            case Derive() if not is_question(block):
                self.paper.lines(derivation_lines(block))
            case Contour() | Curves() | Compare():
                self._picture(block)
            case Predict() | Derive() | Choose():
                self._question(block)

    def _picture(self, stop: PictureStop) -> None:
        """Its caption, and in words what it shows."""
        if isinstance(stop, Compare):
            for row in table_text(compared_table(stop, WIDTH - len(INDENT))):
                self.write(INDENT + row)
        self.paper.wrapped(stop.caption)
        self.paper.wrapped(words(stop))

    # Questions

    def _question(self, stop: Ask) -> None:
        if stop.problem is not self.problem:
            self.problem = stop.problem
            self.paper.lines(problem_lines(stop.problem))
        self.paper.wrapped(prompt_line(stop).text)
        if isinstance(stop, Choose):
            self.paper.lines(option_lines(stop))
        if known := known_line(self.session, stop):
            self.paper.wrapped(known.text)

    def _ask(self) -> None:
        """Put the question until it is settled."""
        while self.session.phase is Phase.ASKING:
            before = self.session.answer
            self._advance(self._event())
            self._react(len(before.tries), before.hints)
        stop = self.session.stop
        assert stop is not None  # A settled question is still where the session stands.
        self.paper.lines(settled_lines(self.session, stop))

    def _event(self) -> Submitted | HintWanted:
        event = self.paper.event()
        if isinstance(event, Submitted) and event.text.strip():
            return Submitted(event.text, judged(self.session, event.text, prove_equal))
        return event

    def _react(self, tries: int, hints: int) -> None:
        """Write what the last event changed."""
        session, answer = self.session, self.session.answer
        if len(answer.tries) > tries:
            self.paper.wrapped(try_line(answer.tries[-1], answer).text)
        elif answer.hints > hints:
            self.paper.wrapped(f"Hint {answer.hints}: {session.hints_shown[-1]}")
        elif answer.asked_to_confirm and not answer.settled:
            self.write(CONFIRM)
        elif not answer.settled:
            self.write("There are no more hints.")
