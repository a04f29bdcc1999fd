"""A site as its users meet it: sources that end, break, hang and change, through `main`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import timedelta
from fractions import Fraction
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.site.events.delivery import Delivery
from app.site.keeping import NoStore
from app.site.reading import read_site
from app.site.site import Site
from inference.stages import SharedModels
from main import main
from tests.app.site.receivers import Receiver, free_port, wait_for
from tests.photos import eileen_collins, grace_hopper
from tests.web_server import WebServer, send_images

MAIN = Path(__file__).resolve().parents[3] / "main.py"
FPS = 10


def images_of(photo: np.ndarray, count: int) -> list[np.ndarray]:
    """A face that moves a little, in frames of 320 x 376."""
    photo = cv2.resize(photo, (320, 376), interpolation=cv2.INTER_AREA)
    return [np.roll(photo, number % 10, axis=1) for number in range(count)]


def write(path: Path, images: list[np.ndarray]) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"g": "5", "bf": "0"})
        stream.height, stream.width = images[0].shape[:2]
        for number, image in enumerate(images):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> dict[str, Path]:
    """Two seconds each: Grace Hopper, the same again, and Eileen Collins."""
    folder = tmp_path_factory.mktemp("clips")
    grace, eileen = images_of(grace_hopper(), 20), images_of(eileen_collins()[40:340, 90:346], 20)
    return {
        "grace": write(folder / "grace.mkv", grace),
        "again": write(folder / "again.mkv", grace),
        "eileen": write(folder / "eileen.mkv", eileen),
    }


@pytest.fixture(scope="module")
def jpegs() -> list[bytes]:
    return [cv2.imencode(".jpg", image)[1].tobytes() for image in images_of(grace_hopper(), 10)]


@pytest.fixture
def receiver():
    with Receiver() as made:
        yield made


class SiteFile:
    """A site file in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "site.toml"

    def write(self, sources: dict[str, str], *, more: str = "", events: str = "") -> Path:
        parts = [f'[site]\nname = "test"\n{more}\n[analysis]\nengine = "cpu"\n']
        parts += [f"[[source]]\nname = {json.dumps(name)}\n{what}\n" for name, what in sources.items()]
        replacement = self.path.with_suffix(".new")
        replacement.write_text("\n".join([*parts, events]), encoding="utf-8")
        os.replace(replacement, self.path)
        return self.path


@pytest.fixture
def site_file(tmp_path) -> SiteFile:
    return SiteFile(tmp_path)


def url(path: Path | str) -> str:
    return f"url = {json.dumps(str(path))}"


def told_of(receiver: Receiver, *kinds: str) -> list[dict]:
    return [content for content in receiver.contents if content["event"] in kinds]


def hook(receiver: Receiver, *kinds: str) -> str:
    return "\n".join(f'[[event]]\non = "{kind}"\nwebhook = "{receiver.url}"' for kind in kinds)


def test_people_are_linked_across_the_files_of_a_site(site_file, clips, receiver, capsys):
    events = hook(receiver, "person_seen", "person_entered", "person_left")
    path = site_file.write({name: url(clip) for name, clip in clips.items()}, events=events)
    assert main(["site", str(path)]) == 0
    said = capsys.readouterr().err
    assert "test: 2 people in 3 visits" in said
    assert said.count("all of it has been analysed: 20 frames") == 3
    entered = {content["source"]: content for content in told_of(receiver, "person_entered")}
    assert set(entered) == {"grace", "again", "eileen"}
    assert entered["grace"]["person"] == entered["again"]["person"] != entered["eileen"]["person"]
    assert {entered["grace"]["visits"], entered["again"]["visits"]} == {1, 2}
    assert len(told_of(receiver, "person_seen")) == 2
    assert sorted(content["dwell_s"] for content in told_of(receiver, "person_left")) == [1.9, 1.9, 1.9]
    assert len({content["id"] for content in receiver.contents}) == len(receiver.contents)


def walk() -> list[np.ndarray]:
    """Grace Hopper goes from the left to the right within three seconds, and stays there for one."""
    face = cv2.resize(grace_hopper()[60:420, 86:446], (180, 180), interpolation=cv2.INTER_AREA)
    images = []
    for number in range(40):
        image = np.full((240, 640, 3), 120, dtype=np.uint8)
        x = min(20 + 15 * number, 440)
        image[30:210, x : x + 180] = face
        images.append(image)
    return images


WALK = """
[[source.line]]
name = "middle"
points = [[0.5, 1.0], [0.5, 0.0]]
[[source.zone]]
name = "right"
polygon = [[0.6, 0.0], [1.0, 0.0], [1.0, 1.0], [0.6, 1.0]]
dwell_s = 1.0
"""


class NotedStore(NoStore):
    """Notes what it is given."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, dict]] = []

    def add_visit(self, **row) -> None:
        self.rows.append(("visit", row))

    def add_crossing(self, **row) -> None:
        self.rows.append(("crossing", row))

    def add_stay(self, **row) -> None:
        self.rows.append(("stay", row))

    def add_minute(self, **row) -> None:
        self.rows.append(("minute", row))


def test_who_crosses_a_line_and_dwells_in_a_zone_is_told_and_kept(site_file, tmp_path, receiver):
    kinds = ("person_entered", "line_crossed", "zone_entered", "dwell", "zone_left", "person_left")
    crowd = f'\n[[event]]\non = "crowd"\npeople = 1\nzone = "right"\nwebhook = "{receiver.url}"'
    clip = write(tmp_path / "walk.mkv", walk())
    start = "starts_at = 2026-05-01T10:00:58+02:00"
    path = site_file.write({"hall": f"{url(clip)}\n{start}\n{WALK}"}, events=hook(receiver, *kinds) + crowd)
    file, store = read_site(path), NotedStore()
    with (
        SharedModels(file.analysis) as models,
        Delivery(file.events) as delivery,
        Site(file, models, delivery, store) as site,
    ):
        wait_for(lambda: site.is_done, 60)
        counts = site.states()[0].counts
    assert counts == {"middle in": 1, "middle out": 0, "right": 0}
    told = {content["event"]: content for content in receiver.contents}
    assert sorted(content["event"] for content in receiver.contents) == sorted((*kinds, "crowd"))
    assert (told["line_crossed"]["line"], told["line_crossed"]["direction"]) == ("middle", "in")
    assert "2026-05-01T08:00:59" < told["line_crossed"]["time"] < "2026-05-01T08:01:01"
    assert told["dwell"]["dwell_s"] == pytest.approx(1.0, abs=0.11)
    assert told["zone_left"]["dwell_s"] > 1.0
    assert (told["crowd"]["people"], told["crowd"]["zone"]) == (1, "right")
    assert len({content["person"] for content in receiver.contents if "person" in content}) == 1

    rows = {kind: [row for name, row in store.rows if name == kind] for kind, _ in store.rows}
    (visit,), (crossing,), (stay,) = rows["visit"], rows["crossing"], rows["stay"]
    assert visit["person"] == crossing["person"] == stay["person"] == told["person_entered"]["person"]
    assert visit["began_at"].isoformat()[:19] == "2026-05-01T08:00:58"
    assert visit["attributes"].gender == "female"
    assert crossing["is_first"]
    assert stay["left_at"] - stay["entered_at"] == pytest.approx(timedelta(seconds=2), abs=timedelta(seconds=1))
    first, second = rows["minute"]
    assert (first["at"].isoformat()[:16], second["at"].isoformat()[:16]) == ("2026-05-01T08:00", "2026-05-01T08:01")
    assert first["watched_s"] == pytest.approx(1.9, abs=0.11)
    assert second["people_mean"] == 1.0


def test_nobody_is_found_behind_a_mask(site_file, clips, capsys):
    mask = "mask = [[[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]]]"
    path = site_file.write({"masked": f"{url(clips['grace'])}\n{mask}", "open": url(clips["again"])})
    assert main(["site", str(path)]) == 0
    assert "test: 1 person in 1 visit\n" in capsys.readouterr().err


def test_a_source_that_is_missing_is_told_and_the_others_are_analysed(site_file, clips, capsys):
    path = site_file.write({"gone": url("nothing.mkv"), "there": url(clips["grace"])})
    assert main(["site", str(path)]) == 3
    said = capsys.readouterr().err
    assert "there: all of it has been analysed: 20 frames" in said
    assert "error: gone: " in said
    assert "nothing.mkv" in said


def test_photographs_are_no_source_of_a_site(site_file, tmp_path, capsys):
    cv2.imwrite(str(tmp_path / "photo.png"), grace_hopper())
    path = site_file.write({"photo": url(tmp_path / "photo.png")})
    assert main(["site", str(path)]) == 3
    assert "holds still images" in capsys.readouterr().err
    assert main(["site", str(path), "--check"]) == 3
    assert "WRONG  source photo: " in capsys.readouterr().out


def test_a_check_opens_everything_and_tells_nobody(site_file, clips, receiver, capsys):
    path = site_file.write(
        {"file": url(clips["grace"]), "gone": url(f"http://127.0.0.1:{free_port()}/x.ts")},
        events=hook(receiver, "person_seen"),
    )
    assert main(["site", str(path), "--check"]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ok     source file: a recording, 320 x 376, 10 frames per second"
    assert lines[1].startswith("WRONG  source gone: can't open http://127.0.0.1")
    assert lines[2] == f"ok     events to {receiver.url}: takes events"
    assert not receiver.posts


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.toml"], "none.toml can't be read"),
        ([], "required: FILE.toml"),
        (["none.toml", "--window"], "none.toml can't be read"),
        (["site.toml", "--window", "--check"], "--check opens no window"),
    ],
)
def test_wrong_usage_is_told(site_file, monkeypatch, words, message, capsys):
    monkeypatch.chdir(site_file.path.parent)
    site_file.write({"one": url("demo")})
    assert main(["site", *words]) == 2
    assert message in capsys.readouterr().err


# --- live sources, in a process of their own ------------------------------------------------------


class Running:
    """A site in a process of its own; a context manager that ends it."""

    def __init__(self, path: Path, *words: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(MAIN), "site", str(path), "--log", "json", *words],
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=path.parent,
        )
        self.lines: list[dict] = []
        self.rest: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stderr:
            try:
                self.lines.append(json.loads(line))
            except ValueError:
                self.rest.append(line)

    def said(self, words: str) -> bool:
        return any(words in line.get("message", "") for line in list(self.lines))

    def send(self, number: int) -> None:
        self._process.send_signal(number)

    def end(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(30)
        self._reader.join()
        self._process.stderr.close()
        return code

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stderr.close()


def metrics(port: int) -> dict[str, float]:
    """Return what Prometheus would be told."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def test_a_source_that_hangs_and_one_that_dies_hold_up_no_other(site_file, jpegs, receiver):
    """One server answers and then sends nothing, one breaks off and comes back, one is well."""
    breaks = threading.Event()

    def hang(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "multipart/x-mixed-replace; boundary=image")
        request.end_headers()
        hanging.stopping.wait(60)

    def send(request: BaseHTTPRequestHandler) -> None:
        send_images(request, jpegs, FPS, well.stopping)

    asked = []

    def send_for_a_while(request: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        send_images(request, jpegs, FPS, breaks if len(asked) == 1 else dying.stopping)

    port = free_port()
    with WebServer(hang) as hanging, WebServer(send) as well, WebServer(send_for_a_while) as dying:
        sources = {"hang": url(hanging.url), "dies": url(dying.url), "well": url(well.url)}
        path = site_file.write(sources, more=f"metrics = {port}", events=hook(receiver, "person_entered"))
        with Running(path) as running:
            wait_for(lambda: {c["source"] for c in told_of(receiver, "person_entered")} == {"dies", "well"}, 60)
            frames = metrics(port)['facelens_source_frames_total{source="well"}']
            breaks.set()
            wait_for(lambda: running.said("dies: is back after"), 30)
            now = metrics(port)
            assert now['facelens_source_frames_total{source="well"}'] > frames
            assert now['facelens_source_up{source="well"}'] == now['facelens_source_up{source="dies"}'] == 1
            assert now['facelens_source_up{source="hang"}'] == 0
            assert now["facelens_persons_total"] == 1
            assert running.end() == 130
    assert not [line for line in running.rest if "Traceback" in line]
    assert len(asked) == 2


def test_sources_and_rules_change_while_a_site_runs(site_file, jpegs, receiver):
    def send(request: BaseHTTPRequestHandler) -> None:
        send_images(request, jpegs, FPS, server.stopping)

    with WebServer(send) as server:
        first, second = {"first": url(server.url + "/1")}, {"second": url(server.url + "/2")}
        path = site_file.write(first)
        with Running(path) as running:
            wait_for(lambda: running.said("first: opened"), 60)
            site_file.write(first | second, events=hook(receiver, "person_entered"))
            wait_for(lambda: running.said("second: opened"), 30)
            wait_for(lambda: any(c["source"] == "second" for c in told_of(receiver, "person_entered")), 30)

            before = len(running.lines)
            site_file.write({"first": "url = 3"})
            wait_for(lambda: running.said("the site goes on as before: "), 30)
            (wrong,) = [line for line in running.lines[before:] if "goes on as before" in line.get("message", "")]
            assert "source 1, url takes a text in quotes, got 3" in wrong["message"]

            site_file.write(second, events=hook(receiver, "person_entered"))
            wait_for(lambda: running.said("first: is no longer in the site file"), 30)
            running.send(signal.SIGHUP)
            assert running.end() == 130
    assert sum("first: opened" in line.get("message", "") for line in running.lines) == 1
    assert sum("second: opened" in line.get("message", "") for line in running.lines) == 1, "it was left alone"


def test_what_a_site_saw_is_told_when_it_is_ended(site_file, jpegs, receiver):
    def send(request: BaseHTTPRequestHandler) -> None:
        send_images(request, jpegs, FPS, server.stopping)

    with WebServer(send) as server:
        path = site_file.write({"door": url(server.url)}, events=hook(receiver, "person_entered", "person_left"))
        with Running(path) as running:
            wait_for(lambda: told_of(receiver, "person_entered"), 60)
            assert not told_of(receiver, "person_left")
            assert running.end() == 130
    assert len(told_of(receiver, "person_left")) == 1
    states = [line for line in running.lines if line.get("source") == "door"]
    assert states[-1]["visits"] == 1
    assert states[-1]["frames"] >= 3
