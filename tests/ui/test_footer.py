"""What the footer offers is all in sight, on the smallest usual terminal too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Footer

from tests.ui.driving import until
from tutor.lesson.heading import read_heading
from tutor.lesson.shelf import find_lesson, shipped_lessons
from tutor.teaching.presets import PRESETS
from tutor.teaching.request import Request
from tutor.ui.app import DescentApp
from tutor.ui.lab_screen import LabScreen
from tutor.ui.lesson_screen import LessonScreen
from tutor.ui.messages import LabWanted, LessonWanted, NotesWanted, PresentationWanted, QuizWanted
from tutor.ui.notes_screen import NotesScreen
from tutor.ui.present_screen import PresentScreen
from tutor.ui.quiz_screen import QuizScreen

COLUMNS = 80


def lesson(name: str) -> Path:
    return find_lesson(name, shipped_lessons())


APPS: dict[type, Callable[[], DescentApp]] = {
    LessonScreen: lambda: DescentApp(LessonWanted(read_heading(lesson("6")))),
    QuizScreen: lambda: DescentApp(QuizWanted(Request(("gd/g",), count=1, seed=1))),
    LabScreen: lambda: DescentApp(LabWanted(PRESETS["ravine"].lab())),
    PresentScreen: lambda: DescentApp(PresentationWanted(read_heading(lesson("6")))),
    NotesScreen: lambda: DescentApp(NotesWanted("")),
}


@pytest.mark.parametrize("screen", APPS, ids=lambda screen: screen.__name__)
async def test_every_key_of_the_footer_is_in_sight(screen: type) -> None:
    app = APPS[screen]()
    async with app.run_test(size=(COLUMNS, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, screen))
        footer = app.screen.query_one(Footer)
        await until(pilot, lambda: any(key.region.width for key in footer.query("FooterKey")))
        for _ in range(3):  # As the lesson, the quiz and the class go on, other keys work.
            await pilot.press("enter")
            await pilot.pause()
            assert max(key.region.right for key in footer.query("FooterKey")) <= COLUMNS
