"""What an import brings along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
WINDOW_AND_TRAINING = {"PyQt6", "pyqtgraph", "tensorflow", "keras", "torch"}
LATE = {"mediapipe", "onnxruntime"}


def loaded_by(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after a statement."""
    code = (
        f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name, module in sys.modules.items() if module}})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_no_package_imports_what_imports_it():
    """The contract of `make lint` compares siblings; this finds circles between a package and what lies in it too."""
    graph = grimp.build_graph("app", "inference", "training", exclude_type_checking_imports=True, cache_dir=None)
    circles = [
        (module, *chain)
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if (chain := graph.find_shortest_chain(imported, module))
    ]
    assert not circles, circles


def test_inference_is_light():
    loaded = loaded_by("import inference")
    assert "inference" in loaded
    assert not loaded & (WINDOW_AND_TRAINING | LATE | {"cv2", "av", "numpy"})


def test_no_part_of_inference_loads_a_network_runtime_before_it_is_used():
    parts = ("pipeline", "sources", "sinks", "overlay", "detection", "tracking", "estimation")
    loaded = loaded_by("import " + ", ".join(f"inference.{part}" for part in parts))
    assert "cv2" in loaded
    assert not loaded & (WINDOW_AND_TRAINING | LATE)


def test_the_help_needs_nothing_heavy():
    loaded = loaded_by(
        "from app.cli import parse_arguments\n"
        "try: parse_arguments(['--help'])\n"
        "except SystemExit as answered: assert answered.code == 0"
    )
    assert not loaded & (WINDOW_AND_TRAINING | LATE | {"cv2", "av", "numpy", "tqdm"})


def test_a_running_pipeline_holds_neither_window_nor_training_framework():
    """MediaPipe would import all of TensorFlow where it is installed, seconds and hundreds of megabytes."""
    loaded = loaded_by(
        "import numpy as np\n"
        "from inference.pipeline import Pipeline\n"
        "from inference.settings import AnalysisSettings\n"
        "from inference.types import Frame\n"
        "with Pipeline(AnalysisSettings()) as pipeline:\n"
        "    pipeline.process(Frame(np.zeros((64, 64, 3), np.uint8), 0, 0.0, 'black'))"
    )
    assert "mediapipe" in loaded
    assert not loaded & WINDOW_AND_TRAINING
