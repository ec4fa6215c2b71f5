"""Worksheets with their keys, and questions for Moodle."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tutor.documents.exporting import export
from tutor.documents.markdown import escaped
from tutor.documents.moodle import moodle_xml
from tutor.documents.worksheet import Sheet, answer_key, worksheet
from tutor.maths.judging import Verdict
from tutor.teaching.cards import Card, card
from tutor.teaching.grading import judge
from tutor.teaching.questions import ChoiceQuestion, ExpressionQuestion, ValueQuestion
from tutor.teaching.quiz import drawn
from tutor.teaching.report import expected_text
from tutor.teaching.skills import catalogue, course_skills

CARDS = drawn(catalogue(), 7)
SHEET = Sheet(7, CARDS, "descent quiz --seed 7", minutes=45)
# What Moodle's importer knows of each kind (question/format/xml/format.php), and which shares of
# a mark its question bank has.
COMMON = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "answer"}
KINDS = {
    "numerical": COMMON | {"unitgradingtype", "unitpenalty", "showunits"},
    "multichoice": COMMON | {"single", "shuffleanswers", "answernumbering"},
}
FORMATS = {"html", "moodle_auto_format", "plain_text", "markdown"}
FRACTIONS = {"100", "0"}


def questions() -> list[tuple[Card, Xml.Element]]:
    category, *found = Xml.fromstring(moodle_xml(CARDS, 7))  # noqa: S314  # It is our own.
    assert category.get("type") == "category"
    return list(zip(CARDS, found, strict=True))


def text_of(element: Xml.Element, path: str) -> str:
    return element.findtext(f"{path}/text") or ""


# Paper


def test_the_worksheet_asks_and_the_key_answers() -> None:
    asked, key = worksheet(SHEET), answer_key(SHEET)
    assert "Time: 45 minutes" in asked
    assert "7" not in asked.partition("## 1.")[0]  # From the seed the key could be made.
    assert "--seed 7" in key
    for number, of in enumerate(CARDS, 1):
        for text in (asked, key):
            assert f"## {number}. {escaped(of.skill.title)}" in text
            assert escaped(of.question.prompt) in text
        assert f"**{escaped(expected_text(of.question))}**" in key
        assert f"**{escaped(expected_text(of.question))}**" not in asked


def test_the_worksheet_does_not_hold_the_working() -> None:
    asked = worksheet(Sheet(7, (card(catalogue()[0], 7, 0),), "descent quiz --seed 7"))
    assert "rule)" not in asked
    assert "dL/dw = ....." in asked


def test_the_key_works_every_step_out() -> None:
    key = answer_key(SHEET)
    assert key.count("```text") == sum(not isinstance(c.question, ChoiceQuestion) for c in CARDS)


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40))
def test_markdown_changes_nothing_in_escaped_text(text: str) -> None:
    text = f"x{text}x" if text != text.strip() or not text.strip() else text
    (paragraph,) = [t for t in MarkdownIt().parse(escaped(text)) if t.type == "inline"]
    shown = "".join(child.content for child in paragraph.children or ())
    assert shown == text


def test_html_stands_alone_and_prints(tmp_path: Path) -> None:
    sheet, key = export(tmp_path / "sheet.html", SHEET)
    assert (sheet.name, key.name) == ("sheet.html", "sheet-key.html")
    for path in (sheet, key):
        html = path.read_text()
        assert html.startswith("<!doctype html>")
        assert "@media print" in html
        assert not re.search(r"https?:|<script|<link|src=", html)
        assert "g_x" in html  # Not taken for emphasis.


def test_markdown_is_written_with_its_key(tmp_path: Path) -> None:
    assert [p.name for p in export(tmp_path / "a.md", SHEET)] == ["a.md", "a-key.md"]


# Moodle


def test_every_question_is_of_a_kind_that_moodle_imports() -> None:
    for of, question in questions():
        kind = question.get("type") or ""
        assert kind == ("multichoice" if isinstance(of.question, ChoiceQuestion) else "numerical")
        assert {child.tag for child in question} == KINDS[kind]
        assert text_of(question, "name").endswith(of.skill.key)
        assert len(text_of(question, "name")) < 255
        assert text_of(question, "questiontext")
        formats = {e.get("format") for e in question.iter() if e.get("format")}
        assert formats <= FORMATS
        answers = question.findall("answer")
        assert [a.get("fraction") for a in answers].count("100") == 1
        assert {a.get("fraction") for a in answers} <= FRACTIONS


def test_every_number_has_a_tolerance_and_every_slip_its_feedback() -> None:
    for of, question in questions():
        if isinstance(of.question, ChoiceQuestion):
            continue
        first, *others = question.findall("answer")
        assert first.get("fraction") == "100"
        for answer in (first, *others):
            float(text_of(answer, "."))
            assert float(answer.findtext("tolerance") or "nan") > 0
        assert others
        for answer in others:
            says = text_of(answer, "feedback")
            assert says.startswith("This is the value you get if you")
            gap = abs(float(text_of(answer, ".")) - float(text_of(first, ".")))
            assert gap > float(first.findtext("tolerance") or "nan")


def matched(question: Xml.Element, typed: float) -> Xml.Element | None:
    """The answer that Moodle takes: the first one within its tolerance."""
    for answer in question.findall("answer"):
        within = float(answer.findtext("tolerance") or "nan")
        if abs(typed - float(text_of(answer, "."))) <= within:
            return answer
    return None


@pytest.mark.parametrize("seed", range(4))
def test_moodle_takes_three_digits_for_what_they_are(seed: int) -> None:
    _, *found = Xml.fromstring(moodle_xml(drawn(course_skills(), seed), seed))  # noqa: S314
    numerical = [question for question in found if question.get("type") == "numerical"]
    for question in numerical:
        values = [float(text_of(answer, ".")) for answer in question.findall("answer")]
        for answer, value in zip(question.findall("answer"), values, strict=True):
            typed = float(f"{value:.3g}")
            nearest = min(abs(other - typed) for other in values if other != value)
            if nearest > 1.1 * abs(value - typed) + 0.002 * abs(typed):  # Else they are one.
                assert matched(question, typed) is answer, (text_of(question, "name"), value)


def test_a_slip_that_gives_nothing_is_told_by_a_nought() -> None:
    for _, question in questions():
        for answer in question.findall("answer"):
            if question.get("type") == "numerical":
                value = float(text_of(answer, "."))
                assert value == 0 or abs(value) > 1e-7


def test_the_right_number_is_the_one_of_the_quiz() -> None:
    for of, question in questions():
        right = text_of(question.findall("answer")[0], ".")
        if isinstance(of.question, ValueQuestion):
            assert any(abs(float(right) - value) < 1e-8 * max(1, abs(value))
                       for value in of.question.right)  # fmt: skip


def test_a_derivative_is_asked_for_by_its_value_at_a_place() -> None:
    of, question = next(
        (of, q) for of, q in questions() if isinstance(of.question, ExpressionQuestion)
    )
    asks = text_of(question, "questiontext")
    assert re.search(r"dL/dw = \?  Its value at w = −?\d", asks)
    assert judge(of.question, expected_text(of.question)).verdict is Verdict.RIGHT


def test_every_choice_has_its_reason() -> None:
    for of, question in questions():
        if isinstance(of.question, ChoiceQuestion):
            reasons = [text_of(answer, "feedback") for answer in question.findall("answer")]
            assert all(reasons)


@pytest.mark.parametrize("seed", range(5))
def test_the_file_is_well_formed_whatever_the_numbers(seed: int) -> None:
    Xml.fromstring(moodle_xml(drawn(catalogue(), seed), seed))  # noqa: S314


def test_moodle_gets_one_file(tmp_path: Path) -> None:
    assert [p.name for p in export(tmp_path / "q.xml", SHEET)] == ["q.xml"]
