"""Sound: images that follow it, machines without a device, and a real sound server where there is one."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gui.playback.player import CapturedFrame, Player
from app.gui.playback.sound import SoundTrack
from inference.types import SourceInfo

from .test_player import PATIENCE_S, Audience, Film

SYNC = Path(__file__).with_name("sound_in_step.py")


class Heard(SoundTrack):
    """A device whose clock the test moves."""

    def __init__(self) -> None:
        self.asked: queue.Queue[tuple[str, float]] = queue.Queue()
        self.at_s: float | None = None

    def open(self, info: SourceInfo) -> None:
        self.asked.put(("open", 0.0))

    def play_from(self, media_s: float, at: float) -> None:
        self.asked.put(("play", media_s))

    def halt(self) -> None:
        self.at_s = None
        self.asked.put(("halt", 0.0))

    def close(self) -> None:
        self.asked.put(("close", 0.0))

    def heard_s(self) -> float | None:
        return self.at_s

    def next(self, kind: str) -> float:
        """Wait until something is asked, and return from where."""
        while True:
            asked, media_s = self.asked.get(timeout=PATIENCE_S)
            if asked == kind:
                return media_s

    @property
    def is_silent(self) -> bool:
        """Nothing is to be heard after what was asked so far."""
        return [kind for kind, _ in list(self.asked.queue) if kind != "open"][-1:] in ([], ["halt"], ["close"])


@pytest.fixture
def audience() -> Audience:
    return Audience()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def play(audience: Audience, heard: Heard) -> Iterator:
    players: list[Player] = []

    def start(film: Film, **how: object) -> Player:
        player = Player("film", audience.deliver, audience, lambda _: film, sound=heard, **how)
        players.append(player)
        player.start()
        return player

    yield start
    for player in players:
        player.stop()
        player.join(PATIENCE_S)


def test_images_wait_for_the_sound_and_catch_up_with_it(play, audience, heard):
    player = play(Film(1000), playing=False)
    audience.see()
    player.play(True)
    heard.next("play")
    heard.at_s = 0.05
    seen = audience.see(5)
    assert audience.sees_no_more()
    assert seen[-1] <= 5
    heard.at_s = 0.3
    assert audience.see(25 - seen[-1])[-1] == 25


def test_a_device_that_stops_does_not_stop_the_images(play, audience, heard):
    player = play(Film(1000), playing=False)
    audience.see()
    player.play(True)
    heard.next("play")
    heard.at_s = 0.05
    audience.see(4)
    heard.at_s = None
    audience.see(30)


def test_sound_begins_where_the_image_is_and_is_silent_in_a_pause_at_a_jump_and_at_other_speeds(play, audience, heard):
    player = play(Film(3000), playing=False)
    audience.see()
    assert heard.is_silent
    player.play(True)
    assert heard.next("play") == pytest.approx(0.01)
    player.seek(5.0)
    assert heard.next("play") == 5.0
    player.play(False)
    heard.next("halt")
    while audience.see() != [500]:
        pass
    while not audience.sees_no_more():
        pass
    assert heard.is_silent
    player.set_speed(2.0)
    player.play(True)
    audience.see(5)
    assert heard.is_silent
    player.set_speed(1.0)
    assert heard.next("play") > 5.0


def test_sound_is_silent_at_the_end_and_closed_with_the_source(play, audience, heard):
    player = play(Film(5))
    audience.see(5)
    assert [audience.hear()[0] for _ in range(2)] == ["opened", "ended"]
    assert heard.is_silent
    player.stop()
    heard.next("close")


def test_sound_waits_until_the_first_second_is_over_where_that_is_held_up(play, audience, heard):
    """It could not wait for images that take long."""
    busy_until = 0.0

    def take(captured: CapturedFrame) -> None:
        nonlocal busy_until
        busy_until = time.monotonic() + 0.03
        Audience.deliver(audience, captured)

    audience.deliver = take
    play(Film(130), is_free=lambda: time.monotonic() >= busy_until)
    while (begun := heard.next("play")) < 1.0:
        assert begun < 0.02


def test_without_qts_library_there_is_no_sound_and_no_error(qapp, monkeypatch):
    from app.gui.playback.sound import Sound

    monkeypatch.setitem(sys.modules, "PyQt6.QtMultimedia", None)
    sound = Sound()
    assert not sound.is_available
    track = sound.track()
    track.open(SourceInfo("film", Film(1).info.kind, path="film.mp4"))
    track.play_from(0.0, 0.0)
    assert track.heard_s() is None
    sound.set_volume(0.5)
    sound.shut_down(time.monotonic() + 1)


@pytest.fixture
def sound_server(tmp_path) -> Iterator[dict[str, str]]:
    """A PulseAudio of the test's own, with a device that nobody hears; gives the environment for its clients."""
    if not all(map(shutil.which, ("pulseaudio", "parec"))):
        pytest.skip("needs a sound server and its recorder: Debian's pulseaudio and pulseaudio-utils")
    socket = tmp_path / "sound.socket"
    modules = ("module-null-sink sink_name=null", f"module-native-protocol-unix socket={socket} auth-anonymous=1")
    own = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PULSE_SERVER": f"unix:{socket}"}
    options = [
        "-n",
        "--exit-idle-time=-1",
        "--use-pid-file=no",
        "--daemonize=no",
        *(f"--load={one}" for one in modules),
    ]
    server = subprocess.Popen(
        ["pulseaudio", *options], env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not socket.exists() and server.poll() is None and time.monotonic() < deadline:
            threading.Event().wait(0.05)
        if not socket.exists():
            pytest.skip("PulseAudio does not start here")
        yield own
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def test_sound_and_images_are_in_step_on_a_real_server(sound_server, tmp_path):
    """A white frame and a beep each second: both come out within 80 ms of each other, most of the time."""
    done = subprocess.run(
        [sys.executable, str(SYNC), str(tmp_path / "film.mkv")],
        env={**os.environ, **sound_server, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    offsets_ms = sorted(abs(float(line)) for line in done.stdout.split())
    assert len(offsets_ms) >= 3, done.stdout + done.stderr
    assert offsets_ms[len(offsets_ms) // 2] < 80
