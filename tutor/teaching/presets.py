"""Losses that the lab offers, each with a start and a rule that show what is special about it."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.maths.data import data_of
from tutor.maths.loss import Loss, read_loss
from tutor.maths.parser import read
from tutor.maths.rules import find_rule
from tutor.teaching.lab import Lab, Setting


@dataclass(frozen=True)
class Preset:
    title: str
    loss: str
    start: dict[str, float]
    rule: str
    eta: float
    data: dict[str, list[float]] | None = None

    def lab(self) -> Lab:
        settings = (Setting(find_rule(self.rule), self.eta),)
        return Lab(self._loss(), tuple(self.start.values()), settings)

    def _loss(self) -> Loss:
        names = tuple(self.start)
        if self.data is None:
            return read_loss(self.loss, names, tuple(self.start.values()))
        data = data_of(self.data)
        return Loss(read(self.loss, (*names, *data.columns)), names, data)


FIRST_PRESET = "ravine"  # What the lab begins with.
# The lecture course's regression: y = b + w·x.
REGRESSION = {
    "x": [338.0, 333, 328, 207, 226, 25, 179, 60, 208, 606],
    "y": [640.0, 633, 619, 393, 428, 27, 193, 66, 226, 1591],
}
PRESETS = {
    preset.title: preset
    for preset in (
        Preset("bowl", "x^2 + y^2", {"x": 3, "y": 2}, "gd", 0.1),
        Preset("ravine", "x^2/10 + 2y^2", {"x": -5, "y": -2}, "gd", 0.4),
        Preset("Rosenbrock", "(1-x)^2 + 100(y-x^2)^2", {"x": -1.2, "y": 1}, "gd", 0.001),
        Preset("Himmelblau", "(x^2+y-11)^2 + (x+y^2-7)^2", {"x": 0, "y": 0}, "gd", 0.01),
        Preset(
            "Beale", "(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2", {"x": 1, "y": 1},
            "gd", 0.01,
        ),
        Preset("saddle", "x^2 - y^2 + y^4/4", {"x": 2, "y": 0.01}, "gd", 0.1),
        Preset("plateau", "tanh(x/4)^2 + tanh(y/4)^2", {"x": 12, "y": 8}, "gd", 2),
        Preset(
            "regression", "(y - b - w*x)^2", {"b": -120, "w": -4}, "adagrad", 1, REGRESSION
        ),
    )
}  # fmt: skip
