"""A site that a server watches, over HTTP: sources, live images, events, history, metrics, and its end."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from tests.app.site.receivers import wait_for
from tests.app.web.museum import PATIENCE_S, Cameras, write_site
from tests.app.web.running_server import ROOT, RunningServer

API = "/api/v1"
_SILENT = """
[[source]]
name = "cellar"
url = "{url}/cellar"
"""


@pytest.fixture(scope="module")
def cameras():
    running = Cameras()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def site(tmp_path_factory, cameras) -> Path:
    return write_site(tmp_path_factory.mktemp("site"), cameras)


@pytest.fixture(scope="module")
def server(tmp_path_factory, site):
    with RunningServer(tmp_path_factory.mktemp("server"), "--site", str(site)) as running:
        wait_for(lambda: sources(running)["door"]["frames"] > 0, PATIENCE_S)
        yield running


def sources(server: RunningServer) -> dict[str, dict[str, Any]]:
    told = server.client.get(f"{API}/sources").raise_for_status().json()
    assert told["site"] == "museum"
    return {one["name"]: one for one in told["sources"]}


@contextmanager
def listening(server: RunningServer, last: str | None = None) -> Iterator[Iterator[tuple[str, str, dict[str, Any]]]]:
    """Yield events as id, kind and content, as they come."""
    headers = {} if last is None else {"Last-Event-ID": last}
    with server.client.stream("GET", f"{API}/events", headers=headers, timeout=PATIENCE_S) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _events(answer)


def _events(answer: httpx.Response) -> Iterator[tuple[str, str, dict[str, Any]]]:
    told: dict[str, str] = {}
    for line in answer.iter_lines():
        if not line and "data" in told:
            yield told.get("id", ""), told["event"], json.loads(told["data"])
        name, _, value = line.partition(": ")
        told = told | {name: value} if line else {}


def parts(answer: httpx.Response) -> Iterator[bytes]:
    """Yield the images of an MJPEG stream."""
    received = b""
    for piece in answer.iter_bytes():
        received += piece
        while found := re.search(rb"Content-Length: (\d+)\r\n\r\n", received):
            end = found.end() + int(found[1])
            if len(received) < end:
                break
            yield received[found.end() : end]
            received = received[end:]


def metric(server: RunningServer, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", server.client.get("/metrics").text, re.MULTILINE)
    assert found, name
    return float(found[1])


def pixels(jpeg: bytes) -> np.ndarray:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return image


# --- sources and live images --------------------------------------------------------------------------


def test_the_sources_tell_how_it_goes_with_them(server):
    wait_for(
        lambda: sources(server)["door"]["counts"]["middle in"] + sources(server)["door"]["counts"]["middle out"] > 0
    )
    door = sources(server)["door"]
    assert door["activity"] == "running"
    assert door["fps"] > 0
    assert door["visits"] >= 1
    assert 0 < door["staleness_s"] < PATIENCE_S


def test_the_newest_image_is_annotated_and_of_now(server):
    answers = [server.client.get(f"{API}/live/door.jpg")]
    time.sleep(0.5)
    answers.append(server.client.get(f"{API}/live/door.jpg"))
    assert [(answer.status_code, answer.headers["content-type"]) for answer in answers] == [(200, "image/jpeg")] * 2
    one, other = (pixels(answer.content) for answer in answers)
    assert one.shape == other.shape == (270, 480, 3)
    assert not np.array_equal(one, other)
    assert answers[0].headers["cache-control"] == "no-store"


def test_a_source_that_is_not_there_is_a_404_in_words(server):
    for kind in ("jpg", "mjpg"):
        answer = server.client.get(f"{API}/live/roof.{kind}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
        assert "no source 'roof'" in answer.json()["detail"]


def test_live_images_come_as_they_are_seen_to_all_who_look(server):
    """Two who look see the line, a person who moves, and give their places back when they leave."""
    with (
        server.client.stream("GET", f"{API}/live/door.mjpg", timeout=PATIENCE_S) as one,
        server.client.stream("GET", f"{API}/live/door.mjpg", timeout=PATIENCE_S) as other,
    ):
        assert one.headers["content-type"] == "multipart/x-mixed-replace; boundary=image"
        assert "content-length" not in one.headers
        # one that is let go closes its stream
        images, others = parts(one), parts(other)
        seen = [next(images) for _ in range(40)]
        # somebody walks through half of them
        assert len({bytes(image) for image in seen}) >= 6
        assert next(others)
        assert metric(server, "facelens_streams") == 2.0
        assert all(pixels(image).shape == (270, 480, 3) for image in seen)
    wait_for(lambda: metric(server, "facelens_streams") == 0.0)


def test_a_client_that_does_not_read_neither_delays_others_nor_fills_memory(server):
    with server.client.stream("GET", f"{API}/live/door.mjpg", timeout=PATIENCE_S):
        before = sources(server)["door"]["frames"]
        with server.client.stream("GET", f"{API}/live/door.mjpg", timeout=PATIENCE_S) as quick:
            began = time.monotonic()
            for _, _image in zip(range(12), parts(quick), strict=False):
                pass
        assert time.monotonic() - began < PATIENCE_S
        assert sources(server)["door"]["frames"] > before


# --- events -------------------------------------------------------------------------------------------


def test_events_are_heard_as_they_happen_and_taken_up_where_they_broke_off(server):
    with listening(server) as events:
        first = next(event for event in events if event[1] == "person_entered")
        following = [next(events) for _ in range(2)]
    assert first[2]["source"] == "door"
    assert first[2]["site"] == "museum"
    assert {"line_crossed", "person_left"} & {kind for _, kind, _ in following}
    # what happened meanwhile is not lost
    with listening(server, last=first[0]) as events:
        again = [next(events) for _ in range(2)]
    assert again == following
    numbers = [number for number, _, _ in (first, *following)]
    assert len(set(numbers)) == 3


def test_who_comes_back_with_an_id_of_long_ago_gets_all_that_is_kept(server):
    with listening(server, last="an-id-that-nobody-gave") as events:
        assert next(events)[1] in ("person_seen", "person_entered")


def test_events_of_a_line_tell_who_crossed_it_and_hold_no_image(server):
    with listening(server, last="the-first") as events:
        crossed = next(content for _, kind, content in events if kind == "line_crossed")
    assert crossed["line"] == "middle"
    assert crossed["direction"] in ("in", "out")
    assert 0 <= crossed["age"] <= 120
    assert "image" not in json.dumps(crossed)


# --- history and metrics ------------------------------------------------------------------------------


def test_the_history_is_that_of_the_command(server, site, tmp_path):
    store = f"sqlite:///{site.parent / 'museum.db'}"
    end = time.strftime("%Y-%m-%d %H:%M")
    asked = {"from": "2026-01-01", "to": end, "by": "hour"}
    wait_for(lambda: server.client.get(f"{API}/history").json()["total"]["visits"], PATIENCE_S)
    for kind in ("json", "csv"):
        path = tmp_path / f"history.{kind}"
        command = [sys.executable, "main.py", "history", store, "--from", "2026-01-01", "--to", end, "--by", "hour"]
        subprocess.run([*command, "--report", str(path)], cwd=ROOT, check=True, capture_output=True)
        answer = server.client.get(f"{API}/history", params=asked | {"format": kind})
        assert answer.status_code == 200
        assert without_moment(answer.text) == without_moment(path.read_text(encoding="utf-8"))
    page = server.client.get(f"{API}/history", params=asked | {"format": "html"})
    assert page.text.startswith("<!doctype html>")
    assert "sandbox" in page.headers["content-security-policy"]


def without_moment(text: str) -> str:
    """Return a report without when it was made."""
    return re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\",\n]*", "", text.replace("\r\n", "\n"))


@pytest.mark.parametrize(
    ("asked", "status"), [({"from": "the day after"}, 422), ({"by": "minute"}, 422), ({"from": "2026-02-31"}, 422)]
)
def test_a_period_that_makes_no_sense_is_told(server, asked, status):
    answer = server.client.get(f"{API}/history", params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


def test_metrics_hold_server_and_site(server):
    server.client.get(f"{API}/sources")
    assert metric(server, f'facelens_requests_total{{method="GET",route="{API}/sources",status="200"}}') >= 1
    text = server.client.get("/metrics").text
    assert re.search(r'^facelens_\w+\{source="door".*\} [1-9]', text, re.MULTILINE)


def test_the_pages_show_the_site(server):
    assert "door" in server.client.get("/live").text
    history = server.client.get("/history").text
    assert "There is no history" not in history
    assert "museum" in server.client.get("/live").text


# --- what changes, and how it ends --------------------------------------------------------------------


def test_a_source_that_is_added_to_the_file_is_watched_and_one_without_images_is_a_503(server, site, cameras):
    before = site.read_text()
    site.write_text(before + _SILENT.format(url=cameras.url))
    try:
        wait_for(lambda: "cellar" in sources(server), PATIENCE_S)
        answer = server.client.get(f"{API}/live/cellar.jpg")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert "cellar" in answer.json()["detail"]
        # what hangs takes nothing from the others
        assert server.client.get(f"{API}/live/door.jpg").status_code == 200
    finally:
        site.write_text(before)
        cameras.cellar_is_off.set()
    wait_for(lambda: "cellar" not in sources(server), PATIENCE_S)


def test_a_mistake_in_the_file_leaves_the_site_as_it_is(server, site):
    before = site.read_text()
    site.write_text(before.replace("leave_after_s = 0.5", 'leave_after_s = "soon"'))
    try:
        server.wait_for(r"(leave_after_s)")
        frames = sources(server)["door"]["frames"]
        wait_for(lambda: sources(server)["door"]["frames"] > frames)
    finally:
        site.write_text(before)


def test_streams_are_told_of_the_end_and_the_server_ends_cleanly(tmp_path, site):
    copy = tmp_path / "museum.toml"
    copy.write_text(re.sub(r"store = .*\n", "", site.read_text()))
    with RunningServer(tmp_path / "server", "--site", str(copy)) as running:
        assert "keeps no history" in running.client.get(f"{API}/history").json()["detail"]
        heard: list[str] = []
        is_open = threading.Event()

        def listen() -> None:
            with httpx.stream("GET", f"{running.url}{API}/events", timeout=PATIENCE_S, trust_env=False) as answer:
                is_open.set()
                heard.extend(kind for _, kind, _ in _events(answer))

        listener = threading.Thread(target=listen)
        listener.start()
        assert is_open.wait(PATIENCE_S)
        assert running.end() == 0
        listener.join(PATIENCE_S)
        assert heard[-1] == "stopping"


def test_a_wrong_site_file_is_told_before_anything_listens(tmp_path):
    path = tmp_path / "museum.toml"
    path.write_text('[site]\nname = "museum"\n[[source]]\nname = "door"\n')
    command = [sys.executable, "main.py", "serve", "--port", "0", "--site", str(path), "--folder", str(tmp_path / "f")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 2
    assert "url" in done.stderr
    assert "serves at" not in done.stderr
