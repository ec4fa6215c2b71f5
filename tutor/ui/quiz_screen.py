"""A quiz: one card at a time, what came of it, and in the end the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.types import CSSPathType
from textual.widgets import Footer

from tutor.documents.reports import ENDINGS, write_report
from tutor.maths.errors import Unreadable
from tutor.proving import prove_equal
from tutor.records.quizzes import QuizKeeper
from tutor.records.store import Store
from tutor.teaching.cards import card
from tutor.teaching.events import Event, HintWanted, Revealed, Submitted, WentOn
from tutor.teaching.exposition import Line, Tone
from tutor.teaching.judgement import Judgement
from tutor.teaching.questions import ChoiceQuestion, ExpressionQuestion
from tutor.teaching.quiz import Quiz, judged
from tutor.teaching.quiz_lines import (
    given_lines,
    open_card_lines,
    tries_lines,
    worked_card_lines,
)
from tutor.teaching.reading import preview
from tutor.teaching.report import missed_lines, report_lines, report_of
from tutor.teaching.request import Request
from tutor.teaching.session import Phase
from tutor.teaching.skills import wanted_skills
from tutor.ui.asking import AskingScreen
from tutor.ui.base import AFTER_FIRST_FRAME
from tutor.ui.files import ask_for_target
from tutor.ui.keypad import CHECK, ERASE, Keypad
from tutor.ui.lines import Lines
from tutor.ui.messages import QuizLeft, QuizOver
from tutor.ui.page import READABLE
from tutor.ui.paint import FORMULA_INDENT, paint_lines
from tutor.ui.prediction import Choices, Prediction, PredictionField
from tutor.ui.quiz_title import QuizTitle
from tutor.ui.words import Words

TICK = 1.0  # Seconds.


class QuizScreen(AskingScreen):
    """Holds the quiz. Watching it paints; `_happened` is the one place that changes it."""

    CSS_PATH: ClassVar[CSSPathType] = ["lesson.tcss", "quiz.tcss"]
    HELP_TITLE = "A quiz"
    HELP = (
        "Enter checks an answer and goes on. In practice an empty Enter, twice, shows the answer, "
        "and what you missed comes back on other numbers. In an exam each question has one try, no "
        "hints, and the answers come at the end; a letter only goes to a choice, Enter gives it. "
        "You may leave and go on later, but the clock runs on, and what is not entered when it "
        "stops does not count. "
        "The line under the field says how your answer is read, with its value. The row of keys "
        "below it is for the mouse."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", tooltip="Check the answer; go on"),
        Binding("f2", "hint", "Hint", key_display="?", tooltip="The next of three hints (also F2)"),
        Binding("ctrl+r", "reveal", "Answer", tooltip="Show the answer, without credit"),
        Binding("ctrl+o", "leave_open", "Leave open", tooltip="In an exam: no answer, and on"),
        Binding("ctrl+s", "save", "Save report", tooltip="At the end: .md, .json or .csv"),
        Binding("escape", "leave", "Course", tooltip="Leave the quiz for the course"),
        Binding("up", "scroll_card(-1)", "Scroll up", show=False),
        Binding("down", "scroll_card(1)", "Scroll down", show=False),
        Binding("pageup", "scroll_card(-10)", "Scroll up a page", show=False),
        Binding("pagedown", "scroll_card(10)", "Scroll down a page", show=False),
    ]
    HELP_BINDINGS = BINDINGS

    class Prepared(Message):
        """The skills are known, and sympy is there."""

    @dataclass
    class Judged(Message):
        """An answer has been judged; `quiz` is the one it was given in."""

        quiz: Quiz
        text: str
        judgement: Judgement

    quiz: reactive[Quiz | None] = reactive(None, init=False)

    def __init__(self, request: Request, store: Store) -> None:
        super().__init__()
        self.request = request
        self.keeper = QuizKeeper(store)

    def compose(self) -> ComposeResult:
        yield QuizTitle(id="title")
        yield Words(VerticalScroll(Lines(), id="card"))
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.set_timer(AFTER_FIRST_FRAME, self._prepare)
        self.set_interval(TICK, self._look_at_clock)

    @work(thread=True)
    def _prepare(self) -> None:
        """Read the lessons and import sympy, away from the screen."""
        wanted_skills(self.request.skills)
        self.post_message(self.Prepared())

    @on(Prepared)
    async def _open(self) -> None:
        await self.query_one(Words).mount(Prediction(), Keypad())
        quiz = self.keeper.open(self.request)
        self.quiz = quiz
        self._draw_ahead(quiz)
        self._tell_if_over(quiz)  # An exam whose time ran out while it was left.

    @work(thread=True)
    def _draw_ahead(self, quiz: Quiz) -> None:
        """Draw the cards to come, so that none has to be waited for."""
        for number in (0, 1):  # The second ones come if something is missed.
            for skill in dict.fromkeys(quiz.plan.skills):
                card(skill, quiz.plan.seed, number)

    # Painting

    def watch_quiz(self, before: Quiz | None, quiz: Quiz) -> None:
        moved = before is None or len(before.asked) != len(quiz.asked)
        self.query_one(QuizTitle).show(quiz)
        self._paint_clock(quiz)
        self.tell_trouble(self.keeper.store.trouble)
        self.query_one("#card Lines", Lines).paint(partial(_card_content, quiz))
        self._paint_question(quiz, moved=moved)
        if moved or quiz.phase is not Phase.ASKING:
            self._show_place(quiz)
        self.call_after_refresh(self.query_one(Words).share)
        self.refresh_bindings()

    def _show_place(self, quiz: Quiz) -> None:
        """A new card and the report begin at the top; what came of an answer is in view."""
        scroll = self.query_one("#card", VerticalScroll)
        if quiz.phase is Phase.SETTLED:
            self.call_after_refresh(scroll.scroll_to, y=self._line_of_question(quiz), animate=False)
        else:
            self.call_after_refresh(scroll.scroll_home, animate=False)

    def _line_of_question(self, quiz: Quiz) -> int:
        """Where what came of the answer begins, so that a long working is read from its start."""
        width = min(READABLE, self.query_one("#card Lines", Lines).content_size.width)
        return len(paint_lines(given_lines(quiz), width, hanging=0))

    def _paint_clock(self, quiz: Quiz) -> None:
        title = self.query_one(QuizTitle)
        if quiz.phase is Phase.FINISHED:
            title.stop_clock()
        else:
            title.show_clock(self.keeper.seconds_gone, self.keeper.seconds_left)

    def _look_at_clock(self) -> None:
        if self.quiz is not None and self.quiz.phase is not Phase.FINISHED:
            after = self.keeper.look_at_clock(self.quiz)
            self.quiz = after
            self._paint_clock(after)
            self._tell_if_over(after)

    def _paint_question(self, quiz: Quiz, *, moved: bool) -> None:
        panel, keypad = self.query_one(Prediction), self.query_one(Keypad)
        asking = quiz.phase is Phase.ASKING
        question = quiz.card.question
        is_choice = isinstance(question, ChoiceQuestion)
        panel.display, keypad.display = asking, asking and not is_choice
        self.set_class(asking and is_choice, "-choosing")
        if not asking:
            self.query_one("#card").focus()
            return
        if isinstance(question, ExpressionQuestion):
            keypad.offer((*question.variables, "exp(", "log("))
        else:
            keypad.offer(())
        options = [o.text for o in question.options] if isinstance(question, ChoiceQuestion) else []
        asked = [Line(question.prompt, Tone.PROMPT)]
        panel.query_one(Choices).commits = quiz.plan.mode.tells
        panel.ask(asked, partial(preview, question), fresh=moved, options=options)
        panel.respond(open_card_lines(quiz), quiz.answer)

    # What the learner does

    def _happened(self, event: Event) -> None:
        if self.quiz is not None:
            after = self.keeper.advance(self.quiz, event)  # Recorded before it is painted.
            self.quiz = after
            self._tell_if_over(after)

    def _tell_if_over(self, quiz: Quiz) -> None:
        if quiz.phase is Phase.FINISHED:
            self.post_message(QuizOver(quiz, self.keeper.begun, self))

    @on(Prediction.Submitted)
    def _submitted(self, event: Prediction.Submitted) -> None:
        quiz = self.quiz
        if quiz is None or quiz.phase is not Phase.ASKING:
            return
        is_expression = isinstance(quiz.card.question, ExpressionQuestion)
        if quiz.answer.repeats(event.text):
            self.query_one(Prediction).ask_again()
        elif event.text.strip() and is_expression:
            self.query_one(Prediction).say("comparing …")
            self._judge(quiz, event.text)
        else:
            self._happened(Submitted(event.text))

    @work(thread=True, exclusive=True, group="judge")
    def _judge(self, quiz: Quiz, text: str) -> None:
        """Judge an expression away from the screen: comparing it may take sympy two seconds."""
        self.post_message(self.Judged(quiz, text, judged(quiz, text, prove_equal)))

    @on(Judged)
    def _was_judged(self, event: Judged) -> None:
        if event.quiz is self.quiz:
            self._happened(Submitted(event.text, event.judgement))

    @on(Keypad.Pressed)
    def _pressed(self, event: Keypad.Pressed) -> None:
        field = self.query_one(Prediction).field
        if event.key == CHECK:
            field.post_message(PredictionField.Submitted(field, field.value))
        elif event.key == ERASE:
            field.action_delete_left()
        else:
            field.insert_text_at_cursor(event.key)
        field.focus()

    @on(PredictionField.HintWanted)
    def _hint_wanted(self) -> None:
        self._happened(HintWanted())

    def action_go_on(self) -> None:
        self._happened(WentOn())

    def action_hint(self) -> None:
        self._happened(HintWanted())

    def action_reveal(self) -> None:
        self._happened(Revealed())

    def action_leave_open(self) -> None:
        """As an empty answer does: once more is needed to go on."""
        self._happened(Submitted(""))

    def action_save(self) -> None:
        title = "Save the report to which file? .md, .json or .csv"
        ask_for_target(self.app, title, ENDINGS, self._save, "report.md")

    def _save(self, path: Path) -> None:
        assert self.quiz is not None  # It has come to its end.
        try:
            write_report(path, report_of(self.quiz, self.keeper.begun))
        except Unreadable as error:
            self.tell_trouble(str(error))
        else:
            self.notify(f"Saved to {path}.", markup=False)

    def action_leave(self) -> None:
        self.post_message(QuizLeft(self))

    def action_scroll_card(self, lines: int) -> None:
        self.query_one("#card", VerticalScroll).scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only the keys that do something now."""
        quiz = self.quiz
        if quiz is None:
            return action in {"leave"}
        asking = quiz.phase is Phase.ASKING
        allowed = {
            "go_on": quiz.phase is Phase.SETTLED,
            "hint": asking and quiz.plan.mode.helps and bool(quiz.card.hints),
            "reveal": asking and quiz.plan.mode.tells,
            "leave_open": asking and not quiz.plan.mode.tells,
            "save": quiz.phase is Phase.FINISHED,
        }
        return allowed.get(action, True)


def _card_content(quiz: Quiz, width: int) -> list[Content]:
    """The card as it stands: what is given; what came of it; in the end the report."""
    readable = min(READABLE, width)
    if quiz.phase is Phase.FINISHED:
        lines = report_lines(report_of(quiz))
        if not quiz.plan.mode.tells:
            lines += missed_lines(quiz)
        return paint_lines(lines, readable, hanging=0)
    found = paint_lines(given_lines(quiz), readable, hanging=0)
    if quiz.phase is Phase.SETTLED:
        asked = [Line(quiz.card.question.prompt, Tone.PROMPT), *tries_lines(quiz)]
        found += [Content(""), *paint_lines(asked, readable)]
        found += paint_lines(worked_card_lines(quiz), readable, FORMULA_INDENT)
    return found
