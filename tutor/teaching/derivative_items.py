"""Practice in differentiating: small functions, each of which calls for one rule above all."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tutor.lesson.model import RESULT, Derive, Problem
from tutor.maths.loss import Loss
from tutor.maths.parser import read
from tutor.maths.rules import GD

# What a rule is practised on; a to d are small whole numbers, n an exponent, x and y parameters.
FUNCTIONS = {
    "power": ("{a}*w^{n}", "w^{n}/{a}", "-{a}*w^{n}"),
    "sum": ("{a}*w^3 - {b}*w^2 + {c}*w", "{a}*w^2 + {b}*w - {c}", "w^4 - {a}*w^3 + {b}"),
    "chain": ("({a}*w - {b})^{n}", "{c}*(w + {a}*w^2)^2", "(w^2 + {b})^{n}", "{c}*({a} - 3*w)^2"),
    "product": ("w^{n}*({a}*w - {b})^2", "(w^2 + {a})*(w^3 - {b})", "(w + {a})^2*(w - {b})^3"),
    "quotient": ("{a}*w/(w^2 + {b})", "(w + {a})/(w + {e})", "(w^2 - {a})/(w + {b})"),
    "sqrt": ("sqrt({a} + w^2)", "{c}*sqrt({b}*w + {a})", "sqrt(1 + w^2) + w^2/{a}"),
    "exp": ("{c}*exp({b}*w)", "exp(-w^2/{c})", "{a}*exp({c}*w) - w^2"),
    "log": ("{a}*log({c}*w + {b})", "log({a} + w^2)", "{b}*log(1 + w^{n})"),
    "partial": (
        "{a}*x^2 + {b}*x*y + {c}*y^2",
        "({a}*x - {c}*y)^2 + {b}*x",
        "{a}*x^2*y + {b}*x - {c}*y^2",
    ),
}
MOST_KEPT = 12  # Fewer than any rule has functions.


def derivative_items(part: str, seed: int) -> Iterator[Derive]:
    """Questions for a derivative, none of which comes again soon; the same seed gives the same."""
    draw = random.Random(f"derivative/{part}/{seed}")  # noqa: S311  # Practice, no secret.
    recent: list[tuple[str, str]] = []
    while True:
        text, by = _drawn(part, draw)
        if (text, by) in recent:
            continue
        recent = [*recent, (text, by)][-MOST_KEPT:]
        yield Derive(_problem(text), 0, id=part, parameter=by, ask=RESULT)


def _drawn(part: str, draw: random.Random) -> tuple[str, str]:
    text = draw.choice(FUNCTIONS[part])
    a, b, c = (draw.randint(2, 6) for _ in range(3))
    exponents = (3, 4, 5) if part == "power" else (2, 3)
    text = text.format(a=a, b=b, c=c, e=a + draw.randint(1, 4), n=draw.choice(exponents))
    return text, draw.choice(("x", "y")) if part == "partial" else "w"


def _problem(text: str) -> Problem:
    names = ("x", "y") if "x" in text.replace("exp", "") else ("w",)
    return Problem("", Loss(read(text, names), names), (1.0,) * len(names), GD, eta=1.0)
