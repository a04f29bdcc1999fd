"""`python -m training robustness`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

HELP = "what blur, light, colour, pose and crop cost a network: a table"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("network", type=Path, help="ONNX file under the contract")
    parser.add_argument("--data", type=Path, default=Path("data/utkface.h5"))
    parser.add_argument("--fold", default="val")
    parser.add_argument("--json", type=Path, help="write the figures here too")


def run(options: argparse.Namespace) -> None:
    from ..datasets.face_table import load_faces
    from ..evaluation.robustness import as_markdown, robustness
    from ..predict import input_size

    figures = robustness(options.network, load_faces(options.data, options.fold), input_size(options.network))
    print(as_markdown(figures))
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
