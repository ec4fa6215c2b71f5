"""The session as a state machine: what each event does, and what makes no sense."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.lessons import small_lesson
from tutor.lesson.reveal import Cell
from tutor.teaching.advance import advance
from tutor.teaching.events import HintWanted, Revealed, Submitted, WentBack, WentOn
from tutor.teaching.exposition import known_line, open_lines, settled_lines
from tutor.teaching.session import Phase, Session, first_try, score
from tutor.teaching.summary import summary_lines
from tutor.teaching.table import known_table, table_text


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(small_lesson(tmp_path_factory.mktemp("lesson")))


@pytest.fixture(scope="module")
def asking(start: Session) -> Session:
    """At the first question: σ¹."""
    session = start
    while session.phase is not Phase.ASKING:
        session = advance(session, WentOn())
    return session


def answered(session: Session, *texts: str) -> Session:
    for text in texts:
        session = advance(session, Submitted(text))
    return session


def test_a_derivation_unfolds_a_line_at_a_time(start: Session) -> None:
    assert start.phase is Phase.UNFOLDING
    session = start
    for lines in range(1, 5):
        session = advance(session, WentOn())
        assert (session.lines, session.phase) == (lines, Phase.UNFOLDING)
    assert advance(session, WentOn()).phase is Phase.READING


def test_a_right_answer_settles_the_question(asking: Session) -> None:
    session = answered(asking, "5.1")
    assert session.phase is Phase.SETTLED
    assert session.answer.right
    assert not session.answer.revealed


def test_a_second_wrong_answer_reveals(asking: Session) -> None:
    once = answered(asking, "7")
    assert (once.phase, once.answer.tries_left) == (Phase.ASKING, 1)
    twice = answered(once, "8")
    assert twice.phase is Phase.SETTLED
    assert twice.answer.revealed
    assert not twice.answer.right


@pytest.mark.parametrize("text", ["5", "foo", "sqrt 26", "1, 2"])
def test_what_is_close_or_unreadable_costs_no_try(asking: Session, text: str) -> None:
    session = answered(asking, text, text, text)
    assert (session.phase, session.answer.tries_left) == (Phase.ASKING, 2)


def test_two_empty_answers_reveal_without_credit(asking: Session) -> None:
    once = answered(asking, "  ")
    assert once.phase is Phase.ASKING
    assert once.stop is not None
    assert "once more" in open_lines(once, once.stop)[-1].text
    twice = answered(once, "")
    assert twice.answer.revealed


def test_an_answer_between_them_begins_anew(asking: Session) -> None:
    assert answered(asking, "", "foo", "").phase is Phase.ASKING


def test_hints_tell_more_each_time_and_then_no_more(asking: Session) -> None:
    session = asking
    for _ in range(5):
        session = advance(session, HintWanted())
    assert session.hints_shown == (
        "σᵗ = √(Σ(gⁱ)²/(t + 1))",
        "σ¹ = √(((−6)² + (−4)²)/(1 + 1)) = ?",
        "σ¹ = 5.099",
    )


def test_giving_up_reveals(asking: Session) -> None:
    session = advance(asking, Revealed())
    assert session.phase is Phase.SETTLED
    assert session.stop is not None
    assert [line.text for line in settled_lines(session, session.stop)] == [
        "Here is how it goes.",
        "g¹ = 2·1 − 6 = −4",
        "σᵗ = √(Σ(gⁱ)²/(t + 1))",
        "σ¹ = √(((−6)² + (−4)²)/(1 + 1))",
        "σ¹ = 5.099",
    ]


def test_going_back_changes_no_answer(asking: Session) -> None:
    settled = answered(asking, "5.1")
    onward = advance(settled, WentOn())
    back = advance(onward, WentBack())
    assert (back.at, back.answers) == (settled.at, settled.answers)
    assert back.phase is Phase.SETTLED


def test_events_that_make_no_sense_are_refused(start: Session, asking: Session) -> None:
    assert advance(start, WentBack()) == start
    assert advance(start, Submitted("1")) == start
    assert advance(asking, WentOn()) == asking
    settled = answered(asking, "5.1")
    assert advance(settled, Submitted("1")) == settled
    assert advance(settled, HintWanted()) == settled


def test_a_value_is_known_only_once_it_is_revealed(asking: Session) -> None:
    sigma = Cell("", "sigma", 1, 0)
    assert sigma not in asking.known
    assert Cell("", "g", 0, 0) in asking.known  # σ¹ is made from g⁰ …
    assert Cell("", "g", 1, 0) not in asking.known  # … and from g¹, which is to be worked out.
    assert sigma in answered(asking, "5.1").known


def test_the_table_grows_with_what_is_known(asking: Session) -> None:
    assert table_text(known_table(asking, asking.problem)) == [
        "t  wᵗ  gᵗ  ηᵗ  σᵗ  wᵗ⁺¹",
        "0   0  −6   1   6     1",
        "1   1   ·   ·   ?     ·",
    ]
    settled = answered(asking, "7", "5.1")
    assert table_text(known_table(settled, settled.problem)) == [
        "  t  wᵗ  gᵗ  ηᵗ     σᵗ  wᵗ⁺¹",
        "  0   0  −6   1      6     1",
        "  1   1  −4   ·  5.099     ·",
        "you              5.1 ✓",
    ]


def test_what_a_question_is_made_from_is_said_with_it(asking: Session) -> None:
    assert asking.stop is not None
    line = known_line(asking, asking.stop)
    assert line is not None
    assert line.text == "Known: g⁰ = −6, w¹ = 1, η = 1."


def test_the_end_counts_what_was_right(start: Session) -> None:
    session = start
    answers = iter(["5.1", "9", "1.5547", "0.8, 0.8"])
    while session.phase is not Phase.FINISHED:
        asks = session.phase is Phase.ASKING
        session = advance(session, Submitted(next(answers)) if asks else WentOn())
    assert (score(session), first_try(session)) == ((3, 3), 2)
    assert [line.text for line in summary_lines(session)] == [
        "The end of “Small”.",
        "3 of 3 right, 2 at the first try without a hint.",
        "✓ σ¹ (First): right",
        "✓ w² (Second): right at the second try",
        "✓ θ¹ (Second): right",
    ]


EVENTS = st.one_of(
    st.just(WentOn()), st.just(WentBack()), st.just(HintWanted()), st.just(Revealed()),
    st.sampled_from(["", "5.1", "1.5547", "7", "foo", "0.8, 0.8"]).map(Submitted),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(events=st.lists(EVENTS, max_size=40))
def test_no_order_of_events_loses_an_answer(start: Session, events: list[object]) -> None:
    session = start
    for event in events:
        after = advance(session, event)  # type: ignore[arg-type]
        settled = {id_: a for id_, a in session.answers.items() if a.settled}
        assert all(after.answers[id_] == a for id_, a in settled.items())
        assert 0 <= after.at <= len(after.pauses)
        session = after
