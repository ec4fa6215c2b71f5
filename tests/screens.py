"""Draws the README's screens anew, each as an SVG.

    python -m tests.screens [FOLDER]

Plays real lessons without a terminal and saves what is on screen; no record is kept.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from tests.ui.driving import App, ready, session, to_question, type_in, until
from tutor.lesson.heading import read_heading
from tutor.lesson.shelf import find_lesson, shipped_lessons
from tutor.teaching.advance import advance
from tutor.teaching.events import WentOn
from tutor.teaching.lab import with_another, with_rule, with_settings
from tutor.teaching.presets import PRESETS
from tutor.ui.app import DescentApp
from tutor.ui.lab_screen import LabScreen
from tutor.ui.messages import LabWanted, LessonWanted
from tutor.ui.picture import PictureView

FOLDER = Path(__file__).parent.parent / "docs"
SIZE = (120, 36)
COLORS = {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
# The fonts that Rich's SVG asks a server for; a reader's own monospaced one will do.
WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


async def pointing(pilot: App) -> None:
    """Lesson 3: where will the step lead? The place is shown on the picture."""
    screen = await ready(pilot)
    await to_question(pilot, screen, "first")
    await until(pilot, lambda: screen.query_one(PictureView).contour is not None)
    for _ in range(3):
        await pilot.press("left", "left", "down", "down")


async def curves(pilot: App) -> None:
    """Lesson 4: four learning rates on one plot."""
    screen = await ready(pilot)
    await to_question(pilot, screen, "smallest")


async def misconception(pilot: App) -> None:
    """Lesson 6: a wrong σ is told which slip gives it, and then how it goes."""
    screen = await ready(pilot)
    await to_question(pilot, screen, "sigma-1")
    await type_in(pilot, "7.21")
    await type_in(pilot, "5.1")
    screen.session = advance(session(screen), WentOn())
    await pilot.pause()


async def lab(pilot: App) -> None:
    """The lab: three rules in the ravine, some steps on."""
    await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen))
    screen = pilot.app.screen
    assert isinstance(screen, LabScreen)
    await until(pilot, lambda: screen.computed is not None)
    for _ in range(12):
        await pilot.press("f6")
    await pilot.pause()


def lesson(name: str) -> DescentApp:
    return DescentApp(LessonWanted(read_heading(find_lesson(name, shipped_lessons()))))


def three_rules() -> DescentApp:
    wanted = PRESETS["ravine"].lab()
    for key in ("adagrad", "momentum"):
        wanted = with_rule(with_another(wanted), key)
    return DescentApp(LabWanted(with_settings(wanted, "0.1")))


SCREENS: dict[str, tuple[Callable[[], DescentApp], Callable[[App], Awaitable[None]]]] = {
    "pointing": (partial(lesson, "contours"), pointing),
    "curves": (partial(lesson, "learning-rate"), curves),
    "misconception": (partial(lesson, "adagrad"), misconception),
    "lab": (three_rules, lab),
}


async def drawn(begin: Callable[[], DescentApp], play: Callable[[App], Awaitable[None]]) -> str:
    app = begin()
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await play(pilot)
        return WEB_FONTS.sub("", app.export_screenshot(title="descent"))


def main(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as records:
        for name, (begin, play) in SCREENS.items():
            os.environ |= {**COLORS, "DESCENT_HOME": f"{records}/{name}"}
            path = folder / f"{name}.svg"
            path.write_text(asyncio.run(drawn(begin, play)), encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
