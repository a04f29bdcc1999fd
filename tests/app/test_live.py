"""Live sources without a window, through `main`: they break off, come back or stay away, and keep their secrets."""

from __future__ import annotations

import csv
import json
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import av
import cv2
import pytest

from main import main
from tests.photos import grace_hopper
from tests.web_server import WebServer, send_images

ADDRESS = "/mjpeg?user=admin&password=s3cret&channel=7"
FPS = 10.0


@pytest.fixture(scope="module")
def images() -> list[bytes]:
    photo = cv2.resize(grace_hopper(), (320, 376), interpolation=cv2.INTER_AREA)
    return [cv2.imencode(".jpg", photo)[1].tobytes()]


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("inference.sources.background.RETRY_S", 0.2)
    return tmp_path


class Camera:
    """Breaks its first answer off after some seconds; then it is not ready once, and then for as long as is wanted."""

    def __init__(self, images: list[bytes], *, comes_back: bool = True) -> None:
        self._images, self._comes_back = images, comes_back
        self._asked = 0
        self.server = WebServer(self._answer)

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        self._asked += 1
        if self._asked == 1:
            breaks = threading.Event()
            timer = threading.Timer(1.5, breaks.set)
            timer.start()
            send_images(request, self._images, FPS, breaks)
            timer.join()
        elif self._asked == 2 or not self._comes_back:
            request.send_error(503)
        else:
            send_images(request, self._images, FPS, self.server.stopping)


def test_the_table_of_a_camera_that_restarts_goes_on_and_no_password_is_written(here, images, capsys):
    camera = Camera(images)
    with camera.server:
        assert main(["--video", camera.server.url + ADDRESS, "--end", "4"]) == 0
    said = capsys.readouterr().err
    assert said.count("trying again") == 1
    assert said.count("is back: no images from") == 1
    files = {path.suffix: path for path in here.iterdir()}
    assert set(files) == {".mp4", ".csv", ".json"}
    for path in files.values():
        assert "s3cret" not in path.name
        assert b"s3cret" not in path.read_bytes()
    assert "s3cret" not in said
    summary = json.loads(files[".json"].read_text(encoding="utf-8"))
    assert summary["gaps"]["count"] == 1
    (gap,) = summary["gaps"]["list"]
    assert 0.2 < gap["to_s"] - gap["from_s"] < 3.0
    with files[".csv"].open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    times = [float(row["time_s"]) for row in rows]
    assert len({int(row["frame"]) for row in rows}) == len(rows), "one face in each frame"
    assert times == sorted(times)
    assert not [time_s for time_s in times if gap["from_s"] + 0.001 < time_s < gap["to_s"] - 0.001]
    assert times[0] < gap["from_s"] + 0.001
    assert gap["to_s"] < times[-1] < 4.0
    with av.open(str(files[".mp4"])) as container:
        shown_s = [float(frame.time) for frame in container.decode(video=0)]
    assert len(shown_s) >= len(times)
    assert shown_s[-1] - shown_s[0] == pytest.approx(times[-1] - times[0], abs=0.3)


def test_a_camera_that_stays_away_is_an_error_and_the_table_is_whole(here, images, capsys):
    camera = Camera(images, comes_back=False)
    with camera.server:
        words = ["--video", camera.server.url + ADDRESS, "--reconnect", "0.5", "--export", "out.csv", "--debug"]
        assert main(words) == 3
    said = capsys.readouterr().err
    assert "has not come back for 0.5 s" in said
    assert "s3cret" not in said
    with (here / "out.csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) > 1


def test_without_patience_a_camera_that_ends_ends_the_run(here, images):
    camera = Camera(images)
    with camera.server:
        words = ["--video", camera.server.url + ADDRESS, "--reconnect", "0", "--summary", "out.json"]
        assert main(words) == 0
    assert json.loads((here / "out.json").read_text(encoding="utf-8"))["gaps"] == {"count": 0, "list": []}
