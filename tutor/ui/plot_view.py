"""Curves on the screen: painted from a plot, for the size that the layout gives."""

from __future__ import annotations

from rich.segment import Segment
from textual.events import Resize
from textual.strip import Strip
from textual.widget import Widget

from tutor.pictures.cells import Cell
from tutor.pictures.plot import Plot, plot_rows
from tutor.ui.cells import palette_of, strip


class PlotView(Widget):
    DEFAULT_CSS = """
    PlotView { height: 1fr; min-height: 5; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.plot: Plot | None = None
        self.cells: list[list[Cell]] = []

    def show(self, plot: Plot | None) -> None:
        self.plot = plot
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        drawable = self.plot is not None and width > 0 and height > 0
        palette = palette_of(self.app)
        self.cells = plot_rows(self.plot, width, height, palette) if drawable and self.plot else []
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if y == 1 and self.plot is None:
            return Strip([Segment(" no update yet", self.rich_style)])
        if y < len(self.cells):
            return strip(self.cells[y], self.rich_style)
        return Strip.blank(self.size.width, self.rich_style)

    def on_resize(self, _: Resize) -> None:
        self._draw()
