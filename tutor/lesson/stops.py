"""A fence that asks, or that shows formulas and tables → its stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tutor.lesson.fences import FenceReader
from tutor.lesson.model import (
    GRADIENT,
    RESULT,
    Choose,
    Derive,
    Formula,
    Option,
    Point,
    Predict,
    Problem,
    Stop,
    TraceTable,
)
from tutor.lesson.schema import OPTION, problems_with
from tutor.maths.errors import Unreadable
from tutor.maths.rule import NEXT
from tutor.maths.rules import find_rule

MOST_PLACES = 12
MOST_OPTIONS = 6


class StopReader(FenceReader):
    @property
    def readers(self) -> Mapping[str, Callable[[Problem], Stop]]:
        return {
            "predict": self._predict,
            "derive": self._derive,
            "formula": self._formula,
            "trace": self._trace,
            "choose": self._choose,
            "point": self._point,
        }

    def _predict(self, problem: Problem) -> Stop:
        table = self.table
        self.check_known("quantity", [GRADIENT, *problem.rule.quantities])
        if table["quantity"] == GRADIENT:
            if "t" in table:
                self.report("t", "the gradient's formula is the same at every t: leave 't' out")
        elif "t" not in table:
            self.report("quantity", "'t' is missing: say at which step the value is asked")
        self.check_t("t", problem)
        self.check_parameter(problem)
        self.check_hints()
        if not 0 <= table.get("places", 0) <= MOST_PLACES:
            self.report("places", f"'places' must be from 0 to {MOST_PLACES}")
        values = {
            **table,
            "hints": tuple(table.get("hints", ())),
            "parameter": self.parameter(),
            "problem": problem,
        }
        return Predict(id=self.fence.id, line=self.fence.line, **values)

    def _derive(self, problem: Problem) -> Stop:
        self.check_parameter(problem)
        ask = self.table.get("ask")
        if isinstance(ask, str) and ask != RESULT:
            self.report("ask", "'ask' must be \"result\" or a step's number")
        if isinstance(ask, int) and ask < 1:
            self.report("ask", "the steps of a derivation are numbered from 1")
        if ask is not None and not self.fence.id:
            self.report("ask", "a question needs an id: ```derive id=NAME")
        if ask is not None and len(problem.parameters) > 1 and "parameter" not in self.table:
            self.report("ask", "say which 'parameter' the derivative is asked for")
        return Derive(problem, self.fence.line, self.fence.id, self.parameter(), ask)

    def _formula(self, problem: Problem) -> Stop:
        rule = problem.rule
        if "rule" in self.table:
            try:
                rule = find_rule(self.table["rule"])
            except Unreadable as error:
                self.report("rule", str(error))
        if "quantity" in self.table:
            names = [q for q in rule.quantities if q not in {"loss", "g"}]
            self.check_known("quantity", [GRADIENT, "loss", *names])
        latex = self.table.get("latex", "")
        if latex and {"quantity", "rule"} & set(self.table):
            self.report("latex", "'latex' stands alone, without 'quantity' and 'rule'")
        if "latex" in self.table:
            self._check_latex(latex)
        return Formula(problem, self.fence.line, rule, self.table.get("quantity"), latex)

    def _trace(self, problem: Problem) -> Stop:
        first, last = self.table.get("from", 0), self.table.get("to", problem.steps - 1)
        self.check_t("from", problem)
        self.check_t("to", problem)
        if first > last:
            self.report("to", "'to' must not be before 'from'")
        quantities = tuple(self.table.get("quantities", ()))
        for quantity in quantities:
            self.check_known("quantities", problem.rule.quantities, quantity)
        return TraceTable(problem, self.fence.line, first, last, quantities)

    def _choose(self, problem: Problem) -> Stop:
        options = [self._option(option) for option in self.table["options"]]
        right = sum(option.right for option in options)
        if right != 1:
            self.report("options", f"exactly one option must have right = true, not {right}")
        if len(options) > MOST_OPTIONS:
            self.report("options", f"'options' may have at most {MOST_OPTIONS} answers")
        if not self.table["prompt"].strip():
            self.report("prompt", "'prompt' is empty: say what is asked")
        return Choose(self.fence.id, problem, self.fence.line, self.table["prompt"], tuple(options))

    def _option(self, option: dict[str, Any]) -> Option:
        for _, message in problems_with(option, OPTION):
            self.report("options", message)
        text, why = str(option.get("text", "")), str(option.get("why", ""))
        if "text" in option and "why" in option and not (text.strip() and why.strip()):
            self.report("options", "an option needs a text, and why it is right or wrong")
        return Option(text, why, option.get("right") is True)

    def _point(self, problem: Problem) -> Stop:
        self.check_t("t", problem)
        self.check_hints()
        if len(problem.parameters) != 2:
            self.report("t", "a place can be shown only for a loss of two parameters")
        return Point(
            id=self.fence.id, problem=problem, quantity=NEXT, line=self.fence.line,
            t=self.table["t"], prompt=self.table.get("prompt", ""),
            hints=tuple(self.table.get("hints", ())),
        )  # fmt: skip

    def _check_latex(self, latex: str) -> None:
        from tutor.maths.tex import display

        try:
            display(latex)
        except Unreadable as error:
            self.report("latex", str(error))
