"""The judge as a filter: one JSON object in, one out (GRADING.md has the contract)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tutor.lesson.model import GRADIENT
from tutor.maths.errors import Undefined, Unreadable, shown
from tutor.maths.evaluate import evaluate, value_or_none
from tutor.maths.judging import Verdict
from tutor.maths.loss import Loss, read_loss
from tutor.maths.notation import ascii_text, pretty
from tutor.maths.parser import LOSS_LIMIT, canonical_names, read
from tutor.maths.rule import check_eta, check_hyper
from tutor.maths.rules import find_rule
from tutor.maths.scene import Scene
from tutor.maths.suggest import did_you_mean
from tutor.maths.tokens import canonical
from tutor.teaching.grading import Prove, judge, no_proof
from tutor.teaching.judge_request import (
    BadRequest,
    checked_names,
    digits_of,
    finite,
    names_of,
    numbers_of,
    optional_number,
    point_of,
    table_of,
    text_of,
    texts_of,
)
from tutor.teaching.judgement import Judgement
from tutor.teaching.questions import (
    ChoiceQuestion,
    ExpressionQuestion,
    Question,
    ValueQuestion,
    value_question,
)
from tutor.teaching.reading import read_answer

Answer = dict[str, Any]
Asked = tuple[Question, Any]  # And what is expected, in the request's own words.
LOSS = "loss"  # A mode.
ACCEPTED = "accepted"
LATEST = 10**9


def graded(line: bytes, prove: Prove = no_proof) -> Answer:
    """The answer to one line of input; `{"error": …}` where it is not a request.

    `prove` as in `judge`.
    """
    try:
        request = _parsed(line)
        if not isinstance(request, dict):
            raise BadRequest("a line must be one JSON object")
        return _answer(request, prove)
    except (BadRequest, Unreadable, Undefined) as error:
        return {"error": str(error)}
    except (
        ArithmeticError,
        RecursionError,
    ) as error:  # The next line is to be judged all the same.
        return {"error": f"that cannot be computed: {error}"}


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode())
    except json.JSONDecodeError as error:
        raise BadRequest(f"not JSON: {error.msg} at column {error.colno}") from error
    except UnicodeDecodeError as error:
        raise BadRequest("not JSON: not UTF-8") from error
    except RecursionError as error:
        raise BadRequest("not JSON: nested too deep") from error
    except ValueError as error:  # Python reads no integer of more than 4300 digits.
        raise BadRequest("a number has too many digits") from error


def _answer(request: Mapping[str, Any], prove: Prove) -> Answer:
    mode = text_of(request, "mode")
    if mode == LOSS:
        return _loss(request)
    if mode not in QUESTIONS:
        raise BadRequest(f"unknown mode {shown(mode)!r}; {did_you_mean(mode, [*QUESTIONS, LOSS])}")
    question, expected = QUESTIONS[mode](request)
    return report(judge(question, text_of(request, "input"), prove), expected)


def report(judgement: Judgement, expected: Any) -> Answer:
    """A judgement in the words of the contract."""
    return {
        "verdict": str(judgement.verdict),
        "misconception": judgement.misconception[0] if judgement.misconception else None,
        "also": list(judgement.also),
        "message": judgement.message,
        "read_as": judgement.read_as,
        "expected": expected,
    }


def expected_of(question: Question) -> Any:
    """The right answer: a number, a text, or a list of them; of a choice its letter."""
    if isinstance(question, ChoiceQuestion):
        return next(
            letter
            for letter, option in zip(question.letters, question.options, strict=True)
            if option.right
        )
    if isinstance(question, ValueQuestion):
        values: list[Any] = list(question.right)
    else:
        values = [ascii_text(formula) for formula in question.right]
    return values[0] if len(values) == 1 else values


# The modes


def _number(request: Mapping[str, Any]) -> Asked:
    right = _value(text_of(request, "expected"))
    old = optional_number(request, "old")
    question = ValueQuestion("", ("value",), (right,), (old,), digits_of(request))
    return question, request["expected"]


def _vector(request: Mapping[str, Any]) -> Asked:
    expected = texts_of(request, "expected")
    names = names_of(request, "names") if "names" in request else _numbered(len(expected))
    if len(names) != len(expected) or not expected:
        raise BadRequest("'names' and 'expected' must be lists of the same length")
    right = tuple(map(_value, expected))
    old = (None,) * len(right)
    question = ValueQuestion("", tuple(names), right, old, digits_of(request), is_vector=True)
    return question, expected


def _symbolic(request: Mapping[str, Any]) -> Asked:
    variables = tuple(names_of(request, "vars"))
    right = read(text_of(request, "expected"), variables, limit=LOSS_LIMIT)
    loss: Loss | None = None
    components: tuple[int, ...] = ()
    if "loss" in request and "parameter" in request:
        own, parameter = canonical_names(variables), text_of(request, "parameter")
        if canonical(parameter) not in own:
            raise BadRequest(
                f"unknown parameter {shown(parameter)!r}; {did_you_mean(parameter, variables)}"
            )
        loss = Loss(read(text_of(request, "loss"), variables, limit=LOSS_LIMIT), variables)
        components = (variables.index(own[canonical(parameter)]),)
    return ExpressionQuestion("", variables, (right,), components, loss), request["expected"]


def _loss(request: Mapping[str, Any]) -> Answer:
    variables = names_of(request, "vars")
    if not variables:
        raise BadRequest("'vars' must name a parameter")
    points = request.get("at", [])
    if not isinstance(points, list):
        raise BadRequest("'at' must be a list of points such as {\"x\": 2}")
    text = text_of(request, "input")
    try:
        loss = read_loss(text, variables)
    except Unreadable as error:
        unread = Judgement(Verdict.UNREADABLE, str(error))
        return report(unread, None) | {"values": [], "gradients": []}
    at = [point_of(point, variables) for point in points]
    values = [value_or_none(loss.expr, point) for point in at]
    return {
        "verdict": ACCEPTED,
        "misconception": None,
        "also": [],
        "message": "This loss can be used.",
        "read_as": pretty(loss.expr),
        "expected": None,
        "values": values,
        "gradients": [[_slope(loss, c, point) for c in range(len(variables))] for point in at],
    }


def _slope(loss: Loss, component: int, point: Mapping[str, float]) -> float | None:
    try:
        return loss.slope(component, point, None)
    except Undefined:  # Where there is no loss there is no slope either.
        return None


def _step(request: Mapping[str, Any]) -> Asked:
    scene = _scene(request)
    quantity = text_of(request, "quantity")
    known = (GRADIENT, *scene.rule.quantities)
    if quantity not in known:
        raise BadRequest(f"unknown quantity {shown(quantity)!r}; {did_you_mean(quantity, known)}")
    if quantity == GRADIENT:
        return _gradient(request, scene)
    return _quantity(request, scene, quantity)


def _quantity(request: Mapping[str, Any], scene: Scene, quantity: str) -> Asked:
    count = 1 if quantity in scene.rule.scalars else len(scene.theta)
    which = tuple(range(count))
    right = tuple(scene.value(quantity, c) for c in which)
    names = tuple(scene.loss.parameters[c] for c in which)
    typed = _typed(request, scene)
    question = value_question("", names, right, scene, quantity, which, typed, digits_of(request))
    return question, expected_of(question)


def _gradient(request: Mapping[str, Any], scene: Scene) -> Asked:
    """The gradient: its formulas, one for each parameter, or its value at this place."""
    value, expected = _quantity(request, scene, "g")
    try:
        read_answer(value, text_of(request, "input"))
    except Unreadable:  # So it is no value.
        loss = scene.loss
        components = tuple(range(len(loss.parameters)))
        formula = ExpressionQuestion("", loss.names, tuple(loss.gradient), components, loss)
        return formula, expected_of(formula)
    return value, expected


QUESTIONS: Mapping[str, Callable[[Mapping[str, Any]], Asked]] = {
    "number": _number,
    "vector": _vector,
    "symbolic": _symbolic,
    "step": _step,
}


def _scene(request: Mapping[str, Any]) -> Scene:
    rule = find_rule(text_of(request, "rule"))
    state = table_of(request, "state")
    parameters = checked_names([name for name in state if name not in rule.state], "state")
    if not parameters:
        raise BadRequest(f"'state' names no parameter: {', '.join(state)} is the rule's own")
    loss = read_loss(text_of(request, "loss"), parameters)
    theta = tuple(finite(state[name], name) for name in parameters)
    t = request.get("t")
    if not isinstance(t, int) or isinstance(t, bool) or not 0 <= t <= LATEST:
        raise BadRequest(f"'t' must be a whole number from 0 to {LATEST}")
    missing = [name for name in rule.state if name not in state]
    if t and missing:  # Before the first step every state of a rule is 0.
        raise BadRequest(f"'state' must give {missing[0]!r}, which {rule.key!r} has at t = {t}")
    own = {name: _per_parameter(state, name, parameters, 0.0) for name in rule.state}
    eta = check_eta(finite(request.get("eta"), "eta"))
    settings = numbers_of(request, "hyper")
    given = check_hyper(rule, {name: finite(value, name) for name, value in settings.items()})
    hyper = rule.settings(given)
    scene = Scene(rule, loss, theta, own, t, eta, hyper)
    loss.at(scene.point)  # A step can only be taken where there is a loss.
    return scene


def _per_parameter(
    table: Mapping[str, Any], name: str, parameters: Sequence[str], default: float | None
) -> tuple[float, ...]:
    """`13` for one parameter, `{"x": 1, "y": 4}` for several."""
    value = table.get(name, default)
    if isinstance(value, dict):
        missing = [p for p in parameters if p not in value]
        if missing:
            raise BadRequest(f"{name!r} must give a number for {missing[0]!r}")
        return tuple(finite(value[p], name) for p in parameters)
    if isinstance(value, list):
        if len(value) != len(parameters):
            raise BadRequest(f"{name!r} must have {len(parameters)} numbers")
        return tuple(finite(v, name) for v in value)
    return (finite(value, name),) * len(parameters)


def _typed(request: Mapping[str, Any], scene: Scene) -> dict[str, tuple[float, ...]]:
    """The learner's own earlier values: parameters by name, quantities by theirs."""
    parameters = scene.loss.parameters
    own = canonical_names(parameters)
    table = {own.get(canonical(name), name): v for name, v in numbers_of(request, "typed").items()}
    found: dict[str, tuple[float, ...]] = {}
    if any(name in parameters for name in table):
        found["theta"] = tuple(
            finite(table.get(name, old), name)
            for name, old in zip(parameters, scene.theta, strict=True)
        )
    for name in table:
        if name in parameters:
            continue
        quantity = "g" if name == GRADIENT else name
        if quantity not in (*scene.rule.quantities, "theta"):
            raise BadRequest(f"unknown quantity {shown(str(name))!r} in 'typed'")
        found[quantity] = _per_parameter(table, name, parameters, None)
    return found


def _value(text: str) -> float:
    return float(evaluate(read(text), {}))


def _numbered(count: int) -> list[str]:
    return [f"x{number}" for number in range(1, count + 1)]
