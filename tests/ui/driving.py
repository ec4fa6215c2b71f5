"""Driving the application as a learner does: keys in, text of the screen out."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot
from textual.widgets import Static

from tutor.teaching.advance import advance
from tutor.teaching.events import Revealed, WentOn
from tutor.teaching.session import Phase, Session
from tutor.ui.app import DescentApp
from tutor.ui.lesson_screen import LessonScreen
from tutor.ui.lines import Lines
from tutor.ui.page import PageView
from tutor.ui.prediction import Prediction
from tutor.ui.trace_view import TraceView

PATIENCE = 2000  # Turns of the event loop; each is short.

App = Pilot[None]


async def until(pilot: App, condition: Callable[[], bool]) -> None:
    """Let the application run until the condition holds."""
    for _ in range(PATIENCE):
        if condition():
            await pilot.pause()
            return
        await pilot.pause()
    raise AssertionError("the condition never came true")


async def ready(pilot: App) -> LessonScreen:
    """The lesson screen, once its gradients have been derived."""
    await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
    screen = pilot.app.screen
    assert isinstance(screen, LessonScreen)
    await until(pilot, lambda: screen.ready)
    return screen


def session(screen: LessonScreen) -> Session:
    assert screen.session is not None
    return screen.session


async def type_in(pilot: App, text: str) -> None:
    """Type a text and press Enter."""
    for character in text:
        await pilot.press(KEYS.get(character, character))
    await pilot.press("enter")
    await pilot.pause()


KEYS = {
    "-": "minus", ".": "full_stop", ",": "comma", " ": "space", "(": "left_parenthesis",
    ")": "right_parenthesis", "+": "plus", "*": "asterisk", "/": "slash", "?": "question_mark",
}  # fmt: skip


async def to_question(pilot: App, screen: LessonScreen, id_: str) -> None:
    """Put the screen where that question is open, everything before it revealed."""
    at = session(screen)
    while not (at.phase is Phase.ASKING and at.stop is not None and at.stop.id == id_):
        assert at.phase is not Phase.FINISHED, f"there is no question {id_}"
        at = advance(at, Revealed() if at.phase is Phase.ASKING else WentOn())
    screen.session = at
    await pilot.pause()


def here(screen: LessonScreen) -> str:
    stop = session(screen).stop
    return stop.id if stop else ""


def words(screen: LessonScreen) -> str:
    return screen.query_one(PageView).query_one(Lines).text


def table(screen: LessonScreen) -> str:
    return screen.query_one(TraceView).query_one(Lines).text


def panel(screen: LessonScreen) -> str:
    """The question, the preview and the response."""
    panel = screen.query_one(Prediction)
    preview = str(panel.query_one("#preview", Static).render())
    return "\n".join([*(lines.text for lines in panel.query(Lines)), preview])


__all__ = [
    "App", "DescentApp", "here", "panel", "ready", "session", "table", "to_question", "type_in",
    "until", "words",
]  # fmt: skip
