"""The model of identity: whose faces are alike, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from inference.alignment import align_faces
from inference.detection.chips import ChipDetector
from inference.errors import ModelError
from inference.identity.identity_model import DEFAULT_IDENTITY_MODEL, IdentityEmbedder
from inference.identity.thresholds import DEFAULT_FAR
from inference.types import Attributes, Frame, ImageArray
from tests.inference.made_faces import attributes
from tests.photos import eileen_collins, grace_hopper


def crops_of(*images_bgr: ImageArray) -> ImageArray:
    with ChipDetector() as detector, IdentityEmbedder(threads=1) as embedder:
        crops = []
        for image in images_bgr:
            faces = detector.detect(Frame(image, 0, 0.0, "photograph", is_still=True)).faces
            crops.append(align_faces(image, faces[:1], embedder.input_size, embedder.template))
    return np.concatenate(crops)


def darker(image_bgr: ImageArray) -> ImageArray:
    return (image_bgr * 0.6).astype(np.uint8)


def test_two_images_of_one_person_lie_above_the_threshold_and_strangers_below() -> None:
    images = [grace_hopper(), darker(grace_hopper()[:, ::-1]), eileen_collins(), darker(eileen_collins()[:, ::-1])]
    with IdentityEmbedder() as embedder:
        embeddings = embedder.embed(crops_of(*(np.ascontiguousarray(image) for image in images)))
        np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-5)
        white_woman: list[Attributes] = [attributes(45, 5, "female", "White")]
        (limit,) = embedder.thresholds.of_faces(white_woman, DEFAULT_FAR)
    scores = embeddings @ embeddings.T
    assert min(scores[0, 1], scores[2, 3]) > limit
    assert max(scores[0, 2], scores[0, 3], scores[1, 2], scores[1, 3]) < limit


def test_a_batch_gives_what_each_face_gives_alone_and_none_gives_none() -> None:
    crops = np.random.default_rng(0).integers(0, 256, (9, 112, 112, 3), dtype=np.uint8)
    with IdentityEmbedder() as embedder:
        together = embedder.embed(crops)
        alone = np.concatenate([embedder.embed(crop[None]) for crop in crops])
        assert embedder.embed(crops[:0]).shape == (0, together.shape[1])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def copied(folder: Path) -> Path:
    for suffix in (".onnx", ".json"):
        shutil.copy(DEFAULT_IDENTITY_MODEL.with_suffix(suffix), folder / f"copy{suffix}")
    return folder / "copy.onnx"


def test_a_model_that_is_missing_altered_or_without_thresholds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="can't be read"):
        IdentityEmbedder(tmp_path / "nothing.onnx")
    model = copied(tmp_path)
    card = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    model.with_suffix(".json").write_text(json.dumps({**card, "thresholds": {}}), encoding="utf-8")
    with pytest.raises(ModelError, match="is damaged"):
        IdentityEmbedder(model)
    model.write_bytes(b"altered")
    with pytest.raises(ModelError, match="was altered"):
        IdentityEmbedder(model)


def test_a_threshold_rises_as_fewer_false_matches_are_wanted_and_follows_the_group() -> None:
    people = [attributes(30, 5, "male", "White"), attributes(30, 5, "female", "Indian")]
    with IdentityEmbedder(threads=1) as embedder:
        few, many = (embedder.thresholds.of_faces(people, far) for far in (1e-5, 1e-2))
        means, deviations = embedder.thresholds.strangers(people)
    assert (few > many).all()
    np.testing.assert_allclose((few - means) / deviations, ((few - means) / deviations)[0], rtol=1e-5)
    assert means[0] != means[1]
