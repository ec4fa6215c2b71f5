"""The contour picture: a landscape, the paths across it, and where the gradient points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from tutor.maths.notation import superscript
from tutor.pictures.arrows import arrow
from tutor.pictures.cells import DOTS_ACROSS, DOTS_DOWN, Canvas, Cell, Color, Dot, braille
from tutor.pictures.frame import BELOW, Axis, Frame, gutter_for
from tutor.pictures.palette import Palette
from tutor.pictures.plane import Plane, Point
from tutor.pictures.terrain import Terrain, terrain
from tutor.pictures.ticks import linear_labels, linear_ticks
from tutor.pictures.view import View, fit

# The mark of a path's end, and that of the places before it: the shapes of the curves in a plot.
MARKS = (("●", "○"), ("▲", "△"), ("■", "□"), ("◆", "◇"), ("★", "☆"))
START, MINIMUM, PREDICTED, CURSOR = "◉", "×", "◇", "✛"
COLUMNS_A_TICK, ROWS_A_TICK = 16, 5
LONGEST_GRADIENT = 0.28  # Of the shorter side of the picture.
FEWEST_DOTS = 5  # Shorter arrows are not drawn.
MOST_LABELS = 6  # A longer path is labelled at its ends.
TRUE_ANGLES = 1.05  # A stretch below this is not worth a word.
GUTTER = 7  # At least so many columns are kept for numbers as they change with zoom and pan.


@dataclass(frozen=True)
class Path:
    """Where a run has been: θ⁰ … θᵗ on the plane, and the gradients that are to be shown.

    `step_name` stands beside the last movement, −η∇L for plain gradient descent; `slope_name`
    beside the last gradient.
    """

    points: tuple[Point, ...]
    gradients: tuple[Point | None, ...] = ()
    name: str = ""
    step_name: str = ""
    slope_name: str = "∇L"
    steps: tuple[int, ...] = ()  # Which step each point belongs to, where not all are there.

    def step(self, at: int) -> int:
        return self.steps[at] if self.steps else at


@dataclass(frozen=True)
class Marks:
    """What lies over the landscape."""

    paths: tuple[Path, ...] = ()
    minimum: Point | None = None
    predicted: tuple[Point, ...] = ()  # Where the learner thought the path would go.
    cursor: Point | None = None


@dataclass(frozen=True)
class ContourPicture:
    """A view of a landscape in a frame; rows are made when they are asked for.

    The landscape costs most and is made once: another step changes `Marks` alone.
    """

    plane: Plane
    view: View
    palette: Palette
    frame: Frame
    marks: Marks = field(default_factory=Marks)

    @cached_property
    def background(self) -> Terrain:
        return terrain(self.plane, self.view, self.palette)

    @cached_property
    def canvas(self) -> Canvas:
        return _drawn(self)

    @property
    def landscape(self) -> tuple[object, ...]:
        """What the background depends on: pictures that agree in it differ in their marks alone."""
        plane = self.plane
        shown = (plane.loss, plane.across, plane.up, plane.others)
        return shown, self.view, self.frame, self.palette

    def with_marks(self, marks: Marks) -> ContourPicture:
        """The same landscape under other paths."""
        other = ContourPicture(self.plane, self.view, self.palette, self.frame, marks)
        other.__dict__["background"] = self.background
        other.__dict__["axes"] = self.axes
        return other

    @cached_property
    def axes(self) -> tuple[Axis, Axis]:
        view, (x_name, y_name) = self.view, self.plane.names
        xs = linear_ticks(view.left, view.right, max(2, view.columns // COLUMNS_A_TICK))
        ys = linear_ticks(view.bottom, view.top, max(2, view.rows // ROWS_A_TICK))
        columns = {view.cell((x, view.top))[0]: label for x, label in _labelled(xs)}
        rows = {view.cell((view.left, y))[1]: label for y, label in _labelled(ys)}
        if 0 in rows and len(rows) > 2:
            del rows[0]  # The name stands there.
        return Axis(x_name, columns), Axis(y_name, rows)

    def row(self, number: int) -> list[Cell]:
        """One row of the picture, axes included."""
        across, up = self.axes
        if number < self.frame.inner_rows:
            return [*self.frame.left_of(number, up, self.palette), *self._inner(number)]
        return self.frame.around([], across, up, self.palette)[number - self.frame.inner_rows]

    def rows(self) -> list[list[Cell]]:
        return [self.row(number) for number in range(self.frame.rows)]

    def changed(self, before: ContourPicture) -> set[int]:
        """The rows that look different from those of the same landscape under other marks."""
        return self.canvas.changed(before.canvas)

    def _inner(self, row: int) -> list[Cell]:
        ground, canvas = self.background, self.canvas
        upper, lower = ground.upper[row], ground.lower[row]
        masks, inks = ground.masks[row], ground.inks[row]
        cells = []
        for column in range(self.frame.inner_columns):
            paper = upper[column]
            if (character := canvas.characters.get((row, column))) is not None:
                cells.append(Cell(character.text, character.ink, paper, character.bold))
                continue
            mask, ink = masks[column], inks[column]
            drawn = canvas.dots.get((row, column))
            if drawn is not None:
                mask, ink = mask | drawn[0], drawn[1]
            if mask:
                cells.append(Cell(braille(mask), ink, paper))
            elif paper == lower[column]:
                cells.append(Cell(" ", None, paper))
            else:
                cells.append(Cell("▀", paper, lower[column]))
        return cells


def contour_picture(
    plane: Plane,
    marks: Marks,
    columns: int,
    rows: int,
    palette: Palette,
    *,
    room_for: Sequence[Point] = (),
    extent: Sequence[Point] = (),
    view: View | None = None,
) -> ContourPicture:
    """The picture of some paths, at a size in cells.

    `room_for` are further points that must lie inside, such as steps still to come; `view` keeps
    another window, zoomed or panned; `extent` are the points to show, in the place of all.
    """
    paths = (point for path in marks.paths for point in path.points)
    points = extent or [*room_for, *paths]

    def with_gutter(gutter: int) -> ContourPicture:
        frame = Frame(columns, rows, gutter)
        inner = frame.inner_columns, max(1, rows - BELOW)
        shown = view.resized(*inner) if view else fit(points, marks.minimum, *inner)
        return ContourPicture(plane, shown, palette, frame, marks)

    picture = with_gutter(max(GUTTER, gutter_for(*plane.names)))
    wanted = gutter_for(*picture.axes[1].labels.values())
    return picture if wanted <= picture.frame.gutter else with_gutter(wanted)


def caption(picture: ContourPicture) -> str:
    """What the picture itself cannot say: a stretch, and what is held."""
    stretch, (x_name, y_name) = picture.view.stretch, picture.plane.names
    parts = [picture.plane.note]
    if stretch > TRUE_ANGLES:
        parts.append(f"{y_name} is stretched ×{stretch:.3g}, so right angles do not look right")
    elif stretch < 1 / TRUE_ANGLES:
        parts.append(f"{x_name} is stretched ×{1 / stretch:.3g}, so right angles do not look right")
    return "; ".join(part for part in parts if part)


def _labelled(ticks: Sequence[float]) -> Iterator[tuple[float, str]]:
    return zip(ticks, linear_labels(ticks), strict=True)


# Drawing


def _drawn(picture: ContourPicture) -> Canvas:
    """Everything over the landscape: lines first, then marks, labels last."""
    view, marks = picture.view, picture.marks
    canvas = Canvas(view.columns, view.rows)
    pen = _Pen(canvas, view, picture.palette)
    for number, path in enumerate(marks.paths):
        pen.path(path, pen.ink_of(number, len(marks.paths)))
    if marks.minimum is not None:
        pen.mark(marks.minimum, MINIMUM, picture.palette.minimum)
    for predicted in marks.predicted:
        pen.mark(predicted, PREDICTED, picture.palette.prediction)
    for number, path in enumerate(marks.paths):
        pen.places(path, number, pen.ink_of(number, len(marks.paths)))
    if marks.cursor is not None:
        pen.mark(marks.cursor, CURSOR, picture.palette.prediction)
    for number, path in enumerate(marks.paths):
        pen.labels(path, pen.ink_of(number, len(marks.paths)), alone=len(marks.paths) == 1)
    return canvas


def _ahead(start: Dot, towards: Dot, length: float) -> Dot:
    return start[0] + towards[0] * length, start[1] + towards[1] * length


class _Pen:
    """Draws in the plane's own coordinates."""

    def __init__(self, canvas: Canvas, view: View, palette: Palette) -> None:
        self.canvas, self.view, self.palette = canvas, view, palette
        self.head = 4.0 if view.rows < 20 else 7.0
        self.tips: list[tuple[Dot, str, Color]] = []  # Arrows whose name is still to be written.

    def ink_of(self, number: int, count: int) -> Color:
        return self.palette.ink if count == 1 else self.palette.series(number)

    def path(self, path: Path, ink: Color) -> None:
        dots = [self.view.dot(point) for point in path.points]
        for number, (start, end) in enumerate(pairwise(dots), 2):
            last = number == len(dots) and bool(path.step_name)
            stroke = self.palette.movement if last else ink
            arrow(self.canvas, start, end, stroke, head=self.head, place=0.6)
            if last and math.dist(start, end) >= FEWEST_DOTS:
                middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
                self.tips.append((middle, path.step_name, stroke))
        self._gradients(path)

    def _gradients(self, path: Path) -> None:
        """An arrow uphill at each place; longer where the slope is steeper."""
        known = [(p, g) for p, g in zip(path.points, path.gradients, strict=False) if g]
        sizes = [math.hypot(g[0], g[1]) for _, g in known]
        longest = LONGEST_GRADIENT * min(
            self.view.columns * DOTS_ACROSS, self.view.rows * DOTS_DOWN
        )
        for number, ((point, slope), size) in enumerate(zip(known, sizes, strict=True), 1):
            x, y = slope[0] * self.view.across, -slope[1] * self.view.up
            seen = math.hypot(x, y)
            if seen == 0 or not math.isfinite(seen):
                continue
            length = max(self.head + 2, longest * math.sqrt(size / max(sizes)))
            start, towards = self.view.dot(point), (x / seen, y / seen)
            end = _ahead(start, towards, min(length, self._room(start, towards)))
            arrow(self.canvas, start, end, self.palette.gradient, head=self.head)
            if number == len(known):
                self.tips.append((end, path.slope_name, self.palette.gradient))

    def _room(self, start: Dot, towards: Dot) -> float:
        """Dots to the border in a direction, so that no head is cut off."""
        sizes = self.view.columns * DOTS_ACROSS - 1, self.view.rows * DOTS_DOWN - 1
        return min(
            ((size if along > 0 else 0) - begin) / along
            for begin, along, size in zip(start, towards, sizes, strict=True)
            if along
        )

    def mark(self, point: Point, text: str, ink: Color) -> None:
        self.canvas.write(*self.view.cell(point), text, ink)

    def places(self, path: Path, number: int, ink: Color) -> None:
        """A mark at each place that does not crowd the one before; always one at the end."""
        here, before = MARKS[number % len(MARKS)]
        taken: list[tuple[int, int]] = []
        for at, point in enumerate(path.points):
            cell = self.view.cell(point)
            last = at == len(path.points) - 1
            if last or all(abs(cell[0] - c) > 1 or cell[1] != r for c, r in taken[-3:]):
                text = here if last else (START if at == 0 and number == 0 else before)
                self.mark(point, text, ink)
                taken.append(cell)

    def labels(self, path: Path, ink: Color, *, alone: bool) -> None:
        """θ⁰, θ¹, … where there is room; a path among others has its name at its end."""
        if not path.points:
            return
        if not alone:
            self.canvas.label(*self.view.cell(path.points[-1]), path.name, ink)
        else:
            last = len(path.points) - 1
            for at, point in enumerate(path.points):
                if last <= MOST_LABELS or at in {0, last}:
                    self.canvas.label(
                        *self.view.cell(point), f"θ{superscript(str(path.step(at)))}", ink
                    )
        for (x, y), text, stroke in self.tips:
            self.canvas.label(round(x) // DOTS_ACROSS, round(y) // DOTS_DOWN, text, stroke)
        self.tips = []
