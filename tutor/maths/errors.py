"""The errors of the mathematics: what a person typed cannot be read, or has no value."""

from __future__ import annotations

LONGEST_MESSAGE = 160


class Unreadable(ValueError):
    """What was typed cannot be read; the text is one line that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(fit(message))


class Undefined(ArithmeticError):
    """An expression has no finite real value at this point."""


class DividedByZero(Undefined):
    def __init__(self) -> None:
        super().__init__("That divides by zero.")


class NotReal(Undefined):
    def __init__(self) -> None:
        super().__init__("That is not a real number.")


class TooLarge(Undefined):
    def __init__(self) -> None:
        super().__init__("That is too large to compute.")


def fit(message: str) -> str:
    """The message on one line of at most 160 characters."""
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"


def shown(text: str, most: int = 30) -> str:
    """Text that came from outside, safe to print: control characters escaped, long text cut."""
    return printable(text if len(text) <= most else text[: most - 1] + "…")


def printable(text: str) -> str:
    """The text with control and other unprintable characters escaped."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
