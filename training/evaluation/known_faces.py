"""Faces of people who are known by name, as the application sees them: found, aligned, embedded, with predictions."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from inference.alignment import ARCFACE_TEMPLATE, align_faces
from inference.attributes import ETHNICITIES
from inference.detection import open_detector
from inference.detection.turned import detect_in_still
from inference.estimation import Estimator
from inference.settings import AnalysisSettings, EngineChoice
from inference.types import Attributes, Detection, FloatArray, Frame, ImageArray

from ..datasets.class_names import UNKNOWN
from ..datasets.face_label import FaceLabel
from ..datasets.images import decode_image
from ..datasets.sources import Dataset, read_dataset_labels
from .verification import KnownFaces

log = logging.getLogger(__name__)

# LFW's way to call an image: Aaron_Eckhart_0001.jpg
PERSON_PATTERN = r"^(.+)_\d+\."

Embed = Callable[[ImageArray], FloatArray]


def read_known_faces(dataset: Dataset, embed: Embed, *, are_strangers: bool = False) -> KnownFaces:
    """Detect, align and embed a face in each labelled image; of several the one nearest to the middle.

    Args:
        dataset: its labels say who everybody is (`person`, or `Dataset.person_pattern`).
        embed: takes (N, 112, 112, 3) uint8 RGB crops, gives (N, D) float32.
        are_strangers: images without a person, and of no group of near duplicates, each show somebody else; without
            that they are left out.

    Raises:
        FileNotFoundError: images or labels are not there.
        ValueError: the labels are bad, or nobody is known.
    """
    settings = AnalysisSettings(engine=EngineChoice.CPU, tracking=False)
    known: list[FaceLabel] = []
    embeddings: list[FloatArray] = []
    attributes: list[Attributes] = []
    with (
        dataset.open_images() as archive,
        open_detector(settings.detector, settings) as detector,
        Estimator(settings) as estimator,
    ):
        labels = read_dataset_labels(dataset, archive).labels
        if are_strangers:
            labels = [replace(label, person=label.person or _somebody(label)) for label in labels]
        labels = [label for label in labels if label.person]
        for number, label in enumerate(tqdm(labels, unit="image", disable=None)):
            frame = Frame(decode_image(archive.read(label.file)), number, 0.0, label.file, is_still=True)
            face = _in_the_middle(detect_in_still(detector, frame)[0].faces, frame.image_bgr)
            if face is None:
                continue
            known.append(label)
            embeddings.append(embed(align_faces(frame.image_bgr, [face], template=ARCFACE_TEMPLATE)))
            crops = align_faces(frame.image_bgr, [face], estimator.input_size, estimator.template)
            attributes += estimator.estimate(crops)
    if not known:
        raise ValueError(f"{dataset}: not one face of a known person was found in {len(labels)} images")
    log.info("%d of %d labelled images show a face", len(known), len(labels))
    people = np.unique([label.person for label in known], return_inverse=True)[1]
    return KnownFaces(np.concatenate(embeddings), people, attributes, _groups(known, attributes))


def _somebody(label: FaceLabel) -> str:
    return label.file if label.group is None else f"group {label.group}"


def _in_the_middle(faces: Sequence[Detection], image: ImageArray) -> Detection | None:
    middle = np.array(image.shape[1::-1]) / 2
    return min(faces, key=lambda face: float(np.linalg.norm(face.xyxy.reshape(2, 2).mean(0) - middle)), default=None)


def _groups(labels: Sequence[FaceLabel], attributes: Sequence[Attributes]) -> NDArray[np.int64]:
    """Return who is of which group: as labelled, else as predicted."""

    def numbers() -> Iterator[int]:
        for label, face in zip(labels, attributes, strict=True):
            gender = label.gender if label.gender != UNKNOWN else int(face.gender_probs.argmax())
            ethnicity = label.ethnicity if label.ethnicity != UNKNOWN else int(face.ethnicity_probs.argmax())
            yield gender * len(ETHNICITIES) + ethnicity

    return np.fromiter(numbers(), dtype=np.int64)
