"""The trace table: a `trace` stop's rows, and the run as far as the learner knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.lesson.model import GRADIENT, Compare, Predict, Problem, TraceTable, components
from tutor.lesson.reveal import MOST_COMPARED, Cell, asked, is_known, table_quantities
from tutor.maths.formats import run_names
from tutor.maths.notation import display_width, format_number, pretty_name
from tutor.maths.working import Symbols
from tutor.teaching.answers import NO_ANSWER
from tutor.teaching.exposition import MARKS
from tutor.teaching.session import Session

ASKED, UNKNOWN = "?", "·"
FEW_ROWS = 3
DIGITS = 5
GAP = 2  # Blanks between columns.
MOST_COLUMNS = 6  # Of values; more do not fit beside one another.


@dataclass(frozen=True)
class TableRow:
    """Cells of text; `is_typed` marks a row of the learner's own predictions."""

    cells: tuple[str, ...]
    is_typed: bool = False


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def widths(self) -> list[int]:
        columns = zip(self.header, *(row.cells for row in self.rows), strict=True)
        return [max(map(display_width, column)) for column in columns]

    @property
    def width(self) -> int:
        """Of a whole line, gaps included."""
        return sum(self.widths()) + GAP * len(self.header)


def table_text(table: Table) -> list[str]:
    """The table in aligned columns, for a view without its own."""
    widths = table.widths()

    def line(cells: tuple[str, ...]) -> str:
        pairs = zip(cells, widths, strict=True)
        return "  ".join(" " * (w - display_width(c)) + c for c, w in pairs).rstrip()

    return [line(table.header), *(line(row.cells) for row in table.rows)]


def shown_table(stop: TraceTable) -> Table:
    """The rows of a `trace` stop."""
    problem = stop.problem
    quantities = ("theta", *(stop.quantities or table_quantities(problem.rule)))
    rows = [
        TableRow((str(t) if c == 0 else "", *_name_cell(problem, c), *(
            _cell_text(problem, q, t, c) for q in quantities
        )))
        for t in range(stop.first, stop.last + 1)
        for c in range(len(problem.parameters))
    ]  # fmt: skip
    return Table(_header(problem, quantities), tuple(rows))


def compared_table(stop: Compare, width: int) -> Table:
    """θᵗ of each run, side by side: the first steps, as many as fit the width, and the last one."""
    values = len(stop.runs) * len(stop.problem.parameters)
    shortest = min(len(run.trace) for run in stop.runs)
    fits = _compared_across(stop, [0, *([shortest - 1] if shortest > 1 else [])]).width <= width
    layout = _compared_across if values <= MOST_COLUMNS and fits else _compared_down
    table = layout(stop, [0])  # The start is there even where a run does not get away from it.
    for count in range(2, min(shortest, MOST_COMPARED) + 1):
        longer = layout(stop, [*range(count), *([shortest - 1] if shortest > count else [])])
        if longer.width > width:
            return table
        table = longer
    return table


def _compared_across(stop: Compare, steps: Sequence[int]) -> Table:
    """A column for each parameter of each run."""
    parameters = stop.problem.parameters
    names = [
        f"{name} {pretty_name(parameter)}" if len(parameters) > 1 else name
        for name in run_names([run.trace for run in stop.runs])
        for parameter in parameters
    ]
    rows = [
        TableRow((str(t), *(
            format_number(value) for run in stop.runs for value in run.trace.place(t)
        )))
        for t in steps
    ]  # fmt: skip
    return Table(("t", *names), tuple(rows))


def _compared_down(stop: Compare, steps: Sequence[int]) -> Table:
    """The same with a row for each parameter of each run, where columns would be too many."""
    names = run_names([run.trace for run in stop.runs])
    rows = [
        TableRow((name if c == 0 else "", *_name_cell(stop.problem, c), *(
            format_number(run.trace.place(t)[c]) for t in steps
        )))
        for name, run in zip(names, stop.runs, strict=True)
        for c in range(len(stop.problem.parameters))
    ]  # fmt: skip
    blank = [""] if len(stop.problem.parameters) > 1 else []
    return Table(("t", *blank, *map(str, steps)), tuple(rows))


def fitting_table(session: Session, problem: Problem, width: int) -> Table:
    """The known trace with as many digits as fit the width, three at least."""
    for digits in (DIGITS, 4):
        table = known_table(session, problem, digits)
        if table.width <= width:
            return table
    return known_table(session, problem, 3)


def known_table(session: Session, problem: Problem, digits: int = DIGITS) -> Table:
    """The trace as far as the learner knows it: `?` is asked now, `·` is still to come."""
    quantities = ("theta", *table_quantities(problem.rule))
    known, typed = session.known, _typed_values(session, problem, digits)
    open_now = _asked_now(session)
    last = max((cell.t for cell in known | open_now if _is_in(cell, problem)), default=0)
    rows: list[TableRow] = []
    for t in range(last + 1):
        for component in range(len(problem.parameters)):
            name = _name_cell(problem, component)
            cells = (
                _known_text(
                    problem, known, open_now, Cell(problem.name, quantity, t, component), digits
                )
                for quantity in quantities
            )
            row = tuple(cells)
            if t > FEW_ROWS and set(row) <= {UNKNOWN, ""}:
                continue  # Far from everything that is known, a row of dots says nothing.
            rows.append(TableRow((str(t) if component == 0 else "", *name, *row)))
            yours = [typed.get((quantity, t, component), "") for quantity in quantities]
            if any(yours):
                rows.append(TableRow(("you", *("" for _ in name), *yours), is_typed=True))
    return Table(_header(problem, quantities), tuple(rows))


def _asked_now(session: Session) -> frozenset[Cell]:
    stop = session.stop
    if isinstance(stop, Predict) and not session.answer.settled:
        return asked(stop)
    return frozenset()


def _is_in(cell: Cell, problem: Problem) -> bool:
    return cell.problem == problem.name and cell.quantity != GRADIENT


def _header(problem: Problem, quantities: tuple[str, ...]) -> tuple[str, ...]:
    component = 0 if len(problem.parameters) == 1 else None
    symbols = Symbols.of(problem, component)
    return ("t", *([""] if component is None else []), *map(symbols, quantities))


def _name_cell(problem: Problem, component: int) -> list[str]:
    """The parameter's own name, where there are several."""
    return [pretty_name(problem.parameters[component])] if len(problem.parameters) > 1 else []


def _cell_text(
    problem: Problem, quantity: str, t: int, component: int, digits: int = DIGITS
) -> str:
    if quantity in problem.rule.scalars and component > 0:
        return ""
    return format_number(problem.trace.value(quantity, t, component), digits)


def _known_text(
    problem: Problem, known: frozenset[Cell], open_now: frozenset[Cell], cell: Cell, digits: int
) -> str:
    if cell in open_now:
        return ASKED
    if is_known(known, problem, cell.quantity, cell.t, cell.component):
        return _cell_text(problem, cell.quantity, cell.t, cell.component, digits)
    return UNKNOWN


def _typed_values(
    session: Session, problem: Problem, digits: int
) -> dict[tuple[str, int, int], str]:
    """The learner's last reading for each value that was predicted, with its mark."""
    found = {}
    for stop in session.lesson.questions():
        answer = session.answers.get(stop.id, NO_ANSWER)
        if not isinstance(stop, Predict) or stop.problem is not problem or not answer.settled:
            continue
        attempt = next((t for t in reversed(answer.tries) if t.judgement.values), None)
        if attempt is None:
            continue
        for component, value in zip(components(stop), attempt.judgement.values, strict=True):
            mark = MARKS[attempt.judgement.verdict]
            found[stop.quantity, stop.t, component] = f"{format_number(value, digits)} {mark}"
    return found
