"""Which keys may stand where in a lesson file, and of which kind their values are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor.maths.suggest import did_you_mean


@dataclass(frozen=True)
class Key:
    """A key's kind of value, in words for messages, and the test for it."""

    kind: str
    types: tuple[type, ...]
    item: tuple[type, ...] = ()
    required: bool = False

    def accepts(self, value: Any) -> bool:
        if isinstance(value, bool) and bool not in self.types:
            return False  # In Python a bool is an int; in a lesson it is not a number.
        if not isinstance(value, self.types):
            return False
        if self.item and isinstance(value, list):
            return all(isinstance(v, self.item) and not isinstance(v, bool) for v in value)
        return True


TEXT = Key("a text", (str,))
NUMBER = Key("a number", (int, float))
WHOLE = Key("a whole number", (int,))
FLAG = Key("true or false", (bool,))
TABLE = Key("a table", (dict,))
TEXTS = Key("a list of texts", (list,), (str,))
NUMBERS = Key("a list of numbers", (list,), (int, float))
TABLES = Key("a list of tables", (list,), (dict,))
TEXT_OR_WHOLE = Key("a text or a whole number", (str, int))

Schema = Mapping[str, Key]


def required(key: Key) -> Key:
    return Key(key.kind, key.types, key.item, required=True)


FRONT_MATTER: Schema = {
    "title": required(TEXT),
    "summary": required(TEXT),
    "unit": TEXT,
    "minutes": NUMBER,
    "requires": TEXTS,
    "problem": required(TABLE),
    "problems": TABLE,
}
PROBLEM: Schema = {
    "loss": TEXT,
    "start": TABLE,
    "gradients": NUMBERS,
    "rule": required(TEXT),
    "eta": required(NUMBER),
    "hyper": TABLE,
    "steps": WHOLE,
    "data": TABLE,
    "batch": WHOLE,
    "standardize": TEXTS,
}
PREDICT: Schema = {
    "quantity": required(TEXT),
    "t": WHOLE,
    "parameter": TEXT,
    "prompt": TEXT,
    "places": WHOLE,
    "hints": TEXTS,
    "allow_collisions": FLAG,
    "problem": TEXT,
}
DERIVE: Schema = {"parameter": TEXT, "ask": TEXT_OR_WHOLE, "problem": TEXT}
FORMULA: Schema = {"quantity": TEXT, "rule": TEXT, "latex": TEXT, "problem": TEXT}
POINT: Schema = {
    "t": required(WHOLE),
    "prompt": TEXT,
    "hints": TEXTS,
    "problem": TEXT,
}
CHOOSE: Schema = {"prompt": required(TEXT), "options": required(TABLES), "problem": TEXT}
OPTION: Schema = {"text": required(TEXT), "why": required(TEXT), "right": FLAG}
CONTOUR: Schema = {"to": WHOLE, "arrows": FLAG, "caption": required(TEXT), "problem": TEXT}
CURVES: Schema = {
    "eta": NUMBERS,
    "rules": TEXTS,
    "quantity": TEXT,
    "log": FLAG,
    "labels": FLAG,
    "caption": required(TEXT),
    "problem": TEXT,
}
COMPARE: Schema = {"runs": required(TABLES), "caption": required(TEXT), "problem": TEXT}
RUN: Schema = {"rule": TEXT, "eta": NUMBER, "hyper": TABLE}
TRACE: Schema = {"from": WHOLE, "to": WHOLE, "quantities": TEXTS, "problem": TEXT}

FENCES: Mapping[str, Schema] = {
    "predict": PREDICT,
    "derive": DERIVE,
    "formula": FORMULA,
    "trace": TRACE,
    "choose": CHOOSE,
    "point": POINT,
    "contour": CONTOUR,
    "curves": CURVES,
    "compare": COMPARE,
}
PICTURES = frozenset({"contour", "curves", "compare"})
NEEDS_ID = frozenset({"predict", "point", "choose"})
TAKES_ID = NEEDS_ID | {"derive"}
NOTES = "notes"
CODE_LANGUAGES = frozenset({"python", "text", "toml", "console", "bash", "json"})


def problems_with(data: Mapping[str, Any], schema: Schema) -> list[tuple[str, str]]:
    """(key, message) for every key that is unknown, missing or of the wrong kind."""
    found = []
    for key, value in data.items():
        if key not in schema:
            found.append((key, f"unknown key {key!r}; {did_you_mean(key, schema)}"))
        elif not schema[key].accepts(value):
            found.append((key, f"{key!r} must be {schema[key].kind}"))
    missing = [key for key, kind in schema.items() if kind.required and key not in data]
    return found + [(key, f"{key!r} is missing") for key in missing]
