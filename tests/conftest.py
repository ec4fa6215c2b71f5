"""What all tests share: no test sees the user's own terminal settings."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESCENT_HOME", str(tmp_path / "home"))
    for name in ("NO_COLOR", "TEXTUAL_THEME", "DESCENT_MOTION", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESCENT_MOTION", "0")
