"""Everything that training changes for its whole process, apart from what `fitting.trainer` sets for a run."""

from __future__ import annotations

import logging
import os


def prepare_process() -> None:
    """Set environment variables and logging; to be called before anything imports TensorFlow."""
    # spinning OpenMP threads steal the cores that the data loader needs
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for library in ("onnx_ir", "onnxscript", "tf2onnx"):  # they report every node they touch
        logging.getLogger(library).setLevel(logging.WARNING)
