"""How a quiz went: each card, each skill, and the misconceptions that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.maths.notation import format_number, pretty
from tutor.teaching.answers import Answer
from tutor.teaching.cards import Card
from tutor.teaching.exposition import Line, Tone
from tutor.teaching.habits import Habit, habits
from tutor.teaching.questions import ChoiceQuestion, Question, ValueQuestion
from tutor.teaching.quiz import Quiz, counts_as_right
from tutor.teaching.skills import Skill


@dataclass(frozen=True)
class Row:
    """One card: what was asked and answered, and what came of it."""

    skill: Skill
    question: str
    answer: str  # The last one, as it was typed; nothing where none was given.
    expected: str
    right: bool  # At once: not after a miss.
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


def report_of(quiz: Quiz) -> Report:
    """The report on the cards so far; one that is open and untouched is left out."""
    pairs = [
        (card, answer)
        for card, answer in zip(quiz.cards, quiz.answers, strict=True)
        if answer.tries or answer.revealed
    ]
    rows = tuple(_row(card, answer) for card, answer in pairs)
    return Report(quiz.plan.mode.name, quiz.plan.seed, quiz.total, quiz.late, rows)


def _row(card: Card, answer: Answer) -> Row:
    typed = answer.tries[-1].text if answer.tries else ""
    named = [id_ for t in answer.tries for id_ in (*t.judgement.misconception, *t.judgement.also)]
    return Row(
        card.skill,
        card.question.prompt,
        typed,
        expected_text(card.question),
        counts_as_right(answer) and not answer.missed,
        _outcome(answer),
        answer.hints,
        tuple(dict.fromkeys(named)),
    )


def expected_text(question: Question) -> str:
    """The right answer as a person would write it."""
    if isinstance(question, ChoiceQuestion):
        pairs = zip(question.letters, question.options, strict=True)
        return next(f"{letter}) {option.text}" for letter, option in pairs if option.right)
    if isinstance(question, ValueQuestion):
        return ", ".join(map(format_number, question.right))
    return ", ".join(map(pretty, question.right))


def _outcome(answer: Answer) -> str:
    if counts_as_right(answer):
        return "right at the second try" if answer.missed else "right"
    if answer.tries:
        return "wrong"
    return "shown" if answer.revealed else "open"


def report_lines(report: Report) -> list[Line]:
    """The report for a screen or a conversation."""
    if not report.rows:
        return [Line("Nothing was answered.", Tone.PROMPT)]
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
    total = report.planned if report.mode == "exam" else len(report.rows)
    return [
        Line(f"{what}{why}", Tone.PROMPT),
        Line(f"{report.right} of {total} right at once.", Tone.RESULT),
    ]


def missed_lines(quiz: Quiz) -> list[Line]:
    """After an exam each missed card with its worked answer."""
    lines: list[Line] = []
    for card, answer in zip(quiz.cards, quiz.answers, strict=True):
        if counts_as_right(answer):
            continue
        typed = f"You answered {answer.tries[-1].text}." if answer.tries else "You left it open."
        lines += [Line(""), *card.given, Line(card.question.prompt, Tone.PROMPT)]
        lines += [Line(typed, Tone.BAD), *_explained(answer), *card.working]
    return lines


def _explained(answer: Answer) -> Sequence[Line]:
    return [Line(t.judgement.message, Tone.NEARLY) for t in answer.tries[-1:]]
