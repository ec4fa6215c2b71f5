"""The contour picture as blocks of characters, and what lies where."""

from __future__ import annotations

import math

import pytest

from tutor.maths.loss import Loss, read_loss
from tutor.maths.minimum import nearest_minimum
from tutor.pictures.cells import Cell, plain
from tutor.pictures.contour import ContourPicture, Marks, Path, caption, contour_picture
from tutor.pictures.palette import Depth, Palette
from tutor.pictures.plane import Plane, Point
from tutor.pictures.view import fit

RAVINE = read_loss("0.1*a^2 + 2*b^2", ["a", "b"])
ROUND = read_loss("a^2 + b^2", ["a", "b"])
STEPS: tuple[Point, ...] = ((-5.0, -2.0), (-4.6, 1.2), (-4.2, -0.7))
PLAIN = Palette()


def picture(
    loss: Loss = RAVINE,
    marks: Marks | None = None,
    columns: int = 60,
    rows: int = 20,
    palette: Palette = PLAIN,
) -> ContourPicture:
    shown = Marks((Path(STEPS),), (0.0, 0.0)) if marks is None else marks
    return contour_picture(Plane(loss, (0.0, 0.0)), shown, columns, rows, palette)


def test_the_whole_picture() -> None:
    lines = plain(picture(columns=40, rows=12).rows())
    assert lines == EXPECTED.splitlines()


EXPECTED = """\
     b│⢀⢀⢀⠄⠄⠔⠐⠐⠐⠁⠁⠁⠁⠁     ⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀
      │⠁     ○⢀θ¹⠄⠐⠐⠐⠁⠁⠁⠁⠁    ⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀
      │   ⠔⠐⠁⡏⣆    ⢀⢀⠄⠄⠐⠐ ⠁⠁⠁⠁⠁  ⢀⢀⢀⢀
      │⠐⠁   ⢸⠈⢻    ⠁      ⢀⠄⠐ ⠁⠁⠁⠁   ⠁⠁⠁
     0┤⠑⢄   ⣸ ⠸⡀ ⠑⢄⢀       ⠑⠄⠄⠄⢄⢀⢀⢀×⢀⢀⢀
      │  ⠑⠐⠌⣏⢀ ● θ² ⠁⠑⠐⠐⠄⠄⠄⢄⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀⢀
      │⢀⢀   ⡇ ⠁⠁⠑⠐⠐⠄⠄⠄⠄⢄⢀⢀⢀⢀⢀⢀⢀        ⢀
      │  ⠁⠁⢱⠑⠐⠄⠄⠄⠄⢄⢀⢀⢀⢀⢀       ⠁⠁⠁⠁⠁⠁⠁⠁⠁
      │⠐⠐⠄⠄◉⢄θ⁰⢀⢀⢀      ⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁
      │⠄          ⠁⠁⠁⠁⠁⠁⠁⠑⠐⠐⠐⠐⠐⠐⠐⠐⠐⠐⠐⠐⠐⠐
      └────┬───────────────────────┬────
          −5                       0   a
"""


def test_every_row_is_as_wide_as_the_picture() -> None:
    for size in ((30, 10), (80, 24), (121, 37)):
        drawn = picture(columns=size[0], rows=size[1]).rows()
        assert [len(row) for row in drawn] == [size[0]] * size[1]


def at(shown: ContourPicture, point: Point) -> Cell:
    column, row = shown.view.cell(point)
    return shown.row(row)[shown.frame.gutter + column]


def test_each_place_has_its_mark() -> None:
    shown = picture()
    assert [at(shown, step).text for step in STEPS] == ["◉", "○", "●"]
    assert at(shown, (0.0, 0.0)).text == "×"


def test_what_was_predicted_stays_as_a_hollow_mark() -> None:
    shown = picture(marks=Marks((Path(STEPS),), predicted=((-3.0, 1.0),)))
    assert at(shown, (-3.0, 1.0)).text == "◇"


def test_paths_differ_in_their_marks_and_not_in_colour_alone() -> None:
    paths = tuple(Path(((k, 0.0), (k, 2.0)), name=f"run {k}") for k in range(4))
    shown = picture(marks=Marks(paths))
    ends = [at(shown, (float(k), 2.0)).text for k in range(4)]
    assert ends == ["●", "▲", "■", "◆"]
    assert all(name in "\n".join(plain(shown.rows())) for name in ("run 0", "run 3"))


def test_the_gradient_is_drawn_uphill_and_named() -> None:
    shown = picture(ROUND, Marks((Path(((1.0, 0.0),), ((2.0, 0.0),)),), (0.0, 0.0)))
    row = shown.view.cell((1.0, 0.0))[1]
    text = "\n".join(plain(shown.rows()))
    right = plain([shown.row(row)])[0].split("●")[1]
    assert "∇L" in text
    assert any(0x2800 < ord(c) <= 0x28FF for c in right)


def test_a_right_angle_looks_right_where_nothing_is_stretched() -> None:
    shown = picture(ROUND, Marks((Path(((3.0, 1.0), (2.0, 0.5))),), (0.0, 0.0)))
    assert shown.view.stretch == pytest.approx(1)
    assert caption(shown) == ""


def test_a_stretch_is_stated() -> None:
    path = Path(((0.0, 0.0), (1000.0, 1.0)))
    shown = picture(marks=Marks((path,)))
    assert shown.view.stretch > 10
    assert caption(shown).startswith("b is stretched ×")


def test_other_parameters_are_held_and_the_caption_says_so() -> None:
    loss = read_loss("x^2 + y^2 + z^2", ["x", "y", "z"])
    plane = Plane(loss, (1.0, 2.0, 3.0), across=0, up=2)
    shown = contour_picture(plane, Marks((Path((plane.of((1, 2, 3)),)),)), 60, 20, PLAIN)
    assert caption(shown) == "y = 2 held"
    assert plane.heights([1.0], [3.0]).tolist() == [[14.0]]


def test_the_path_and_a_near_minimum_are_inside() -> None:
    view = fit([(-5, -2), (4, 3)], (0.5, 6), 50, 20)
    assert all(view.holds(point) for point in ((-5, -2), (4, 3), (0.5, 6)))


def test_a_far_minimum_is_left_outside() -> None:
    assert not fit([(0, 0), (1, 1)], (1000, 0), 50, 20).holds((1000, 0))


@pytest.mark.parametrize(("distance", "shown"), [(3.9, True), (4.1, False)])
def test_a_minimum_is_shown_up_to_four_lengths_of_the_path_away(
    distance: float, shown: bool
) -> None:
    minimum = (1 + distance, 0.0)
    assert fit([(0, 0), (1, 0)], minimum, 50, 20).holds(minimum) is shown


def test_a_cell_and_its_middle_are_inverse() -> None:
    view = fit([(-5, -2), (4, 3)], None, 50, 20)
    for cell in ((0, 0), (49, 19), (13, 7)):
        assert view.cell(view.centre(*cell)) == cell


def test_zooming_and_panning_change_the_window_alone() -> None:
    view = fit([(-5, -2), (4, 3)], None, 50, 20)
    near = view.zoomed(2, (-5, -2))
    assert near.dot((-5, -2)) == pytest.approx(view.dot((-5, -2)))  # It stays where it lies.
    assert (near.right - near.left) * 2 == pytest.approx(view.right - view.left)
    assert near.stretch == pytest.approx(view.stretch)
    assert view.panned(0.5, 0).left == pytest.approx(view.left + (view.right - view.left) / 2)


def test_zooming_ends_where_the_numbers_on_the_axes_do() -> None:
    view = fit([(-5, -2), (4, 3)], None, 50, 20)
    for _ in range(200):
        view = view.zoomed(1.25, (1.0, 1.0))
    plane = Plane(ROUND, (1.0, 1.0))
    shown = contour_picture(plane, Marks((Path(STEPS),)), 60, 24, PLAIN, view=view)
    for axis in shown.axes:
        assert len(set(axis.labels.values())) == len(axis.labels)


def test_a_step_keeps_the_landscape() -> None:
    before = picture()
    before.rows()
    after = before.with_marks(Marks((Path((*STEPS, (-3.8, 0.4))),)))
    assert after.background is before.background
    row = after.view.cell((-3.8, 0.4))[1]
    assert row in after.changed(before)
    assert len(after.changed(before)) < after.frame.inner_rows
    assert before.changed(before) == set()


@pytest.mark.parametrize("depth", list(Depth))
@pytest.mark.parametrize("dark", [True, False])
def test_every_kind_of_terminal_gets_its_colours(depth: Depth, dark: bool) -> None:
    cells = [cell for row in picture(palette=Palette(depth, dark)).rows() for cell in row]
    colours = {colour for cell in cells for colour in (cell.ink, cell.paper) if colour is not None}
    match depth:
        case Depth.TRUE:
            assert all(isinstance(colour, tuple) for colour in colours)
        case Depth.CUBE:
            assert all(isinstance(colour, int) and 16 <= colour < 256 for colour in colours)
        case Depth.SIXTEEN:
            assert all(isinstance(colour, int) and colour < 16 for colour in colours)
            assert {cell.paper for cell in cells} == {None}
        case Depth.NONE:
            assert colours == set()


def contrast(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    """The ratio of two colours' luminances, as WCAG 2 has it."""

    def luminance(colour: tuple[int, int, int]) -> float:
        parts = [c / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [True, False])
def test_letters_can_be_read_on_every_shade(dark: bool) -> None:
    palette = Palette(Depth.TRUE, dark)
    ink = palette.ink
    assert isinstance(ink, tuple)
    for k in range(11):
        paper = palette.fill(k / 10)
        assert isinstance(paper, tuple)
        assert contrast(ink, paper) >= 4.5


def test_where_the_loss_has_no_value_nothing_is_drawn() -> None:
    loss = read_loss("log(a) + b^2", ["a", "b"])
    plane = Plane(loss, (1.0, 0.0))
    marks = Marks((Path(((-1.0, 0.0), (1.0, 0.0))),))
    shown = contour_picture(plane, marks, 40, 14, Palette(Depth.TRUE))
    column, row = shown.view.cell((-0.9, -0.2))
    assert shown.row(row)[shown.frame.gutter + column].paper is None


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("(x-1)^2 + 3*(y+2)^2", (5, 5), (1, -2)),
        ("(1-x)^2 + 100*(y-x^2)^2", (-1.2, 1), (1, 1)),
        ("(x^2+y-11)^2 + (x+y^2-7)^2", (4, 3), (3, 2)),
    ],
)
def test_the_nearest_minimum_is_found(
    text: str, start: tuple[float, float], expected: tuple[float, float]
) -> None:
    found = nearest_minimum(read_loss(text, ["x", "y"]), start)
    assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    ["x + y", "-x^2 - y^2", "-exp(x) + y^2", "1/x^2 + y^2", "exp(-x) + y^2", "log(1+exp(-x)) + y^2",
     "max(x, 0) + y^2"],
)  # fmt: skip
def test_a_loss_that_falls_for_ever_has_no_minimum(text: str) -> None:
    assert nearest_minimum(read_loss(text, ["x", "y"]), (1.0, 1.0)) is None


@pytest.mark.parametrize(
    ("text", "start"), [("sin(x) + 0*y", math.pi / 2), ("(x^2-1)^2 + y^2", 0), ("x^2 - y^2", 0)]
)
def test_a_maximum_and_a_saddle_are_no_minimum(text: str, start: float) -> None:
    assert nearest_minimum(read_loss(text, ["x", "y"]), (start, 0.0)) is None


@pytest.mark.parametrize(("text", "start"), [("1e-14*x^2 + 0*y", 5), ("x^2 + 0*y", 1e12)])
def test_the_scale_of_a_loss_does_not_hide_its_minimum(text: str, start: float) -> None:
    found = nearest_minimum(read_loss(text, ["x", "y"]), (start, 0.0))
    assert found is not None
    assert abs(found[0]) < 1e-3 * start


def test_a_corner_is_a_minimum_too() -> None:
    found = nearest_minimum(read_loss("|x| + y^2", ["x", "y"]), (1.0, 1.0))
    assert found == pytest.approx((0, 0), abs=1e-6)


def test_a_window_keeps_its_scale_when_the_picture_is_resized() -> None:
    view = fit([(-5, -2), (4, 3)], None, 50, 20).zoomed(2, (0, 0))
    wider = view.resized(90, 30)
    assert (wider.columns, wider.rows) == (90, 30)
    assert (wider.across, wider.up) == pytest.approx((view.across, view.up))
    assert wider.left + wider.right == pytest.approx(view.left + view.right)


def test_wide_labels_get_their_room() -> None:
    marks = Marks((Path(((0.0, -12345.0), (1.0, -12344.0))),))
    lines = plain(picture(ROUND, marks).rows())
    labels = [line.partition("┤")[0] for line in lines if "┤" in line]
    assert labels == ["−12344.0", "−12344.5", "−12345.0"]


def test_a_huge_landscape_has_its_lines() -> None:
    # From −1e308 to 1e308: the difference of the two is too large for a float.
    loss = read_loss("1e60*a^2 - 1e60*b^2", ["a", "b"])
    marks = Marks((Path(((8e123, 8e123), (-8e123, 0.0))),))
    drawn = plain(picture(loss, marks).rows())
    assert drawn[15:18] == [
        "      │    ⢀⠁     ⢐⠁                           ⢑      ⢑",
        "      │    ⠐      ⠄                             ⢅     ⠐⠄",
        "      │   ⢀⠅     ⠐             ⠄⠔⠐⠄⠄⠄           ⠐⠄     ⢅",
    ]
