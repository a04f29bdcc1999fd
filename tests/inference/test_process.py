"""What changes the whole process is in one place."""

from __future__ import annotations

import re
from pathlib import Path

INFERENCE = Path(__file__).resolve().parents[2] / "inference"
CHANGES = re.compile(
    r"os\.environ\[[^]]+\] *=[^=]|environ\.(pop|setdefault|update)|\.setNumThreads|\.setLogLevel|\bmallopt\("
)


def test_nothing_else_changes_the_process() -> None:
    changing = {
        str(path.relative_to(INFERENCE))
        for path in INFERENCE.rglob("*.py")
        if CHANGES.search(path.read_text(encoding="utf-8"))
    }
    assert changing == {"process.py"}
