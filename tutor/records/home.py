"""Where the records live: the user's data directory, or the folder that DESCENT_HOME names."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "DESCENT_HOME"


def home() -> Path:
    if named := os.environ.get(VARIABLE):
        return Path(named)
    import platformdirs  # Slow to import, and seldom needed before the first frame.

    return platformdirs.user_data_path("descent", appauthor=False)
