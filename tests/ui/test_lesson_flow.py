"""Lessons played by keys, by mouse, at both sizes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Footer, Static

from tests.ui.driving import (
    App,
    DescentApp,
    here,
    panel,
    ready,
    session,
    table,
    to_question,
    type_in,
    until,
    words,
)
from tutor.cli import run
from tutor.lesson.heading import read_heading
from tutor.lesson.shelf import find_lesson, shipped_lessons
from tutor.records.record import Kind
from tutor.teaching.session import Phase, score
from tutor.ui.base import Banner, TooSmall
from tutor.ui.course import CourseScreen, LessonList
from tutor.ui.help import HelpScreen
from tutor.ui.lesson_screen import LessonScreen
from tutor.ui.messages import LessonWanted
from tutor.ui.page import PageView
from tutor.ui.prediction import Choices, Prediction, PredictionField
from tutor.ui.trace_view import TraceView

SIZES = [(120, 36), (80, 24)]


def lesson_app(name: str = "6") -> DescentApp:
    return DescentApp(LessonWanted(read_heading(find_lesson(name, shipped_lessons()))))


ANSWERS = {
    "g-0": ["5", "-6"],
    "next-0": ["1"],
    "sigma-1": ["5", "5.0.", "", "sqrt((36+16)/2)"],
    "eta-1": ["0.707"],
    "next-1": ["1.55"],
    "next-2": ["", ""],
    "ravine-next-0": ["-4.6, -1.6"],
    "transfer-next-1": ["4", "5"],
}


async def test_the_whole_of_lesson_6_is_played_by_keys() -> None:
    app = lesson_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        asked: list[str] = []
        while session(screen).phase is not Phase.FINISHED:
            if session(screen).phase is Phase.ASKING:
                asked.append(here(screen))
                for answer in ANSWERS[here(screen)]:
                    screen.query_one(PredictionField).value = ""
                    await type_in(pilot, answer)
                assert session(screen).phase is Phase.SETTLED
            await pilot.press("enter")
            await pilot.pause()
        assert asked == list(ANSWERS)
        assert score(session(screen)) == (6, 8)
        assert "6 of 8 right, 5 at the first try without a hint." in words(screen)
        assert "Enter: one more question, on new numbers." in words(screen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))


async def test_a_prediction_is_judged_and_worked_out() -> None:
    async with lesson_app().run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        assert "σ¹ = ?" in panel(screen)
        assert "Known: g⁰ = −6, w¹ = 1, η = 1." in panel(screen)
        await type_in(pilot, "7")
        assert "✗ 7   Not right, and no slip that is known gives it." in panel(screen)
        await type_in(pilot, "5.1")  # The wrong answer was selected: typing replaces it.
        assert "✓ 5.1   Right, after rounding: 5.099." in words(screen)
        assert "╱ (−6)² + (−4)²" in words(screen)
        assert "5.1 ✓" in table(screen)
        assert not screen.query_one(Prediction).display


async def test_the_reading_is_shown_while_typing() -> None:
    async with lesson_app().run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        for key in ("1", "slash", "4", "plus"):
            await pilot.press(key)
        assert "The end is missing" in panel(screen)
        await pilot.press("1")
        assert "read as 1/4 + 1 = 1.25" in panel(screen)


async def test_unreadable_text_is_kept_and_costs_nothing() -> None:
    async with lesson_app().run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        await type_in(pilot, "5,1")
        assert screen.query_one(PredictionField).value == "5,1"
        assert "Use a point for decimals, e.g. 0.8." in panel(screen)
        assert session(screen).answer.tries_left == 2


async def test_a_question_mark_on_the_empty_field_is_a_hint() -> None:
    async with lesson_app().run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        await type_in(pilot, "7")
        await pilot.press("question_mark", "f2")  # The wrong answer is selected, as good as gone.
        await pilot.pause()
        assert "Hint 1: σᵗ = √(Σ(gⁱ)²/(t + 1))" in panel(screen)
        assert "Hint 2: σ¹ = √(((−6)² + (−4)²)/(1 + 1)) = ?" in panel(screen)
        assert screen.query_one(PredictionField).value == "7"


async def test_back_shows_an_earlier_stop_and_forward_returns() -> None:
    async with lesson_app().run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        await pilot.press("ctrl+b", "ctrl+b")
        await pilot.pause()
        assert session(screen).page.title == "The first step"
        assert here(screen) == "next-0"
        assert "w¹ = 1" in words(screen)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert here(screen) == "sigma-1"


async def test_a_paste_cannot_send_control_codes() -> None:
    from textual.events import Paste

    async with lesson_app().run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        field = screen.query_one(PredictionField)
        field.post_message(Paste("\x1b[2J5\x9b"))
        await until(pilot, lambda: bool(field.value))
        assert field.value.isprintable()
        assert "is not used in answers" in panel(screen)


async def test_the_footer_shows_only_keys_that_work_now() -> None:
    async with lesson_app().run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        assert shown_keys(pilot) == ["Go on", "Picture", "Course", "Quit", "Help"]
        await to_question(pilot, screen, "sigma-1")
        assert shown_keys(pilot) == [
            "Check", "Hint", "Answer", "Back", "Picture", "Course", "Quit", "Help",
        ]  # fmt: skip


def shown_keys(pilot: App) -> list[str]:
    active = pilot.app.screen.active_bindings.values()
    return [b.binding.description for b in active if b.binding.show and b.enabled]


async def test_the_mouse_is_enough() -> None:
    async with lesson_app().run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        before = session(screen).at
        await pilot.click(Footer, offset=(3, 0))  # Go on
        await pilot.pause()
        assert session(screen).at == before + 1
        await to_question(pilot, screen, "sigma-1")
        await pilot.click(PredictionField)
        await pilot.press("6")
        await pilot.click(Footer, offset=(3, 0))  # Check
        await pilot.pause()
        assert session(screen).answer.tries_left == 1


async def test_a_resize_keeps_the_place() -> None:
    async with lesson_app().run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        await pilot.press("5")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert here(screen) == "sigma-1"
        assert screen.query_one(PredictionField).value == "5"
        assert screen.query_one(TraceView).region.y > screen.query_one(PageView).region.y
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert screen.query_one(TraceView).region.x > screen.query_one(PageView).region.x


async def test_a_small_terminal_is_told_what_is_needed() -> None:
    async with lesson_app().run_test(size=(60, 20)) as pilot:
        screen = await ready(pilot)
        note = screen.query_one(TooSmall)
        assert note.display
        assert "needs 72×22 characters" in str(note.render())
        assert "has 60×20" in str(note.render())
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not note.display


async def test_help_lists_the_keys_and_closes() -> None:
    app = lesson_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        text = str(app.screen.query_one(Static).render())
        assert "Check the answer; go on" in text
        assert "Every action by name" in text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_the_course_opens_a_lesson_and_escape_returns() -> None:
    app = DescentApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        await pilot.press("down", "enter")
        screen = await ready(pilot)
        assert screen.lesson.id == "two-parameters"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))


async def test_a_broken_lesson_is_listed_and_the_others_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("01-one-step.md", "06-adagrad.md"):
        text = (shipped_lessons() / name).read_text()
        (tmp_path / name).write_text(text.replace('"adaptive-rates"', '"one-step"'))
    (tmp_path / "03-broken.md").write_text("+++\ntitle = \n+++\n")
    (tmp_path / "04-bad.md").write_text(
        (tmp_path / "01-one-step.md").read_text().replace("```derive", "```derve")
    )
    monkeypatch.setattr("tutor.ui.app.shipped_lessons", lambda: tmp_path)
    app = DescentApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        course = app.screen
        assert isinstance(course, CourseScreen)
        summary = course.query_one("#summary")
        await until(pilot, lambda: all(h.error for h in course.headings[1:3]))
        labels = [str(option.prompt) for option in course.query_one(LessonList).options]
        assert [label.strip() for label in labels if "broken" in label] == [
            "○  3  broken  ! broken",
            "○  4  One step  ! broken",
        ]
        await pilot.press("down")
        await pilot.pause()
        assert "03-broken.md:2: not TOML" in str(summary.render())
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "04-bad.md:48: unknown fence 'derve'" in str(summary.render())
        await pilot.press("down")
        await pilot.pause()
        shown = str(summary.render())
        assert "Comes after: One step." in shown
        assert "· What σ remembers" in shown
        await pilot.press("enter")
        assert (await ready(pilot)).lesson.id == "adagrad"


async def test_leaving_twice_leaves_once() -> None:
    app = DescentApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        await pilot.press("enter", "enter")
        screen = await ready(pilot)
        screen.action_leave()
        screen.action_leave()
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        await pilot.pause()
        assert isinstance(app.screen, CourseScreen)


async def test_a_lesson_that_cannot_be_played_goes_back_to_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = find_lesson("1", shipped_lessons()).read_text().replace("```derive\n", DERIVE_9, 1)
    (tmp_path / "01-odd.md").write_text(text)
    monkeypatch.setattr("tutor.ui.app.shipped_lessons", lambda: tmp_path)
    app = DescentApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        course = app.screen
        await pilot.press("enter")
        summary = course.query_one("#summary")
        await until(pilot, lambda: "the derivation has" in str(summary.render()))
        assert app.screen is course


DERIVE_9 = "```derive id=d\nask = 99\n"


async def test_the_palette_lists_the_actions_of_the_screen() -> None:
    app = lesson_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        titles = {command.title for command in app.get_system_commands(screen)}
        assert {"Go on", "Course", "Help", "Quit"} <= titles


async def test_a_lesson_that_is_saved_is_read_again_at_the_same_stop(tmp_path: Path) -> None:
    path = tmp_path / "06-adagrad.md"
    text = (shipped_lessons() / "06-adagrad.md").read_text()
    path.write_text(text)
    async with DescentApp(LessonWanted(read_heading(path))).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        screen.keeper.store.add(
            screen.keeper.key, [(Kind.REACHED, "sigma-1", {"at": 9, "page": 4})]
        )
        path.write_text(text.replace("```predict id=sigma-1", "```predcit id=sigma-1"))
        later(path, 1)
        await until(pilot, lambda: "unknown fence 'predcit'" in banner(screen))
        assert here(screen) == "sigma-1"
        path.write_text(text.replace("Now there are two gradients.", "Two gradients now."))
        later(path, 2)
        await until(pilot, lambda: "Two gradients now." in words(screen))
        assert here(screen) == "sigma-1"
        await until(pilot, lambda: not banner(screen))


def banner(screen: LessonScreen) -> str:
    return "".join(str(banner.render()) for banner in screen.query(Banner))


def later(path: Path, seconds: int) -> None:
    """Move a file's time on, since two writes may come within one tick of the clock."""
    at = path.stat().st_mtime + seconds
    os.utime(path, (at, at))


async def test_a_lesson_goes_on_where_it_was_left() -> None:
    async with lesson_app().run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await until(pilot, lambda: session(screen).at == 0)
        for _ in range(7):
            await pilot.press("enter")
        await type_in(pilot, "-5")
        at, answers = session(screen).at, session(screen).answers
        assert answers["g-0"].tries
    async with lesson_app().run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        assert (session(screen).at, session(screen).answers) == (at, answers)


async def test_a_long_page_begins_at_its_top_and_says_what_is_hidden_below() -> None:
    async with lesson_app("3").run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        page = screen.query_one(PageView)
        await until(pilot, lambda: page.max_scroll_y > 0)
        assert page.scroll_y == 0
        assert page.border_subtitle == f"▾ {page.max_scroll_y} more lines: PgDn"
        await pilot.press("pagedown", "pagedown", "pagedown")
        await until(pilot, lambda: page.scroll_y == page.max_scroll_y)
        assert not page.border_subtitle


async def test_a_lesson_known_already_is_marked_so() -> None:
    app = DescentApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        lessons = app.screen.query_one(LessonList)
        await until(pilot, lambda: "○" in str(lessons.options[1].prompt))
        await pilot.press("f6")
        await until(pilot, lambda: "●" in str(lessons.options[1].prompt))
        assert "You said that you know this;" in str(app.screen.query_one("#summary").render())
        await pilot.press("f6")  # And takes it back.
        await until(pilot, lambda: "○" in str(lessons.options[1].prompt))


async def test_a_page_that_is_skipped_is_not_the_lesson() -> None:
    app = DescentApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        await pilot.press("enter")
        screen = await ready(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: session(screen).page.title == "The slope")
        await pilot.press("f6", "escape")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        lessons = app.screen.query_one(LessonList)
        await until(pilot, lambda: "◐" in str(lessons.options[1].prompt))


async def test_what_is_typed_reaches_the_question_whatever_was_clicked() -> None:
    async with lesson_app().run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-1")
        await pilot.click(PageView)
        await type_in(pilot, "77")
        assert [t.text for t in session(screen).answer.tries] == ["77"]
        await pilot.press("shift+tab", "8")  # From whatever had the focus.
        assert screen.query_one(PredictionField).value == "778"


async def test_enter_reads_to_the_end_of_a_page_before_it_goes_on() -> None:
    async with lesson_app("3").run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        await pilot.press("f6")
        page = screen.query_one(PageView)
        await until(pilot, lambda: page.max_scroll_y > 0 and session(screen).at == 1)
        await pilot.press("enter")
        assert session(screen).at == 1
        await until(pilot, lambda: page.scroll_y > 0)
        while page.scroll_y < page.max_scroll_y:
            await pilot.press("enter")
        await pilot.press("enter")
        assert session(screen).at == 2


async def test_records_that_cannot_be_kept_are_said_in_a_banner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DESCENT_HOME", str(tmp_path / "file" / "home"))
    async with lesson_app().run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await until(pilot, lambda: "Progress is not being saved" in banner(screen))


async def test_a_choice_is_made_by_letter_arrow_or_mouse(tmp_path: Path) -> None:
    run(["new", str(tmp_path / "16-mine")])
    app = DescentApp(LessonWanted(read_heading(tmp_path / "16-mine.md")))
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "sigma-grows")
        assert "a) It falls, but more slowly" in str(screen.query_one(Choices).options[0].prompt)
        await pilot.press("c")
        await pilot.pause()
        assert "One more try." in panel(screen)
        await pilot.press("down", "down", "up", "enter")
        await until(pilot, lambda: session(screen).answer.settled)
        assert session(screen).answer.right
        assert "A mean cannot grow" in words(screen)


async def test_the_last_answer_stays_in_view_above_a_choice() -> None:
    async with lesson_app("1").run_test(size=(80, 24)) as pilot:
        screen = await ready(pilot)
        await to_question(pilot, screen, "g-0")
        await type_in(pilot, "6")
        await pilot.press("enter")
        await until(pilot, lambda: here(screen) == "direction")
        page = screen.query_one(PageView)
        await until(pilot, lambda: page.max_scroll_y > 0)
        assert words(screen).rstrip().endswith("g⁰ = 6")
        await until(pilot, lambda: page.scroll_y == page.max_scroll_y)
