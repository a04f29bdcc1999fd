"""Images over HTTP, at a server that really runs."""

from __future__ import annotations

import pytest

from inference.sources.image_reading import decode_still, read_image
from tests.app.web.running_server import PHOTO, RunningServer

ANALYZE = "/api/v1/analyze"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with RunningServer(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_an_image_is_answered_with_its_faces(server):
    told = server.client.post(ANALYZE, content=PHOTO.read_bytes()).json()
    (face,) = told["faces"]
    assert (told["width"], told["height"]) == read_image(PHOTO).shape[1::-1]
    assert face["age_p10"] <= face["age"] <= face["age_p90"]
    assert sum(face["gender_probs"].values() if isinstance(face["gender_probs"], dict) else face["gender_probs"]) == (
        pytest.approx(1, abs=1e-3)
    )


def test_a_form_is_answered_like_a_body(server):
    by_body = server.client.post(ANALYZE, content=PHOTO.read_bytes()).json()
    by_form = server.client.post(ANALYZE, files={"file": ("../../etc/passwd", PHOTO.read_bytes())}).json()
    assert by_form == by_body


def test_the_annotated_image_covers_faces_where_it_is_asked_to(server):
    plain = server.client.post(f"{ANALYZE}?annotated=1", content=PHOTO.read_bytes())
    covered = server.client.post(f"{ANALYZE}?annotated=1&privacy=pixelate", content=PHOTO.read_bytes())
    assert plain.headers["content-type"] == covered.headers["content-type"] == "image/jpeg"
    images = [decode_still(answer.content).image_bgr.astype(int) for answer in (plain, covered)]
    difference = abs(images[0] - images[1]).max(axis=2)
    assert difference[180:300, 210:320].mean() > 5  # where the face is
    assert difference[:100, :100].max() <= 8
