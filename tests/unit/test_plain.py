"""A lesson as a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.unit.lessons import BODY, write_lesson
from tutor.lesson.reader import read_lesson
from tutor.plain.lesson import converse
from tutor.records.keeper import Keeper
from tutor.records.store import open_store


def play(folder: Path, *answers: str, body: str = BODY, text: str = "") -> list[str]:
    """What a conversation writes; `text` is a whole lesson file in place of the small one."""
    lines: Iterator[str] = iter(answers)
    written: list[str] = []

    def read(prompt: str) -> str:
        try:
            answer = next(lines)
        except StopIteration:
            raise EOFError from None
        written.append(prompt + answer)
        return answer

    path = write_lesson(folder, *([text, ""] if text else [body]))
    store = open_store(path.parent / "home")
    converse(Keeper(read_lesson(path), store), read, written.append)
    return written


def test_a_lesson_is_played_to_its_end(tmp_path: Path) -> None:
    written = play(tmp_path, "7", "?", "5.1", "", "", "1, 2", "y = 0.8, x = 0.8")
    text = "\n".join(written)
    for expected in (
        "— 1/2  First —",
        "          = 2w − 6   (simplify)",
        "σ¹ = ?  (the root mean square of the gradients so far)\nKnown: g⁰ = −6, w¹ = 1, η = 1.",
        "> 7\n✗ 7   Not right, and no slip that is known gives it. The way: σᵗ =",
        "> ?\nHint 1: σᵗ = √(Σ(gⁱ)²/(t + 1))",
        "> 5.1\n✓ 5.1   Right, after rounding: 5.099.\n    g¹ = 2·1 − 6 = −4",
        "After it.",
        "> \nNothing typed. Press Enter once more to see the answer.\n> \n    Here is how it goes.",
        "    L(x, y) = x² + 3y²\n    x⁰ = 1, y⁰ = 2, η = 0.1\nθ¹ = ?",
        "> 1, 2\n✗ 1, 2   y: This is the value you get if you",
        "    2 of 3 right, 0 at the first try without a hint.",
    ):
        assert expected in text


def test_notes_are_for_the_instructor_alone(tmp_path: Path) -> None:
    assert "For the instructor." not in "\n".join(play(tmp_path, "5.1", "1.5547", "0.8,0.8"))


def test_q_leaves_and_so_does_the_end_of_the_input(tmp_path: Path) -> None:
    assert play(tmp_path, "q")[-1] == "Left the lesson."
    assert play(tmp_path, "5.1")[-1] == "Left the lesson."


def test_no_line_is_wider_than_the_page(tmp_path: Path) -> None:
    assert max(len(line) for line in play(tmp_path, "5.1", "1.5547", "0.8,0.8")) <= 80
