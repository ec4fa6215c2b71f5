"""Cells → text with colour codes, for a terminal without a full screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.pictures.cells import Cell, Color, runs

RESET = "\x1b[0m"
STANDARD = 16


def colored(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """A line a row, with the codes that its cells need and no others."""
    return ["".join(_run(r.text, r.ink, r.paper, r.bold) for r in runs(row)) for row in rows]


def _run(text: str, ink: Color, paper: Color, bold: bool) -> str:
    codes = [*(["1"] if bold else []), *_code(ink, 30), *_code(paper, 40)]
    return f"\x1b[{';'.join(codes)}m{text}{RESET}" if codes else text


def _code(color: Color, base: int) -> list[str]:
    """SGR parameters of an ink (base 30) or a paper (base 40)."""
    if color is None:
        return []
    if isinstance(color, tuple):
        return [f"{base + 8};2;{color[0]};{color[1]};{color[2]}"]
    if color >= STANDARD:
        return [f"{base + 8};5;{color}"]
    return [str(base + color if color < 8 else base + 52 + color)]
