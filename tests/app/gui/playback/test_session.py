"""Statistics and table of a session."""

from __future__ import annotations

import csv
import itertools
import json
import threading

import numpy as np
import pytest

from app.gui.playback import session as session_module
from app.gui.playback.session import Session
from inference.errors import UsageError
from inference.outputs import Outputs
from inference.settings import DisplaySettings
from inference.types import Attributes, Detection, FrameResult, SourceInfo, SourceKind, TrackedFace

from ..conftest import interrupted

FILE = SourceInfo("clip.mp4", SourceKind.VIDEO, fps=25.0)
CAMERA = SourceInfo("camera:0", SourceKind.CAMERA)
STILLS = SourceInfo("folder", SourceKind.STILLS)


def attributes(age: int, gender: int = 0, ethnicity: int = 0) -> Attributes:
    ages = np.zeros(101, dtype=np.float32)
    ages[age] = 1.0
    return Attributes(ages, np.eye(2, dtype=np.float32)[gender], np.eye(5, dtype=np.float32)[ethnicity])


def face(said: Attributes, track_id: int | None = 1, *, coasted: bool = False) -> TrackedFace:
    box = np.array([1, 2, 31, 42], np.float32)
    return TrackedFace(Detection(box, 0.75, np.zeros((6, 2), np.float32)), said, None, track_id, coasted, 3)


def play(session: Session, faces: list[TrackedFace], start: int = 0, count: int = 25, info: SourceInfo = FILE) -> None:
    for index in range(start, start + count):
        session.add(info, FrameResult(index, index / 25, info.name, tuple(faces)))


def test_nothing_yet():
    statistics = Session().statistics()
    assert (statistics.people, statistics.mean_age, statistics.frames, statistics.rows) == (0, None, 0, 0)
    assert len(statistics.times_s) == 0


def test_people_are_counted_once_by_age_gender_and_ethnicity():
    session = Session()
    play(session, [face(attributes(34, 0, 2), 1), face(attributes(38, 1, 2), 2), face(attributes(97, 1, 4), 3)])
    statistics = session.statistics()
    assert statistics.people == 3
    assert statistics.mean_age == pytest.approx((34 + 38 + 97) / 3)
    assert statistics.ages_by_gender.tolist() == [[0, 0, 0, 1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0, 0, 0, 0, 1]]
    assert statistics.ethnicities.tolist() == [0, 0, 2, 0, 1]
    assert statistics.rows == 75


def test_who_flashes_up_is_nobody():
    session = Session()
    play(session, [face(attributes(30))], count=2)
    play(session, [face(attributes(30), 2, coasted=True)], start=2)
    assert session.statistics().people == 0


def test_a_person_counts_as_last_described():
    session = Session()
    play(session, [face(attributes(20))])
    play(session, [face(attributes(50))], start=25)
    assert session.statistics().mean_age == pytest.approx(50)


def test_what_is_played_again_is_not_counted_again():
    session = Session()
    play(session, [face(attributes(30))], count=50)
    play(session, [face(attributes(30), 7)], count=50)
    play(session, [face(attributes(30), 8)], start=10, count=15)
    statistics = session.statistics()
    assert (statistics.people, statistics.frames, statistics.rows) == (1, 50, 50)
    play(session, [face(attributes(30), 8)], start=50, count=25)
    assert session.statistics().frames == 75


def test_cameras_never_repeat_themselves():
    session = Session()
    play(session, [face(attributes(30))], count=25, info=CAMERA)
    play(session, [face(attributes(30))], count=25, info=CAMERA)
    assert session.statistics().frames == 50


def test_another_source_begins_a_new_session():
    session = Session()
    play(session, [face(attributes(30))])
    play(session, [], count=1, info=CAMERA)
    assert session.statistics().people == 0


def test_without_tracking_people_of_a_video_are_unknown_and_of_stills_every_face():
    session = Session()
    play(session, [face(attributes(30), None)])
    assert session.statistics().people is None
    stills = Session()
    play(stills, [face(attributes(30), None), face(attributes(50), None)], count=3, info=STILLS)
    assert stills.statistics().people == 6


def test_the_course_over_time_is_the_mean_of_each_stretch():
    session = Session()
    play(session, [], count=25)
    play(session, [face(attributes(20), 1), face(attributes(40), 2)], start=25, count=25)
    statistics = session.statistics()
    assert statistics.times_s.tolist() == [0.0, 1.0]
    assert statistics.people_over_time.tolist() == [0.0, 2.0]
    assert np.isnan(statistics.age_over_time[0])
    assert statistics.age_over_time[1] == pytest.approx(30)


def test_a_long_course_becomes_coarser_and_keeps_its_means(monkeypatch):
    monkeypatch.setattr(session_module, "MAX_TIME_BINS", 10)
    session = Session()
    for second in range(1000):
        faces = (face(attributes(30)),) * (second % 2)
        session.add(CAMERA, FrameResult(second, float(second), "camera:0", faces))
    statistics = session.statistics()
    assert 5 <= len(statistics.times_s) <= 10
    assert statistics.people_over_time[:-1] == pytest.approx(np.full(len(statistics.times_s) - 1, 0.5))
    assert statistics.times_s[0] == 0


def test_the_table_is_the_one_of_a_headless_run(tmp_path):
    from inference.sinks import close_sinks, open_sinks
    from inference.types import Frame

    results = [
        FrameResult(index, index / 25, "clip.mp4", (face(attributes(34, 1, 3), 4), face(attributes(61, 0, 1), 5)))
        for index in range(10)
    ]
    session = Session()
    sinks = open_sinks(FILE, DisplaySettings(), Outputs(export=str(tmp_path / "headless.csv")))
    for result in results:
        session.add(FILE, result)
        for sink in sinks:
            sink.write(Frame(np.zeros((9, 9, 3), np.uint8), result.frame_index, result.timestamp_s, "clip.mp4"), result)
    close_sinks(sinks)
    assert session.export(str(tmp_path / "window.csv"), DisplaySettings()) == 20
    assert (tmp_path / "window.csv").read_text() == (tmp_path / "headless.csv").read_text()


def test_json_lines_carry_every_probability(tmp_path):
    session = Session()
    play(session, [face(attributes(34, 1, 3))], count=2)
    session.export(str(tmp_path / "a.jsonl"), DisplaySettings())
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert len(rows) == 2
    assert rows[0]["gender"] == "female"
    assert any(isinstance(value, dict | list) for value in rows[0].values())


def test_hidden_attributes_stay_out_of_the_table(tmp_path):
    session = Session()
    play(session, [face(attributes(34))], count=1)
    session.export(str(tmp_path / "a.csv"), DisplaySettings(hide=frozenset({"age"})))
    (row,) = csv.DictReader((tmp_path / "a.csv").read_text().splitlines())
    assert (row["age"], row["gender"]) == ("", "male")


def test_an_ending_without_a_format_is_refused(tmp_path):
    with pytest.raises(UsageError, match="csv"):
        Session().export(str(tmp_path / "table.xls"), DisplaySettings())


def test_the_table_forgets_its_beginning_rather_than_growing(monkeypatch):
    monkeypatch.setattr(session_module, "_MAX_ROWS", 20)
    session = Session()
    play(session, [face(attributes(30)), face(attributes(40), 2)], count=25)
    statistics = session.statistics()
    assert statistics.rows == 20
    assert statistics.is_truncated
    assert statistics.people == 2


def test_the_session_may_be_cleared_between_any_two_instructions_of_counting():
    """The window clears it while the analysis counts."""
    for step in itertools.count(1):
        session = Session()
        play(session, [face(attributes(34))], count=1)
        clear = threading.Thread(target=session.clear)

        def start_to_clear(clear=clear) -> None:
            clear.start()
            clear.join(0.01)  # where it has to wait for the counting it must not hold it up

        result = FrameResult(1, 0.04, "clip.mp4", (face(attributes(34)),))
        if not interrupted(Session.add, step, start_to_clear, lambda add=session.add, result=result: add(FILE, result)):
            break
        clear.join(20)
        assert session.statistics().frames in (0, 1)
    assert step > 20
