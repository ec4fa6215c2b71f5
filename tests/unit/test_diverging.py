"""A run that ends early: the linter refuses a stop that needs more of it, or both views play it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.lessons import write_lesson
from tests.unit.test_plain import play
from tutor.lesson.check import check_file
from tutor.lesson.reader import read_lesson
from tutor.pictures.of_lesson import PictureStop, draw, words
from tutor.pictures.palette import Depth, Palette

FRONT = """\
+++
title = "Diverging"
summary = "A lesson for tests."

[problem]
loss = "x**2 + y**2"
start = {{ x = 1, y = 1 }}
rule = "gd"
eta = {eta}
steps = 3
+++
## Page

"""
STOPS = {
    "trace": "```trace\nto = 2\n```",
    "start": '```contour\nto = 0\ncaption = "The start."\n```',
    "contour": '```contour\nto = 3\ncaption = "A path."\n```',
    "curves": '```curves\ncaption = "The loss."\n```',
    "places": '```curves\nquantity = "next"\ncaption = "The places."\n```',
    "rates": '```curves\neta = [0.1, 1e100, 1e308]\ncaption = "Rates."\n```',
    "compare": '```compare\nruns = [{ rule = "gd", eta = 0.1 }, { rule = "gd", eta = 1e308 }]\n'
    'caption = "Two."\n```',
    "formula": '```formula\nquantity = "next"\n```',
    "predict": '```predict id=p\nquantity = "next"\nt = 1\n```',
    "point": '```point id=p\nt = 1\nprompt = "Where?"\n```',
}
ENDS = {"never": 0.1, "at once": 1e308, "after one step": 1e160, "after the last": 1e51}


@pytest.mark.parametrize("eta", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_a_stop_is_refused_or_played(stop: str, eta: float, tmp_path: Path) -> None:
    text = FRONT.format(eta=eta) + stop + "\n"
    path = write_lesson(tmp_path, "", text)
    found = [problem for problem in check_file(path) if not problem.is_note]
    if found:
        assert all("diverges at t =" in problem.message for problem in found)
        return
    said = play(tmp_path, "", "", "", "", text=text)
    assert "1/1" in "\n".join(said)
    for block in read_lesson(path).stops:
        if isinstance(block, PictureStop):
            assert draw(block, 60, 16, Palette(Depth.TRUE)).rows
            assert words(block)
