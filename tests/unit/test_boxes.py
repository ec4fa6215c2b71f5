"""Boxes of characters: how the parts of a formula stand beside and above one another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.maths.boxes import (
    Box,
    beside,
    brackets,
    column,
    fraction,
    grid,
    limits,
    line,
    lowered,
    matrix,
    raised,
    root,
    sum_sign,
)
from tutor.maths.notation import display_width


def rows(box: Box) -> list[str]:
    return [row.rstrip() for row in box.rows]


HALF = fraction(line("1"), line("2"))


def test_parts_stand_baseline_on_baseline() -> None:
    assert rows(beside(line("x + "), HALF)) == [
        "     1",
        "x + ───",
        "     2",
    ]


def test_a_fraction_is_centred_on_a_bar_wider_than_both_by_two() -> None:
    assert rows(fraction(line("ηᵗ"), line("√(t + 1)"))) == [
        "    ηᵗ",
        "──────────",
        " √(t + 1)",
    ]


def test_a_hat_takes_no_cell() -> None:
    assert rows(fraction(line("m̂ᵗ"), line("10"))) == [
        " m̂ᵗ",
        "────",
        " 10",
    ]
    assert [display_width("m̂"), display_width("x̄"), display_width("数")] == [1, 1, 2]


def test_a_root_of_one_row_is_a_sign_on_the_line() -> None:
    assert rows(root(line("x"))) == ["√x"]


def test_a_root_of_something_tall_is_drawn() -> None:
    assert rows(root(HALF)) == [
        "    ___",
        "   ╱ 1",
        "  ╱ ───",
        "╲╱   2",
    ]


def test_the_stroke_of_a_root_keeps_clear_of_what_it_holds() -> None:
    assert rows(root(brackets(HALF, "(", ")"))) == [
        "    ________",
        "   ╱ ⎛  1  ⎞",
        "  ╱  ⎜ ─── ⎟",
        "╲╱   ⎝  2  ⎠",
    ]


def test_the_index_of_a_root_stands_above_its_tick() -> None:
    assert rows(root(HALF, "¹⁰")) == [
        "     ___",
        "    ╱ 1",
        "¹⁰ ╱ ───",
        " ╲╱   2",
    ]


def test_brackets_grow_with_what_they_hold() -> None:
    assert rows(brackets(line("x"), "(", ")")) == ["(x)"]
    assert rows(brackets(HALF, "(", ")")) == [
        "⎛  1  ⎞",
        "⎜ ─── ⎟",
        "⎝  2  ⎠",
    ]


def test_bars_keep_clear_of_the_bar_of_a_fraction() -> None:
    assert rows(brackets(HALF, "|", "|")) == [
        "│  1  │",
        "│ ─── │",
        "│  2  │",
    ]


def test_an_empty_sign_leaves_a_side_open() -> None:
    assert rows(brackets(HALF, "{", "")) == [
        "⎧  1",
        "⎨ ───",
        "⎩  2",
    ]


def test_an_exponent_stands_above_its_base() -> None:
    assert rows(raised(line("β₁"), line("q + 1"))) == [
        "  q + 1",
        "β₁",
    ]


def test_exponents_and_indices_of_tall_parts_stand_at_their_corners() -> None:
    tall = brackets(HALF, "(", ")")
    assert rows(raised(tall, line("²"))) == [
        "⎛  1  ⎞²",
        "⎜ ─── ⎟",
        "⎝  2  ⎠",
    ]
    assert rows(lowered(tall, "ᵢ")) == [
        "⎛  1  ⎞",
        "⎜ ─── ⎟",
        "⎝  2  ⎠ᵢ",
    ]


def test_a_sum_has_its_limits_above_and_below() -> None:
    assert rows(sum_sign("i=0", "t")) == [" t", " Σ", "i=0"]
    assert rows(sum_sign("n")) == ["Σ", "n"]
    assert sum_sign("n").baseline == 0
    assert rows(limits("min", "w")) == ["min", " w"]


def test_a_column_has_a_middle_row_for_its_equals_sign() -> None:
    two = column([line("∂L/∂θ₁"), line("∂L/∂θ₂")])
    assert rows(beside(line("∇L"), line(" = "), two)) == [
        "     ⎡ ∂L/∂θ₁ ⎤",
        "∇L = ⎢        ⎥",
        "     ⎣ ∂L/∂θ₂ ⎦",
    ]
    assert rows(column([line(c) for c in "123"])) == ["⎡ 1 ⎤", "⎢ 2 ⎥", "⎣ 3 ⎦"]


def test_cells_of_a_matrix_stand_in_columns() -> None:
    assert rows(matrix([[line(c) for c in row.split()] for row in ("1 0 0", "0 1 0", "0 0 10")],
                     "(", ")")) == [
        "⎛ 1  0  0  ⎞",
        "⎜ 0  1  0  ⎟",
        "⎝ 0  0  10 ⎠",
    ]  # fmt: skip


def test_blank_rows_keep_tall_cells_apart() -> None:
    assert rows(grid([[line("a"), HALF], [line("bb"), line("c")]], "rl", " ")) == [
        "    1",
        " a ───",
        "    2",
        "",
        "bb c",
    ]


# Properties

LINES = st.text("abm̂θ₁ᵗ+·−数()", min_size=1, max_size=6).map(line)


def _grown(inner: st.SearchStrategy[Box]) -> st.SearchStrategy[Box]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda boxes: beside(*boxes), several),
        st.builds(fraction, inner, inner),
        st.builds(root, inner, st.sampled_from(["", "³", "¹²⁰"])),
        st.builds(brackets, inner, st.sampled_from("([{|‖⟨"), st.sampled_from(")]}|‖⟩")),
        st.builds(raised, inner, inner),
        st.builds(lowered, inner, st.sampled_from(["ᵢ", "_(ab)"])),
        st.builds(column, several),
        st.builds(lambda row: matrix([row, row]), several),
    )


BOXES = st.recursive(LINES, _grown, max_leaves=8)


@given(BOXES)
def test_every_row_of_a_box_has_the_same_width(box: Box) -> None:
    assert {box.width} == {display_width(row) for row in box.rows}
    assert 0 <= box.baseline < box.height
