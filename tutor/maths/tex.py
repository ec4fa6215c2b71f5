"""LaTeX → formulas: on one line for `$…$`, in two dimensions for `$$…$$`."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.maths.errors import Unreadable
from tutor.maths.notation import MINUS
from tutor.maths.tex_atoms import FACTORS, Atom, Kind, joined, plain
from tutor.maths.tex_commands import SYMBOLS, command, in_signs, scripted, table
from tutor.maths.tex_tree import Command, Fenced, Group, Item, Table, Words, parsed
from tutor.maths.typeset import Maths

CHARACTERS = {"-": MINUS, "*": "·", "'": "′"}
OPENING, CLOSING = frozenset("([{⟨"), frozenset(")]}⟩")
FENCES = OPENING | CLOSING | {"|", "‖"}
EQUALS = plain("=")
BETWEEN_SCRIPTS = ("^", "_", Command("limits"), Command("nolimits"))


def inline(tex: str) -> str:
    r"""The formula on one line: `\theta_1^{t+1}` → θ₁ᵗ⁺¹, `\frac{a}{b}` → a/b."""
    return joined(_formula(tex)).text


def display(tex: str) -> Maths:
    """The formula in two dimensions; its sides are what stands between equals signs."""
    sides: list[list[Atom]] = [[]]
    for atom in _formula(tex):
        if atom == EQUALS and sides[-1]:
            sides.append([])
        else:
            sides[-1].append(atom)
    return Maths(tuple(map(joined, sides)))


def _formula(tex: str) -> list[Atom]:
    try:
        return _atoms(parsed(tex))
    except RecursionError as error:
        raise Unreadable("LaTeX: nested too deeply") from error


def _atoms(items: Sequence[Item]) -> list[Atom]:
    return _Reader(items).atoms()


class _Reader:
    """Reads one level of a formula, item by item."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items, self._at = list(items), 0

    def atoms(self) -> list[Atom]:
        atoms: list[Atom] = []
        while self._at < len(self._items):
            atoms += self._with_scripts(self._nucleus())
        return atoms

    def _peek(self) -> Item | None:
        return self._items[self._at] if self._at < len(self._items) else None

    def _nucleus(self) -> list[Atom]:
        """The atoms of the next item; none for `^` and `_`, which have nothing to stand on here."""
        item = self._items[self._at]
        if item in ("^", "_"):
            return []
        self._at += 1
        if _sign(item) in OPENING and (end := self._closing()) is not None:
            return [self._bracketed(_sign(item), end)]
        return _read(item)

    def _bracketed(self, opening: str, end: int) -> Atom:
        inner = _atoms(self._items[self._at : end])
        self._at = end + 1
        return in_signs(opening, inner, _sign(self._items[end]))

    def _closing(self) -> int | None:
        """Where the bracket closes that was just opened."""
        depth = 0
        for at in range(self._at, len(self._items)):
            sign = _sign(self._items[at])
            if sign in CLOSING and depth == 0:
                return at
            depth += (sign in OPENING) - (sign in CLOSING)
        return None

    def _with_scripts(self, nucleus: list[Atom]) -> list[Atom]:
        """The atoms with the index, the exponent and the primes that follow the last of them."""
        scripts: dict[str, list[Atom]] = {}
        while (mark := self._peek()) in BETWEEN_SCRIPTS:
            self._at += 1
            if not isinstance(mark, str):
                continue
            if mark in scripts:
                raise Unreadable(f"LaTeX: two {mark} on the same symbol; put the first in braces")
            scripts[mark] = self._script(mark)
        if not scripts:
            return nucleus
        base = nucleus[-1] if nucleus else plain("")
        return [*nucleus[:-1], scripted(base, scripts.get("_", []), scripts.get("^", []))]

    def _script(self, mark: str) -> list[Atom]:
        """What stands behind a mark: a group, a command, or one character."""
        item = self._peek()
        if item is None or item in ("^", "_"):
            raise Unreadable(f"LaTeX: nothing follows the {mark}")
        if isinstance(item, str) and len(item) > 1:
            self._items[self._at] = item[1:]
            return [plain(item[0])]
        self._at += 1
        return _atoms(item.items) if isinstance(item, Group) else _read(item)


def _sign(item: Item) -> str:
    r"""The character of a bracket, whether it was written as `(`, `\{` or `\langle`."""
    if isinstance(item, Command):
        return SYMBOLS.get(item.name, "")
    return item if isinstance(item, str) else ""


def _read(item: Item) -> list[Atom]:
    match item:
        case str():
            return [plain(CHARACTERS.get(item, item))]
        case Words(text):
            return [plain(text, Kind.SYMBOL)]
        case Group(items):
            return _grouped(_atoms(items))
        case Fenced(left, right, items):
            return [in_signs(_fence(left), _atoms(items), _fence(right))]
        case Table(name, rows):
            return [table(name, [[joined(_atoms(cell)) for cell in row] for row in rows])]
        case Command(name, arguments):
            return command(name, [_atoms(argument) for argument in arguments])


def _grouped(atoms: list[Atom]) -> list[Atom]:
    """What stands in braces as one symbol, without the spaces of a comma or a sign: 1{,}000."""
    if len(atoms) == 1 and atoms[0].kind in FACTORS:
        return atoms
    side = joined(atoms)
    return [Atom(Kind.SYMBOL, side.text, side.box)]


def _fence(item: Item) -> str:
    if item == ".":
        return ""
    if (sign := _sign(item)) not in FENCES:
        raise Unreadable(r"LaTeX: \left and \right need a bracket, or a dot for none")
    return sign
