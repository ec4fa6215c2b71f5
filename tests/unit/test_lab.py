"""The lab as a value, its file, and the learning rate at which a quadratic diverges."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.cli import run
from tutor.documents.lab_file import lab_text, open_lab, read_lab
from tutor.lesson.problems import MOST_STEPS
from tutor.maths.errors import Unreadable
from tutor.maths.loss import read_loss
from tutor.maths.rules import find_rule
from tutor.maths.stability import largest_eta
from tutor.pictures.of_lab import NamedRun, lab_picture, lab_plot
from tutor.pictures.paths import thinned
from tutor.teaching.lab import (
    MOST_RUNS,
    Lab,
    at,
    choosing,
    nudged,
    read_step,
    traces,
    with_another,
    with_loss,
    with_rule,
    with_settings,
    with_start,
    without_chosen,
)
from tutor.teaching.presets import PRESETS

RAVINE = PRESETS["ravine"].lab()


def test_a_loss_brings_its_parameters_and_keeps_the_starts_it_can() -> None:
    lab = with_loss(RAVINE, "x^2 + 3 z^2")
    assert lab.start_text == "x=-5, z=1"
    assert with_loss(lab, "(w-3)^2").loss.parameters == ("w",)


@pytest.mark.parametrize("text", ["", "3", "x^^2", "x y z @", "sqrt(-1-x^2)"])
def test_what_is_no_loss_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        with_loss(RAVINE, text)


@pytest.mark.parametrize("text", ["1, 2", "x=1, y=2", "y=2,x=1", "(1, 4/2)"])
def test_a_start_is_typed_with_names_or_without(text: str) -> None:
    assert with_start(RAVINE, text).start == (1.0, 2.0)


@pytest.mark.parametrize("text", ["", "1", "x=1", "x=1, y=2, z=3", "x=1, z=2", "a, b"])
def test_a_start_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        with_start(RAVINE, text)


def test_settings_are_eta_and_what_stands_behind_it() -> None:
    lab = with_settings(with_rule(RAVINE, "momentum"), "0.1, beta=0.5")
    assert (lab.setting.eta, lab.setting.hyper) == (0.1, (("beta", 0.5),))
    assert lab.setting.text == "0.1, beta=0.5"
    with pytest.raises(Unreadable, match="gamma"):
        with_settings(lab, "0.1, gamma=0.5")
    with pytest.raises(Unreadable):
        with_settings(lab, "-1")


def test_eta_is_nudged_up_and_down() -> None:
    assert nudged(RAVINE, 1).setting.eta == 0.44
    assert nudged(RAVINE, -1).setting.eta == 0.364
    assert nudged(with_settings(RAVINE, "0"), 1).setting.eta > 0


def test_runs_are_added_chosen_and_removed() -> None:
    lab = with_another(RAVINE)
    assert (lab.chosen, lab.setting.rule.key, lab.setting.eta) == (1, "decay", 0.4)
    assert without_chosen(lab) == RAVINE
    assert choosing(lab, 7).chosen == 1
    with pytest.raises(Unreadable):
        without_chosen(RAVINE)
    for _ in range(MOST_RUNS - 2):
        lab = with_another(lab)
    with pytest.raises(Unreadable, match="told apart"):
        with_another(lab)


def test_runs_of_one_rule_are_told_apart_by_their_eta() -> None:
    lab = with_settings(with_rule(with_another(RAVINE), "gd"), "0.1")
    assert lab.names == ("gd η=0.4", "gd η=0.1")
    momentum = with_rule(with_another(with_rule(RAVINE, "momentum")), "momentum")
    assert with_settings(momentum, "0.4, beta=0.5").names[1] == "momentum η=0.4, beta=0.5"


def test_more_steps_are_planned_when_they_are_looked_at() -> None:
    assert at(RAVINE, 99).steps == 100
    assert at(RAVINE, 100).steps == 1000  # Row 100 is there to be looked at.
    assert at(RAVINE, 10**9).t == MOST_STEPS
    assert at(RAVINE, 10**9).steps == MOST_STEPS + 1
    assert at(RAVINE, -1).t == 0


@pytest.mark.parametrize(("text", "t"), [("7", 7), (" t = 7", 7), ("t7", 7)])
def test_a_step_is_typed(text: str, t: int) -> None:
    assert read_step(text) == t


@pytest.mark.parametrize("text", ["", "-1", "1.5", "x", "1000000", "9" * 50, "²"])
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_step(text)


def test_a_watcher_sees_all_runs_together_and_can_stop_them() -> None:
    lab, seen = at(with_another(RAVINE), 3000), list[int]()
    traces(lab, seen.append)
    assert seen[-1] == 20_000
    assert seen == sorted(seen)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        traces(lab, stop)


@pytest.mark.parametrize("title", PRESETS)
def test_every_preset_runs(title: str) -> None:
    (trace,) = traces(PRESETS[title].lab())
    assert len(trace) == 100
    assert trace.value("loss", 99) < trace.value("loss", 0)


# Where it diverges


@pytest.mark.parametrize("key", ["gd", "momentum", "nesterov"])
@pytest.mark.parametrize("loss", ["x^2/10 + 2y^2", "3x^2 + 2x*y + y^2", "(w-3)^2"])
def test_below_the_limit_a_run_settles_and_above_it_explodes(key: str, loss: str) -> None:
    lab = with_rule(with_loss(RAVINE, loss), key)
    limit = largest_eta(lab.setting.rule, lab.loss, {})
    assert limit is not None
    for factor, settles in ((0.98, True), (1.02, False)):
        (trace,) = traces(at(with_settings(lab, repr(limit * factor)), 1000))
        ends = trace.value("loss", len(trace) - 1)
        assert (ends < trace.value("loss", 0)) is settles


@pytest.mark.parametrize(
    ("rule", "loss"), [("adagrad", "x^2"), ("gd", "x^4"), ("gd", "sin(x)"), ("gd", "-x^2")]
)
def test_elsewhere_there_is_no_such_limit(rule: str, loss: str) -> None:
    assert largest_eta(find_rule(rule), read_loss(loss, ["x"]), {}) is None


def test_a_saddle_has_no_such_limit() -> None:
    assert largest_eta(find_rule("gd"), read_loss("x^2 - y^2", ["x", "y"]), {}) is None
    flat = largest_eta(find_rule("gd"), read_loss("(x - y)^2", ["x", "y"]), {})
    assert flat == pytest.approx(0.5)


def test_data_stays_with_a_loss_that_uses_it() -> None:
    lab = PRESETS["regression"].lab()
    assert with_loss(lab, lab.loss_text) == lab
    other = with_loss(lab, "(y - b - w*x)^2 + b^2")
    assert other.loss.data == lab.loss.data
    assert other.loss.parameters == ("b", "w")
    assert with_loss(lab, "w^2").loss.data is None


def test_a_loss_is_kept_as_it_was_typed() -> None:
    lab = with_loss(RAVINE, "max(x, 0)^2 + e^x")
    assert lab.loss_text == "max(x, 0)^2 + e^x"
    assert read_lab(lab_text(lab), "lab.toml").loss == lab.loss


# Pictures


def named(lab: Lab) -> list[NamedRun]:
    pairs = zip(lab.names, traces(lab), strict=True)
    return [NamedRun(name, trace) for name, trace in pairs]


def test_a_lab_at_its_last_step_is_opened_as_it_was_saved() -> None:
    lab = at(RAVINE, MOST_STEPS)
    again = read_lab(lab_text(lab), "x.toml")
    assert (again.t, again.steps) == (lab.t, lab.steps)


def test_eta_is_nudged_no_farther_than_it_can_be_typed() -> None:
    for times in (-1000, 1000):
        lab = nudged(RAVINE, times)
        assert with_settings(lab, lab.setting.text) == lab


def test_the_picture_has_every_run_as_far_as_it_has_come() -> None:
    picture = lab_picture(named(with_another(RAVINE)), 7)
    assert len(picture.places) == 8
    assert [(name, len(places)) for name, places in picture.others] == [("decay", 8)]
    plot = lab_plot(named(with_another(RAVINE)), 7)
    assert plot is not None
    assert [len(series.points) for series in plot.series] == [8, 8]
    assert plot.log


def test_nothing_is_plotted_before_the_first_step() -> None:
    assert lab_plot(named(RAVINE), 0) is None


def test_a_run_that_explodes_does_not_take_the_window_with_it() -> None:
    picture = lab_picture(named(with_settings(RAVINE, "5")), 60)
    assert max(abs(x) for place in picture.only for x in place) < 100


def test_a_thinned_path_knows_its_steps() -> None:
    picture = lab_picture(named(at(RAVINE, 5000)), 5000)
    assert picture.steps[-1] == 5000
    assert "After 5000 steps θ⁵⁰⁰⁰" in picture.words


def test_what_explodes_slowly_is_seen_where_it_began() -> None:
    lab = with_settings(with_start(with_loss(RAVINE, "x^2 + 10y^2"), "3, 1"), "0.101")
    picture = lab_picture(named(at(lab, 30_000)), 30_000)
    assert len(picture.only) > 10


@given(st.integers(0, 10**6), st.integers(2, 600))
def test_thinning_keeps_both_ends(last: int, most: int) -> None:
    steps = thinned(last, most)
    assert steps[0] == 0
    assert steps[-1] == last
    assert len(steps) <= most + 1
    assert steps == sorted(set(steps))


# Files


@pytest.mark.parametrize("title", PRESETS)
def test_a_lab_is_read_back_as_it_was_saved(title: str) -> None:
    lab = at(with_settings(with_another(PRESETS[title].lab()), "0.25"), 120)
    again = read_lab(lab_text(lab), "lab.toml")
    assert (again.loss, again.start, again.settings, again.t, again.steps) == (
        lab.loss, lab.start, lab.settings, lab.t, lab.steps,
    )  # fmt: skip


numbers = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-30)


@settings(max_examples=50, deadline=None)
@given(numbers, numbers, numbers.map(abs), st.floats(0, 0.99).map(lambda b: round(b, 12)))
def test_every_number_is_kept_in_full(x: float, y: float, eta: float, beta: float) -> None:
    lab = with_start(with_rule(RAVINE, "momentum"), f"x={x!r}, y={y!r}")
    lab = with_settings(lab, f"{eta!r}, beta={beta!r}")
    again = read_lab(lab_text(lab), "lab.toml")
    assert (again.start, again.settings) == (lab.start, lab.settings)


GOOD = 'loss = "x^2"\nstart = { x = 1 }\nrule = "gd"\neta = 1\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "lab.toml:1: "),
        ("loss = 3", "lab.toml:1: "),
        ("nonsense", "lab.toml:1: not TOML"),
        (GOOD.replace("gd", "gdd"), "lab.toml:3: unknown rule 'gdd'"),
        (GOOD + "foo = 1", "lab.toml:5: unknown key 'foo'"),
        (GOOD + "at = -1", "'at' must be a step"),
        (GOOD + 'runs = [{ rule = "gd" }]', "needs a rule and an eta"),
        (GOOD + 'runs = [{ rule = "gd", eta = 1, x = 2 }]', "unknown key 'x'"),
        (GOOD + "runs = 3", "must be a list"),
        ('gradients = [1, 2]\nrule = "gd"\neta = 1', "needs a loss"),
    ],
)
def test_a_file_that_is_no_lab_is_refused_with_the_line(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_lab(text, "lab.toml")
    assert says in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        open_lab(str(tmp_path / "no.toml"))


# The command


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "the lab needs a terminal"),
        (["--loss", "x^^2"], "descent:"),
        (["--rule", "gdd"], "did you mean 'gd'?"),
        (
            ["--rule", "gd", "--rule", "adam", "--rule", "decay", "--eta", "1", "--eta", "2"],
            "--eta",
        ),
        (["--open", "no.toml"], "cannot be read"),
        (["--open", "no.toml", "--loss", "x^2"], "leave the others out"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lab", *arguments]) == 2
    assert says in capsys.readouterr().err
