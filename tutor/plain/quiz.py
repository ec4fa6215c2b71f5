"""A quiz as a conversation: the second view of a quiz."""

from __future__ import annotations

from tutor.plain.paper import Left, Paper, Read, Write
from tutor.proving import prove_equal
from tutor.records.quizzes import QuizKeeper
from tutor.teaching.events import Event, Submitted, WentOn
from tutor.teaching.exposition import option_lines, try_line
from tutor.teaching.questions import ChoiceQuestion
from tutor.teaching.quiz import Quiz, judged
from tutor.teaching.quiz_lines import (
    clock_text,
    confirm_text,
    given_lines,
    tries_lines,
    where_text,
    worked_card_lines,
)
from tutor.teaching.report import missed_lines, report_lines, report_of
from tutor.teaching.session import Phase

PRACTICE_HELP = (
    "Type an answer and press Enter. ? gives a hint, two empty lines show the answer, q quits."
)
EXAM_HELP = (
    "One try for each question, no hints; the answers come at the end. Two empty lines leave a "
    "question open. q leaves: the same command goes on, but the clock does not stop."
)


def converse(quiz: Quiz, keeper: QuizKeeper, read: Read, write: Write) -> Quiz:
    """Put one card after the other until the end, or until the learner leaves."""
    conversation = _Conversation(quiz, keeper, Paper(read, write))
    try:
        return conversation.play()
    except Left:
        conversation.leave()
        return conversation.quiz


class _Conversation:
    """Walks the quiz from card to card."""

    def __init__(self, quiz: Quiz, keeper: QuizKeeper, paper: Paper) -> None:
        self.quiz, self.keeper, self.paper = quiz, keeper, paper
        self.tells = quiz.plan.mode.tells
        self.trouble = ""

    def play(self) -> Quiz:
        if self.quiz.phase is not Phase.FINISHED:
            self.paper.wrapped(PRACTICE_HELP if self.tells else EXAM_HELP)
        self._tell_trouble()
        while self.quiz.phase is not Phase.FINISHED:
            self._card()
        self._report()
        return self.quiz

    def leave(self) -> None:
        """An exam can be taken up again; of practice the report is given now."""
        self.paper.write("")
        if self.tells:
            self._report()
        self.paper.write("Left the quiz." if self.tells else "Left the exam: it is still open.")

    def _advance(self, event: Event) -> None:
        self.quiz = self.keeper.advance(self.quiz, event)
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        if self.keeper.store.trouble != self.trouble:
            self.trouble = self.keeper.store.trouble
            self.paper.wrapped(self.trouble)

    def _card(self) -> None:
        quiz, question = self.quiz, self.quiz.card.question
        self.paper.write("")
        self.paper.wrapped(f"— {where_text(quiz)} —")
        self.paper.lines(given_lines(quiz))
        self.paper.wrapped(question.prompt)
        if isinstance(question, ChoiceQuestion):
            self.paper.lines(option_lines(question))
        number = len(quiz.asked)
        while self.quiz.phase is Phase.ASKING and len(self.quiz.asked) == number:
            self._ask()
        if self.quiz.phase is Phase.SETTLED:
            for line in tries_lines(self.quiz)[-1:]:
                self.paper.wrapped(line.text)
            self.paper.lines(worked_card_lines(self.quiz))
            self._advance(WentOn())

    def _ask(self) -> None:
        before = self.quiz
        self._advance(self._event())
        if len(self.quiz.asked) > len(before.asked) or self.quiz.phase is not Phase.ASKING:
            return
        answer = self.quiz.answer
        if len(answer.tries) > len(before.answer.tries):
            self.paper.wrapped(try_line(answer.tries[-1], answer).text)
        elif answer.hints > before.answer.hints:
            self.paper.wrapped(f"Hint {answer.hints}: {self.quiz.hints_shown[-1]}")
        elif answer.asked_to_confirm:
            self.paper.write(confirm_text(self.quiz))
        else:
            self.paper.write("There are no more hints." if self.tells else "No hints in an exam.")

    def _event(self) -> Event:
        left = self.keeper.seconds_left
        event = self.paper.event("> " if left is None else f"[{clock_text(left)}] > ")
        if isinstance(event, Submitted) and event.text.strip():
            return Submitted(event.text, judged(self.quiz, event.text, prove_equal))
        return event

    def _report(self) -> None:
        report = report_of(self.quiz)
        self.paper.write("")
        self.paper.lines(report_lines(report))
        if not self.tells:
            self.paper.lines(missed_lines(self.quiz))
