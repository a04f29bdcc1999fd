"""Whoever is to be left open is looked at in every frame: another face in the same place is noticed at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from inference.alignment import align_faces
from inference.identity.identity_model import IdentityEmbedder
from inference.identity.witness import Known, Witness
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.types import Frame, ImageArray, TrackedFace
from tests.photos import eileen_collins, grace_hopper


@pytest.fixture(scope="module")
def embedder() -> Iterator[IdentityEmbedder]:
    opened = IdentityEmbedder()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def people(tiny_network) -> dict[str, tuple[ImageArray, TrackedFace]]:
    """A photograph of each, with the face in it, as if both were one track."""
    found = {}
    with Pipeline(AnalysisSettings(identity=False), tiny_network) as pipeline:
        for name, image in (("grace", grace_hopper()), ("eileen", eileen_collins())):
            (face,) = pipeline.process(Frame(image, 0, 0.0, name, is_still=True)).faces
            found[name] = image, replace(face, visit_id=1)
    return found


@pytest.fixture
def witness(embedder, people) -> Witness:
    """Knows Grace Hopper as whom the track is counted to."""
    image, face = people["grace"]
    crop = align_faces(image, [face.detection], embedder.input_size, embedder.template)
    (embedding,) = embedder.embed(crop)
    (least,) = embedder.thresholds.of_faces([face.attributes])
    return Witness(embedder, {1: Known(embedding, float(least))})


def is_open(witness: Witness, shown: tuple[ImageArray, TrackedFace], at_s: float) -> bool:
    image, face = shown
    return 1 not in witness.unconfirmed(Frame(image, round(at_s * 25), at_s, "clip"), [face])


def blurred(shown: tuple[ImageArray, TrackedFace]) -> tuple[ImageArray, TrackedFace]:
    image, face = shown
    few = cv2.resize(image, None, fx=0.02, fy=0.02, interpolation=cv2.INTER_AREA)
    return cv2.resize(few, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_CUBIC), face


def test_the_person_is_open_and_another_in_their_place_is_not(witness, people):
    assert is_open(witness, people["grace"], 0.0)
    assert not is_open(witness, people["eileen"], 0.04)
    assert not is_open(witness, people["eileen"], 0.08)
    assert is_open(witness, people["grace"], 0.12)


def test_a_blurred_face_is_open_for_half_a_second_after_a_good_look(witness, people):
    assert not is_open(witness, blurred(people["grace"]), 0.0)
    assert is_open(witness, people["grace"], 1.0)
    assert is_open(witness, blurred(people["grace"]), 1.4)
    assert not is_open(witness, blurred(people["grace"]), 1.6)


def test_whoever_fades_into_another_is_covered_before_the_other_is_there(witness, people):
    grace, eileen = people["grace"], people["eileen"]
    size = (eileen[0].shape[1], eileen[0].shape[0])
    # the one face moved to where the other is
    scale = eileen[1].detection.width / grace[1].detection.width
    at, to = grace[1].detection.xyxy, eileen[1].detection.xyxy
    moved = cv2.warpAffine(
        grace[0], np.array([[scale, 0, to[0] - scale * at[0]], [0, scale, to[1] - scale * at[1]]], np.float32), size
    )
    opened = []
    for step in range(11):
        image = cv2.addWeighted(eileen[0], step / 10, moved, 1 - step / 10, 0)
        opened.append(is_open(witness, (image, eileen[1]), step / 25))
    assert opened[0]
    assert not any(opened[8:])


def test_of_whom_nothing_is_known_is_never_open(embedder, people):
    assert not is_open(Witness(embedder, {}), people["grace"], 0.0)
    assert Witness(embedder, {}).unconfirmed(Frame(people["grace"][0], 0, 0.0, "clip"), []) == frozenset()
