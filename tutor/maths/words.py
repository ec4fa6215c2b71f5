"""A run of letters and digits → the names it is made of: `xy` is x·y, `xsin` is x·sin."""

from __future__ import annotations

import re
from collections.abc import Collection

from tutor.maths.characters import GREEK_LETTERS
from tutor.maths.errors import Unreadable, shown
from tutor.maths.expr import ALIASES, CONSTANTS, FUNCTIONS

LONGEST_LIST = 60
LONGEST_NAME = 30
NAME = re.compile(rf"[{GREEK_LETTERS}][0-9₀-₉_]*|[A-Za-z][A-Za-z0-9_]*")


def split_word(word: str, names: Collection[str], *, called: bool) -> tuple[str, ...]:
    """The names in a run; `called` says that a bracket follows, so its end may be a function."""
    whole = names if not called else (*names, *FUNCTIONS)
    if word in whole or word in CONSTANTS or word in FUNCTIONS:
        return (word,)
    parts = cover(word, frozenset(names) | CONSTANTS, called=called)
    if parts is None:
        raise Unreadable(_unknown(word, names))
    return parts


def cover(word: str, names: Collection[str], *, called: bool = False) -> tuple[str, ...] | None:
    """The names that make up a run, longest first; None if it cannot be covered."""
    covered: dict[int, tuple[str, ...] | None] = {len(word): ()}
    for start in range(len(word) - 1, -1, -1):
        covered[start] = None
        for end in range(len(word), start, -1):
            part, rest = word[start:end], covered[end]
            is_function = called and end == len(word) and part in FUNCTIONS
            if rest is not None and (part in names or is_function):
                covered[start] = (part, *rest)
                break
    return covered[0]


def _unknown(word: str, names: Collection[str]) -> str:
    from difflib import get_close_matches  # Only when something is wrong.

    if not names:
        close = get_close_matches(word, [*FUNCTIONS, *CONSTANTS], n=1, cutoff=0.75)
        hint = f" Did you mean {close[0]}?" if close else " Type a value, e.g. 0.8."
        return f'"{shown(word)}" is not a number.{hint}'
    power = re.fullmatch(r"([A-Za-z_]+)(\d+)", word)
    if power and power[1] in names:
        name, digits = power[1], power[2]
        return (
            f'"{shown(word)}" is not a variable here. Did you mean {name}^{digits} '
            f"or {digits}*{name}?"
        )
    usable = shown(", ".join(names), LONGEST_LIST)
    close = get_close_matches(word, [*names, *FUNCTIONS, *ALIASES], n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    return f'"{shown(word)}" is not a name in this problem. Use: {usable}.{hint}'


def check_name(name: str) -> str:
    """A name that a problem may declare for a parameter, or `Unreadable` with what is wrong."""
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise Unreadable(
            f"{shown(name)!r} cannot name a parameter: use letters, then digits, e.g. theta1"
        )
    return name
