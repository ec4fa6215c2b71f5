"""A wrong answer → the misconceptions that give this very value, and words for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.maths.errors import Undefined, Unreadable, fit
from tutor.maths.expr import ZERO, Expr, Negate, names_in, substitute
from tutor.maths.judging import TypedValue, fits
from tutor.maths.loss import Loss
from tutor.maths.malrules import MISCONCEPTIONS, Malrule, makes_sense, malrules_of
from tutor.maths.rule import NEXT
from tutor.maths.scene import Scene
from tutor.maths.slips import CHAIN, EXPONENT, slope_without
from tutor.maths.working import rule_formula, slope_symbol

ONE_COORDINATE = "one-coordinate-only"
TOO_FEW = "one-step-too-few"


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
    moved = any(not fits(value, scene.theta[component]) for component, value in whole)
    if TOO_FEW in found and quantity == NEXT and moved:
        found = {ONE_COORDINATE: None} | {id_: None for id_ in found if id_ != TOO_FEW}
    return tuple(found)


def _gives(
    malrule: Malrule,
    scene: Scene,
    quantity: str,
    answers: Sequence[tuple[int, TypedValue]],
) -> bool:
    if not makes_sense(malrule, quantity):
        return False
    try:
        return all(
            fits(typed, scene.edited(malrule.edits, quantity, component))
            for component, typed in answers
        )
    except (Undefined, OverflowError):
        return False


# Formulas


def wrong_formulas(loss: Loss, component: int) -> Iterator[tuple[str, Expr]]:
    """(id, formula) for what a learner may give in place of a partial derivative."""
    by, right = loss.parameters[component], loss.gradient[component]
    yield "sign", Negate(right)
    for other, partial in enumerate(loss.gradient):
        if other != component:
            yield "swapped-gradients", partial
    yield "no-chain-factor", slope_without(CHAIN, loss.expr, by)
    yield "derivative-half", slope_without(EXPONENT, loss.expr, by)
    others = {name: ZERO for name in names_in(right) & {*loss.parameters} if name != by}
    if others:
        yield "cross-term-dropped", substitute(right, others)
    yield "loss-not-gradient", loss.expr


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


def explain(ids: Sequence[str]) -> str:
    """`This is the value you get if you leave out the square root. Take the root of the mean.`"""
    first, *others = (MISCONCEPTIONS[id_] for id_ in ids)
    if not others:
        return fit(f"This is the value you get if you {first.did}. {first.instead}")
    return fit(f"This is the value you get if you either {first.did} or {others[0].did}.")


def unexplained(scene: Scene, quantity: str) -> str:
    """No slip gives the value: say so, and show the way."""
    parameters = scene.loss.parameters
    if quantity == "g":
        way = f"{slope_symbol(parameters, 0)}, taken where the step begins"
    elif quantity == "loss":
        way = "L at this place"
    else:
        way = rule_formula(scene.rule, parameters, quantity)
    return fit(f"Not right, and no slip that is known gives it. The way: {way}.")
