"""`python -m training robustness`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "what blur, light, colour, pose and crop cost a model: a table"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("network", type=Path, help="ONNX file under the contract")
    parser.add_argument("--data", type=Path, default=Path("data/utkface.h5"))
    parser.add_argument("--fold", default="val")
    parser.add_argument("--json", type=Path, help="write the metrics here too")


def run(options: argparse.Namespace) -> None:
    from inference.files import write_json

    from ..datasets.face_table import load_faces
    from ..evaluation.robustness import as_markdown, robustness
    from ..predict import input_size

    metrics = robustness(options.network, load_faces(options.data, options.fold), input_size(options.network))
    print(as_markdown(metrics))
    if options.json is not None:
        write_json(options.json, metrics)
