"""Numbers that a lesson's words name and no fence computes: computed here, and looked for."""

from __future__ import annotations

import numpy as np
import pytest

from tutor.lesson.model import Problem
from tutor.lesson.reader import read_lesson
from tutor.lesson.shelf import find_lesson, shipped_lessons
from tutor.maths.data import Data
from tutor.maths.engine import run
from tutor.maths.rules import GD


class Told:
    """A lesson's text, with blanks for line breaks, and its problems by their names."""

    def __init__(self, id_: str) -> None:
        path = find_lesson(id_, shipped_lessons())
        self.text = " ".join(path.read_text(encoding="utf-8").split())
        self.problems: dict[str, Problem] = {}
        for stop in read_lesson(path).stops:
            self.problems.setdefault(stop.problem.name, stop.problem)

    def data(self, name: str = "") -> Data:
        data = self.problems[name].loss.data
        assert data is not None
        return data

    def column(self, name: str, problem: str = "") -> np.ndarray:
        data = self.data(problem)
        return np.array(data.rows)[:, data.columns.index(name)]

    def says(self, *texts: str) -> None:
        for text in texts:
            assert text in self.text, text


@pytest.fixture(scope="module")
def real() -> Told:
    return Told("real-data")


def test_the_table_of_the_data_is_the_data(real: Told) -> None:
    for name in ("x", "y"):
        real.says(f"{name} {' '.join(f'{value:g}' for value in real.column(name))}")


def test_least_squares_is_what_numpy_says(real: Told) -> None:
    w, b = np.polyfit(real.column("x"), real.column("y"), 1).round(5)
    real.says(f"array([ {w}, {b} ])", f"from −120 to −{-b:.0f}")
    ends = {
        name: real.problems[name].trace.value("next", 99_999, 0)
        for name in ("slow", "faster", "own-end")
    }
    assert abs(ends["own-end"] - b) < 0.1  # 'less than a tenth away'
    assert (ends["slow"] + 120) / (b + 120) == pytest.approx(1 / 20, abs=0.01)
    assert 0.4 < (ends["faster"] + 120) / (b + 120) < 0.5  # 'not yet half'


def test_the_slopes_are_as_told(real: Told) -> None:
    trace = real.problems[""].trace
    slope_b, slope_w = (trace.value("g", 0, c) for c in (0, 1))
    assert f"{-slope_w:,.0f}"[:2] == "11"
    real.says(f"{-slope_w:,.0f} · 0.0000001", f"{-slope_w / 1e6:.3f} and")
    assert 0.001 < -slope_b * 1e-7 < 0.01  # 'some thousandths'
    assert slope_w / slope_b > 200  # 'hundreds of times larger'
    real.says(f"and {-real.problems['own-rates'].trace.value('g', 1, 1) / 1e6:.3f} do as well")
    last = real.problems["slow"].trace.value("g", 130, 0)
    real.says(f"{abs(last):.0f} times a ten-millionth")
    assert 3.5 < abs(last) * 1e-7 * 1e5 < 4


def test_the_curvature_bounds_eta(real: Told) -> None:
    curvature = 2 * (real.column("x") ** 2).sum()
    real.says(
        f"2Σ(xⁿ)² = {curvature:,.0f}",
        f"2/{curvature:,.0f} is about {2 / curvature:.1e}".replace("e-06", "e-6"),
    )
    assert abs(1 - 1e-6 * curvature) == pytest.approx(
        3 / 4, abs=0.01
    )  # 'three quarters of the distance'
    problem = real.problems[""]
    diverged = run(GD, problem.loss, problem.start, 1e-5, 130).diverged
    assert diverged is not None
    real.says(f"its loss at t = {diverged.t}")


def test_features_their_curvatures_and_their_spread() -> None:
    told = Told("feature-scaling")
    x1, x2, y = (told.column(name) for name in ("x1", "x2", "y"))
    for name, values in (("x₁", x1), ("x₂", x2), ("y", y)):
        told.says(f"{name}: {', '.join(f'{value:g}' for value in values)}")
    told.says(f"{2 * (x1**2).sum():.0f} and {2 * (x2**2).sum():,.0f}")
    told.says(f"about {x2.std():.0f}, and its mean is {x2.mean():.0f}")
    w1, w2, _ = np.linalg.lstsq(np.stack([x1, x2, np.ones(4)], axis=1), y, rcond=None)[0]
    told.says(f"w₁ = {w1:.0f} and w₂ = {w2:.2f}")


def test_the_plane_and_its_promise() -> None:
    told = Told("why-it-works")
    start, longer = told.problems[""], told.problems["longer"]
    gradient = [start.trace.value("g", 0, c) for c in (0, 1)]
    told.says(f"gradient there is {np.hypot(*gradient):.0f} long")
    for problem in (start, longer):
        place = ", ".join(f"{problem.trace.value('next', 0, c):g}" for c in (0, 1))
        told.says(f"at ({place})")
    plane = told.problems["plane"]
    promised = run(GD, plane.loss, plane.start, longer.eta, 2).value("loss", 1)
    told.says(f"promises {promised:g} there".replace("-", "−"))
