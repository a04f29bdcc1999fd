"""What can be set, how analysis follows what is displayed, and the part of a source that is read."""

import pytest

from inference.errors import UsageError
from inference.settings import AnalysisSettings, DisplaySettings, Privacy, Selection
from inference.types import Frame

PROTECTED = DisplaySettings(privacy=Privacy.PIXELATE)


def test_faces_that_are_protected_are_searched_for_as_finely_as_by_default() -> None:
    settings = AnalysisSettings(min_face_px=100)
    assert settings.search_px is None
    protecting = settings.protecting(PROTECTED)
    assert (protecting.search_px, protecting.min_face_px) == (20.0, 100)


@pytest.mark.parametrize("min_face_px", [0, 8, 20])
def test_a_search_that_is_fine_enough_becomes_no_coarser(min_face_px: float) -> None:
    settings = AnalysisSettings(min_face_px=min_face_px)
    assert settings.protecting(PROTECTED).search_px is None


def test_every_frame_is_searched_everywhere_where_faces_are_protected() -> None:
    assert AnalysisSettings().protecting(PROTECTED) == AnalysisSettings(search_everywhere=True)


def test_without_privacy_only_faces_that_count_are_searched_for() -> None:
    settings = AnalysisSettings(min_face_px=100)
    assert settings.protecting(DisplaySettings(hide=frozenset({"age"}))) == settings


@pytest.mark.parametrize(
    "values", [{"min_face_px": -1}, {"search_px": -1}, {"min_detection_score": 0}, {"min_detection_score": 1}]
)
def test_an_analysis_setting_out_of_its_range_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=f"got {next(iter(values.values()))}"):
        AnalysisSettings(**values)  # type: ignore[arg-type]


def test_only_attributes_can_be_hidden() -> None:
    with pytest.raises(UsageError, match="got height"):
        DisplaySettings(hide=frozenset({"age", "height"}))


def test_a_selection_of_frames_as_they_come():
    frames = [Frame(None, number, number / 10, "camera:0") for number in range(3, 30)]
    selected = list(Selection(start_s=0.75, end_s=2.0, every=5).of(frames))
    assert [frame.index for frame in selected] == [8, 13, 18]
    assert list(Selection(end_s=0.3).of(frames)) == []
    assert list(Selection().of([])) == []
    with pytest.raises(UsageError, match=r"camera:0 ends at 2\.9 s, before the start time 5"):
        list(Selection(start_s=5).of(frames))


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), 100),
        (Selection(every=3), 34),
        (Selection(start_s=1.0), 75),
        (Selection(end_s=2.0), 50),
        (Selection(start_s=1.0, end_s=2.0, every=10), 3),
        (Selection(end_s=60.0), 100),
        (Selection(start_s=60.0), 0),
    ],
)
def test_how_many_frames_to_expect(selection, expected):
    assert selection.expected_frames(100, 25.0) == expected
    assert selection.expected_frames(None, 25.0) is None
