"""The pictures of a lesson: shown, pointed at, zoomed, put into words."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from tests.ui.driving import App, panel, ready, session, to_question, type_in, until, words
from tutor.lesson.heading import read_heading
from tutor.maths.judging import Verdict
from tutor.teaching.advance import advance
from tutor.teaching.events import Revealed, WentOn
from tutor.ui.app import DescentApp
from tutor.ui.lesson_screen import LessonScreen
from tutor.ui.messages import LessonWanted
from tutor.ui.picture import PictureView
from tutor.ui.prediction import PredictionField

WIDE, NARROW = (120, 36), (80, 24)
LESSON = """\
+++
title = "Pictures"
summary = "For tests."

[problem]
loss = "x^2/10 + 2*y^2"
start = { x = -5, y = -2 }
rule = "gd"
eta = 0.4
steps = 6

[problems.four]
loss = "sqrt(1+w^2) + w^2/40"
start = { w = 4 }
rule = "gd"
eta = 0.95
steps = 40

[problems.space]
loss = "x^2 + y^2 + z^2"
start = { x = 1, y = 2, z = 3 }
rule = "gd"
eta = 0.1
+++
## Point

```point id=place
t = 0
```

```contour
to = 3
caption = "Across the ravine."
```

## Curves

```curves
eta = [0.05, 0.95, 6, 45]
problem = "four"
labels = false
caption = "Which is which?"
```

```predict id=w-1
quantity = "next"
t = 0
problem = "four"
```

## Side by side

```compare
runs = [{ rule = "gd" }, { rule = "adagrad", eta = 1 }]
caption = "Two rules."
```

```predict id=space
quantity = "g"
t = 0
problem = "space"
```
"""


@pytest.fixture
def app(tmp_path: Path) -> DescentApp:
    path = tmp_path / "03-pictures.md"
    path.write_text(LESSON, encoding="utf-8")
    return DescentApp(LessonWanted(read_heading(path)))


def picture(screen: LessonScreen) -> PictureView:
    return screen.query_one(PictureView)


def drawn(screen: LessonScreen) -> str:
    view = picture(screen)
    return "\n".join(view.render_line(y).text for y in range(view.size.height))


def field(screen: LessonScreen) -> str:
    return screen.query_one(PredictionField).value


async def pointing(pilot: App) -> LessonScreen:
    screen = await ready(pilot)
    await until(pilot, lambda: picture(screen).contour is not None)
    return screen


async def test_arrow_keys_move_the_place_and_fill_the_field(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        before = picture(screen).cursor
        await pilot.press("up", "right")
        place = picture(screen).cursor
        assert before is not None
        assert place is not None
        assert place[0] > before[0]
        assert place[1] > before[1]
        assert [float(part.replace("−", "-")) for part in field(screen).split(",")] == (
            pytest.approx(place, rel=1e-3)
        )
        assert "read as" in panel(screen)
        assert "✛" in drawn(screen)


async def test_a_place_within_a_cell_is_right(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        view = picture(screen)
        assert view.contour is not None
        column, row = view.contour.view.cell((-4.6, 1.2))  # −5 + 0.4·1, −2 + 0.4·8
        await pilot.click(PictureView, offset=(view.contour.frame.gutter + column, row))
        await pilot.press("enter")
        await until(pilot, lambda: session(screen).answer.settled)
        assert session(screen).answer.right
        assert "●" in drawn(screen)
        assert "θ¹" in drawn(screen)


async def test_a_place_uphill_is_named_and_stays_as_a_hollow_mark(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        await type_in(pilot, "-5.4, -5.2")  # With the gradient, not against it.
        await type_in(pilot, "-5.4, -5.2")  # A second Enter costs no second try.
        assert len(session(screen).answer.tries) == 1
        assert "That was your last answer" in panel(screen)
        await type_in(pilot, "-5.4, -5.3")
        await until(pilot, lambda: session(screen).answer.settled)
        judgement = session(screen).answer.tries[0].judgement
        assert (judgement.verdict, judgement.misconception) == (Verdict.WRONG, ("sign",))
        seen = picture(screen).picture
        assert seen is not None
        assert seen.predicted == ((-5.4, -5.3),)


async def test_in_a_narrow_terminal_a_place_is_asked_on_the_picture_alone(app: DescentApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        screen = await pointing(pilot)
        assert screen.alone
        assert picture(screen).size.height >= 10
        assert "Where will θ¹ be?" in panel(screen)
        await type_in(pilot, "-4.6, 1.2")
        await until(pilot, lambda: "Right: it is at" in str(screen.query_one("#says").render()))
        await pilot.press("enter")  # To the words: how it is worked out.
        await until(pilot, lambda: not screen.alone)
        assert "y¹ = 1.2" in words(screen)
        while "Across the ravine." not in words(screen):
            await pilot.press("enter")
        await pilot.press("f3")
        await until(pilot, lambda: picture(screen).size.height > 15)


async def test_the_pictures_words_are_a_key_away(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        says = screen.query_one("#says", Static)
        assert "θ⁰ = (−5, −2)" not in str(says.render())
        await pilot.press("f4")
        await pilot.pause()
        assert "θ⁰ = (−5, −2), where L = 10.5." in str(says.render())
        await to_question(pilot, screen, "w-1")
        assert "Curve ↑: explodes" in words(screen).replace("\n", " ")


async def test_the_window_can_be_moved_and_comes_back(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        view = picture(screen)
        assert view.contour is not None
        whole = view.contour.view
        await pilot.press("f8", "ctrl+right")
        await pilot.pause()
        assert view.contour.view.right - view.contour.view.left < whole.right - whole.left
        assert view.contour.view != whole
        await pilot.press("f9")
        await pilot.pause()
        assert view.contour.view == whole


async def test_a_picture_in_the_page_has_its_caption_and_curves_to_match_no_names(
    app: DescentApp,
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        await to_question(pilot, screen, "w-1")
        text = words(screen)
        assert "Which is which?" in text
        assert "η=" not in text
        assert text.count("●") > 1


async def test_runs_stand_side_by_side_in_a_table_and_a_picture(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        await to_question(pilot, screen, "space")
        text = words(screen)
        assert "gd η=0.4 x" in text
        assert "adagrad η=1 y" in text
        assert "▲" in text


async def test_of_three_parameters_any_two_can_be_seen(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        await to_question(pilot, screen, "space")
        await until(pilot, lambda: picture(screen).caption == "z = 3 held")
        await pilot.press("f5")
        assert picture(screen).caption == "y = 2 held"
        await pilot.press("f5", "f5")
        assert picture(screen).caption == "z = 3 held"


async def test_a_step_repaints_only_the_rows_it_touches(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        before = picture(screen).contour
        assert before is not None
        screen.session = advance(session(screen), Revealed())
        await until(pilot, lambda: picture(screen).contour is not before)
        after = picture(screen).contour
        assert after is not None
        assert after.background is before.background


async def test_a_mark_moves_to_its_place(app: DescentApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=WIDE) as pilot:
        monkeypatch.setattr(app, "animation_level", "full")
        screen = await pointing(pilot)
        screen.session = advance(session(screen), Revealed())
        await until(pilot, lambda: picture(screen).frames_left > 0)
        await until(pilot, lambda: picture(screen).frames_left == 0)
        contour = picture(screen).contour
        assert contour is not None
        assert contour.marks.paths[0].points[-1] == pytest.approx((-4.6, 1.2))


@pytest.mark.parametrize("size", [(60, 20), (72, 22), (100, 30), (200, 60)])
async def test_pictures_survive_any_size(app: DescentApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        await pilot.resize_terminal(*size)
        await pilot.press("f3")
        await pilot.pause()
        screen.session = advance(advance(session(screen), Revealed()), WentOn())
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: "θ¹" in drawn(screen))


async def test_a_window_survives_resizing(app: DescentApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await pointing(pilot)
        await pilot.press("f8")
        for size in (NARROW, (200, 60), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            view = picture(screen)
            assert view.contour is not None
            assert (view.contour.frame.columns, view.contour.frame.rows) == view.size


async def test_zooming_out_makes_no_place_right(app: DescentApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await pointing(pilot)
        before = picture(screen).cell
        await pilot.press(*["f7"] * 20)
        assert picture(screen).cell == pytest.approx(before)
        await type_in(pilot, "9, 9")
        assert not session(screen).answer.right
