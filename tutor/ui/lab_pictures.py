"""The right side of the lab: the paths on the landscape, the curves, and both in words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.pictures.of_lab import NamedRun, lab_picture, lab_plot
from tutor.pictures.words import plot_words
from tutor.ui.picture import PictureView
from tutor.ui.plot_view import PlotView

PLACING = "Placing the start: arrow keys (Shift: five cells) or a click; Enter when it is there."


class LabPictures(Vertical):
    """Shows runs up to a step. With `placing` the next click on the picture places the start."""

    placing = False
    spoken = False  # Whether what is shown is also put into words.

    def compose(self) -> ComposeResult:
        yield PictureView()
        yield Static(id="says", markup=False)
        yield PlotView()

    @property
    def picture(self) -> PictureView:
        return self.query_one(PictureView)

    def place(self, placing: bool, start: tuple[float, ...]) -> None:
        """Begin to place the start, from where it is, or have done; the window is held."""
        self.placing = placing
        self.picture.hold(placing, start)
        if placing:
            self.picture.focus()

    def show(self, runs: Sequence[NamedRun], t: int) -> None:
        picture, plot = lab_picture(runs, t), lab_plot(runs, t)
        self.picture.show(picture, pointing=self.placing)
        self.query_one(PlotView).show(plot)
        first = f"{picture.name}: {picture.words}" if picture.name else picture.words
        words = [first, plot_words(plot) if plot else ""] if self.spoken else []
        notes = [PLACING if self.placing else "", self.picture.caption, *words]
        says = self.query_one("#says", Static)
        says.update(Content("  ".join(filter(None, notes))))
        says.set_class(any(notes), "-filled")
