"""Subtitles: read back by FFmpeg, and by libass where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import pytest

from inference.errors import SinkError, UsageError
from inference.find import parse_query
from inference.identity.person import People, Person, Visit
from inference.outputs import Outputs
from inference.overlay import Overlay
from inference.overlay.palette import swatch_of
from inference.settings import DisplaySettings
from inference.sinks import RunFacts, close_sinks, open_sinks
from inference.types import SourceInfo, SourceKind, TrackedFace
from tests.inference.made_faces import attributes, face, frame, result

VIDEO = SourceInfo("/somewhere/a clip.mp4", SourceKind.VIDEO, 640, 360, fps=25.0)
GREY = np.full((360, 640, 3), 90, dtype=np.uint8)


def seen(track: int, x: float, y: float = 150, side: float = 80) -> TrackedFace:
    return replace(face(x, y, x + side, y + side, track_id=track), visit_id=track, person_id=None)


def people_of(person_of_track: dict[int, int], said=None) -> People:
    numbers = sorted(set(person_of_track.values()))
    visits = (Visit(1, "a clip.mp4", 0, 1, 1, 25, 0, 24),)
    said = said or attributes(34, 4, "female", "Asian")
    persons = tuple(Person(number, visits, said, 0.8, None, True) for number in numbers)
    return People(persons, person_of_track, (len(numbers),) * 2, len(numbers))


def written(path: Path, frames, people: People, info=VIDEO, image=GREY, settings=None, **facts) -> Path:
    """Write subtitles for frames, each a list of faces, at 25 frames a second."""
    sinks = open_sinks(info, settings or DisplaySettings(), Outputs(subtitles=str(path)))
    for number, faces in enumerate(frames):
        shot = frame(image, number)
        sinks[0].write(shot, result(shot, *faces))
    close_sinks(sinks, RunFacts(people=people, **facts))
    return path


class Event(NamedTuple):
    start_s: float
    end_s: float
    text: str


def events_of(path: Path) -> list[Event]:
    with av.open(str(path)) as container:
        base = container.streams.subtitles[0].time_base
        packets = [packet for packet in container.demux() if packet.size]
        return [
            Event(float(one.pts * base), float((one.pts + one.duration) * base), bytes(one).decode()) for one in packets
        ]


def position_of(event: Event) -> tuple[int, int]:
    x, y = re.search(r"\\pos\((\d+),(\d+)\)", event.text).groups()
    return int(x), int(y)


ENDINGS = pytest.mark.parametrize("ending", [".ass", ".vtt"])


@ENDINGS
def test_whoever_stays_has_one_label_with_what_is_known_in_the_end(tmp_path, ending):
    frames = [[seen(4, 200 + number % 3)] for number in range(50)]
    (event,) = events_of(written(tmp_path / f"s{ending}", frames, people_of({4: 7})))
    assert (event.start_s, event.end_s) == (0.0, pytest.approx(2.0))
    words = re.sub(r"\{.*?\}|<.*?>", "", event.text)
    assert "#7 34 (29\N{EN DASH}39)" in words
    assert "female" in words
    assert "Asian" in words


@ENDINGS
def test_a_label_follows_its_face_four_times_a_second_at_most(tmp_path, ending):
    frames = [[seen(1, 100 + 6 * number)] for number in range(50)]
    events = events_of(written(tmp_path / f"s{ending}", frames, people_of({1: 1})))
    lengths = np.array([event.end_s - event.start_s for event in events])
    assert 5 <= len(events) <= 8
    assert lengths[:-1].min() >= 0.25
    # one after the other, without a gap
    assert [event.end_s for event in events[:-1]] == pytest.approx([event.start_s for event in events[1:]])


def test_places_follow_the_face(tmp_path):
    frames = [[seen(1, 100 + 6 * number)] for number in range(50)]
    for event in events_of(written(tmp_path / "s.ass", frames, people_of({1: 1}))):
        middle = round((event.start_s + event.end_s) / 2 * 25)
        x, y = position_of(event)
        assert abs(x - (100 + 6 * middle)) < 40
        assert y < 150


@ENDINGS
def test_labels_come_and_go_with_people_in_the_very_frame(tmp_path, ending):
    frames = [[seen(1, 100)] * (5 <= number < 33) for number in range(60)]
    frames = [[*faces, seen(2, 400)] if number >= 21 else faces for number, faces in enumerate(frames)]
    events = events_of(written(tmp_path / f"s{ending}", frames, people_of({1: 1, 2: 2})))
    spans = {re.search("#(.)", event.text)[1]: (event.start_s, event.end_s) for event in events}
    assert len(events) == 2
    assert spans["1"] == pytest.approx((0.2, 1.32))
    assert spans["2"] == pytest.approx((0.84, 2.4))


def test_two_tracks_of_one_person_have_their_number_and_noise_has_no_label(tmp_path):
    frames = [[seen(1, 100)]] * 20 + [[]] * 5 + [[seen(3, 300)]] * 20 + [[seen(9, 500)]] * 2
    people = people_of({1: 1, 3: 1})
    people = replace(people, person_of_track={1: 1, 3: 1, 9: 2})  # seen too short to count
    events = events_of(written(tmp_path / "s.ass", frames, people))
    assert ["#1" in event.text for event in events] == [True, True]
    assert [event.start_s for event in events] == pytest.approx([0.0, 1.0])


def test_labels_lie_where_the_shown_image_has_the_face(tmp_path):
    """Images of another size than the video's are scaled by whoever shows it."""
    half = np.full((180, 320, 3), 90, dtype=np.uint8)
    whole = written(tmp_path / "w.ass", [[seen(1, 200)]] * 10, people_of({1: 1}))
    halved = written(tmp_path / "h.ass", [[seen(1, 100, 75, 40)]] * 10, people_of({1: 1}), image=half)
    assert events_of(whole) == events_of(halved)
    assert "PlayResX: 640\nPlayResY: 360\n" in halved.read_text(encoding="utf-8")


@ENDINGS
def test_hidden_attributes_are_not_written(tmp_path, ending):
    settings = DisplaySettings(hide=frozenset({"gender"}))
    path = written(tmp_path / f"s{ending}", [[seen(1, 200)]] * 10, people_of({1: 1}), settings=settings)
    text = path.read_text(encoding="utf-8")
    assert "female" not in text
    assert "Asian" in text


def test_only_those_who_fit_a_description_have_labels(tmp_path):
    people = people_of({1: 1, 2: 2})
    older = replace(people.persons[1], attributes=attributes(61, 4, "male", "White"))
    people = replace(people, persons=(people.persons[0], older))
    settings = DisplaySettings(find=parse_query("men over 50"))
    frames = [[seen(1, 100), seen(2, 400)]] * 10
    (event,) = events_of(written(tmp_path / "s.ass", frames, people, settings=settings))
    assert "#2 " in event.text


def test_an_hour_is_an_hour(tmp_path):
    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(subtitles=str(tmp_path / "s.vtt")))
    for number in range(3):
        shot = frame(GREY, number, 3661.5 + number / 25)
        sinks[0].write(shot, result(shot, seen(1, 200)))
    close_sinks(sinks, RunFacts(people=people_of({1: 1})))
    assert "01:01:01.500 --> 01:01:01.620 " in (tmp_path / "s.vtt").read_text(encoding="utf-8")


def test_cues_for_browsers_are_in_the_order_of_time_and_inside_the_image(tmp_path):
    frames = [[seen(1, 20), seen(2, 300 + 5 * number)] for number in range(60)]
    text = written(tmp_path / "s.vtt", frames, people_of({1: 1, 2: 2})).read_text(encoding="utf-8")
    starts = re.findall(r"^(\S+) --> ", text, re.MULTILINE)
    assert len(starts) > 3
    assert starts == sorted(starts)
    shares = [float(share) for share in re.findall(r"(?:line|position):([\d.]+)%", text)]
    assert all(0 <= share <= 100 for share in shares)


@ENDINGS
def test_a_video_without_people_has_a_file_without_events(tmp_path, ending):
    path = written(tmp_path / f"s{ending}", [[]] * 3, people_of({}))
    text = path.read_text(encoding="utf-8")
    assert "-->" not in text
    assert "Dialogue:" not in text


def test_an_interrupted_run_leaves_an_older_file_alone(tmp_path):
    path = tmp_path / "s.ass"
    path.write_text("older")
    written(path, [[seen(1, 200)]] * 10, people_of({1: 1}), interrupted=True)
    assert path.read_text() == "older"
    assert len(events_of(tmp_path / "s (incomplete).ass")) == 1


def test_what_has_no_format_or_no_time_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"\.ass or \.vtt"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(subtitles=str(tmp_path / "s.srt")))
    with pytest.raises(UsageError, match="lie over a video"):
        open_sinks(SourceInfo("p", SourceKind.STILLS), DisplaySettings(), Outputs(subtitles=str(tmp_path / "s.ass")))
    with pytest.raises(SinkError, match="no folder"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(subtitles=str(tmp_path / "none" / "s.ass")))
    assert list(tmp_path.iterdir()) == []


def test_libass_draws_what_the_annotated_copy_shows(tmp_path):
    """The plates of labels are where the overlay has them, in the same colours."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("no program ffmpeg here, which draws subtitles by libass (Debian: ffmpeg)")
    frames = [[seen(1, 100), seen(2, 400, 30)]] * 10
    path = written(tmp_path / "s.ass", frames, people_of({1: 1, 2: 2}))
    source = "color=0x5a5a5a:640x360:r=25:d=0.2,format=bgr24,ass=s.ass"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-frames:v", "1", "-f", "rawvideo", "-"]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, timeout=60, check=True)
    rendered = np.frombuffer(done.stdout, dtype=np.uint8).reshape(360, 640, 3)
    shown = [replace(one, person_id=one.visit_id) for one in frames[0]]
    drawn = Overlay(DisplaySettings()).draw(frame(GREY), result(frame(GREY), *shown))
    for person, one in enumerate(shown, start=1):
        drawn_plate, plate = (_plate(image, person, one) for image in (drawn, rendered))
        # another font has other widths
        assert np.abs(np.subtract(drawn_plate, plate)).max() <= 12, (person, drawn_plate, plate)


def _plate(image: np.ndarray, person: int, of: TrackedFace) -> tuple[int, int, int]:
    """Where there is a person's colour outside of the box: left, upper and lower edge in pixels."""
    mask = np.abs(image.astype(int) - swatch_of(person).fill).max(axis=2) <= 12
    x1, y1, x2, y2 = of.detection.xyxy.astype(int)
    mask[y1 - 4 : y2 + 4, x1 - 4 : x2 + 4] = False
    rows, columns = np.nonzero(mask)
    return columns.min(), rows.min(), rows.max()
