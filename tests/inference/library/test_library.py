"""FaceLens as a library, with the shipped models on real faces."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

import inference
from inference import (
    AnalysisSettings,
    Face,
    SourceBrokenError,
    SourceError,
    UsageError,
    align,
    analyze,
    analyze_video,
    estimate,
    release_models,
    to_dataframe,
)
from tests.photos import grace_hopper

ROOT = Path(__file__).resolve().parents[3]
PHOTOS = ROOT / "assets" / "photos"
HOPPER, COLLINS = PHOTOS / "grace_hopper.jpg", PHOTOS / "eileen_collins.png"
SMALL = AnalysisSettings(model="small")
# modules that cost so much that nobody should pay for them who only imports names
HEAVY = ("mediapipe", "onnxruntime", "av", "PIL", "scipy", "pandas", "matplotlib", "jinja2")


@pytest.fixture(scope="module", autouse=True)
def _models():
    """Loaded before the tests, whose threads are counted: some are of MediaPipe's own, and stay."""
    for settings in (SMALL, AnalysisSettings()):
        analyze([HOPPER] * 4, settings=settings)
    yield
    release_models()


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """Three seconds, ten frames a second, in which somebody is seen."""
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    image = grace_hopper()
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = image.shape[1] // 2 * 2, image.shape[0] // 2 * 2, "yuv420p"
        for _ in range(30):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def threads() -> set[str]:
    """Threads of analyses, not of the models that calls share."""
    names = ("facelens-analysis", "facelens-decode", "facelens-find", "facelens-write")
    return {thread.name for thread in threading.enumerate() if thread.name in names}


# --- importing ------------------------------------------------------------------------------------------------


def test_names_are_imported_without_what_is_heavy():
    program = f"""
import sys
import inference
assert "numpy" not in sys.modules
from inference import {", ".join(inference.__all__)}
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_that_there_is_not_is_an_attribute_error():
    assert {*inference.__all__} <= {*dir(inference)}
    with pytest.raises(AttributeError, match="analyse"):
        _ = inference.analyse


# --- images ---------------------------------------------------------------------------------------------------


def test_an_image_is_its_file_its_bytes_and_its_pixels():
    (by_name,) = analyze(str(HOPPER), settings=SMALL)
    assert by_name.gender == "female"
    assert by_name.age_p10 <= by_name.age <= by_name.age_p90
    assert by_name.age > 60
    assert 100 < by_name.box[0] < by_name.box[2] < 400
    assert by_name.person_id is None
    for same in (HOPPER, HOPPER.read_bytes(), cv2.imread(str(HOPPER))):
        (face,) = analyze(same, settings=SMALL)
        assert (*face.box, face.age) == pytest.approx((*by_name.box, by_name.age), abs=0.5)
    (grey,) = analyze(cv2.imread(str(HOPPER), cv2.IMREAD_GRAYSCALE), settings=SMALL)
    assert grey.box == pytest.approx(by_name.box, abs=5)


def test_what_is_said_agrees_with_the_probabilities():
    (face,) = analyze(COLLINS, settings=SMALL)
    for probs in (face.age_probs, face.gender_probs, face.ethnicity_probs):
        assert probs.sum() == pytest.approx(1, abs=1e-5)
    assert face.age == pytest.approx(float(face.age_probs @ np.arange(101)), abs=1e-3)
    assert face.gender_score == pytest.approx(face.gender_probs.max())
    assert "array" not in repr(face)


def test_a_list_is_answered_in_its_order_and_faces_stand_from_left_to_right():
    nobody = np.zeros((90, 120, 3), np.uint8)
    two = cv2.hconcat([cv2.resize(cv2.imread(str(path)), (512, 600)) for path in (COLLINS, HOPPER)])
    collins, none, both, hopper = analyze([COLLINS, nobody, two, str(HOPPER)], settings=SMALL)
    assert (len(collins), none, len(both), len(hopper)) == (1, [], 2, 1)
    assert both[0].box[0] < both[1].box[0]
    assert both[0].age < both[1].age
    assert analyze([], settings=SMALL) == []


def test_images_are_looked_at_by_the_large_model_unless_the_small_one_is_asked_for():
    large, small = analyze(HOPPER)[0], analyze(HOPPER, settings=SMALL)[0]
    assert large.age_probs.tolist() != small.age_probs.tolist()
    (also_large,) = analyze(HOPPER, settings=AnalysisSettings(model="large"))
    assert np.array_equal(also_large.age_probs, large.age_probs)


def test_any_number_of_threads_get_the_answers_of_one():
    expected = {path: analyze(path, settings=SMALL)[0] for path in (HOPPER, COLLINS)}
    asked = [HOPPER, COLLINS] * 12
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda path: analyze(path, settings=SMALL), asked))
    for path, (face,) in zip(asked, answers, strict=True):
        assert face.age == pytest.approx(expected[path].age, abs=0.01)
        assert face.box == pytest.approx(expected[path].box)


@pytest.mark.parametrize(
    ("image", "kind", "words"),
    [
        ("nowhere.jpg", SourceError, "nowhere.jpg"),
        (ROOT / "README.md", SourceError, "not an image"),
        (b"", SourceError, "image"),
        (np.zeros((4, 4)), UsageError, "uint8"),
        (np.zeros((0, 4, 3), np.uint8), UsageError, "shape"),
        (np.zeros((4, 4, 4), np.uint8), UsageError, r"\(H, W, 3\)"),
        (7, UsageError, "int"),
    ],
)
def test_what_is_no_image_is_told(image, kind, words):
    with pytest.raises(kind, match=words):
        analyze(image, settings=SMALL)


def test_a_list_names_the_file_that_can_not_be_read():
    with pytest.raises(SourceError, match=r"away\.png"):
        analyze([HOPPER, "away.png"], settings=SMALL)


@pytest.mark.parametrize("field", ["model", "engine"])
def test_a_word_that_names_no_choice_is_told(field):
    with pytest.raises(UsageError, match="one of auto"):
        AnalysisSettings(**{field: "best"})


# --- crops ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [SMALL, AnalysisSettings()], ids=["small", "large"])
def test_crops_that_were_aligned_by_hand_get_the_predictions_of_the_whole(settings):
    image = cv2.imread(str(HOPPER))
    (face,) = analyze(image, settings=settings)
    crops = align(image, face.landmarks[None], settings=settings)
    assert crops.shape[0] == 1
    (said,) = estimate(crops, settings=settings)
    assert np.abs(said.age_probs - face.age_probs).max() < 1e-5
    # the four points that count
    assert np.array_equal(align(image, face.landmarks[None, :4], settings=settings), crops)
    # another size is brought to the model's
    (near,) = estimate(np.stack([cv2.resize(crops[0], (300, 300))]), settings=settings)
    assert near.age == pytest.approx(said.age, abs=4)


def test_no_crops_are_nobody_and_others_are_told():
    assert estimate(np.zeros((0, 112, 112, 3), np.uint8), settings=SMALL) == []
    with pytest.raises(UsageError, match="N, H, W, 3"):
        estimate(np.zeros((112, 112, 3), np.uint8), settings=SMALL)
    with pytest.raises(UsageError, match="N, 4, 2"):
        align(np.zeros((9, 9, 3), np.uint8), np.zeros((1, 5, 2)), settings=SMALL)


# --- videos ---------------------------------------------------------------------------------------------------


def test_a_video_gives_every_frame_in_order_and_its_people_at_the_end(clip):
    with analyze_video(clip) as video:
        with pytest.raises(UsageError, match="end"):
            _ = video.people
        frames = list(video)
    assert [frame.index for frame in frames] == list(range(30))
    assert frames[-1].time_s == pytest.approx(2.9)
    assert frames[0].image_bgr.shape == (video.info.height, video.info.width, 3)
    assert {face.person_id for frame in frames[10:] for face in frame.faces} == {1}
    (person,) = video.people
    assert person.attributes.gender == "female"
    assert not threads()


def test_a_part_of_a_video(clip):
    frames = list(analyze_video(clip, start_s=1.0, end_s=2.0, every=2))
    assert [frame.index for frame in frames] == [10, 12, 14, 16, 18]


def test_whoever_leaves_the_loop_ends_the_analysis(clip):
    with analyze_video(clip) as video:
        next(video)
    assert not threads()
    for _ in analyze_video("demo"):
        break
    deadline = time.monotonic() + 60
    while threads() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not threads()


def test_two_videos_side_by_side_have_numbers_of_their_own(clip):
    with analyze_video(clip) as first, analyze_video(clip) as second:
        for one, other in zip(first, second, strict=True):
            assert [face.box for face in one.faces] == [face.box for face in other.faces]
    assert [person.person_id for person in (*first.people, *second.people)] == [1, 1]


def test_a_video_that_breaks_off_gives_what_there_is_and_then_says_so(clip, tmp_path):
    cut = tmp_path / "cut.mkv"
    with av.open(str(clip)) as source, av.open(str(cut), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    whole = cut.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    frames = []
    with pytest.raises(SourceBrokenError), analyze_video(cut) as video:
        frames.extend(video)
    assert 0 <= len(frames) < 30
    with pytest.raises(SourceError, match="nowhere"):
        analyze_video("nowhere.mp4")


# --- tables ---------------------------------------------------------------------------------------------------


def test_faces_become_rows(clip):
    pytest.importorskip("pandas")
    one = to_dataframe(analyze(HOPPER, settings=SMALL))
    assert one.loc[0, "gender"] == "female"
    several = to_dataframe(analyze([np.zeros((60, 60, 3), np.uint8), HOPPER], settings=SMALL))
    assert several["image"].tolist() == [1]
    table = to_dataframe(analyze_video(clip, every=3))
    assert table["frame"].tolist() == [index for index in range(0, 30, 3) for _ in table[table["frame"] == index].index]
    assert table["person_id"].dropna().unique().tolist() == [1]
    assert to_dataframe([]).empty


def test_a_face_is_what_the_table_of_a_run_says():
    from inference.sinks.table import COLUMNS

    pytest.importorskip("pandas")
    assert {*to_dataframe(analyze(HOPPER, settings=SMALL)).columns} <= {*COLUMNS}
    assert isinstance(analyze(HOPPER, settings=SMALL)[0], Face)
