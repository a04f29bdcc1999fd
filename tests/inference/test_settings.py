"""What can be set, and how analysis follows what is displayed."""

import pytest

from inference.errors import UsageError
from inference.settings import AnalysisSettings, DisplaySettings, Privacy

PROTECTED = DisplaySettings(privacy=Privacy.PIXELATE)


def test_faces_that_are_protected_are_searched_for_as_finely_as_by_default() -> None:
    settings = AnalysisSettings(min_face_px=100)
    assert settings.search_px is None
    protecting = settings.protecting(PROTECTED)
    assert (protecting.search_px, protecting.min_face_px) == (20.0, 100)


@pytest.mark.parametrize("min_face_px", [0, 8, 20])
def test_a_search_that_is_fine_enough_stays_as_it_is(min_face_px: float) -> None:
    settings = AnalysisSettings(min_face_px=min_face_px)
    assert settings.protecting(PROTECTED) == settings


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
