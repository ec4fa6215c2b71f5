"""The lab on the screen, by keys and by mouse."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.ui.driving import until
from tutor.maths.notation import format_number
from tutor.teaching.lab import Lab, at, with_another
from tutor.teaching.presets import PRESETS
from tutor.ui import lab_runs
from tutor.ui.app import DescentApp
from tutor.ui.course import CourseScreen
from tutor.ui.derivation import DerivationScreen
from tutor.ui.dialogs import AskScreen, PickScreen
from tutor.ui.eta_slider import EtaSlider
from tutor.ui.lab_controls import LabControls
from tutor.ui.lab_screen import LabScreen
from tutor.ui.long_table import LongTable
from tutor.ui.long_table import values as values_of
from tutor.ui.messages import LabWanted
from tutor.ui.picture import PictureView

RAVINE = PRESETS["ravine"].lab()
App = Pilot[None]


async def opened(pilot: App) -> LabScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen))
    screen = pilot.app.screen
    assert isinstance(screen, LabScreen)
    await until(pilot, lambda: screen.computed is not None)
    return screen


def lab(screen: LabScreen) -> Lab:
    assert screen.computed is not None
    return screen.computed


def said(screen: LabScreen, id_: str) -> str:
    return str(screen.query_one(f"#{id_}", Static).render())


async def fill(pilot: App, screen: LabScreen, id_: str, text: str) -> None:
    """Put a text into a field, as if it had been typed, and press Enter."""
    field = screen.query_one(f"#{id_}", Input)
    field.focus()
    field.value = text
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()


async def answer(pilot: App, text: str) -> None:
    """Answer a small window that asks for a line."""
    await until(pilot, lambda: isinstance(pilot.app.screen, AskScreen))
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await pilot.pause()


async def test_a_loss_is_checked_as_it_is_typed_and_applied_by_enter() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        field = screen.query_one("#loss", Input)
        field.focus()
        field.value = " "
        await until(pilot, lambda: said(screen, "reading").startswith("Type a loss"))
        field.value = "x^2 + "
        await pilot.pause()
        assert said(screen, "reading") != ""
        assert lab(screen) == RAVINE
        await fill(pilot, screen, "loss", "x^2 + 3z^2")
        assert lab(screen).loss.parameters == ("x", "z")
        await fill(pilot, screen, "start", "2, 1")
        assert lab(screen).start == (2.0, 1.0)
        await fill(pilot, screen, "settings", "nonsense")
        assert "η" in said(screen, "reading")
        assert lab(screen).setting.eta == 0.4


async def test_stepping_running_and_jumping() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f6", "f6", "f7")
        assert lab(screen).t == 1
        picture = screen.query_one(PictureView).picture
        assert picture is not None
        assert len(picture.places) == 2
        await pilot.press("f5")
        await until(pilot, lambda: lab(screen).t > 1)
        assert "running" in said(screen, "title")
        await pilot.press("f5")
        assert not screen.running
        await pilot.press("f8")
        await answer(pilot, "t = 50")
        assert lab(screen).t == 50


async def test_a_hundred_thousand_steps_do_not_freeze_the_screen() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f8")
        await answer(pilot, "100000")
        await until(pilot, lambda: lab(screen).t == 100_000)
        table = screen.query_one(LongTable)
        table.scroll_to(y=54_321, animate=False, immediate=True)
        await pilot.pause()
        assert "54321" in table.render_line(1).text


async def test_a_long_computation_is_stopped_by_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: Lab, watch: Callable[[int], None]) -> None:
        pause = threading.Event()
        while not pause.wait(0.002):
            watch(1000)

    async with DescentApp(LabWanted(RAVINE)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        monkeypatch.setattr("tutor.ui.lab_runs.traces", endless)
        await pilot.press("f8")
        await answer(pilot, "100000")
        await until(pilot, lambda: bool(screen.computing))
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert lab(screen).t == 0
        assert screen.computing == ""


async def test_what_is_wanted_while_it_computes_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = lab_runs.traces

    def slow(wanted: Lab, watch: Callable[[int], None] | None = None) -> object:
        pause = threading.Event()
        while watch is not None and wanted.setting.eta != 0.3 and not pause.wait(0.002):
            watch(1000)
        return real(wanted)

    monkeypatch.setattr(lab_runs, "traces", slow)
    async with DescentApp(LabWanted(at(RAVINE, 4000))).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen))
        screen = pilot.app.screen
        assert isinstance(screen, LabScreen)
        await until(pilot, lambda: bool(screen.computing))
        await pilot.press("escape")  # Nothing has been computed yet: a short run takes its place.
        await until(pilot, lambda: screen.computed is not None)
        assert lab(screen).steps == 100
        await pilot.press("f8")
        await answer(pilot, "4000")
        await until(pilot, lambda: bool(screen.computing))
        screen._wanted(LabControls.Wanted("start", "1, 1"))
        screen._wanted(LabControls.Wanted("settings", "0.3"))
        await until(pilot, lambda: lab(screen).setting.eta == 0.3)
        assert lab(screen).start == (1.0, 1.0)
        await pilot.press("ctrl+z")
        assert screen.computing == ""


async def test_one_parameter_has_nothing_to_point_at() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await fill(pilot, screen, "loss", "(w-3)^2")
        await pilot.press("ctrl+t")
        assert "type the start" in said(screen, "reading")


async def test_rules_stand_side_by_side() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f9")
        assert [s.rule.key for s in lab(screen).settings] == ["gd", "decay"]
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickScreen))
        await pilot.press("down", "enter")
        await pilot.pause()
        assert [s.rule.key for s in lab(screen).settings] == ["gd", "adagrad"]
        await pilot.press("ctrl+right")
        assert lab(screen).setting.eta == 0.44
        await pilot.press("ctrl+up")
        assert lab(screen).chosen == 0
        await pilot.press("ctrl+down", "ctrl+d")
        assert len(lab(screen).settings) == 1
        await pilot.press("ctrl+z")
        assert len(lab(screen).settings) == 2


async def test_the_limit_of_eta_is_marked() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "diverges above η = 0.5" in said(screen, "limit")
        await fill(pilot, screen, "settings", "0.6")
        assert "diverges: it is above η = 0.5" in said(screen, "limit")
        await pilot.press("f8")
        await answer(pilot, "100")
        assert "┃" in screen.query_one(EtaSlider).render().plain


async def test_by_mouse_a_row_a_run_and_eta_are_picked() -> None:
    app = DescentApp(LabWanted(with_another(RAVINE)))
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.click(LongTable, offset=Offset(5, 4))
        await until(pilot, lambda: lab(screen).t == 3)
        await pilot.click("RunList", offset=Offset(3, 0))
        await until(pilot, lambda: lab(screen).chosen == 0)
        before = lab(screen).setting.eta
        await pilot.click(EtaSlider, offset=Offset(5, 0))
        await until(pilot, lambda: lab(screen).setting.eta < before)


async def test_eta_is_dragged_and_one_undo_takes_all_of_it_back() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        seen = []
        await pilot.mouse_down(EtaSlider, offset=Offset(30, 0))
        for column in (25, 20, 15):
            await pilot.hover(EtaSlider, offset=Offset(column, 0))
            seen.append(lab(screen).setting.eta)
        await pilot.mouse_up(EtaSlider, offset=Offset(15, 0))
        assert seen == sorted(set(seen), reverse=True)
        await pilot.hover(EtaSlider, offset=Offset(40, 0))
        assert lab(screen).setting.eta == seen[-1]  # It has been let go.
        await pilot.press("ctrl+z")
        assert lab(screen) == RAVINE


async def test_the_start_is_placed_on_the_picture() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+t")
        assert "Placing the start" in said(screen, "says")
        await pilot.click(PictureView, offset=Offset(40, 5))
        await until(pilot, lambda: lab(screen).start != RAVINE.start)
        clicked = lab(screen).start
        await pilot.press("right")
        await until(pilot, lambda: lab(screen).start != clicked)
        assert lab(screen).start[1] == pytest.approx(clicked[1], rel=0.02)
        await pilot.press("enter")
        assert not screen.is_placing
        await pilot.press("ctrl+z")
        assert lab(screen).start == RAVINE.start


async def test_a_bookmark_is_compared_and_gone_back_to() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f6", "f6", "ctrl+b")
        await fill(pilot, screen, "settings", "0.1")
        picture = screen.query_one(PictureView).picture
        assert picture is not None
        assert [name for name, _ in picture.others] == ["bookmark"]
        await pilot.press("ctrl+g")
        assert lab(screen).setting.eta == 0.4
        await pilot.press("ctrl+g")
        assert lab(screen).setting.eta == 0.1


async def test_saved_opened_and_exported(tmp_path: Path) -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        saved, trace = tmp_path / "mine.toml", tmp_path / "trace.json"
        await pilot.press("ctrl+s")
        await answer(pilot, str(tmp_path / "mine.txt"))
        assert isinstance(pilot.app.screen, AskScreen)  # The ending is wrong: it stays.
        await answer(pilot, str(saved))
        await until(pilot, lambda: "Written to" in said(screen, "reading"))
        before = saved.read_text()
        await pilot.press("f6", "ctrl+s")
        await answer(pilot, str(saved))
        assert isinstance(pilot.app.screen, AskScreen)  # It exists: asked once more.
        assert saved.read_text() == before
        await pilot.press("enter")
        await until(pilot, lambda: saved.read_text() != before)
        await pilot.press("ctrl+e")
        await answer(pilot, str(trace))
        await until(pilot, trace.exists)
        await until(pilot, lambda: "trace.json" in said(screen, "reading"))
        assert json.loads(trace.read_text())["rule"] == "gd"
        await fill(pilot, screen, "loss", "w^2")
        await pilot.press("ctrl+o")
        await answer(pilot, str(saved))
        assert lab(screen).loss == RAVINE.loss


async def test_the_derivation_is_a_key_away_and_presets_are_two() -> None:
    app = DescentApp(LabWanted(RAVINE))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, DerivationScreen))
        await pilot.press("escape")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await pilot.press("enter")
        await until(pilot, lambda: lab(screen).loss_text == "x^2 + y^2")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))  # Something would be lost.
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))


@pytest.mark.parametrize("title", PRESETS)
async def test_every_preset_can_be_looked_at(title: str) -> None:
    async with DescentApp(LabWanted(PRESETS[title].lab())).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f6", "f6", "f3", "f10")
        assert lab(screen).t == 2
        assert said(screen, "says")


async def test_the_course_opens_the_lab_and_the_lab_goes_back() -> None:
    app = DescentApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        await pilot.press("end", "enter")
        screen = await opened(pilot)
        assert lab(screen).loss_text == RAVINE.loss_text
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))


async def test_one_parameter_and_four_are_shown_too() -> None:
    async with DescentApp(LabWanted(RAVINE)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        for loss in ("(w-3)^2", "a^2 + 2b^2 + 3c^2 + d^2"):
            await fill(pilot, screen, "loss", loss)
            await pilot.press("f6")
            assert lab(screen).t == 1
        controls = screen.query_one(LabControls)
        assert controls.lab.loss.parameters == ("a", "b", "c", "d")


async def test_the_table_shows_whole_columns_only() -> None:
    app = DescentApp(LabWanted(at(PRESETS["regression"].lab(), 3)))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        table = screen.query_one(LongTable)
        table.focus()
        assert table.trace is not None
        whole = {*table.names, *(format_number(v, 5) for v in values_of(table.trace, 3)), "3", "t"}
        for _ in range(8):
            for row in (0, 4):
                assert set(table.render_line(row).text.split()) <= whole
            await pilot.press("right")
            await pilot.pause()
        assert table.names[-1] in table.render_line(0).text.split()  # The last one is reached.
