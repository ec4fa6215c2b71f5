"""What the documents say is true: commands, rules, fences."""

from __future__ import annotations

import re
from pathlib import Path

from tests.screens import SCREENS
from tutor.cli import descent
from tutor.lesson.schema import FENCES, PREDICT, PROBLEM
from tutor.maths.rules import BUILT_IN

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


def test_two_commands_of_the_readme_do_the_set_up() -> None:
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [command.split(" && ")[-1] for command in commands] == [
        ".venv/bin/descent",
        ".venv/bin/python -m pytest -q",
    ]


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"`descent ([a-z]+)", README))
    assert named == set(descent.commands)


def test_the_readme_names_every_rule() -> None:
    assert [rule.key for rule in BUILT_IN if f"`{rule.key}`" not in README] == []


def test_the_guide_names_every_fence_and_key() -> None:
    assert [fence for fence in FENCES if f"```{fence}" not in CONTRIBUTING] == []
    keys = {*PROBLEM, *PREDICT, *(key for schema in FENCES.values() for key in schema)}
    assert [key for key in sorted(keys) if not re.search(rf"`{key}\b", CONTRIBUTING)] == []


def test_every_file_the_guide_names_is_there() -> None:
    row = re.compile(r"^\| [^|]+ \| (`tutor/.*) \|$", re.MULTILINE)
    for cell in row.findall(CONTRIBUTING):
        folder = ""
        for name in re.findall(r"`([^`]+)`", cell):
            folder = name.rpartition("/")[0] or folder
            assert (ROOT / (name if "/" in name else f"{folder}/{name}")).exists(), name


def test_the_readme_shows_the_screens_that_the_script_draws() -> None:
    shown = re.findall(r"\(docs/([a-z]+)\.svg\)", README)
    assert sorted(shown) == sorted(SCREENS)
    for name in shown:
        svg = (ROOT / "docs" / f"{name}.svg").read_text()
        assert svg.startswith("<svg")
        assert "@font-face" not in svg  # No reader's machine is sent to a server for a font.
