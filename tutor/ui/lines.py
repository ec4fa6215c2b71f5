"""A widget whose lines depend on its width: painted when it is laid out, and again on a resize."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

Painter = Callable[[int], list[Content]]


def nothing(_width: int) -> list[Content]:
    return []


class Lines(Widget):
    """Lines of content, made for the width that the layout gives."""

    DEFAULT_CSS = "Lines { width: 1fr; height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name for it.
        super().__init__(id=id)
        self.painter: Painter = nothing
        self.painted: tuple[int, list[Content]] = (-1, [])

    def paint(self, painter: Painter) -> None:
        """Show what the painter makes, from now on."""
        self.painter = painter
        self.painted = (-1, [])
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        if self.painted[0] != width:
            self.painted = (width, self.painter(width))
        return self.painted[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.lines(width))

    def render(self) -> Content:
        return Content("\n").join(self.lines(self.content_size.width))

    @property
    def text(self) -> str:
        """What is shown, without its looks."""
        return "\n".join(line.plain for line in self.lines(self.content_size.width))
