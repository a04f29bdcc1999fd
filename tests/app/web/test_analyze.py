"""Images over HTTP, at a server that really runs: what is right, and what is wrong with what clients send."""

from __future__ import annotations

import io
import socket
import struct
import zlib

import httpx
import numpy as np
import pytest
from PIL import Image

from inference.sources.image_reading import decode_still, read_image
from tests.app.web.running_server import PHOTO, RunningServer

ANALYZE = "/api/v1/analyze"
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with RunningServer(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_else_is_disturbed(server):
    """After whatever a test has sent, the next client is served, and nothing is left under way."""
    yield
    assert len(server.client.post(ANALYZE, content=PHOTO.read_bytes()).json()["faces"]) == 1
    assert "facelens_images_under_way 0.0" in server.client.get("/metrics").text


def refused(answer: httpx.Response, status: int) -> str:
    """Check that an answer is a problem, and return its words."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    return str(told["detail"])


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that says how large it is, and has next to nothing of that."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


# --- what is right ------------------------------------------------------------------------------------


def test_an_image_is_answered_with_its_faces(server):
    told = server.client.post(ANALYZE, content=PHOTO.read_bytes()).json()
    (face,) = told["faces"]
    assert (told["width"], told["height"]) == read_image(PHOTO).shape[1::-1]
    assert face["age_p10"] <= face["age"] <= face["age_p90"]
    x1, y1, x2, y2 = face["box"]
    assert x1 < 265 < x2
    assert y1 < 240 < y2
    assert sum(face["age_probs"]) == pytest.approx(1, abs=1e-2)


def test_a_form_is_answered_like_a_body(server):
    by_body = server.client.post(ANALYZE, content=PHOTO.read_bytes()).json()
    by_form = server.client.post(ANALYZE, files={"file": ("../../etc/passwd", PHOTO.read_bytes())}).json()
    assert by_form == by_body


def test_a_body_may_be_called_what_a_client_likes(server):
    by_body = server.client.post(ANALYZE, content=PHOTO.read_bytes()).json()
    for kind in ("application/x-www-form-urlencoded", "image/png", "text/plain"):
        answer = server.client.post(ANALYZE, content=PHOTO.read_bytes(), headers={"Content-Type": kind})
        assert answer.json() == by_body


def test_hidden_attributes_are_not_told(server):
    (face,) = server.client.post(f"{ANALYZE}?hide=ethnicity,gender", content=PHOTO.read_bytes()).json()["faces"]
    assert not [name for name in face if "ethnicity" in name or "gender" in name]
    assert "age" in face


def test_the_annotated_image_covers_faces_where_it_is_asked_to(server):
    plain = server.client.post(f"{ANALYZE}?annotated=1", content=PHOTO.read_bytes())
    covered = server.client.post(f"{ANALYZE}?annotated=1&privacy=pixelate", content=PHOTO.read_bytes())
    assert plain.headers["content-type"] == covered.headers["content-type"] == "image/jpeg"
    images = [decode_still(answer.content).image_bgr.astype(int) for answer in (plain, covered)]
    difference = abs(images[0] - images[1]).max(axis=2)
    assert difference[180:300, 210:320].mean() > 5  # where the face is
    assert difference[:100, :100].max() <= 8


def test_a_file_whose_end_is_missing_is_read_as_far_as_it_goes(server):
    told = server.client.post(ANALYZE, content=PHOTO.read_bytes()[:-20_000]).json()
    assert "incomplete" in told["remark"]
    assert len(told["faces"]) == 1


# --- what is wrong ------------------------------------------------------------------------------------


def test_an_empty_body_is_refused(server):
    assert refused(server.client.post(ANALYZE, content=b""), 422) == "the file is empty"
    assert refused(server.client.post(ANALYZE, files={"file": ("a.jpg", b"")}), 422) == "the file is empty"
    assert "no file in the form" in refused(server.client.post(ANALYZE, files={"x": (None, "text")}), 422)


@pytest.mark.parametrize(
    "content",
    [b"hello", b"#!/bin/sh\nreboot\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x00" * 5000, b"%PDF-1.7\n"],
    ids=["text", "script", "drawing", "zeros", "document"],
)
def test_what_is_no_image_is_refused_whatever_it_is_called(server, content):
    refused(server.client.post(ANALYZE, content=content, headers={"Content-Type": "image/jpeg"}), 415)
    refused(server.client.post(ANALYZE, files={"file": ("photo.jpg", content, "image/jpeg")}), 415)


def test_a_damaged_image_is_refused_as_one(server):
    damaged = bytearray(PHOTO.read_bytes()[:600])
    assert "damaged" in refused(server.client.post(ANALYZE, content=bytes(damaged)), 422)


def test_a_body_that_is_too_large_is_refused_by_what_it_says_of_itself(server):
    head = f"POST {ANALYZE} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20000001\r\n\r\n"
    answer = server.raw(head.encode())  # and nothing of the body: the answer does not wait for it
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"too large: 20 MB are the most" in answer


def test_a_body_that_is_larger_than_it_may_be_is_refused_as_it_comes(server):
    def endless():
        for _ in range(400):
            yield bytes(100_000)

    try:
        status = server.client.post(ANALYZE, content=endless()).status_code
    except httpx.WriteError:  # the server has hung up in the middle of it
        status = 413
    assert status == 413


def test_an_image_with_too_many_pixels_is_refused_before_it_is_decoded(server):
    assert "too large: 60,000 x 60,000 pixels" in refused(
        server.client.post(ANALYZE, content=png_header(60_000, 60_000)), 413
    )


def test_a_bomb_that_is_small_as_a_file_is_refused_by_its_pixels(server):
    written = io.BytesIO()
    Image.new("L", (9000, 9000)).save(written, "PNG")
    assert len(written.getvalue()) < 200_000
    assert "too large" in refused(server.client.post(ANALYZE, content=written.getvalue()), 413)


def test_unknown_attributes_and_wrong_values_are_named(server):
    assert "age, gender, ethnicity" in refused(server.client.post(f"{ANALYZE}?hide=shoes", content=b"x"), 422)
    assert refused(server.client.post(f"{ANALYZE}?privacy=foil", content=b"x"), 422).startswith("privacy: ")
    refused(server.client.get(ANALYZE), 405)
    refused(server.client.post(ANALYZE, data={"file": "x"}), 415)
    refused(server.client.post(ANALYZE, content=b"no form", headers={"Content-Type": "multipart/form-data"}), 400)


def test_a_client_that_vanishes_in_its_body_or_before_its_answer_leaves_nothing(server):
    photo = PHOTO.read_bytes()
    head = f"POST {ANALYZE} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(photo)}\r\n\r\n".encode()
    for sent in (head, head + photo[:20_000], head + photo):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(sent)
            # a reset, not a polite end
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_head_with_a_thousand_headers_is_refused_and_so_is_what_is_no_http(server):
    close = "Host: 127.0.0.1\r\nConnection: close\r\n"
    headers = "".join(f"X-Header-{number}: {'v' * 40}\r\n" for number in range(1000))
    assert server.raw(f"GET /healthz HTTP/1.1\r\n{close}{headers}\r\n".encode()).startswith(b"HTTP/1.1 431 ")
    endless = f"GET /healthz HTTP/1.1\r\n{close}X-Header: ".encode() + b"v" * 1_000_000
    assert server.raw(endless).startswith(b"HTTP/1.1 400 ")
    assert server.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_a_body_whose_length_is_told_twice_is_not_read_as_another_request(server):
    head = f"POST {ANALYZE} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    hidden = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    assert server.raw(head.encode() + hidden).count(b"HTTP/1.1 200 ") == 0


def test_many_images_at_once_are_all_answered_rightly(server):
    """What is asked together is run as batches; each gets its own answer."""
    from concurrent.futures import ThreadPoolExecutor

    photo = read_image(PHOTO)
    wide = [np.ascontiguousarray(np.pad(photo, ((0, 0), (20 * k, 0), (0, 0)))) for k in range(8)]
    files = []
    for image in wide:
        written = io.BytesIO()
        Image.fromarray(image[:, :, ::-1]).save(written, "PNG")
        files.append(written.getvalue())
    with ThreadPoolExecutor(8) as clients:
        told = list(
            clients.map(lambda content: httpx.post(server.url + ANALYZE, content=content, timeout=60).json(), files)
        )
    assert [one["width"] for one in told] == [image.shape[1] for image in wide]
    lefts = [one["faces"][0]["box"][0] for one in told]
    assert np.diff(lefts) == pytest.approx(20, abs=8)


# --- without a site ------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["sources", "live/door.mjpg", "live/door.jpg", "events", "history"])
def test_without_a_site_its_routes_say_how_to_get_one(server, route):
    assert "with a site file" in refused(server.client.get(f"/api/v1/{route}"), 404)


@pytest.mark.parametrize("page", ["live", "history"])
def test_without_a_site_its_pages_say_how_to_get_one(server, page):
    answer = server.client.get(f"/{page}")
    assert answer.status_code == 200
    assert "site file" in answer.text
