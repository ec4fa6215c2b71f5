"""The title of a quiz: where it stands, a mark for each card, and the clock."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tutor.teaching.quiz import Quiz
from tutor.teaching.quiz_lines import clock_text
from tutor.teaching.session import Phase

SHORT = 60.0  # Seconds that are left when the clock should be noticed.
MOST_DOTS = 30


class QuizTitle(Horizontal):
    DEFAULT_CSS = """
    QuizTitle #where { width: 1fr; height: 1; }
    QuizTitle #clock { width: auto; height: 1; }
    """

    def compose(self) -> ComposeResult:
        yield Static("Drawing the cards …", id="where", markup=False)
        yield Static(id="clock", markup=False)

    def show(self, quiz: Quiz) -> None:
        here = "The end" if quiz.phase is Phase.FINISHED else quiz.card.skill.title
        title = Content.assemble(
            (quiz.plan.mode.name.capitalize(), "bold"), f"   {len(quiz.asked)}/{quiz.total}   ",
            (here, "bold $text-primary"), "   ", *_dots(quiz),
        )  # fmt: skip
        self.query_one("#where", Static).update(title)

    def show_clock(self, gone: float, left: float | None) -> None:
        """The seconds that are left, or where there is no limit, those that are gone."""
        text = clock_text(gone) if left is None else f"{clock_text(left)} left"
        is_short = left is not None and left <= SHORT
        style = "bold $text-error" if is_short else "$foreground-muted"
        self.query_one("#clock", Static).update(Content.styled(text, style))

    def stop_clock(self) -> None:
        self.query_one("#clock", Static).update("")


def _dots(quiz: Quiz) -> list[tuple[str, str]]:
    """One mark a card: ✓ ✗ as it went, ● where that is not told yet, ◐ this one, ○ to come."""
    if quiz.total > MOST_DOTS:
        return []
    done = [_dot(quiz, at) for at in range(len(quiz.asked))]
    return [*done, ("○" * (quiz.total - len(done)), "$foreground-muted")]


def _dot(quiz: Quiz, at: int) -> tuple[str, str]:
    answer = quiz.answers[at]
    is_open = at == len(quiz.asked) - 1 and quiz.phase is Phase.ASKING
    if is_open:
        return "◐", "$text-primary"
    if not quiz.plan.mode.tells and quiz.phase is not Phase.FINISHED:
        return "●", "$foreground"
    good = answer.right and not answer.missed
    return ("✓", "$text-success") if good else ("✗", "$text-error")
