"""The values of a request to the judge: each is what it should be, or `BadRequest` says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tutor.maths.errors import shown
from tutor.maths.parser import canonical_names
from tutor.maths.tokens import canonical
from tutor.maths.words import LONGEST_NAME

THREE = 3
MOST_DIGITS = 15


class BadRequest(ValueError):
    """A line that is not a request; the text says why."""


def text_of(request: Mapping[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise BadRequest(f"{key!r} must be a text")
    return value


def texts_of(request: Mapping[str, Any], key: str) -> list[str]:
    value = request.get(key)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise BadRequest(f"{key!r} must be a list of texts")
    return value


def names_of(request: Mapping[str, Any], key: str) -> list[str]:
    """Names, each of them once; θ₁, theta1 and theta_1 are one."""
    return checked_names(texts_of(request, key), key)


def checked_names(names: list[str], key: str) -> list[str]:
    for name in names:
        if not canonical(name).isidentifier() or len(name) > LONGEST_NAME:
            raise BadRequest(f"{shown(name)!r} in {key!r} is no name: use letters, then digits")
    if len(canonical_names(names)) < len(names):
        raise BadRequest(f"{key!r} must name each only once")
    return names


def numbers_of(request: Mapping[str, Any], key: str) -> dict[str, Any]:
    """An object that may be left out."""
    table = request.get(key)
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise BadRequest(f"{key!r} must be an object of numbers")
    return table


def table_of(request: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = request.get(key)
    if not isinstance(value, dict) or not value:
        raise BadRequest(f"{key!r} must be an object with a number for each parameter")
    return value


def finite(value: Any, name: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BadRequest(f"{name!r} must be a number")
    try:
        number = float(value)
    except OverflowError:
        raise BadRequest(f"{name!r} is too large") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise BadRequest(f"{name!r} must be finite")
    return number


def optional_number(request: Mapping[str, Any], key: str) -> float | None:
    return None if request.get(key) is None else finite(request[key], key)


def digits_of(request: Mapping[str, Any]) -> int:
    digits = request.get("digits", THREE)
    if not isinstance(digits, int) or isinstance(digits, bool) or not 1 <= digits <= MOST_DIGITS:
        raise BadRequest(f"'digits' must be a whole number from 1 to {MOST_DIGITS}")
    return digits


def point_of(point: Any, variables: Sequence[str]) -> dict[str, float]:
    if not isinstance(point, dict) or set(point) != set(variables):
        raise BadRequest(f"a point of 'at' must give a number for each of: {', '.join(variables)}")
    return {name: finite(value, name) for name, value in point.items()}
