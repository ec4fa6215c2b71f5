"""A fence of a lesson → its stop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tutor.lesson.model import (
    GRADIENT,
    RESULT,
    SWEEP,
    Choose,
    Compare,
    Contour,
    Curves,
    Derive,
    Formula,
    Option,
    Point,
    Predict,
    Problem,
    Stop,
    TraceTable,
)
from tutor.lesson.schema import FENCES, OPTION, RUN, problems_with
from tutor.lesson.toml_source import TomlSource
from tutor.maths.errors import Unreadable
from tutor.maths.rule import NEXT, Rule, check_eta, check_hyper
from tutor.maths.rules import find_rule
from tutor.maths.suggest import did_you_mean
from tutor.maths.tokens import canonical

Problems = dict[str, Problem | None]  # By name, the main one under ''; None where broken.
HINTS = 3
MOST_PLACES = 12
MOST_OPTIONS = 6


@dataclass(frozen=True)
class Fence:
    """A fence as it stands in the file: its word, its id, its body and the body's first line."""

    word: str
    id: str
    line: int
    source: TomlSource


def read_stop(fence: Fence, problems: Problems) -> Stop | None:
    """The stop, or None after reporting what is wrong with the fence."""
    table = fence.source.data
    if table is None or not fence.source.check(table, FENCES[fence.word]):
        return None
    return _StopReader(fence, table, problems).read()


class _StopReader:
    """Checks the values of one fence, collecting every problem before giving up."""

    def __init__(self, fence: Fence, table: dict[str, Any], problems: Problems) -> None:
        self.fence, self.table, self.problems = fence, table, problems
        self.failed = False

    def read(self) -> Stop | None:
        problem = self._problem()
        if problem is None:
            return None
        readers = {
            "predict": self._predict,
            "derive": self._derive,
            "formula": self._formula,
            "trace": self._trace,
            "choose": self._choose,
            "point": self._point,
            "contour": self._contour,
            "curves": self._curves,
            "compare": self._compare,
        }
        if problem.loss.given and self._needs_loss():
            self._report("problem", "this problem has only gradients, and no loss")
            return None
        stop = readers[self.fence.word](problem)
        return None if self.failed else stop

    def _needs_loss(self) -> bool:
        """Whether the fence asks for what a history of gradients does not have."""
        if self.fence.word in {"derive", "point", "contour"}:
            return True
        quantity = self.table.get("quantity", "loss" if self.fence.word == "curves" else "")
        return quantity in {"loss", GRADIENT, SWEEP} or "loss" in self.table.get("quantities", ())

    def _report(self, key: str, message: str) -> None:
        self.failed = True
        self.fence.source.reports.add(self.fence.source.line(key), message)

    def _problem(self) -> Problem | None:
        name = self.table.get("problem", "")
        if name in self.problems:
            return self.problems[name]
        if name:  # A broken [problem] has been reported where it stands.
            known = [known for known in self.problems if known] or ["(there are none)"]
            self._report("problem", f"unknown problem {name!r}; {did_you_mean(name, known)}")
        return None

    # The fences

    def _predict(self, problem: Problem) -> Stop:
        table = self.table
        self._check_known("quantity", [GRADIENT, *problem.rule.quantities])
        if table["quantity"] == GRADIENT:
            if "t" in table:
                self._report("t", "the gradient's formula is the same at every t: leave 't' out")
        elif "t" not in table:
            self._report("quantity", "'t' is missing: say at which step the value is asked")
        self._check_t("t", problem)
        self._check_parameter(problem)
        self._check_hints()
        if not 0 <= table.get("places", 0) <= MOST_PLACES:
            self._report("places", f"'places' must be from 0 to {MOST_PLACES}")
        values = {
            **table,
            "hints": tuple(table.get("hints", ())),
            "parameter": self._parameter(),
            "problem": problem,
        }
        return Predict(id=self.fence.id, line=self.fence.line, **values)

    def _derive(self, problem: Problem) -> Stop:
        self._check_parameter(problem)
        ask = self.table.get("ask")
        if isinstance(ask, str) and ask != RESULT:
            self._report("ask", "'ask' must be \"result\" or a step's number")
        if isinstance(ask, int) and ask < 1:
            self._report("ask", "the steps of a derivation are numbered from 1")
        if ask is not None and not self.fence.id:
            self._report("ask", "a question needs an id: ```derive id=NAME")
        if ask is not None and len(problem.parameters) > 1 and "parameter" not in self.table:
            self._report("ask", "say which 'parameter' the derivative is asked for")
        return Derive(problem, self.fence.line, self.fence.id, self._parameter(), ask)

    def _formula(self, problem: Problem) -> Stop:
        rule = problem.rule
        if "rule" in self.table:
            try:
                rule = find_rule(self.table["rule"])
            except Unreadable as error:
                self._report("rule", str(error))
        if "quantity" in self.table:
            names = [q for q in rule.quantities if q not in {"loss", "g"}]
            self._check_known("quantity", [GRADIENT, "loss", *names])
        latex = self.table.get("latex", "")
        if latex and {"quantity", "rule"} & set(self.table):
            self._report("latex", "'latex' stands alone, without 'quantity' and 'rule'")
        if "latex" in self.table:
            self._check_latex(latex)
        return Formula(problem, self.fence.line, rule, self.table.get("quantity"), latex)

    def _trace(self, problem: Problem) -> Stop:
        first, last = self.table.get("from", 0), self.table.get("to", problem.steps - 1)
        self._check_t("from", problem)
        self._check_t("to", problem)
        if first > last:
            self._report("to", "'to' must not be before 'from'")
        quantities = tuple(self.table.get("quantities", ()))
        for quantity in quantities:
            self._check_known("quantities", problem.rule.quantities, quantity)
        return TraceTable(problem, self.fence.line, first, last, quantities)

    def _choose(self, problem: Problem) -> Stop:
        options = [self._option(option) for option in self.table["options"]]
        right = sum(option.right for option in options)
        if right != 1:
            self._report("options", f"exactly one option must have right = true, not {right}")
        if len(options) < 2:
            self._report("options", "'options' needs two answers or more")
        if len(options) > MOST_OPTIONS:
            self._report("options", f"'options' may have at most {MOST_OPTIONS} answers")
        if not self.table["prompt"].strip():
            self._report("prompt", "'prompt' is empty: say what is asked")
        return Choose(self.fence.id, problem, self.fence.line, self.table["prompt"], tuple(options))

    def _option(self, option: dict[str, Any]) -> Option:
        for _, message in problems_with(option, OPTION):
            self._report("options", message)
        text, why = str(option.get("text", "")), str(option.get("why", ""))
        if "text" in option and "why" in option and not (text.strip() and why.strip()):
            self._report("options", "an option needs a text, and why it is right or wrong")
        return Option(text, why, option.get("right") is True)

    def _point(self, problem: Problem) -> Stop:
        self._check_t("t", problem)
        self._check_hints()
        if len(problem.parameters) != 2:
            self._report("t", "a place can be shown only for a loss of two parameters")
        return Point(
            id=self.fence.id, problem=problem, quantity=NEXT, line=self.fence.line,
            t=self.table["t"], prompt=self.table.get("prompt", ""),
            hints=tuple(self.table.get("hints", ())),
        )  # fmt: skip

    def _contour(self, problem: Problem) -> Stop:
        to = self.table.get("to", problem.steps)
        if not 0 <= to <= problem.steps:
            self._report("to", f"'to' must be from 0 to {problem.steps}: the problem's steps")
        if len(problem.parameters) < 2:
            self._report("caption", "a contour picture needs a loss of two parameters or more")
        self._check_caption()
        arrows = self.table.get("arrows", True)
        return Contour(problem, self.fence.line, to, self.table["caption"], arrows)

    def _curves(self, problem: Problem) -> Stop:
        table = self.table
        quantity = table.get("quantity", "loss")
        if quantity != SWEEP:
            self._check_known("quantity", [*problem.rule.quantities, SWEEP], quantity)
            if "eta" in table and "rules" in table:
                self._report("rules", "give either 'eta' or 'rules', not both")
        elif "rules" in table or len(table.get("eta", ())) not in {0, 2}:
            self._report("quantity", "a sweep takes 'eta = [least, most]' or nothing")
        self._check_caption()
        keys = [self._rule("rules", key) for key in table.get("rules", [problem.rule.key])]
        etas = [self._eta("eta", eta) for eta in table.get("eta", [problem.eta])]
        runs = [self._variant(problem, rule, eta, {}) for rule in keys for eta in etas if rule]
        return Curves(
            problem, self.fence.line, tuple(runs), table["caption"], quantity,
            table.get("log", False), table.get("labels", True),
        )  # fmt: skip

    def _compare(self, problem: Problem) -> Stop:
        runs = []
        for run in self.table["runs"]:
            for _, message in problems_with(run, RUN):
                self._report("runs", message)
            rule = self._rule("runs", run.get("rule", problem.rule.key))
            eta = self._eta("runs", run.get("eta", problem.eta))
            if rule is not None and not self.failed:
                runs.append(self._variant(problem, rule, eta, run.get("hyper", {})))
        if len(self.table["runs"]) < 2:
            self._report("runs", "'runs' needs two runs or more to compare")
        self._check_caption()
        return Compare(problem, self.fence.line, tuple(runs), self.table["caption"])

    # The values

    def _rule(self, key: str, name: Any) -> Rule | None:
        try:
            return find_rule(str(name))
        except Unreadable as error:
            self._report(key, str(error))
            return None

    def _eta(self, key: str, eta: Any) -> float:
        try:
            return check_eta(float(eta))
        except Unreadable as error:
            self._report(key, str(error))
            return 0.0

    def _variant(self, problem: Problem, rule: Rule, eta: float, hyper: dict[str, Any]) -> Problem:
        """The problem with another rule or rate; what it sets stays where the rule has it."""
        own = {k: v for k, v in problem.hyper if k in rule.hyper_names}
        try:
            settings = own | check_hyper(rule, hyper)
        except Unreadable as error:
            self._report("runs", str(error))
            settings = own
        name = f"{problem.name}/{rule.key}/{eta!r}"
        return replace(problem, name=name, rule=rule, eta=eta, hyper=tuple(settings.items()))

    def _check_caption(self) -> None:
        if not self.table["caption"].strip():
            self._report("caption", "a picture needs a caption: what it shows, in a sentence")

    def _check_latex(self, latex: str) -> None:
        from tutor.maths.tex import display

        try:
            display(latex)
        except Unreadable as error:
            self._report("latex", str(error))

    def _check_hints(self) -> None:
        if "hints" in self.table and len(self.table["hints"]) != HINTS:
            self._report("hints", f"'hints' must have {HINTS} texts, each telling more")

    def _check_known(self, key: str, known: Any, value: str | None = None) -> None:
        value = self.table[key] if value is None else value
        if value not in known:
            self._report(key, f"unknown quantity {value!r}; {did_you_mean(value, known)}")

    def _check_t(self, key: str, problem: Problem) -> None:
        if not 0 <= self.table.get(key, 0) < problem.steps:
            self._report(key, f"'{key}' must be from 0 to {problem.steps - 1}: the problem's steps")

    def _parameter(self) -> str | None:
        """The parameter in its one spelling: θ₁ and theta_1 are theta1."""
        return canonical(self.table["parameter"]) if "parameter" in self.table else None

    def _check_parameter(self, problem: Problem) -> None:
        name = self._parameter()
        if name is not None and name not in problem.parameters:
            self._report(
                "parameter", f"unknown parameter {name!r}; {did_you_mean(name, problem.parameters)}"
            )
