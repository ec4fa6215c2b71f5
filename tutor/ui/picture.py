"""The picture of the run beside a lesson: painted row by row, zoomed, panned, pointed at."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, MouseEvent, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tutor.maths.notation import MINUS
from tutor.pictures.cells import Cell
from tutor.pictures.contour import ContourPicture, caption
from tutor.pictures.plane import Point
from tutor.pictures.run_picture import RunPicture
from tutor.pictures.view import View
from tutor.ui.cells import palette_of, strip

NEARER = 1.25
MOTION, FRAMES = 0.2, 5  # Seconds that a mark takes to its new place, in so many pictures.
SHARE = 0.125  # Of the picture, for one pan.
SMALLEST = (24, 8)


class PictureView(Widget, can_focus=True):
    """A landscape with the path on it, or a curve; another step repaints the rows it touches."""

    DEFAULT_CSS = """
    PictureView { min-height: 8; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(1)", "Zoom in", show=False),
        Binding("minus", "zoom(-1)", "Zoom out", show=False),
        Binding("0", "reset", "Whole picture", show=False),
        Binding("left", "move(-1, 0)", "Left", show=False),
        Binding("right", "move(1, 0)", "Right", show=False),
        Binding("up", "move(0, 1)", "Up", show=False),
        Binding("down", "move(0, -1)", "Down", show=False),
    ]

    @dataclass
    class Shown(Message):
        """A place was shown on the picture, by mouse or by arrow keys."""

        place: Point

    def __init__(self) -> None:
        super().__init__()
        self.picture: RunPicture | None = None
        self.window: View | None = None  # A window that the learner chose.
        self.axes = (0, 1)  # Which two parameters are shown, of a loss that has more.
        self.frames_left = 0  # Of the movement of the last mark.
        self.cursor: Point | None = None  # Where a place is being shown, if it is.
        self.pointing = self.held = False
        self.contour: ContourPicture | None = None
        self.curve: list[list[Cell]] = []

    def on_mount(self) -> None:
        self.motion = self.set_interval(MOTION / FRAMES, self._next_frame, pause=True)

    def show(self, run: RunPicture, *, pointing: bool = False) -> None:
        """Paint a run. With `pointing` a click or the arrow keys show a place on it."""
        before = self.picture
        if before is None or run.loss is not before.loss:
            self.window, self.axes = None, (0, 1)
        elif run.room_for != before.room_for and not self.held:
            self.window = None
        if not pointing:
            self.cursor = None
        elif not self.pointing:
            self.cursor = (run.places[-1][0], run.places[-1][1])
        self.picture, self.pointing = run, pointing
        if before is not None and self._moves(before, run):
            self.frames_left = FRAMES
            self.motion.resume()
        else:
            self.frames_left = 0
        self._draw()

    def hold(self, held: bool, place: tuple[float, ...]) -> None:
        """Keep the window as it is, and point from a place; or let the window follow again."""
        self.held = self.pointing = held
        self.window = self.contour.view if held and self.contour is not None else None
        self.cursor = (place[self.axes[0]], place[self.axes[1]]) if held else None

    def clear(self) -> None:
        """Nothing to be seen."""
        self.picture, self.frames_left = None, 0
        self._draw()

    def _moves(self, before: RunPicture, run: RunPicture) -> bool:
        """Whether the run has gone on by a step, and motion is wanted."""
        stepped = run.loss is before.loss and run.places[:-1] == before.places
        return stepped and self.app.animation_level != "none"

    def _next_frame(self) -> None:
        """The last mark goes on towards its place."""
        self.frames_left = max(0, self.frames_left - 1)
        if self.frames_left == 0:
            self.motion.pause()
        self._draw()

    def _now(self) -> RunPicture:
        """The run as it stands at this frame, in the plane that was chosen."""
        assert self.picture is not None  # Asked only while there is one.
        run = replace(self.picture, axes=self.axes)
        if not self.frames_left or len(run.places) < 2:
            return run
        share = 1 - self.frames_left / FRAMES
        *_, start, end = run.places
        between = tuple(a + share * (b - a) for a, b in zip(start, end, strict=True))
        return replace(run, places=(*run.places[:-1], between))

    @property
    def caption(self) -> str:
        return caption(self.contour) if self.contour else ""

    @property
    def words(self) -> str:
        return self.picture.words if self.picture else ""

    @property
    def cell(self) -> Point:
        """How far apart two cells are, in the plane's own units."""
        if self.contour is None:
            return 0.0, 0.0
        # However far the window has been zoomed out, a place is no less exact than on the whole.
        whole = self._now().contour(*self.size, self.contour.palette).view
        views = (self.contour.view, whole)
        return (
            min((view.right - view.left) / view.columns for view in views),
            min((view.top - view.bottom) / view.rows for view in views),
        )

    @property
    def cursor_text(self) -> str:
        """The place in numbers as exact as the cells are small."""
        assert self.cursor is not None  # Asked only while a place is being shown.
        decimals = [max(0, 1 - math.floor(math.log10(size))) for size in self.cell]
        parts = zip(self.cursor, decimals, strict=True)
        return ", ".join(f"{value:.{count}f}" for value, count in parts).replace("-", MINUS)

    # Painting

    def _draw(self) -> None:
        width, height = self.size
        if self.picture is None or width < SMALLEST[0] or height < SMALLEST[1]:
            self.contour, self.curve = None, []
            self.refresh()
            return
        palette = palette_of(self.app)
        now = self._now()
        if now.is_curve:
            self.contour, self.curve = None, now.curve(width, height, palette)
            self.refresh()
            return
        before, after = self.contour, now.contour(width, height, palette, self.window)
        after = replace(after, marks=replace(after.marks, cursor=self.cursor))
        if before is None or before.landscape != after.landscape:
            self.contour = after
            self.refresh()
            return
        self.contour = before.with_marks(after.marks)
        for row in self.contour.changed(before):
            self.refresh(Region(0, row, width, 1))

    def render_line(self, y: int) -> Strip:
        base: Style = self.rich_style
        # While the layout changes, a line may be asked for that the picture does not have yet.
        if self.contour is not None and y < self.contour.frame.rows:
            return strip(self.contour.row(y), base)
        if y < len(self.curve):
            return strip(self.curve[y], base)
        return Strip.blank(self.size.width, base)

    def on_resize(self, _: Resize) -> None:
        self._draw()

    # The window, and the place

    @property
    def has_planes(self) -> bool:
        return self.picture is not None and len(self.picture.loss.parameters) > 2

    def action_plane(self) -> None:
        """The next two parameters; the others are held."""
        if self.picture is None:
            return
        pairs = list(combinations(range(len(self.picture.loss.parameters)), 2))
        self.axes = pairs[(pairs.index(self.axes) + 1) % len(pairs)]
        self.window = None
        self._draw()

    def action_zoom(self, nearer: int) -> None:
        """About the place that is shown, else about the end of the path."""
        if self.contour is not None and self.picture is not None:
            here = self.picture.places[-1]
            self._zoom(nearer, self.cursor or (here[self.axes[0]], here[self.axes[1]]))

    def _zoom(self, nearer: int, about: Point) -> None:
        assert self.contour is not None  # Asked only while there is a landscape.
        view = self.contour.view
        if not view.holds(about):
            about = (view.left + view.right) / 2, (view.bottom + view.top) / 2
        self._look(view.zoomed(NEARER**nearer, about))

    def action_reset(self) -> None:
        self.window = None
        self._draw()

    def action_move(self, across: int, up: int) -> None:
        """The place, where one is asked for; else the window."""
        if self.pointing:
            self.nudge(across, up)
        else:
            self.action_pan(across, up)

    def action_pan(self, across: int, up: int) -> None:
        if self.contour is not None:
            self._look(self.contour.view.panned(across * SHARE, up * SHARE))

    def _look(self, view: View) -> None:
        self.window = view
        self._draw()

    def nudge(self, across: int, up: int) -> None:
        """Move the place by cells."""
        if self.contour is None or self.cursor is None:
            return
        column, row = self.contour.view.cell(self.cursor)
        view = self.contour.view
        column = min(max(column + across, 0), view.columns - 1)
        row = min(max(row - up, 0), view.rows - 1)
        x, y = view.centre(column, row)
        self._point((x if across else self.cursor[0], y if up else self.cursor[1]))

    def on_click(self, event: Click) -> None:
        under = self._under(event)
        if under is not None and self.pointing:
            self._point(under)

    def _under(self, event: MouseEvent) -> Point | None:
        """The point of the plane that lies under the mouse."""
        if self.contour is None:
            return None
        column, row = event.x - self.contour.frame.gutter, event.y
        inside = 0 <= column < self.contour.frame.inner_columns
        if not inside or row >= self.contour.frame.inner_rows:
            return None
        return self.contour.view.centre(column, row)

    def _point(self, place: Point) -> None:
        self.cursor = place
        self._draw()
        self.post_message(self.Shown(place))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        self._wheel(-1, event)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        self._wheel(1, event)

    def _wheel(self, nearer: int, event: MouseEvent) -> None:
        """Zoom about what lies under the mouse."""
        under = self._under(event)
        if under is not None:
            self._zoom(nearer, under)
