"""The capture thread, with sources that are driven by locks."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.gui.playback import player as player_module
from app.gui.playback.player import CapturedFrame, Player
from inference.errors import SourceBrokenError, SourceError
from inference.settings import EVERYTHING, Selection
from inference.sources import images, open_images
from inference.sources.background import BackgroundSource
from inference.sources.base import SeekableSource, Source
from inference.sources.image_reading import read_still
from inference.types import Frame, SourceInfo, SourceKind

IMAGE = np.zeros((4, 4, 3), dtype=np.uint8)
PATIENCE_S = 20.0


class Film(SeekableSource):
    """A file of `count` frames, 100 a second, that can be searched."""

    def __init__(self, count: int = 20, kind: SourceKind = SourceKind.VIDEO, failure: Exception | None = None) -> None:
        self._info = SourceInfo("film", kind, fps=100.0, frame_count=count, duration_s=count / 100, is_seekable=True)
        self._position, self._count, self._failure = 0, count, failure
        self.closed = threading.Event()

    @property
    def info(self) -> SourceInfo:
        return self._info

    def frames_from(self, position: float) -> Iterator[Frame]:
        self._position = int(np.ceil(position * 100 - 1e-6))
        return iter(self)

    def before(self, position: float, count: int) -> float:
        return max(0.0, position - (count + 0.25) / 100)

    def __iter__(self) -> Iterator[Frame]:
        while self._position < self._count:
            self._position += 1
            yield Frame(IMAGE, self._position - 1, (self._position - 1) / 100, "film")
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def close(self) -> None:
        self.closed.set()


class Webcam(Source):
    """Delivers what the test gives it; an exception breaks it off."""

    def __init__(self) -> None:
        self.given: queue.Queue[int | Exception | None] = queue.Queue()

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("camera:0", SourceKind.CAMERA, fps=30.0)

    def __iter__(self) -> Iterator[Frame]:
        while (item := self.given.get(timeout=PATIENCE_S)) is not None:
            if isinstance(item, Exception):
                raise item
            yield Frame(IMAGE, item, item / 30, "camera:0")

    def close(self) -> None:
        self.given.put(None)


class UnsteadyWebcam(BackgroundSource):
    """Delivers what the test has for each time that it is opened; after the last it waits to be closed."""

    def __init__(self, openings: list[list[int | Exception]]) -> None:
        super().__init__("camera:0", EVERYTHING, PATIENCE_S, PATIENCE_S)
        self._openings = openings
        self._start()

    def _produce(self) -> Generator[Frame, None, None]:
        for item in self._openings.pop(0):
            if isinstance(item, Exception):
                raise item
            yield Frame(IMAGE, item, item / 30, "camera:0")
        self._is_closed.wait(PATIENCE_S)

    def _described(self, first: Frame) -> SourceInfo:
        return SourceInfo("camera:0", SourceKind.CAMERA, fps=30.0)

    def _silence(self) -> str:
        return "silent"


class Audience:
    """Listens to a player, and takes its frames."""

    def __init__(self) -> None:
        self.news: queue.Queue[tuple[str, object]] = queue.Queue()
        self.frames: queue.Queue[int] = queue.Queue()

    def deliver(self, captured: CapturedFrame) -> None:
        self.frames.put(captured.frame.index)

    def opened(self, serial: int, info: SourceInfo) -> None:
        self.news.put(("opened", info.is_seekable))

    def failed(self, serial: int, message: str, *, retrying: bool) -> None:
        self.news.put((message, retrying))

    def ended(self, serial: int) -> None:
        self.news.put(("ended", None))

    def hear(self) -> tuple[str, object]:
        return self.news.get(timeout=PATIENCE_S)

    def see(self, count: int = 1) -> list[int]:
        return [self.frames.get(timeout=PATIENCE_S) for _ in range(count)]

    def sees_no_more(self) -> bool:
        """Nothing comes for the time of ten frames."""
        try:
            self.frames.get(timeout=0.1)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def audience() -> Audience:
    return Audience()


@pytest.fixture
def play(audience: Audience) -> Iterator[Callable[..., Player]]:
    players: list[Player] = []

    def start(open_source: Callable[[object], Source], **how: object) -> Player:
        player = Player("target", audience.deliver, audience, open_source, **how)
        players.append(player)
        player.start()
        return player

    yield start
    for player in players:
        player.stop()
        player.join(PATIENCE_S)


def test_a_file_is_played_to_its_end_in_order_and_closed(play, audience):
    film = Film()
    player = play(lambda _: film)
    assert audience.hear() == ("opened", True)
    assert audience.see(20) == list(range(20))
    assert audience.hear() == ("ended", None)
    player.stop()
    player.join(PATIENCE_S)
    assert film.closed.is_set()


def test_what_a_file_occupied_is_handed_back_once_it_is_closed(play, audience, monkeypatch):
    film = Film()
    was_closed = []
    monkeypatch.setattr(player_module, "return_released_memory", lambda: was_closed.append(film.closed.is_set()))
    player = play(lambda _: film)
    audience.see(20)
    assert not was_closed
    player.stop()
    player.join(PATIENCE_S)
    assert was_closed == [True]


def test_playing_after_the_end_begins_anew(play, audience):
    player = play(lambda _: Film(5))
    audience.see(5)
    assert [audience.hear()[0], audience.hear()[0]] == ["opened", "ended"]
    player.play(True)
    assert audience.see(5) == list(range(5))


def test_a_loop_goes_on_without_an_end(play, audience):
    play(lambda _: Film(4), loop=True)
    assert audience.see(10) == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]


def test_a_part_is_looped_frame_by_frame_from_wherever_it_is_entered(play, audience):
    player = play(lambda _: Film(20), playing=False, loop=True)
    assert audience.see() == [0]
    player.set_part(Selection(0.04, 0.08))
    player.play(True)
    assert audience.see(12) == [*range(1, 8), 4, 5, 6, 7, 4]


def test_who_goes_behind_a_part_stays_there_until_the_end_and_steps_leave_it(play, audience):
    player = play(lambda _: Film(12), playing=False, loop=True)
    audience.see()
    player.set_part(Selection(0.04, 0.06))
    player.seek(0.05)
    for _ in range(2):
        player.step(1)
    assert audience.see(3) == [5, 6, 7]
    player.seek(0.09)
    player.play(True)
    assert audience.see(6) == [9, 10, 11, 4, 5, 4]


def test_paused_from_the_start_shows_the_first_frame_only(play, audience):
    player = play(lambda _: Film(), playing=False)
    assert audience.see() == [0]
    assert audience.sees_no_more()
    player.play(True)
    assert audience.see(3) == [1, 2, 3]


def test_steps_forward_and_back_are_single_frames(play, audience):
    player = play(lambda _: Film(), playing=False)
    audience.see()
    for _ in range(3):
        player.step(1)
    assert audience.see(3) == [1, 2, 3]
    player.step(-1)
    assert audience.see() == [2]
    player.step(-1)
    assert audience.see() == [1]
    player.step(1)
    assert audience.see() == [2]
    assert audience.sees_no_more()


def test_a_step_back_from_the_end_shows_the_frame_before_the_last(play, audience):
    player = play(lambda _: Film(5))
    audience.see(5)
    assert [audience.hear()[0], audience.hear()[0]] == ["opened", "ended"]
    player.step(-1)
    assert audience.see() == [3]


def test_a_jump_while_paused_shows_its_frame_and_stays(play, audience):
    player = play(lambda _: Film(100), playing=False)
    audience.see()
    player.seek(0.5)
    assert audience.see() == [50]
    player.seek(0.2)
    assert audience.see() == [20]
    assert audience.sees_no_more()


def test_speed_scales_the_pace(play, audience):
    """At a quarter of the speed, 100 frames a second take 40 ms each: 0.4 s for ten steps, at the least."""
    play(lambda _: Film(12), speed=0.25)
    audience.see()
    started = time.monotonic()
    audience.see(10)
    assert time.monotonic() - started >= 0.3


def test_a_file_that_can_not_be_opened_is_told_once(play, audience):
    def fail(_: object) -> Source:
        raise SourceError("no such file")

    player = play(fail)
    assert audience.hear() == ("no such file", False)
    player.join(PATIENCE_S)
    assert not player.is_alive()


def test_a_file_that_breaks_off_is_told_and_can_be_played_again(play, audience):
    player = play(lambda _: Film(5, failure=SourceBrokenError("the end is missing")))
    audience.see(5)
    assert [audience.hear() for _ in range(3)] == [("opened", True), ("the end is missing", False), ("ended", None)]
    player.seek(0.0)
    assert audience.see() == [0]


def test_a_camera_that_stops_is_told_and_told_again_when_it_is_back(play, audience, monkeypatch):
    monkeypatch.setattr("inference.sources.background.RETRY_S", 0.01)
    openings = [[0, SourceBrokenError("gone")], [SourceError("unplugged")], [0, 1]]
    play(lambda _: UnsteadyWebcam(openings))
    assert audience.see(3) == [0, 1, 2]
    assert [audience.hear() for _ in range(3)] == [("opened", False), ("gone", True), ("opened", False)]


def test_a_paused_camera_passes_over_what_comes_meanwhile(play, audience):
    webcam = Webcam()
    player = play(lambda _: webcam)
    webcam.given.put(0)
    assert audience.see() == [0]
    player.play(False)
    webcam.given.put(1)
    webcam.given.put(2)
    assert audience.sees_no_more()
    player.play(True)
    webcam.given.put(3)
    assert audience.see() == [3]


def test_stopping_frees_a_camera_that_waits(play, audience):
    webcam = Webcam()
    player = play(lambda _: webcam)
    webcam.given.put(0)
    audience.see()
    player.stop()
    player.join(PATIENCE_S)
    assert not player.is_alive()
    assert audience.news.qsize() == 1  # it was opened; being closed is no failure


def test_the_next_player_waits_until_the_device_is_free(play, audience):
    release = threading.Event()
    order: list[str] = []

    class Slow(Film):
        def close(self) -> None:
            release.wait(PATIENCE_S)
            order.append("closed")

    first = play(lambda _: Slow())
    audience.hear()
    first.stop()

    def open_second(_: object) -> Source:
        order.append("opened")
        return Film()

    play(open_second, predecessor=first)
    release.set()
    audience.hear()
    assert order == ["closed", "opened"]


def test_stills_are_turned_by_number(play, audience):
    class Album(Film):
        def __iter__(self) -> Iterator[Frame]:
            return self.frames_from(0)

        def frames_from(self, position: float) -> Iterator[Frame]:
            return (Frame(IMAGE, index, 0.0, f"{index}.jpg", is_still=True) for index in range(round(position), 5))

        def before(self, position: float, count: int) -> float:
            return position - count

    player = play(lambda _: Album(5, SourceKind.STILLS), playing=False)
    assert audience.see() == [0]
    player.step(1)
    assert audience.see() == [1]
    player.seek(4.0)
    assert audience.see() == [4]
    player.step(-1)
    assert audience.see() == [3]


def test_a_step_back_among_images_reads_one_file_and_passes_over_what_is_broken(play, audience, tmp_path, monkeypatch):
    for number in range(6):
        cv2.imwrite(str(tmp_path / f"{number}.png"), IMAGE)
    (tmp_path / "3.png").write_bytes(b"no image")
    read: list[str] = []
    monkeypatch.setattr(images, "read_still", lambda path, stop: read.append(Path(path).name) or read_still(path, stop))
    player = play(lambda _: open_images([tmp_path]), playing=False)
    assert audience.see() == [0]
    for number in (1, 2, 4):
        player.step(1)
        assert audience.see() == [number]
    assert [Path(skipped.path).name for skipped in player.skipped] == ["3.png"]
    read.clear()
    player.step(-1)
    assert audience.see() == [2]
    assert read[0] == "2.png"


@pytest.mark.parametrize("kind", [SourceKind.STILLS, SourceKind.VIDEO])
def test_a_single_image_is_not_looped(play, audience, kind):
    class Single(Film):
        def __iter__(self) -> Iterator[Frame]:
            return iter([Frame(IMAGE, 0, 0.0, "a.jpg", is_still=kind is SourceKind.STILLS)])

    play(lambda _: Single(1, kind), loop=True)
    assert audience.see() == [0]
    assert audience.sees_no_more()
    assert [audience.hear()[0], audience.hear()[0]] == ["opened", "ended"]


# --- to the end, and over it ---------------------------------------------------------------------


@pytest.mark.parametrize("position", [0.2, 0.5, 1e6])
def test_a_jump_beyond_the_last_frame_shows_the_last_frame(play, audience, position):
    player = play(lambda _: Film(20), playing=False)
    assert audience.see() == [0]
    player.seek(position)
    assert audience.see() == [19]
    player.step(-1)
    assert audience.see() == [18]
    assert audience.sees_no_more()


def test_the_last_frame_is_found_where_the_film_is_much_shorter_than_it_claims(play, audience):
    class Claims(Film):
        @property
        def info(self) -> SourceInfo:
            return replace(super().info, duration_s=30.0, frame_count=3000)

    player = play(lambda _: Claims(20), playing=False)
    audience.see()
    player.seek(30.0)
    assert audience.see() == [19]


def test_the_last_image_is_shown_where_those_behind_it_can_not_be_read(play, audience, tmp_path):
    for number in range(4):
        cv2.imwrite(str(tmp_path / f"{number}.png"), IMAGE)
    for number in (2, 3):
        (tmp_path / f"{number}.png").write_bytes(b"no image")
    player = play(lambda _: open_images([tmp_path]), playing=False)
    assert audience.see() == [0]
    player.seek(3.0)
    assert audience.see() == [1]


def test_while_paused_a_loop_stays_at_the_last_frame_and_begins_anew_with_the_next_step(play, audience):
    player = play(lambda _: Film(3), playing=False, loop=True)
    audience.see()
    player.seek(0.02)
    assert audience.see() == [2]
    assert audience.sees_no_more()
    player.step(-1)
    assert audience.see() == [1]
    player.step(1)
    player.step(1)
    assert audience.see(2) == [2, 0]


def test_every_seek_shows_its_frame_and_the_latest_wins(play, audience):
    """Jumps that come faster than they are carried out: none is shown under the number of another."""
    reached: list[tuple[int, int]] = []
    asked = threading.Event()

    class Slow(Film):
        def frames_from(self, position: float) -> Iterator[Frame]:
            asked.wait(PATIENCE_S)
            return super().frames_from(position)

    deliver = audience.deliver

    def note(captured: CapturedFrame) -> None:
        reached.append((captured.seek, captured.frame.index))
        deliver(captured)

    audience.deliver = note
    player = play(lambda _: Slow(100), playing=False)
    audience.see()
    numbers = [player.seek(0.1)]
    player.seek(0.2)
    numbers.append(player.seek(0.3))
    asked.set()
    while audience.see() != [30]:
        pass
    assert audience.sees_no_more()
    assert reached[0] == (0, 0)
    assert reached[-1] == (numbers[-1], 30)
    assert {seek: index for seek, index in reached if seek} == {seek: 10 * seek for seek, _ in reached if seek}


def test_a_broken_file_is_told_once_and_looped_and_one_that_is_not_looped_ends(play, audience):
    class Broken(Film):
        def __iter__(self) -> Iterator[Frame]:
            yield from super().__iter__()
            raise SourceBrokenError("the end is missing")

    play(lambda _: Broken(4), loop=True)
    assert audience.see(9) == [0, 1, 2, 3, 0, 1, 2, 3, 0]
    assert [audience.hear() for _ in range(2)] == [("opened", True), ("the end is missing", False)]
    assert audience.news.empty()


def test_a_source_that_fails_for_good_has_ended(play, audience):
    webcam = Webcam()
    play(lambda _: webcam)
    webcam.given.put(SourceError("gone"))
    assert [audience.hear() for _ in range(3)] == [("opened", False), ("gone", False), ("ended", None)]


def test_the_first_second_is_shown_frame_by_frame_however_slow_whoever_looks(play, audience):
    """Nobody is free for three frames' time after each; later frames do not wait."""
    busy_until = 0.0
    delivered: list[tuple[int, bool]] = []

    def is_free() -> bool:
        return time.monotonic() >= busy_until

    def take(captured: CapturedFrame) -> None:
        nonlocal busy_until
        delivered.append((captured.frame.index, is_free()))
        busy_until = time.monotonic() + 0.01
        Audience.deliver(audience, captured)

    audience.deliver = take
    play(lambda _: Film(130), is_free=is_free, speed=4.0)
    assert audience.see(130) == list(range(130))
    assert all(was_free for index, was_free in delivered if 0 < index < 100)
    assert not all(was_free for index, was_free in delivered if index >= 100)
