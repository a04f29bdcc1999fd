"""What changes the whole process is in one place."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INFERENCE = ROOT / "inference"
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


def test_onnxruntime_is_imported_only_after_its_reports_are_switched_off() -> None:
    """It notes a device id the moment it is imported, unless it is told not to before."""
    importing = {
        str(path.relative_to(ROOT))
        for package in ("inference", "app", "training", "benchmarks", "scripts")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"^\s*(import|from) onnxruntime\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    # the package of the second switches the reports off before any of its modules is imported
    assert importing == {"inference/engines/runtime.py", "training/export/precision.py"}
    assert "keep_onnxruntime_offline()" in (ROOT / "training" / "export" / "__init__.py").read_text(encoding="utf-8")
