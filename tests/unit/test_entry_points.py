"""Rules of other packages, through the entry-point group `descent.rules`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RULE = """
from tutor.maths.rule import Hyper, rule

SIGN = rule("sign", "sign descent", "next = theta - eta*sign(g)*c", hyper=(Hyper("c", 0.5),))
"""


def install(folder: Path) -> None:
    """A package as pip leaves it: a module, and a dist-info with its entry points."""
    (folder / "tiny_rule.py").write_text(RULE)
    info = folder / "tiny_rule-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-rule\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[descent.rules]\nsign = tiny_rule:SIGN\n")


def test_an_installed_package_adds_a_rule(tmp_path: Path) -> None:
    install(tmp_path)
    result = subprocess.run(
        [sys.executable, "-m", "tutor", "trace", "--loss", "x^2", "--start", "x=3",
         "--rule", "sign", "--eta", "1", "--set", "c=0.25", "--steps", "2", "--format", "csv"],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
    assert [line.split(",")[-1] for line in result.stdout.splitlines()] == ["next_x", "2.75", "2.5"]


def test_a_package_whose_rule_cannot_be_loaded_takes_nothing_away(tmp_path: Path) -> None:
    install(tmp_path)
    (tmp_path / "tiny_rule.py").write_text("raise ImportError('no such thing')")
    result = subprocess.run(
        [sys.executable, "-m", "tutor", "quiz", "--skills"],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert result.returncode == 0
    assert "adagrad/sigma" in result.stdout
    assert "the rule 'sign' cannot be loaded: no such thing" in result.stderr
    assert "Traceback" not in result.stderr
