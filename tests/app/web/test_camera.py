"""A browser's camera over its WebSocket, at a server that really runs."""

from __future__ import annotations

import json

import cv2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from app.web.page.camera import MOST_BYTES
from tests.app.web.running_server import PHOTO, RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with RunningServer(tmp_path_factory.mktemp("server")) as running:
        yield running


def camera(server: RunningServer, origin: str | None = None) -> ClientConnection:
    address = server.url.replace("http://", "ws://") + "/camera/frames"
    return connect(address, origin=origin or server.url, proxy=None, open_timeout=30, max_size=None)  # type: ignore[arg-type]


def jpeg(x: int = 0) -> bytes:
    photo = cv2.imread(str(PHOTO))
    scene = cv2.copyMakeBorder(photo, 0, 0, x, 200, cv2.BORDER_REPLICATE)
    image = cv2.resize(scene, (320, 240), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", image)[1].tobytes())


def answer(socket: ClientConnection) -> dict:
    return dict(json.loads(socket.recv(timeout=60)))


def test_frames_are_answered_with_faces_that_keep_their_number(server):
    with camera(server) as socket:
        told = []
        for index in range(8):
            socket.send(jpeg(2 * index))
            told.append(answer(socket))
    assert [one["frame"] for one in told] == [*range(8)]
    assert all((one["width"], one["height"]) == (320, 240) for one in told)
    (face,) = told[-1]["faces"]
    assert 20 <= face["age"] <= 90
    assert face["gender"] in ("female", "male")
    assert {one["number"] for shown in told[2:] for one in shown["faces"]} == {face["number"]}
    assert len(told[-1]["covered"]) >= 1


def test_frames_that_come_faster_than_they_are_looked_at_are_skipped_and_told(server):
    with camera(server) as socket:
        for index in range(60):
            socket.send(jpeg(index % 10))
        told = [answer(socket) for _ in range(60)]
    assert sorted(one["frame"] for one in told) == [*range(60)]
    seen = [one["frame"] for one in told if not one.get("skipped")]
    assert seen == sorted(seen)
    assert seen[-1] == 59
    assert len(seen) < 60


def test_a_frame_that_cannot_be_read_is_told_and_the_next_one_is_looked_at(server):
    with camera(server) as socket:
        socket.send(b"\xff\xd8 no image at all")
        told = answer(socket)
        assert told["skipped"] is True
        assert told["problem"]
        socket.send(jpeg())
        assert answer(socket)["faces"]


@pytest.mark.parametrize(
    ("message", "code", "words"),
    [("text", 1003, "bytes"), (b"\0" * (MOST_BYTES + 1), 1009, None)],
    ids=["text", "too long"],
)
def test_what_is_no_frame_ends_the_connection_with_words(server, message, code, words):
    with camera(server) as socket:
        socket.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code
    assert words is None or words in closed.value.rcvd.reason


def test_a_page_of_others_gets_no_connection(server):
    with pytest.raises(InvalidStatus) as refused:
        camera(server, origin="https://elsewhere.example")
    assert refused.value.response.status_code == 403


def test_more_cameras_than_there_are_places_are_told_to_come_back(server):
    """Two of one client; a third is told, and gets a place once one has left."""
    with camera(server) as one, camera(server) as other, camera(server) as third:
        with pytest.raises(ConnectionClosed) as closed:
            third.recv(timeout=30)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1013
        for socket in (one, other):
            socket.send(jpeg())
            assert answer(socket)["faces"]
    again = None
    for _ in range(50):
        with camera(server) as socket:
            socket.send(jpeg())
            try:
                again = answer(socket)
                break
            except ConnectionClosed:
                continue
    assert again is not None
    assert again["faces"]


def test_what_came_by_the_camera_is_kept_nowhere(server):
    with camera(server) as socket:
        socket.send(jpeg())
        answer(socket)
    kept = [path.name for path in server.folder.rglob("*") if path.is_file()]
    # the list of videos, which is empty
    assert {name.partition("-")[0] for name in kept} <= {"jobs.db"}
    assert (server.folder / "jobs.db").stat().st_size < 20_000


def test_the_end_of_the_server_is_told(tmp_path):
    with RunningServer(tmp_path) as running, camera(running) as socket:
        socket.send(jpeg())
        answer(socket)
        assert running.end() == 0
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code in (1001, 1012)
