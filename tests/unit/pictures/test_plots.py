"""Curves: axes, names, marks, runs that explode, the sweep, and losses of one parameter."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tutor.maths.engine import Trace, run
from tutor.maths.formats import run_names
from tutor.maths.lanes import final_losses
from tutor.maths.loss import read_loss
from tutor.maths.rules import BUILT_IN, find_rule
from tutor.pictures.cells import plain
from tutor.pictures.curves import curves_plot, sweep_plot
from tutor.pictures.palette import Palette
from tutor.pictures.plot import Plot, Series, explodes, plot_rows
from tutor.pictures.scale import Scale
from tutor.pictures.slope import slope_rows
from tutor.pictures.ticks import linear_labels, linear_ticks, log_ticks
from tutor.pictures.words import path_words, plot_words

PLAIN = Palette()
# The lecture's four regimes on one loss (CURRICULUM.md, 4).
FOUR = read_loss("sqrt(1+w^2) + w^2/40", ["w"])


def four() -> list[Trace]:
    return [run(find_rule("gd"), FOUR, [4.0], eta, 40) for eta in (0.05, 0.95, 6, 45)]


def lines(plot: Plot, columns: int = 70, rows: int = 20) -> list[str]:
    return plain(plot_rows(plot, columns, rows, PLAIN))


def test_every_curve_has_its_name_at_its_end() -> None:
    text = lines(curves_plot(four()))
    ends = {
        name: next(i for i, line in enumerate(text) if line.endswith(name))
        for name in ("η=0.05", "η=0.95", "η=6", "η=45")
    }
    assert ends["η=45"] == 0
    assert ends["η=6"] < ends["η=0.05"] < ends["η=0.95"]


def test_a_run_that_explodes_leaves_with_an_arrow_and_the_others_keep_their_room() -> None:
    text = lines(curves_plot(four()))
    assert text[0].count("↑") == 2  # Where it leaves, and beside its name.
    assert any("4┤" in line for line in text)


def test_names_never_overlap_and_are_never_cut() -> None:
    flat = tuple(Series(f"run {k}", ((0.0, 1.0), (9.0, 1.0 + k / 1000))) for k in range(7))
    text = lines(Plot(flat, "update t", "L"), 40, 14)
    assert sum(f"run {k}" in "\n".join(text) for k in range(7)) == 7
    assert all(len(line) <= 40 for line in text)


def test_a_plot_to_be_matched_tells_no_name() -> None:
    assert "η=" not in "\n".join(lines(curves_plot(four(), named=False)))


def test_curves_have_marks_of_different_shapes() -> None:
    text = "\n".join(lines(curves_plot(four())))
    assert all(mark in text for mark in "●▲■")


def test_a_log_axis_has_powers_of_ten() -> None:
    loss = read_loss("w^2", ["w"])
    text = "\n".join(lines(curves_plot([run(find_rule("gd"), loss, [3.0], 0.3, 20)], log=True)))
    assert "10⁻⁵" in text or "10⁻⁶" in text


def test_a_loss_that_reaches_zero_does_not_spoil_a_log_axis() -> None:
    loss = read_loss("w^2", ["w"])
    plot = curves_plot([run(find_rule("gd"), loss, [3.0], 0.5, 5)], log=True)
    assert len(lines(plot)) == 20


def test_any_quantity_can_be_shown_with_a_curve_for_each_component() -> None:
    loss = read_loss("0.1*a^2 + 2*b^2", ["a", "b"])
    plot = curves_plot([run(find_rule("adagrad"), loss, [-5, -2], 0.4, 10)], "sigma")
    assert [series.name for series in plot.series] == ["σ_aᵗ", "σ_bᵗ"]
    assert plot.series[1].points[0] == (0.0, 8.0)


def test_the_last_point_is_the_loss_after_the_last_update() -> None:
    plot = curves_plot(four())
    assert plot.series[0].points[-1][0] == 40
    assert plot.series[0].points[-1][1] == pytest.approx(2.2, abs=0.05)
    assert plot.series[2].points[-1][1] == pytest.approx(3.816, abs=0.001)


def test_runs_are_named_by_what_differs() -> None:
    loss = read_loss("w^2", ["w"])
    gd, adam = (run(find_rule(key), loss, [1.0], 0.1, 2) for key in ("gd", "adam"))
    other = run(find_rule("gd"), loss, [1.0], 0.2, 2)
    assert run_names([gd, other]) == ["η=0.1", "η=0.2"]
    assert run_names([gd, adam]) == ["gd", "adam"]
    assert run_names([other, adam]) == ["gd η=0.2", "adam η=0.1"]


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.key)
def test_lanes_give_what_single_runs_give(rule: object) -> None:
    loss = read_loss("0.1*x^2 + 2*y^2 + x*y/4", ["x", "y"])
    etas = [0.01, 0.1, 0.3, 0.8, 2.0]
    expected = []
    for eta in etas:
        trace = run(rule, loss, [-5.0, -2.0], eta, 30)  # type: ignore[arg-type]
        last = dict(zip("xy", trace.vector("next", len(trace) - 1), strict=True))
        expected.append(loss.at(last) if trace.diverged is None else math.inf)
    found = final_losses(rule, loss, [-5.0, -2.0], etas, 30)  # type: ignore[arg-type]
    assert found == pytest.approx(expected, rel=1e-9)


def test_lanes_run_over_data() -> None:
    from tutor.maths.data import data_of

    loss = read_loss("(y - w*x)^2", ["w"], data=data_of({"x": (1, 2), "y": (2, 4)}).in_batches(1))
    assert final_losses(find_rule("gd"), loss, [0.0], [0.1, 1e200], 5)[1] == math.inf
    trace = run(find_rule("gd"), loss, [0.0], 0.1, 5)
    expected = loss.at({"w": trace.value("next", 4)})
    assert final_losses(find_rule("gd"), loss, [0.0], [0.1], 5)[0] == pytest.approx(expected)


def test_the_sweep_shows_where_runs_diverge() -> None:
    etas = np.geomspace(0.01, 3, 50).tolist()
    loss = read_loss("w^2", ["w"])
    losses = final_losses(find_rule("gd"), loss, [4.0], etas, 400).tolist()
    plot = sweep_plot(etas, losses, 400, log=True)
    assert plot.series[0].exploded
    assert "the run diverges" in plot_words(plot)
    assert "↑" in lines(plot)[0]


def test_only_what_ends_far_above_its_start_explodes() -> None:
    assert explodes([1, 5, 20])
    assert not explodes([-1, -0.5, -0.06])
    assert not explodes([1, 20, 2])


def test_a_growing_sum_is_no_explosion() -> None:
    loss = read_loss("w^2", ["w"])
    plot = curves_plot([run(find_rule("adagrad"), loss, [3.0], 0.1, 20)], "s")
    assert not plot.series[0].exploded


def test_a_log_sweep_that_explodes_still_shows_its_valley() -> None:
    loss = read_loss("2*w^2", ["w"])
    etas = np.geomspace(0.01, 0.6, 200).tolist()
    plot = sweep_plot(
        etas, final_losses(find_rule("gd"), loss, [5.0], etas, 20).tolist(), 20, log=True
    )
    assert "10⁻" in "\n".join(lines(plot))


def test_a_loss_of_one_parameter_is_a_curve_with_the_steps_on_it() -> None:
    loss = read_loss("(w-3)^2", ["w"])
    text = "\n".join(
        plain(slope_rows(loss, [0, 1.2, 1.92], 60, 18, PLAIN, minimum=3, tangent=True))
    )
    assert all(part in text for part in ("w⁰", "w¹", "w²", "◉", "●", "×", "L(w)"))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 10, [0, 5, 10]), (-1, 1, [-1, 0, 1]), (0, 0.3, [0, 0.1, 0.2, 0.3])],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert linear_ticks(low, high, 3) == pytest.approx(expected)


def test_labels_have_as_many_decimals_as_they_need() -> None:
    assert linear_labels([-0.5, 0.0, 0.5]) == ["−0.5", "0.0", "0.5"]
    assert linear_labels([0, 100, 200]) == ["0", "100", "200"]
    assert linear_labels([0, 200000]) == ["0", "2e5"]


def test_log_ticks_skip_powers_where_there_is_no_room() -> None:
    assert log_ticks(1e-6, 1, 4) == pytest.approx([1e-6, 1e-4, 1e-2, 1])


def test_a_scale_goes_both_ways() -> None:
    for scale in (Scale(-2, 6, 100), Scale(1e-3, 1e3, 100, log=True)):
        assert scale.value(scale.dot(2.5)) == pytest.approx(2.5)


def test_words_say_what_the_contour_picture_shows() -> None:
    loss = read_loss("0.1*a^2 + 2*b^2", ["a", "b"])
    gradients = [(-1, -8), (-0.92, 4.8)]
    assert path_words(loss, [(-5, -2), (-4.6, 1.2)], (0, 0), gradients=gradients) == (
        "θ⁰ = (−5, −2), where L = 10.5. After 1 step θ¹ = (−4.6, 1.2), where L = 5. The loss fell "
        "at every step. The nearest minimum is at (0, 0). At θ¹ −∇L points 65° away "
        "from it."
    )


def test_words_say_what_curves_show() -> None:
    words = plot_words(curves_plot(four()))
    assert words.startswith("η=0.05: from 4.52 to 2.17. η=0.95: from 4.52 to 1. η=6: ")
    assert "η=45: explodes" in words


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([0, 1, 2], "The loss fell at every step."),
        ([0, 6, 0, 6], "The loss never rose."),
        ([2, 0, 1], "The loss rose at step 1."),
    ],
)
def test_words_say_how_the_loss_went(places: list[float], expected: str) -> None:
    words = path_words(read_loss("(w-3)^2", ["w"]), [(w,) for w in places], None, name="w")
    assert words.endswith(expected)


def test_words_do_not_round_small_or_large_places_away() -> None:
    loss = read_loss("a^2 + b^2", ["a", "b"])
    assert "θ⁰ = (1e−12, 0)" in path_words(loss, [(1e-12, 0)], None)
    assert "(1000, −1000)" in path_words(loss, [(1000.5, -1000.3)], None)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("log(w)", [5.0, -5.0]), ("w^4", [10.0, 1e80]), ("w^2", [5.0, 1e200]), ("exp(w)", [700.0]),
        ("w^2", [0.0]),
    ],
)  # fmt: skip
def test_a_place_off_the_curve_is_left_out(text: str, places: list[float]) -> None:
    rows = slope_rows(read_loss(text, ["w"]), places, 60, 18, PLAIN, predicted=[-6.0, 1e9])
    assert [len(row) for row in rows] == [60] * 18


def test_a_wild_prediction_does_not_shrink_the_run() -> None:
    loss = read_loss("(w-3)^2", ["w"])
    tame = plain(slope_rows(loss, [0.0, 1.2], 60, 18, PLAIN, minimum=3.0))
    assert plain(slope_rows(loss, [0.0, 1.2], 60, 18, PLAIN, minimum=3.0, predicted=[1e9])) == tame


def test_a_plot_without_room_is_blank() -> None:
    assert plain(plot_rows(curves_plot(four()), 5, 3, PLAIN)) == ["", "", ""]


def test_huge_values_have_a_plot() -> None:
    series = Series("a", tuple((float(t), 10.0 ** (t * 30)) for t in range(11)), exploded=True)
    assert len(lines(Plot((series,), "t", "L"))) == 20


def test_a_sweep_that_only_rises_does_not_diverge() -> None:
    plot = sweep_plot([100, 1000], [5.0, 500.0], 1, log=False)
    assert "diverges" not in plot_words(plot)


def test_labels_that_would_read_the_same_have_more_digits() -> None:
    labels = linear_labels([1e9, 1e9 + 1e5, 1e9 + 2e5])
    assert len(set(labels)) == 3


def test_labels_of_ticks_that_hardly_differ_have_as_many_digits_as_they_need() -> None:
    labels = linear_labels([10011.99992, 10011.99994, 10011.99996])
    assert labels == ["10011.99992", "10011.99994", "10011.99996"]
