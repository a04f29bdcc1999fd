from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from training.run_folder import MODEL_FILE, is_run, trained_model


def test_a_run_is_a_folder_with_a_trained_model(tmp_path: Path) -> None:
    assert not is_run(tmp_path)
    with pytest.raises(FileNotFoundError, match="train first, a model is kept after every epoch"):
        trained_model(tmp_path)
    (tmp_path / MODEL_FILE).write_bytes(b"")
    assert is_run(tmp_path)
    assert trained_model(tmp_path) == tmp_path / "network.keras"


def test_who_only_looks_into_a_run_does_not_load_keras() -> None:
    look = "import sys, training.run_folder, training.predict; sys.exit('keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
