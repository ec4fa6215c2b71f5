"""The look of lesson 6, fixed at both sizes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.driving import App, ready, to_question, type_in
from tests.ui.test_lesson_flow import SIZES, lesson_app
from tutor.ui.prediction import PredictionField


async def wrong_then_right(pilot: App) -> None:
    screen = await ready(pilot)
    await to_question(pilot, screen, "sigma-1")
    await type_in(pilot, "26")  # No square root.
    await type_in(pilot, "5.1")


async def asked_with_a_hint(pilot: App) -> None:
    screen = await ready(pilot)
    screen.query_one(PredictionField).cursor_blink = False
    await to_question(pilot, screen, "next-1")
    await pilot.press("question_mark", "1", "minus", "0")
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("play", [wrong_then_right, asked_with_a_hint])
def test_lesson_6_looks_as_it_did(snap_compare: Any, size: tuple[int, int], play: Any) -> None:
    assert snap_compare(lesson_app(), terminal_size=size, run_before=play)
