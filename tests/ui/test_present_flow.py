"""A presentation and its notes on the screen, by keys and by mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Footer, Static

from tests.ui.driving import until
from tests.unit.lessons import write_lesson
from tutor.lesson.heading import read_heading
from tutor.lesson.shelf import find_lesson, shipped_lessons
from tutor.records.home import home
from tutor.records.presenting import running
from tutor.teaching.session import Phase, Session
from tutor.ui.app import DescentApp
from tutor.ui.course import CourseScreen
from tutor.ui.dialogs import PickScreen
from tutor.ui.lab_screen import LabScreen
from tutor.ui.lines import Lines
from tutor.ui.messages import NotesWanted, PresentationWanted
from tutor.ui.notes_screen import NotesScreen
from tutor.ui.page import PageView
from tutor.ui.present_screen import PresentScreen
from tutor.ui.trace_view import TraceView

App = Pilot[None]


def app_of(name: str = "6") -> DescentApp:
    return DescentApp(PresentationWanted(read_heading(find_lesson(name, shipped_lessons()))))


async def opened(pilot: App) -> PresentScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, PresentScreen))
    screen = pilot.app.screen
    assert isinstance(screen, PresentScreen)
    await until(pilot, lambda: screen.ready)
    return screen


def session(screen: PresentScreen) -> Session:
    assert screen.session is not None
    return screen.session


def page(screen: PresentScreen) -> str:
    return screen.query_one(PageView).query_one(Lines).text


def table(screen: PresentScreen) -> str:
    return screen.query_one(TraceView).query_one(Lines).text


async def to(pilot: App, screen: PresentScreen, id_: str) -> None:
    while not (session(screen).stop is not None and session(screen).stop.id == id_):  # type: ignore[union-attr]
        await pilot.press("space")
        await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36)])
async def test_lesson_6_is_given_to_its_end_with_one_key(size: tuple[int, int]) -> None:
    async with app_of().run_test(size=size) as pilot:
        screen = await opened(pilot)
        for _ in range(200):
            if session(screen).phase is Phase.FINISHED:
                break
            await pilot.press("space")
            await pilot.pause()
        assert "The end of “Adagrad”." in page(screen)
        assert "right" not in page(screen)  # Nobody was asked for an answer.


async def test_a_question_stands_while_the_room_thinks() -> None:
    async with app_of().run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await to(pilot, screen, "sigma-1")
        assert "σ¹ = ?" in page(screen)
        assert "5.099" not in page(screen) + table(screen)
        await pilot.press("space")
        await pilot.pause()
        assert "g¹ = 2·1 − 6 = −4" in page(screen)
        assert "5.099" not in page(screen) + table(screen)
        await pilot.press("space", "pagedown")  # The formula; the formula with numbers.
        await pilot.pause()
        assert "5.099" not in page(screen) + table(screen)
        await pilot.press("space")
        await pilot.pause()
        assert "5.099" in page(screen)
        await pilot.press("pageup")
        await pilot.pause()
        assert "5.099" not in page(screen) + table(screen)
        await pilot.press("r")
        await pilot.pause()
        assert "5.099" in page(screen)


async def test_a_blank_screen_comes_back_without_going_on() -> None:
    async with app_of().run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press("space", "b")
        before = session(screen)
        for key in ("space", "x", "w", "g", "left"):
            assert not screen.query_one(PageView).visible
            await pilot.press(key)
            await pilot.pause()
            assert screen.query_one(PageView).visible
            assert session(screen) == before
            assert pilot.app.screen is screen
            await pilot.press("B")


async def test_jumping_to_a_step() -> None:
    async with app_of().run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickScreen))
        await pilot.press("5", "down", "enter")  # Page 5, and its first step.
        await until(pilot, lambda: session(screen).stop is not None)
        assert session(screen).phase is Phase.ASKING
        assert "σ¹ = ?" in page(screen)


async def test_what_if_opens_the_problem_and_comes_back() -> None:
    async with app_of().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await to(pilot, screen, "next-1")
        before = session(screen)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen))
        lab_screen = pilot.app.screen
        assert isinstance(lab_screen, LabScreen)
        await until(pilot, lambda: lab_screen.computed is not None)
        assert lab_screen.lab is not None
        assert (lab_screen.lab.t, lab_screen.lab.loss_text) == (1, "(w - 3)^2")
        await pilot.press("ctrl+right", "ctrl+r")
        assert lab_screen.lab == lab_screen.first
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert session(screen) == before


async def test_the_footer_works_by_mouse() -> None:
    async with app_of().run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        keys = screen.query_one(Footer).query("FooterKey")
        await pilot.click(next(key for key in keys if "Next" in str(key.render())))
        await pilot.pause()
        assert (session(screen).at, session(screen).lines) != (0, 0)


async def test_large_and_the_picture_alone() -> None:
    async with app_of("3").run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press("l")
        assert screen.query_one("#run").size.width == 0
        await pilot.press("l", "p")
        await pilot.pause()
        assert screen.query_one("PictureView").size.width > 90


async def test_the_notes_follow_and_survive_a_restart() -> None:
    async with app_of().run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await to(pilot, screen, "sigma-1")
        assert [(s.at, s.lines) for s in running(home())] == [(session(screen).at, 0)]
        async with DescentApp(NotesWanted("")).run_test(size=(68, 30)) as other:
            notes = other.app.screen
            assert isinstance(notes, NotesScreen)
            text = notes.query_one("#notes Lines", Lines)
            await until(other, lambda: "Asked now" in text.text)
            assert "5.099" in text.text
            assert "What σ remembers" in str(notes.query_one("#where", Static).render())
            await pilot.press("space")  # It follows a step.
            await until(other, lambda: notes.session is not None and notes.session.lines == 1)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CourseScreen))
    assert running(home()) == []


async def test_what_does_not_fit_is_scrolled_to_before_it_goes_on() -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        view = screen.query_one(PageView)
        for _ in range(200):
            before, place = session(screen), view.scroll_y
            room = view.max_scroll_y - view.scroll_y
            await pilot.press("pagedown")
            await pilot.pause()
            if room >= 1:
                assert session(screen) == before
                assert view.scroll_y > place
            if session(screen).phase is Phase.FINISHED:
                return
        raise AssertionError("the end was never reached")


async def test_notes_that_are_there_first_wait(tmp_path: Path) -> None:
    app = DescentApp(NotesWanted(str(write_lesson(tmp_path))))
    async with app.run_test(size=(80, 24)) as pilot:
        notes = pilot.app.screen
        assert isinstance(notes, NotesScreen)
        text = notes.query_one("#notes Lines", Lines).text
        assert "No presentation is running." in text
