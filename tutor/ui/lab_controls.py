"""The left side of the lab: the loss, the start, the runs with their settings, the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.maths.engine import Trace
from tutor.maths.errors import Unreadable
from tutor.maths.notation import format_number, pretty
from tutor.maths.stability import largest_eta
from tutor.pictures.contour import MARKS
from tutor.teaching.lab import Lab, with_loss, with_settings, with_start
from tutor.ui.eta_slider import EtaSlider
from tutor.ui.long_table import LongTable

CHANGES = {"loss": with_loss, "start": with_start, "settings": with_settings}
EMPTY = {
    "loss": "Type a loss, such as (w - 3)^2 + u^2.",
    "start": "Type where to start, such as w=0, u=1.",
    "settings": "Type a learning rate η, such as 0.1.",
}
LABELS = {"loss": "L =", "start": "start", "settings": "η ="}


class Field(Input):
    """A line of the form; Enter applies it, leaving it does not."""

    DEFAULT_CSS = """
    Field { width: 1fr; }
    """


class RunList(OptionList):
    """The runs that stand side by side; Enter gives the chosen one another rule."""

    DEFAULT_CSS = """
    RunList { height: auto; max-height: 6; border: none; padding: 0; background: $background; }
    RunList:focus { border: none; background-tint: $background 0%; }
    """

    async def _on_click(self, event: Click) -> None:
        """A click chooses a run; a second one, as Enter, asks for another rule."""
        event.prevent_default()
        option = event.style.meta.get("option")
        if option is not None:
            self.highlighted = option
            if event.chain > 1:
                self.action_select()


class LabControls(Vertical):
    """Says what is wanted as a lab; changes nothing itself."""

    DEFAULT_CSS = """
    LabControls .row { height: 1; }
    LabControls .label { width: 6; color: $text-primary; }
    LabControls #reading { height: auto; min-height: 1; max-height: 3; color: $foreground-muted; }
    LabControls #limit { height: 1; color: $foreground-muted; }
    LabControls LongTable { height: 1fr; margin-top: 1; }
    """

    @dataclass
    class Wanted(Message):
        """What was typed into a field is to hold."""

        field: str
        text: str

    @dataclass
    class Chosen(Message):
        """Another run is to be looked at."""

        number: int

    @dataclass
    class RuleWanted(Message):
        """The chosen run is to have another rule."""

    def __init__(self, lab: Lab) -> None:
        super().__init__()
        self.lab = lab

    def compose(self) -> ComposeResult:
        for id_ in ("loss", "start"):
            yield from self._row(id_)
        yield Static(id="reading", markup=False)
        yield RunList(markup=False)
        yield from self._row("settings")
        yield EtaSlider()
        yield Static(id="limit", markup=False)
        yield LongTable()

    def _row(self, id_: str) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Static(LABELS[id_], classes="label", markup=False)
            yield Field(id=id_, compact=True)

    def show(
        self, lab: Lab, traces: Sequence[Trace], *, fresh: bool, covered: bool = False
    ) -> None:
        """Paint a lab. `fresh` puts what it is made of into the fields.

        With `covered` the table ends at the step that is looked at.
        """
        self.lab = lab
        if fresh:
            texts = {"loss": lab.loss_text, "start": lab.start_text, "settings": lab.setting.text}
            for id_, text in texts.items():
                field = self.query_one(f"#{id_}", Field)
                if field.value != text:
                    with field.prevent(Input.Changed):
                        field.value = text
            self.say("")
        self._show_runs(lab, traces)
        s = lab.setting
        limit = largest_eta(s.rule, lab.loss, dict(s.hyper))
        self.query_one(EtaSlider).show(s.eta, limit)
        self.query_one("#limit", Static).update(_limit_text(limit, s.eta))
        self.query_one(LongTable).show(traces[lab.chosen], lab.t, covered=covered)

    def _show_runs(self, lab: Lab, traces: Sequence[Trace]) -> None:
        runs = self.query_one(RunList)
        prompts = [
            Content(f"{MARKS[number][0]} {_run_text(lab, number, trace)}")
            for number, trace in enumerate(traces)
        ]
        with runs.prevent(OptionList.OptionHighlighted):
            if runs.option_count == len(prompts):
                for number, prompt in enumerate(prompts):
                    runs.replace_option_prompt_at_index(number, prompt)
            else:
                runs.clear_options()
                runs.add_options(Option(prompt) for prompt in prompts)
            runs.highlighted = lab.chosen

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """How a field reads so far, or why it does not."""
        style = "$text-error" if is_wrong else "$foreground-muted"
        self.query_one("#reading", Static).update(Content.styled(text, style))

    def _wanted(self, field: Input) -> Lab:
        return CHANGES[str(field.id)](self.lab, field.value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if not event.value.strip():
            self.say(EMPTY[str(event.input.id)])
            return
        try:
            lab = self._wanted(event.input)
        except Unreadable as error:
            self.say(str(error), is_wrong=True)
            return
        texts = {
            "loss": f"Enter: L = {pretty(lab.loss.expr, lab.loss.symbol)}",
            "start": f"Enter: {lab.start_text}",
            "settings": f"Enter: {lab.setting.rule.key}, η = {lab.setting.text}",
        }
        self.say(texts[str(event.input.id)])

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self.say(EMPTY[str(event.input.id)], is_wrong=True)
            return
        try:
            self._wanted(event.input)
            self.post_message(self.Wanted(str(event.input.id), event.value))
        except Unreadable as error:
            self.say(str(error), is_wrong=True)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Chosen(event.option_index))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.RuleWanted())


def _run_text(lab: Lab, number: int, trace: Trace) -> str:
    """`adagrad  η 0.4  L 0.012`, or where it left for infinity."""
    s = lab.settings[number]
    if trace.diverged is not None and lab.t >= trace.diverged.t:
        what = "diverged" if trace.diverged.is_overflow else "no value of L"
        now = f"{what} at t = {trace.diverged.t}"
    else:
        now = f"L {format_number(trace.value('loss', min(lab.t, len(trace) - 1)), 4)}"
    return f"{s.rule.key}  η {s.text}  {now}"


def _limit_text(limit: float | None, eta: float) -> str:
    if limit is None:
        return "← → on the scale move η"
    says = "diverges above" if eta <= limit else "diverges: it is above"
    return f"{says} η = {format_number(limit, 4)}"
