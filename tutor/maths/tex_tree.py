"""LaTeX → a small tree of our own, by way of pylatexenc's parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tutor.maths.errors import Unreadable, shown

TEXTS = frozenset("text textrm textbf textit mbox".split())
STYLES = frozenset("mathrm mathbf mathit mathsf mathcal boldsymbol".split())
ACCENTS = frozenset("hat bar tilde vec dot ddot widehat overline".split())
FRACTIONS = frozenset("frac dfrac tfrac".split())
ARGUMENTS = {
    "{": TEXTS | STYLES | ACCENTS | {"mathbb", "operatorname"},
    "{{": FRACTIONS,
    "[{": {"sqrt"},
    "[": {"\\"},
}
ESCAPED = tuple("{}%&#$")
TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\S")


@dataclass(frozen=True)
class Words:
    """Ordinary text, with its spaces."""

    text: str


@dataclass(frozen=True)
class Group:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Command:
    name: str
    arguments: tuple[tuple[Item, ...], ...] = ()


@dataclass(frozen=True)
class Fenced:
    r"""What stands between `\left` and `\right`, and their signs; `.` is no sign."""

    left: Item
    right: Item
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Table:
    """An environment: rows of cells."""

    name: str
    rows: tuple[tuple[tuple[Item, ...], ...], ...]


Item = str | Words | Group | Command | Fenced | Table


def parsed(tex: str) -> tuple[Item, ...]:
    """The tree of a formula, or `Unreadable`; characters are items of their own, numbers whole."""
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    walker = LatexWalker(tex, latex_context=_known(), tolerant_parsing=False)
    try:
        return _fenced(_items(walker.get_latex_nodes()[0]))
    except LatexWalkerError as error:
        problem = str(error).partition("\n")[0]
        raise Unreadable(f"LaTeX: {shown(problem, 100)}") from error


@cache
def _known() -> Any:
    """Which commands take arguments; every other command is one without."""
    from pylatexenc.macrospec import EnvironmentSpec, LatexContextDb, MacroSpec, SpecialsSpec

    known = LatexContextDb()
    macros = [MacroSpec(name, spec) for spec, names in ARGUMENTS.items() for name in names]
    specials = [SpecialsSpec("&"), SpecialsSpec("~")]
    known.add_context_category("maths", macros, [EnvironmentSpec("array", "{")], specials)
    known.set_unknown_macro_spec(MacroSpec(""))
    known.set_unknown_environment_spec(EnvironmentSpec(""))
    return known


def _items(nodes: Iterable[Any]) -> tuple[Item, ...]:
    return tuple(item for node in nodes for item in _read(node))


def _read(node: Any) -> Iterator[Item]:
    match type(node).__name__.removeprefix("Latex").removesuffix("Node"):
        case "Chars":
            yield from TOKEN.findall(node.chars)
        case "Group" | "Math":
            yield Group(_fenced(_items(node.nodelist)))
        case "Macro" if node.macroname in TEXTS:
            yield Words("".join(_text(part) for part in _arguments(node)))
        case "Macro" if node.macroname in ESCAPED:
            yield node.macroname
        case "Macro":
            yield Command(node.macroname, tuple(map(_argument, _arguments(node))))
        case "Specials":
            yield Command(node.specials_chars)
        case "Environment":
            yield Table(node.environmentname, _rows(_fenced(_items(node.nodelist))))


def _arguments(node: Any) -> list[Any]:
    if node.nodeargd is None and any(node.macroname in names for names in ARGUMENTS.values()):
        raise Unreadable(rf"LaTeX: put \{node.macroname} in braces")  # In \frac\sqrt{x}{2}.
    return [a for a in (node.nodeargd.argnlist if node.nodeargd else ()) if a is not None]


def _argument(node: Any) -> tuple[Item, ...]:
    return _fenced(_items(node.nodelist if hasattr(node, "nodelist") else [node]))


def _text(node: Any) -> str:
    r"""The words of `\text{…}`, with `\_` and the like as the characters they stand for."""
    if hasattr(node, "nodelist"):
        return "".join(map(_text, node.nodelist))
    text = getattr(node, "chars", "") or getattr(node, "macroname", "")
    return re.sub(r"\s+", " ", text)


def _rows(items: tuple[Item, ...]) -> tuple[tuple[tuple[Item, ...], ...], ...]:
    rows = [_split(row, "&") for row in _split(items, "\\")]
    return tuple(rows[:-1] if len(rows) > 1 and rows[-1] == ((),) else rows)


def _split(items: tuple[Item, ...], at: str) -> tuple[tuple[Item, ...], ...]:
    parts: list[list[Item]] = [[]]
    for item in items:
        if isinstance(item, Command) and item.name == at:
            parts.append([])
        else:
            parts[-1].append(item)
    return tuple(map(tuple, parts))


def _fenced(items: tuple[Item, ...]) -> tuple[Item, ...]:
    r"""The items with everything from a `\left` to its `\right` made one."""
    found, right = _until_right(iter(items))
    if right is not None:
        raise Unreadable(r"LaTeX: a \right without its \left")
    return tuple(found)


def _until_right(items: Iterator[Item]) -> tuple[list[Item], Item | None]:
    r"""The items up to the `\right` that closes, and its sign."""
    found: list[Item] = []
    for item in items:
        match item:
            case Command("left"):
                sign = next(items, "")
                inner, right = _until_right(items)
                if right is None:
                    raise Unreadable(r"LaTeX: a \left without its \right")
                found.append(Fenced(sign, right, tuple(inner)))
            case Command("right"):
                return found, next(items, "")
            case _:
                found.append(item)
    return found, None
