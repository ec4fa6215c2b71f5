"""The picture of one run, whatever its loss: a curve for one parameter, else a landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tutor.maths.engine import Trace
from tutor.maths.loss import Loss
from tutor.maths.notation import pretty_name
from tutor.maths.rules import GD
from tutor.pictures.cells import Cell
from tutor.pictures.contour import ContourPicture, Marks, Path, caption, contour_picture
from tutor.pictures.palette import Palette
from tutor.pictures.plane import Plane
from tutor.pictures.slope import slope_rows
from tutor.pictures.view import View
from tutor.pictures.words import path_words

Vector = tuple[float, ...]


@dataclass(frozen=True)
class RunPicture:
    """What is to be seen of a run: θ⁰ … θᵗ, the gradients that are known, the predictions.

    `room_for` are places still to come, so that the picture need not change when they do; `only`
    are the places to show in the stead of all, where a run leaves for infinity. `others` are runs
    beside it, by name, as `name` is its own.
    """

    loss: Loss
    places: tuple[Vector, ...]
    gradients: tuple[Vector | None, ...] = ()
    predicted: tuple[Vector, ...] = ()
    room_for: tuple[Vector, ...] = ()
    step_name: str = ""
    steps: tuple[int, ...] = ()  # Which step each place belongs to, where not all are there.
    heights_known: bool = True  # Whether the loss may be told in words.
    name: str = ""
    others: tuple[tuple[str, tuple[Vector, ...]], ...] = ()
    only: tuple[Vector, ...] = ()
    axes: tuple[int, int] = (0, 1)  # Of more than two parameters the ones that are shown.

    @property
    def is_curve(self) -> bool:
        return len(self.loss.parameters) == 1

    @property
    def minimum(self) -> Vector | None:
        # From the same place at every step, so that the view does not shift by a rounding error.
        return minimum_near(self.loss, (self.room_for or self.places)[-1])

    @property
    def words(self) -> str:
        name = pretty_name(self.loss.parameters[0]) if self.is_curve else "θ"
        return path_words(
            self.loss,
            self.places,
            self.minimum,
            name=name,
            gradients=self.gradients,
            slope_name=slope_name(self.loss),
            steps=self.steps,
            heights_known=self.heights_known,
        )

    def curve(self, columns: int, rows: int, palette: Palette) -> list[list[Cell]]:
        """The loss of one parameter with the places on it."""
        minimum = self.minimum
        return slope_rows(
            self.loss, [p[0] for p in self.places], columns, rows, palette,
            minimum=minimum[0] if minimum else None,
            predicted=[p[0] for p in self.predicted],
            room_for=[p[0] for p in self.room_for],
            tangent=len(self.gradients) == len(self.places) and self.gradients[-1] is not None,
            steps=self.steps,
        )  # fmt: skip

    def contour(
        self, columns: int, rows: int, palette: Palette, view: View | None = None
    ) -> ContourPicture:
        """The landscape of two parameters with the path on it."""
        plane = self.plane
        room, only = (tuple(map(plane.of, places)) for places in (self.room_for, self.only))
        return contour_picture(
            plane, self.marks, columns, rows, palette, room_for=room, extent=only, view=view
        )

    @property
    def plane(self) -> Plane:
        return Plane(self.loss, self.places[-1], *self.axes)

    @property
    def marks(self) -> Marks:
        plane, minimum = self.plane, self.minimum
        gradients = tuple(None if g is None else plane.of(g) for g in self.gradients)
        path = Path(
            tuple(map(plane.of, self.places)), gradients, self.name, self.step_name,
            slope_name(self.loss), self.steps,
        )  # fmt: skip
        others = (Path(tuple(map(plane.of, ps)), name=name) for name, ps in self.others)
        return Marks(
            (path, *others),
            plane.of(minimum) if minimum else None,
            tuple(map(plane.of, self.predicted)),
        )

    def rows(self, columns: int, rows: int, palette: Palette) -> tuple[list[list[Cell]], str]:
        """The cells, and the caption that goes with them."""
        if self.is_curve:
            return self.curve(columns, rows, palette), ""
        picture = self.contour(columns, rows, palette)
        return picture.rows(), caption(picture)


@lru_cache(maxsize=64)
def minimum_near(loss: Loss, place: Vector) -> Vector | None:
    from tutor.maths.minimum import nearest_minimum

    return nearest_minimum(loss, place)


def slope_name(loss: Loss) -> str:
    """What a gradient is called: with batches it is not that of the loss that is drawn."""
    return "g" if loss.data is not None and loss.data.batch else "∇L"


def step_name(trace: Trace) -> str:
    """What the last movement is called: −η∇L where it is just that."""
    return f"−η{slope_name(trace.loss)}" if trace.rule == GD else "Δθ"


def shown_gradients(gradients: Sequence[Vector]) -> tuple[Vector | None, ...]:
    """Of a long run the last gradient alone: more arrows than a few hide the path."""
    few = len(gradients) <= MOST_ARROWS
    return tuple(g if few or t == len(gradients) - 1 else None for t, g in enumerate(gradients))


MOST_ARROWS = 4
