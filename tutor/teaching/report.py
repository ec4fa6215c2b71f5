"""How a quiz went: each card, each skill, and the misconceptions that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tutor.maths.errors import printable
from tutor.maths.expr import Expr
from tutor.maths.judging import Verdict
from tutor.maths.notation import format_number, pretty
from tutor.teaching.answers import NO_ANSWER, Answer, Try
from tutor.teaching.cards import Card
from tutor.teaching.exposition import Line, Tone
from tutor.teaching.habits import Habit, habits
from tutor.teaching.questions import ChoiceQuestion, Question, ValueQuestion
from tutor.teaching.quiz import Mode, Quiz, drawn
from tutor.teaching.skills import Skill


@dataclass(frozen=True)
class Row:
    """One card: what was asked and answered, and what came of it."""

    skill: Skill
    given: str
    question: str
    answer: str  # The last one that could be read, as it was typed; else nothing.
    expected: str
    right: bool  # At once: not after a miss, and without a hint.
    outcome: str
    hints: int
    misconceptions: tuple[str, ...]  # Ids of all that fit what was typed.


@dataclass(frozen=True)
class Report:
    mode: str
    seed: int
    planned: int
    late: bool
    rows: tuple[Row, ...]
    begun: str = ""  # ISO 8601, where it is known.

    @property
    def right(self) -> int:
        return sum(row.right for row in self.rows)

    @property
    def by_skill(self) -> dict[Skill, tuple[int, int]]:
        """For each skill how many cards were right, and how many there were."""
        asked = Counter(row.skill for row in self.rows)
        right = Counter(row.skill for row in self.rows if row.right)
        return {skill: (right[skill], count) for skill, count in asked.items()}

    @property
    def habits(self) -> tuple[Habit, ...]:
        """What was confused twice or more, most frequent first."""
        return habits(row.misconceptions for row in self.rows)

    def skills_of(self, habit: Habit) -> tuple[str, ...]:
        """The keys of the skills in which it showed."""
        return tuple(dict.fromkeys(self.rows[item].skill.key for item in sorted(habit.items)))


def report_of(quiz: Quiz, begun: datetime | None = None) -> Report:
    """The report on the cards that were answered or given up; of an exam on every card."""
    pairs = list(zip(quiz.cards, quiz.answers, strict=True))
    if quiz.plan.mode.tells:
        pairs = [(card, answer) for card, answer in pairs if _typed(answer) or answer.revealed]
    else:
        planned = drawn(quiz.plan.skills, quiz.plan.seed)
        pairs += [(card, NO_ANSWER) for card in planned[len(pairs) :]]
    return Report(
        quiz.plan.mode.name,
        quiz.plan.seed,
        len(quiz.plan.skills),
        quiz.late,
        tuple(_row(card, answer, quiz.plan.mode) for card, answer in pairs),
        begun.isoformat(timespec="seconds") if begun else "",
    )


def _row(card: Card, answer: Answer, mode: Mode) -> Row:
    named = [id_ for t in answer.tries for id_ in (*t.judgement.misconception, *t.judgement.also)]
    return Row(
        card.skill,
        " ".join(line.text for line in card.given),
        card.question.prompt,
        _typed(answer),
        expected_text(card.question),
        answer.right and not answer.missed and not answer.hints,
        _outcome(answer, mode),
        answer.hints,
        tuple(dict.fromkeys(named)),
    )


def _last_read(answer: Answer) -> Try | None:
    """The last answer that could be read."""
    return next(
        (t for t in reversed(answer.tries) if t.judgement.verdict is not Verdict.UNREADABLE), None
    )


def _typed(answer: Answer) -> str:
    last = _last_read(answer)
    return printable(last.text) if last else ""


def expected_text(question: Question) -> str:
    """The right answer as a person would write it."""
    if isinstance(question, ChoiceQuestion):
        pairs = zip(question.letters, question.options, strict=True)
        return next(f"{letter}) {option.text}" for letter, option in pairs if option.right)
    if isinstance(question, ValueQuestion):
        return ", ".join(map(format_number, question.right))
    return ", ".join(map(_shortest, question.right))


def _shortest(formula: Expr) -> str:
    """The formula as it came out, or factored where that is shorter. Imports sympy."""
    from tutor.maths.symbolic import factored

    return min(pretty(formula), pretty(factored(formula)), key=len)


def _outcome(answer: Answer, mode: Mode) -> str:
    if answer.right:
        words = "right at the second try" if answer.missed else "right"
        hints = f", {answer.hints} hint{'s' if answer.hints > 1 else ''}" if answer.hints else ""
        return words + hints
    if _typed(answer):
        return "wrong"
    if not answer.revealed:
        return "not reached"
    return "shown" if mode.tells else "left open"


def report_lines(report: Report) -> list[Line]:
    """The report for a screen or a conversation."""
    if not any(row.answer or row.outcome in {"shown", "left open"} for row in report.rows):
        why = "The time is up. " if report.late else ""
        return [Line(f"{why}Nothing was answered.", Tone.PROMPT)]
    lines = [*_score_lines(report), Line("")]
    width = max(len(skill.title) for skill in report.by_skill)
    for skill, (right, asked) in report.by_skill.items():
        mark, tone = ("✓", Tone.GOOD) if right == asked else ("○", Tone.QUIET)
        lines.append(Line(f"{mark} {skill.title:<{width}}  {right} of {asked}", tone))
    if report.habits:
        lines += [Line(""), Line("What came more than once:", Tone.PROMPT)]
    for habit in report.habits:
        words = f"{len(habit.items)} times: you {habit.did}. {habit.instead}"
        lines.append(Line(words.rstrip(), Tone.NEARLY))
    return lines


def _score_lines(report: Report) -> list[Line]:
    what = "The exam is over" if report.mode == "exam" else "The end of the quiz"
    why = ": the time is up." if report.late else "."
    # Whoever has one try only is right at once or not at all.
    how = "" if report.mode == "exam" else " at once, without a hint"
    return [
        Line(f"{what}{why}", Tone.PROMPT),
        Line(f"{report.right} of {len(report.rows)} right{how}.", Tone.RESULT),
    ]


def missed_lines(quiz: Quiz) -> list[Line]:
    """After an exam each missed card with its worked answer."""
    lines: list[Line] = []
    for card, answer in zip(quiz.cards, quiz.answers, strict=True):
        if answer.right:
            continue
        lines += [Line(""), *card.given, Line(card.question.prompt, Tone.PROMPT)]
        lines += [*_explained(card, answer), *card.working]
    return lines


def _explained(card: Card, answer: Answer) -> Iterator[Line]:
    last = _last_read(answer)
    if last is None:
        yield Line("You gave no answer.", Tone.BAD)
        return
    yield Line(f"You answered {printable(last.text)}.", Tone.BAD)
    if not isinstance(card.question, ChoiceQuestion):  # Its reasons stand below.
        yield Line(last.judgement.message, Tone.NEARLY)
