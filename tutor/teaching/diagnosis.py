"""A wrong answer → the misconceptions that give this very value, and words for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from tutor.maths.derivation import derive
from tutor.maths.derivation_formats import rule_words
from tutor.maths.errors import Undefined, Unreadable, fit
from tutor.maths.expr import ZERO, Binary, Expr, Negate, names_in, substitute
from tutor.maths.judging import TypedValue, fits, is_same
from tutor.maths.loss import Loss
from tutor.maths.malrules import Malrule, makes_sense, malrules_of
from tutor.maths.misconceptions import MISCONCEPTIONS
from tutor.maths.notation import pretty
from tutor.maths.rule import NEXT
from tutor.maths.scene import Scene
from tutor.maths.slips import (
    CHAIN,
    EXPONENT,
    POWER,
    derivative_of,
    each_without,
    with_constants_kept,
)
from tutor.maths.working import rule_formula, slope_symbol

LOST = {
    CHAIN: "no-chain-factor",
    EXPONENT: "derivative-half",
    POWER: "exponent-not-lowered",
}
ONE_COORDINATE = "one-coordinate-only"
TOO_FEW = "one-step-too-few"
OBVIOUS = frozenset({"constant", "variable", "simplify"})  # Rules that nobody has to be told.
NO_SLIP = "Not right, and no slip that is known gives it."
IN_FORMULAS = {"sign": "Check the sign of every term."}  # What to do, where a step is no matter.


def diagnose(
    scene: Scene,
    quantity: str,
    components: Sequence[int],
    typed: Sequence[TypedValue],
    wrong: Sequence[bool],
) -> tuple[str, ...]:
    """Ids of the misconceptions that give this answer, likeliest first.

    A slip may have been made in some components only: where none gives the whole answer, one that
    gives every wrong component will do.
    """
    whole = list(zip(components, typed, strict=True))
    parts = [pair for pair, is_wrong in zip(whole, wrong, strict=True) if is_wrong]
    found: dict[str, None] = {}
    for answers in (whole, parts):
        for malrule in () if found else malrules_of(scene.rule):
            if malrule.id not in found and _gives(malrule, scene, quantity, answers):
                found[malrule.id] = None
    if quantity == NEXT and _only_some_moved(scene, whole, parts):
        found = {ONE_COORDINATE: None} | {id_: None for id_ in found if id_ != TOO_FEW}
    return tuple(found)


def _only_some_moved(
    scene: Scene, whole: Sequence[tuple[int, TypedValue]], wrong: Sequence[tuple[int, TypedValue]]
) -> bool:
    """Whether all that is wrong stayed where it was, and something else did not."""
    stayed = [pair for pair in whole if fits(pair[1], scene.theta[pair[0]])]
    return 0 < len(stayed) < len(whole) and all(pair in stayed for pair in wrong)


def _gives(
    malrule: Malrule,
    scene: Scene,
    quantity: str,
    answers: Sequence[tuple[int, TypedValue]],
) -> bool:
    if not makes_sense(malrule, quantity):
        return False
    changes = False
    try:
        for component, typed in answers:
            value = scene.edited(malrule.edits, quantity, component)
            if not fits(typed, value):
                return False
            changes = changes or not is_same(value, scene.value(quantity, component))
    except (Undefined, OverflowError):
        return False
    return changes  # A slip that leaves everything right explains nothing.


# Formulas


def wrong_formulas(loss: Loss, component: int) -> Iterator[tuple[str, Expr]]:
    """(id, formula) for what a learner may give in place of a partial derivative."""
    by, right = loss.parameters[component], loss.gradient[component]
    yield "sign", Negate(right)
    for other, partial in enumerate(loss.gradient):
        if other != component:
            yield "swapped-gradients", partial
    for lost, id_ in LOST.items():
        for slope in each_without(lost, loss.expr, by):
            yield id_, slope
    others = {*loss.parameters} - {by}
    if crossing := names_in(right) & others:
        yield "cross-term-dropped", substitute(right, dict.fromkeys(crossing, ZERO))
    yield "constant-kept", with_constants_kept(loss.expr, by)
    yield "loss-not-gradient", loss.expr
    by_terms = [derivative_of(term, by) for term in _terms(loss.expr)]
    for terms in (_terms(right), by_terms):  # As it is written at last, and term by term.
        yield from _one_term_wrong(terms, others)


def _one_term_wrong(terms: Sequence[Expr], others: set[str]) -> Iterator[tuple[str, Expr]]:
    """One term of the derivative with its sign lost, or one with another parameter dropped."""
    if len(terms) < 2:
        return
    for at, term in enumerate(terms):
        yield "sign", _sum([*terms[:at], Negate(term), *terms[at + 1 :]])
        if names_in(term) & others:
            yield "cross-term-dropped", _sum([*terms[:at], *terms[at + 1 :]])


def _terms(expr: Expr) -> list[Expr]:
    """The terms of a sum, each with its sign."""
    match expr:
        case Binary("+", left, right):
            return [*_terms(left), right]
        case Binary("-", left, right):
            return [*_terms(left), Negate(right)]
    return [expr]


def _sum(terms: Sequence[Expr]) -> Expr:
    return reduce(lambda left, right: Binary("+", left, right), terms)


def diagnose_formula(loss: Loss, component: int, typed: Expr) -> tuple[str, ...]:
    """Ids of the misconceptions that give this formula in place of the partial derivative."""
    from tutor.maths.compare import Comparison, compare

    found: dict[str, None] = {}
    for id_, formula in wrong_formulas(loss, component):
        if id_ in found or formula == loss.gradient[component]:
            continue
        try:
            same = compare(typed, formula, loss.names) is Comparison.EQUAL
        except Unreadable:
            continue
        if same:
            found[id_] = None
    return tuple(found)


# Words


def explain(ids: Sequence[str], quantity: str = NEXT) -> str:
    """`This is the value you get if you leave out the square root. Take the root of the mean.`"""
    instead = MISCONCEPTIONS[ids[0]].instead
    if quantity == "g":  # No step is taken yet.
        instead = IN_FORMULAS.get(ids[0], instead)
    return _explained("the value", ids, instead)


def explain_formula(ids: Sequence[str]) -> str:
    """The same of a derivative, which is no step."""
    instead = IN_FORMULAS.get(ids[0], MISCONCEPTIONS[ids[0]].instead)
    return _explained("the formula", ids, instead)


def _explained(what: str, ids: Sequence[str], instead: str) -> str:
    first, *others = (MISCONCEPTIONS[id_].did for id_ in ids)
    if not others:
        return fit(f"This is {what} you get if you {first}. {instead}")
    return fit(f"This is {what} you get if you either {first} or {others[0]}.")


def unexplained_formula(loss: Loss, component: int) -> str:
    """The same of a derivative: the rules that lead to it, in the order of their use."""
    steps = derive(loss.expr, loss.parameters[component])
    rules = dict.fromkeys(rule_words(s.rule) for s in steps if s.rule not in OBVIOUS)
    way = ", then the ".join(rules)
    told = f" The way: the {way}." if way else ""
    return fit(f"{NO_SLIP}{told}")


def unexplained(scene: Scene, quantity: str, component: int) -> str:
    """No slip gives the value: say so, and show the way."""
    loss, parameters = scene.loss, scene.loss.parameters
    if quantity == "g":
        way = f"{slope_symbol(parameters, component)}, taken where the step begins"
    elif quantity == "loss":
        way = f"L = {pretty(loss.whole(loss.expr), loss.symbol)}, taken where the step begins"
    else:
        way = rule_formula(scene.rule, parameters, quantity).text
    return fit(f"{NO_SLIP} The way: {way}.")
