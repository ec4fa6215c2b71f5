"""The canvas: dots, lines, triangles and text, as blocks of characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.pictures.ansi import colored
from tutor.pictures.arrows import arrow
from tutor.pictures.cells import Canvas, Cell, Dot, Run, plain, runs


def drawn(canvas: Canvas) -> list[str]:
    return plain([canvas.row(row) for row in range(canvas.rows)])


def test_a_dot_is_an_eighth_of_a_cell() -> None:
    canvas = Canvas(2, 1)
    canvas.dot(0, 0, 1)
    canvas.dot(3, 3, 1)
    assert drawn(canvas) == ["⠁⢀"]


def test_dots_of_one_cell_are_shown_together() -> None:
    canvas = Canvas(1, 1)
    canvas.line((0, 0), (0, 3), 1)
    canvas.line((1, 0), (1, 3), 2)
    assert canvas.row(0) == [Cell("⣿", 2)]


def test_a_line_is_cut_where_the_canvas_ends() -> None:
    canvas = Canvas(4, 2)
    canvas.line((-1000, -1000), (1000, 1000), None)
    assert drawn(canvas) == ["⠑⢄", "  ⠑⢄"]
    canvas = Canvas(4, 2)
    canvas.line((-5, 100), (20, 100), None)
    assert drawn(canvas) == ["", ""]


ON_CANVAS = st.tuples(st.floats(0, 9), st.floats(0, 11))  # Dots of 5 × 3 cells.
ANYWHERE = ON_CANVAS | st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))


@given(ANYWHERE, ANYWHERE)
def test_any_line_crosses_at_most_seven_of_fifteen_cells(start: Dot, end: Dot) -> None:
    canvas = Canvas(5, 3)
    canvas.line(start, end, None)
    assert len(canvas.dots) <= 5 + 3 - 1


@given(ON_CANVAS, ANYWHERE)
def test_a_line_is_drawn_from_where_it_begins(start: Dot, end: Dot) -> None:
    canvas = Canvas(5, 3)
    canvas.line(start, end, None)
    assert (round(start[1]) // 4, round(start[0]) // 2) in canvas.dots


def test_text_lies_over_dots() -> None:
    canvas = Canvas(4, 1)
    canvas.line((0, 1), (7, 1), None)
    canvas.write(1, 0, "θ", None)
    assert drawn(canvas) == ["⠒θ⠒⠒"]


def test_a_label_goes_where_least_is_covered() -> None:
    canvas = Canvas(7, 3)
    canvas.write(3, 1, "●", None)
    canvas.line((8, 6), (13, 6), None)
    canvas.label(3, 1, "θ", None)
    assert drawn(canvas)[1].startswith(" θ ●")


def test_an_arrow_has_a_head_at_its_tip() -> None:
    canvas = Canvas(8, 3)
    arrow(canvas, (0, 6), (15, 6), None, head=5)
    assert drawn(canvas) == ["", "⠤⠤⠤⠤⠤⣷⡦⠤", "     ⠁"]


def test_a_line_shorter_than_its_head_has_none() -> None:
    canvas = Canvas(8, 1)
    arrow(canvas, (0, 1), (3, 1), None, head=5)
    assert drawn(canvas) == ["⠒⠒"]


def test_cells_that_look_the_same_are_one_run() -> None:
    cells = [Cell("a", 1), Cell("b", 1), Cell("c", 2)]
    assert runs(cells) == [Run("ab", 1, None, False), Run("c", 2, None, False)]


def test_colours_are_written_as_codes() -> None:
    cells = [Cell("a", (1, 2, 3), 200), Cell("b", 9, 3, True), Cell("c")]
    assert colored([cells]) == [
        "\x1b[38;2;1;2;3;48;5;200ma\x1b[0m\x1b[1;91;43mb\x1b[0mc"
    ]  # fmt: skip
