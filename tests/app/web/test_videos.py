"""Videos over HTTP, at a server that really runs: uploads that break off, results, restarts, and what is wrong."""

from __future__ import annotations

import csv
import io
import json
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.web.running_server import RunningServer, read_to_end, small_video

VIDEOS = "/api/v1/videos"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with RunningServer(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def video(tmp_path_factory) -> bytes:
    return small_video(tmp_path_factory.mktemp("video") / "party.mp4")


@pytest.fixture(scope="module")
def long_video(tmp_path_factory) -> bytes:
    """One whose analysis takes some seconds."""
    return small_video(tmp_path_factory.mktemp("video") / "long.mp4", frames=480)


def begin(server: RunningServer, size: int, **more: str) -> str:
    answer = server.client.post(VIDEOS, json={"bytes": size, **more})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"].endswith(answer.json()["id"])
    return str(answer.json()["id"])


def send(server: RunningServer, number: str, part: bytes, offset: int) -> httpx.Response:
    return server.client.patch(f"{VIDEOS}/{number}", content=part, headers={"Upload-Offset": str(offset)})


def received(server: RunningServer, number: str) -> int:
    return int(server.client.head(f"{VIDEOS}/{number}").headers["upload-offset"])


def refused(answer: httpx.Response, status: int) -> str:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    return str(answer.json()["detail"])


def events_of(server: RunningServer, number: str, last: str | None = None) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield id, kind and content of events until the answer ends."""
    headers = {} if last is None else {"Last-Event-ID": last}
    with server.client.stream("GET", f"/api/v1/jobs/{number}/events", headers=headers, timeout=60.0) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        told: dict[str, str] = {}
        for line in answer.iter_lines():
            if not line and "data" in told:
                yield told.get("id", ""), told["event"], json.loads(told["data"])
            name, _, value = line.partition(": ")
            told = told | {name: value} if line else {}


# --- what is right ------------------------------------------------------------------------------------


def test_a_video_is_uploaded_in_parts_analysed_and_erased(server, video):
    number = begin(server, len(video), name="party.mp4")
    middle = len(video) // 2
    assert send(server, number, video[:middle], 0).headers["upload-offset"] == str(middle)
    assert server.job(number)["state"] == "uploading"
    assert send(server, number, video[middle:], middle).status_code == 204
    job = server.finished(number)
    assert (job["state"], job["name"], job["frames"], job["people"]) == ("done", "party.mp4", 12, 1)
    files = {file["name"]: file for file in job["files"]}
    assert set(files) == {"copy.mp4", "table.csv", "summary.json", "people.jsonl", "people.html"}
    content = {name: server.client.get(file["url"]) for name, file in files.items()}
    assert all(len(content[name].content) == file["bytes"] for name, file in files.items())
    rows = list(csv.DictReader(io.StringIO(content["table.csv"].text)))
    assert [int(row["frame"]) for row in rows] == list(range(12))
    assert json.loads(content["summary.json"].text)["people"]["count"] == 1
    assert content["copy.mp4"].headers["content-type"] == "video/mp4"
    assert content["people.html"].headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    # a player jumps
    part = server.client.get(files["copy.mp4"]["url"], headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert not (server.folder / number / "video").exists(), "the video itself is needed no more"

    assert server.client.delete(f"/api/v1/jobs/{number}").status_code == 204
    assert not (server.folder / number).exists()
    for path in (f"/api/v1/jobs/{number}", files["table.csv"]["url"], f"/people/{number}"):
        assert server.client.get(path).status_code == 404


def test_an_upload_that_breaks_off_goes_on_where_it_was(server, video):
    number = begin(server, len(video))
    head = (
        f"PATCH {VIDEOS}/{number} HTTP/1.1\r\nHost: localhost\r\nUpload-Offset: 0\r\n"
        f"Content-Length: {len(video)}\r\n\r\n"
    )
    arrived = len(video) // 3
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head.encode() + video[:arrived])
        time.sleep(0.3)
    deadline = time.monotonic() + 10
    while received(server, number) < arrived and time.monotonic() < deadline:
        time.sleep(0.05)
    assert received(server, number) == arrived
    assert send(server, number, video[arrived:], arrived).status_code == 204
    assert server.finished(number)["state"] == "done"


def test_progress_is_told_as_it_goes_and_nothing_twice(server, long_video):
    number = server.upload(long_video)
    heard = list(events_of(server, number))
    states = [told["state"] for _, _, told in heard]
    assert states[-1] == "done"
    assert [state for at, state in enumerate(states) if at == 0 or state != states[at - 1]][-2:] == ["running", "done"]
    frames = [told["frames"] for _, _, told in heard]
    assert frames == sorted(frames)
    assert any(0 < count < 480 for count in frames)
    assert [int(number) for number, _, _ in heard] == sorted({int(number) for number, _, _ in heard})
    assert list(events_of(server, number, last=heard[-1][0])) == []
    assert [told["state"] for _, _, told in events_of(server, number, last=heard[0][0])] == ["done"]


def test_what_was_asked_for_is_done(server, video):
    number = server.upload(video, privacy="pixelate", hide="gender,ethnicity")
    job = server.finished(number)
    table = server.client.get(next(file["url"] for file in job["files"] if file["name"] == "table.csv")).text
    assert "age" in table.splitlines()[0]
    (row, *_) = csv.DictReader(io.StringIO(table))
    assert not row.get("gender")
    assert not row.get("ethnicity")
    summary = server.client.get(next(file["url"] for file in job["files"] if file["name"] == "summary.json")).json()
    assert summary["settings"]["privacy"] == "pixelate"


def test_two_uploads_of_one_name_are_two_videos(server, video):
    first, second = (begin(server, len(video), name="../../etc/party.mp4") for _ in range(2))
    send(server, second, video, 0)
    assert received(server, first) == 0
    send(server, first, video, 0)
    assert {server.finished(number)["name"] for number in (first, second)} == {"party.mp4"}


def test_it_can_be_erased_while_it_is_analysed(server, long_video):
    number = server.upload(long_video)
    kinds = []
    for _, kind, told in events_of(server, number):
        kinds.append(kind)
        if told.get("state") == "running" and "erased" not in kinds:
            assert server.client.delete(f"/api/v1/jobs/{number}").status_code == 204
    assert kinds[-1] == "erased"
    assert not (server.folder / number).exists()


# --- what is wrong ------------------------------------------------------------------------------------


def test_parts_that_do_not_fit_are_refused_with_where_it_is(server, video):
    number = begin(server, len(video))
    send(server, number, video[:1000], 0)
    for offset in (0, 999, 1001):
        answer = send(server, number, video[1000:2000], offset)
        assert "begins at 1000" in refused(answer, 409)
        assert answer.headers["upload-offset"] == "1000"
    assert "beyond" in refused(send(server, number, video[1000:] + b"x", 1000), 413)
    for wrong in ("-1", "x", ""):
        headers = {"Upload-Offset": wrong}
        refused(server.client.patch(f"{VIDEOS}/{number}", content=b"x", headers=headers), 422)
    headers = {"Upload-Offset": "1000", "Content-Type": "text/plain"}
    refused(server.client.patch(f"{VIDEOS}/{number}", content=b"x", headers=headers), 415)
    assert received(server, number) == 1000
    assert send(server, number, video[1000:], 1000).status_code == 204
    assert "complete" in refused(send(server, number, b"x", len(video)), 409)
    assert server.finished(number)["state"] == "done"


@pytest.mark.parametrize(
    "content",
    [
        b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/secret\n" * 10,
        b"ffconcat version 1.0\nfile '/etc/passwd'\n" * 20,
        b"<?xml version='1.0'?><MPD></MPD>" * 20,
        b"\xff\xd8\xff\xe0" + bytes(1000),
        b"hello, this is no video at all" * 20,
    ],
    ids=["playlist", "list of files", "DASH", "JPEG", "text"],
)
def test_what_is_no_video_is_refused_by_its_content_and_kept_nowhere(server, content):
    number = begin(server, len(content), name="film.mp4")
    assert "not a video" in refused(send(server, number, content, 0), 415)
    assert server.client.get(f"/api/v1/jobs/{number}").status_code == 404
    assert not (server.folder / number).exists()


def test_a_damaged_video_fails_with_words_and_the_next_one_is_done(server, video):
    damaged = video[:40] + bytes(len(video) - 40)
    number, well = server.upload(damaged), server.upload(video)
    job = server.finished(number)
    assert job["state"] == "failed"
    assert len(job["error"]) > 10
    assert "Traceback" not in job["error"]
    assert str(server.folder) not in job["error"]
    assert job["files"] == []
    assert [path.name for path in (server.folder / number).iterdir()] == []
    assert server.finished(well)["state"] == "done"


@pytest.mark.parametrize(
    "wanted",
    [{}, {"bytes": 0}, {"bytes": -1}, {"bytes": "many"}, {"bytes": 10, "privacy": "hat"}, {"bytes": 10, "hide": "hat"}],
)
def test_wrong_values_are_named(server, wanted):
    said = refused(server.client.post(VIDEOS, json=wanted), 422)
    assert any(word in said for word in ("bytes", "privacy", "hidden attributes"))


def test_what_is_too_large_or_unknown_is_refused(server):
    assert "too large" in refused(server.client.post(VIDEOS, json={"bytes": 3_000_000_000}), 413)
    for path in (f"{VIDEOS}/unknown", "/api/v1/jobs/unknown"):
        assert server.client.request("HEAD" if "videos" in path else "GET", path).status_code == 404
    refused(server.client.get("/api/v1/jobs/unknown/files/table.csv"), 404)
    refused(server.client.delete("/api/v1/jobs/..%2F..%2Fjobs.db"), 404)


def test_results_are_named_by_a_list_and_not_by_paths(server, video):
    number = server.upload(video)
    server.finished(number)
    for name in ("video", "..%2F..%2Fjobs.db", "jobs.db", "table.csv%00", ".%2Ftable.csv"):
        assert server.client.get(f"/api/v1/jobs/{number}/files/{name}").status_code in (404, 405)


def test_a_client_has_only_so_many_under_way(server):
    numbers = []
    try:
        for _ in range(20):
            answer = server.client.post(VIDEOS, json={"bytes": 1000})
            if answer.status_code != 201:
                break
            numbers.append(answer.json()["id"])
        assert "as many as one client may" in refused(answer, 429)
        assert int(answer.headers["retry-after"]) > 0
        # somebody else is served
        transport = httpx.HTTPTransport(local_address="127.0.0.8")
        with httpx.Client(base_url=server.url, transport=transport) as other:
            numbers.append(other.post(VIDEOS, json={"bytes": 1000}).raise_for_status().json()["id"])
    finally:
        for number in numbers:
            server.client.delete(f"/api/v1/jobs/{number}")


def test_nothing_of_a_client_is_logged(server, video):
    server.upload(video, name="a-private-name.mp4")
    log = server.log
    assert "a-private-name" not in log
    assert "127.0.0.1 " not in log
    assert "POST /api/v1/videos 201" in log


# --- the service --------------------------------------------------------------------------------------


def test_videos_are_erased_after_a_while(tmp_path, video):
    with RunningServer(tmp_path, limits={"kept_s": 1.5}) as running:
        done, begun = running.upload(video), begin(running, 1000)
        assert running.finished(done)["state"] == "done"
        deadline = time.monotonic() + 20
        while any(running.client.get(f"/api/v1/jobs/{one}").status_code == 200 for one in (done, begun)):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert {path.name for path in running.folder.iterdir() if path.is_dir()} == set()


def test_a_video_that_takes_too_much_memory_fails_with_words_and_ends_only_itself(tmp_path, video):
    with RunningServer(tmp_path, limits={"job_bytes": 200_000_000}) as running:
        job = running.finished(running.upload(video))
        assert job["state"] == "failed"
        assert "more memory" in job["error"]
        assert running.client.get("/healthz").status_code == 200


def test_a_video_that_is_too_long_is_told_so(tmp_path, long_video):
    with RunningServer(tmp_path, limits={"video_s": 5.0}) as running:
        assert running.finished(running.upload(long_video))["error"].startswith("too long: videos may last")


def test_a_disk_that_is_full_is_told_and_the_upload_goes_on_later(tmp_path, video):
    """No file may be longer than a megabyte, which is what a full disk looks like to the server."""
    most, padded = 1_000_000, video + bytes(2_000_000)
    with RunningServer(tmp_path, file_bytes=most) as running:
        number = begin(running, len(padded))
        answer = send(running, number, padded, 0)
        assert "full" in refused(answer, 507)
        assert int(answer.headers["retry-after"]) > 0
        arrived = received(running, number)
        assert arrived <= most
        assert send(running, number, padded[arrived : arrived + 10], arrived).status_code in (204, 507)
        assert running.client.get("/healthz").status_code == 200


def test_after_a_kill_uploads_and_the_queue_go_on(tmp_path, video, long_video):
    running = RunningServer(tmp_path)
    half = begin(running, len(video))
    send(running, half, video[:1000], 0)
    first, second = running.upload(long_video, name="first"), running.upload(video, name="second")
    done = False
    while not done:
        done = running.job(first)["state"] == "running"
    running.end(signal.SIGKILL)
    with RunningServer(tmp_path) as again:
        assert received(again, half) == 1000
        assert again.finished(first)["state"] == "done"
        assert again.finished(first)["name"] == "first"
        assert again.finished(second)["state"] == "done"
        assert send(again, half, video[1000:], 1000).status_code == 204
        assert again.finished(half)["state"] == "done"


def test_it_ends_gracefully_and_tells_those_who_listen(tmp_path, long_video):
    running = RunningServer(tmp_path)
    number = running.upload(long_video)
    kinds: list[str] = []
    listening = threading.Thread(target=lambda: kinds.extend(kind for _, kind, _ in events_of(running, number)))
    listening.start()
    while running.job(number)["state"] != "running":
        time.sleep(0.02)
    running.process.send_signal(signal.SIGTERM)
    listening.join(30)
    assert kinds[-1] == "stopping"
    assert running.process.wait(30) == 0
    running.end()
    assert "Traceback" not in running.log
    with RunningServer(tmp_path) as again:
        assert again.finished(number)["state"] == "done"


def test_a_slow_sender_is_left_and_others_are_not_kept_waiting(tmp_path: Path, video: bytes) -> None:
    with RunningServer(tmp_path, limits={"body_s": 0.5, "head_s": 0.5}) as running:
        number = begin(running, len(video))
        head = (
            f"PATCH {VIDEOS}/{number} HTTP/1.1\r\nHost: localhost\r\nUpload-Offset: 0\r\nContent-Length: 1000\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as slow:
            slow.sendall(head.encode() + b"x")
            assert running.client.get("/healthz").status_code == 200
            assert b"408" in read_to_end(slow)[:20]
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as silent:
            assert read_to_end(silent) == b""
