"""'Did you mean …?' for any name that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'x'?` where one is near, else the list of all that are known."""
    from difflib import get_close_matches  # Only when something is wrong.

    names = [str(name) for name in known]
    close = get_close_matches(word, names, n=1)
    return f"did you mean {close[0]!r}?" if close else f"choose from: {', '.join(names)}"
