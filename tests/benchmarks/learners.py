"""Simulated learners take quizzes: how soon is a habit found, and is anybody accused wrongly?

    python -m tests.benchmarks.learners [LEARNERS]

For each rule and each misconception that shows in one of its skills a learner makes that slip
wherever it changes something, and else answers right, always to three digits, in a mixed quiz on
the rule. Found means that the report names the slip as a habit; named alone means that it names
nothing else. Honest learners answer right to three digits but for one slip at one single card;
careless ones are wrong at every third card by a random factor. Both are accused if any habit is
named.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from tutor.maths.rules import BUILT_IN
from tutor.teaching.cards import Card, card
from tutor.teaching.events import Submitted
from tutor.teaching.items import slip_values
from tutor.teaching.questions import ValueQuestion
from tutor.teaching.quiz import EXAM, Plan, Quiz, advance, begin, mixed
from tutor.teaching.report import report_of
from tutor.teaching.skills import chosen_skills

LONGEST = 24  # Cards after which a habit that was not found is given up.
Answer = Callable[[ValueQuestion], str]


def typed(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:#.3g}" for value in values)


def honest(question: ValueQuestion) -> str:
    return typed(question.right)


def confused(id_: str) -> Answer:
    """A learner with one misconception."""

    def answer(question: ValueQuestion) -> str:
        assert question.scene is not None
        slips = slip_values(question.scene, question.quantity)
        return typed(next((values for found, values in slips if found == id_), question.right))

    return answer


def honest_but_once(draw: random.Random) -> Answer:
    """Right but at one card, where some slip is made."""
    left = draw.randrange(LONGEST)

    def answer(question: ValueQuestion) -> str:
        nonlocal left
        left -= 1
        assert question.scene is not None
        slips = [values for _, values in slip_values(question.scene, question.quantity)]
        return typed(draw.choice(slips)) if left == -1 and slips else honest(question)

    return answer


def careless(draw: random.Random) -> Answer:
    def answer(question: ValueQuestion) -> str:
        if draw.random() > 1 / 3:
            return honest(question)
        return typed(tuple(v * draw.uniform(0.3, 1.9) for v in question.right))

    return answer


def taken(rule: str, seed: int, answer: Answer) -> Iterator[Quiz]:
    """The quiz after each card."""
    quiz = begin(Plan(seed, mixed(chosen_skills([rule]), LONGEST, seed), EXAM))
    while not quiz.finished:
        question = quiz.card.question
        assert isinstance(question, ValueQuestion)
        quiz = advance(quiz, Submitted(answer(question)))
        yield quiz


def found_after(rule: str, seed: int, id_: str) -> tuple[int, bool] | None:
    """(cards until the habit was named, whether it was named alone)."""
    for number, quiz in enumerate(taken(rule, seed, confused(id_)), 1):
        habits = report_of(quiz).habits
        if any(id_ in habit.ids for habit in habits):
            return number, [habit.ids for habit in habits] == [(id_,)]
    return None


def slips_of(cards: list[Card]) -> list[str]:
    """Every misconception that shows in one of the cards."""
    ids: dict[str, None] = {}
    for each in cards:
        question = each.question
        assert isinstance(question, ValueQuestion)
        assert question.scene is not None
        ids |= {id_: None for id_, _ in slip_values(question.scene, question.quantity)}
    return list(ids)


def main(learners: int) -> None:
    print(f"{'rule':20}{'slips':>6}{'found':>8}{'median':>8}{'worst':>7}{'alone':>7}"
          f"{'honest':>8}{'careless':>10}{'cards/s':>9}")  # fmt: skip
    for rule in BUILT_IN:
        skills = chosen_skills([rule.key])
        begun = time.perf_counter()
        drawn = [card(skill, seed, 0) for skill in skills for seed in range(10)]
        speed = len(drawn) / (time.perf_counter() - begun)
        slips = slips_of(drawn)
        results = [found_after(rule.key, s, id_) for id_ in slips for s in range(learners)]
        found = [result for result in results if result is not None]
        counts = [number for number, _ in found]
        seeds = range(10 * learners)
        accused = {
            name: sum(bool(report_of(list(taken(rule.key, s, answer(s)))[-1]).habits)
                      for s in seeds)
            for name, answer in (
                ("honest", lambda s: honest_but_once(random.Random(s))),  # noqa: S311
                ("careless", lambda s: careless(random.Random(s))),  # noqa: S311
            )
        }  # fmt: skip
        print(
            f"{rule.key:20}{len(slips):>6}{len(found) / len(results):>8.0%}"
            f"{statistics.median(counts):>8g}{max(counts):>7}"
            f"{sum(alone for _, alone in found) / len(found):>7.0%}"
            f"{accused['honest']:>5}/{len(seeds)}{accused['careless']:>7}/{len(seeds)}{speed:>9.0f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
