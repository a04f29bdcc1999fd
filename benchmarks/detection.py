"""How many faces each detector finds, and what it costs: `python -m benchmarks.detection IMAGES BOXES`.

IMAGES is a folder, BOXES a CSV file with the columns `file,x1,y1,x2,y2`, a row for each face, in pixels.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inference.boxes import iou, stack_boxes
from inference.detection import open_detector
from inference.detection.registry import detector_names
from inference.process import use_one_opencv_thread
from inference.settings import AnalysisSettings
from inference.sources.image_reading import read_image
from inference.types import Detection, FloatArray, Frame

from .report import DETECTION, replace_section

# a detection is a labelled face from this intersection over union on, and false below the other
SAME, TOUCHES = 0.4, 0.2
# faces are counted by the width of their label, pixels: at least this, below the one before
WIDTHS = (64, 32, 20)
# precision-recall curves go down to this score
FAINTEST = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """The detections of a set of images beside the labels, highest score first.

    Attributes:
        scores: (N,) 0..1.
        label_px: (N,) width of the labelled face that each is, pixels; 0 where it is none.
        is_false: (N,) it touches no labelled face. The others, second boxes of a face, are neither right nor wrong.
        labels_px: (M,) widths of all labelled faces.
    """

    scores: FloatArray
    label_px: FloatArray
    is_false: np.ndarray
    labels_px: FloatArray

    def precision(self) -> float:
        """Return the share of the detections that are faces; 1 where there are none."""
        right, wrong = np.count_nonzero(self.label_px), np.count_nonzero(self.is_false)
        return right / (right + wrong) if right + wrong else 1.0

    def recall(self, least_px: float, below_px: float = np.inf) -> float:
        """Return the share of the faces of a width that are found; NaN where there are none."""

        def counted(widths: FloatArray) -> int:
            return int(np.count_nonzero((widths >= least_px) & (widths < below_px)))

        faces = counted(self.labels_px)
        return counted(self.label_px) / faces if faces else float("nan")

    def curve(self) -> tuple[FloatArray, FloatArray]:
        """Return recall of the faces of the least width and more, and precision, (N,) each, as the score falls."""
        right, wrong = np.cumsum(self.label_px > 0), np.cumsum(self.is_false)
        faces = max(1, int(np.count_nonzero(self.labels_px >= WIDTHS[-1])))
        recall = np.cumsum(self.label_px >= WIDTHS[-1]) / faces
        return recall.astype(np.float32), (right / np.maximum(right + wrong, 1)).astype(np.float32)

    def average_precision(self) -> float:
        """Return the area under the curve, precision at each recall being the best at that or a higher one."""
        recall, precision = self.curve()
        best = np.maximum.accumulate(precision[::-1])[::-1]
        return float(np.sum(np.diff(recall, prepend=0.0) * best))


def match(found: Mapping[str, Sequence[Detection]], labels: Mapping[str, FloatArray]) -> Matches:
    """Match detections with labels, the likeliest first, each label once.

    Args:
        found: the faces of each image.
        labels: (M, 4) boxes of the same images, pixels.
    """
    rows: list[tuple[float, float, bool]] = []
    for name, boxes in labels.items():
        faces = sorted(found[name], key=lambda face: -face.score)
        overlaps = iou(stack_boxes(faces), boxes)
        is_free = np.ones(len(boxes), dtype=bool)
        for face, row in zip(faces, overlaps, strict=True):
            best = int(np.argmax(row * is_free)) if len(boxes) else 0
            is_face = len(boxes) > 0 and bool(is_free[best]) and row[best] >= SAME
            if is_face:
                is_free[best] = False
            width = float(boxes[best, 2] - boxes[best, 0]) if is_face else 0.0
            rows.append((face.score, width, not is_face and row.max(initial=0.0) <= TOUCHES))
    rows.sort(key=lambda row: -row[0])
    scores, widths, false = np.array(rows, dtype=np.float32).reshape(-1, 3).T
    all_px = np.concatenate([boxes[:, 2] - boxes[:, 0] for boxes in labels.values()])
    return Matches(scores, widths, false > 0, all_px)


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What one detector finds.

    Attributes:
        name: of the detector.
        chosen: what it reports with the default settings.
        faint: the same with very low scores too, for curves and calibration.
        ms: processor time of an image with the default settings, milliseconds.
    """

    name: str
    chosen: Matches
    faint: Matches
    ms: float


def read_boxes(path: Path) -> dict[str, FloatArray]:
    """Read the labels: (M, 4) float32 boxes by name of the image."""
    boxes: dict[str, list[list[float]]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            boxes.setdefault(row["file"], []).append([float(row[side]) for side in ("x1", "y1", "x2", "y2")])
    return {name: np.array(of_image, dtype=np.float32) for name, of_image in boxes.items()}


def read_frames(folder: Path, names: Sequence[str]) -> dict[str, Frame]:
    """Read the images of a folder and its subfolders that have these names."""
    files = {file.name: file for file in folder.rglob("*")}
    return {
        name: Frame(read_image(files[Path(name).name]), number, 0.0, name, is_still=True)
        for number, name in enumerate(names)
    }


def measure(name: str, frames: Mapping[str, Frame], labels: Mapping[str, FloatArray]) -> Result:
    """Run a detector over all images twice: as it is by default, and with very low scores too."""
    settings = AnalysisSettings(detector=name)
    chosen, ms = _find(settings, frames)
    faint, _ = _find(replace(settings, min_detection_score=FAINTEST), frames)
    return Result(name, match(chosen, labels), match(faint, labels), ms)


def _find(settings: AnalysisSettings, frames: Mapping[str, Frame]) -> tuple[dict[str, Sequence[Detection]], float]:
    with open_detector(settings.detector, settings) as detector:
        detector.detect(next(iter(frames.values())))  # the first run of a model takes longer
        began = time.process_time()
        found = {name: detector.detect(frame).faces for name, frame in frames.items()}
        return found, 1000 * (time.process_time() - began) / len(frames)


def as_markdown(results: Sequence[Result]) -> str:
    """Write a row for each detector, and how far the first one's scores can be trusted."""
    bands = ("64 px and more", "32-64", "20-32")
    lines = [
        f"| detector | precision | recall, {' | '.join(bands)} | average precision | processor, ms an image |",
        "|---" * (4 + len(bands)) + "|",
    ]
    for result in results:
        upper = (np.inf, *WIDTHS)
        recall = [f"{result.chosen.recall(*band):.3f}" for band in zip(WIDTHS, upper, strict=False)]
        values = (f"{result.chosen.precision():.3f}", *recall, f"{result.faint.average_precision():.3f}")
        lines.append(f"| {result.name} | {' | '.join(values)} | {result.ms:.0f} |")
    return "\n".join([*lines, "", *_reliability(results[0])])


def _reliability(result: Result) -> list[str]:
    """Compare the scores, in steps, with how many of what they were given to are faces."""
    lines = [f"| score of {result.name} | cases | mean score | share that are faces |", "|---|---|---|---|"]
    decided = (result.faint.label_px > 0) | result.faint.is_false
    scores, is_face = result.faint.scores[decided], result.faint.label_px[decided] > 0
    for low, high in ((0.05, 0.25), (0.25, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
        held = (scores >= low) & (scores < high)
        if held.any():
            step = f"{low} to {min(high, 1)}"
            lines.append(f"| {step} | {held.sum()} | {scores[held].mean():.2f} | {is_face[held].mean():.2f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection", description=__doc__)
    parser.add_argument("images", type=Path, help="folder of images")
    parser.add_argument("boxes", type=Path, help="CSV: file,x1,y1,x2,y2")
    parser.add_argument("--detectors", nargs="+", default=detector_names(for_chips=False), help="which (all)")
    parser.add_argument("--half", choices=("odd", "even"), help="only every second image, in the order of BOXES")
    parser.add_argument("--report", type=Path, help=f"put the tables into this file as its section “{DETECTION}”")
    parser.add_argument("--plot", type=Path, help="draw precision-recall curves into this PNG")
    given = parser.parse_args()
    use_one_opencv_thread()
    labels = read_boxes(given.boxes)
    if given.half:
        labels = dict(list(labels.items())[given.half == "odd" :: 2])
    frames = read_frames(given.images, list(labels))
    results = [measure(name, frames, labels) for name in given.detectors]
    text = as_markdown(results)
    print(text)
    if given.report:
        where = (
            f"`python -m benchmarks.detection` on {len(labels)} images with {sum(map(len, labels.values()))} labels."
        )
        replace_section(given.report, DETECTION, f"{where} Every registered detector with default settings.\n\n{text}")
    if given.plot:
        from .plot import write_curves

        write_curves(given.plot, {result.name: result.faint.curve() for result in results})


if __name__ == "__main__":
    main()
