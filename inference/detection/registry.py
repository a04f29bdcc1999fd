"""The detectors by name: one row each, for serving and for training data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..settings import AnalysisSettings, DetectorRange

if TYPE_CHECKING:
    from .base import Detector


@dataclass(frozen=True, slots=True)
class DetectorSpec:
    """How a detector is opened.

    Attributes:
        name: what it is asked for by.
        description: as written into prepared data, whose crops it decides.
        open: returns the loaded detector; imports late what it needs.
        is_for_chips: it expects images that are cropped around one face, and returns that face alone.
    """

    name: str
    description: str
    open: Callable[[AnalysisSettings], Detector]
    is_for_chips: bool = False


def _open_search(settings: AnalysisSettings) -> Detector:
    from .search_detector import SearchDetector

    return SearchDetector(settings)


def _open_yunet(settings: AnalysisSettings) -> Detector:
    from .plain import YuNetAlone

    return YuNetAlone(settings)


def _open_blazeface(settings: AnalysisSettings) -> Detector:
    from .plain import BlazeFaceAlone

    return BlazeFaceAlone(settings)


def _open_chip_detector(settings: AnalysisSettings) -> Detector:
    from .chips import ChipDetector

    return ChipDetector()


_SPECS: dict[str, DetectorSpec] = {}


def register(spec: DetectorSpec) -> None:
    """Add a detector, or put it in the place of the one of the same name."""
    _SPECS[spec.name] = spec


# serving: `AnalysisSettings.detector` and `--detector` take these names
for _reach in DetectorRange:
    register(DetectorSpec(str(_reach), f"yunet and mediapipe, {_reach} reach", _open_search))
# for experiments: the models by themselves
register(DetectorSpec("yunet", "yunet at full size", _open_yunet))
register(DetectorSpec("blazeface", "mediapipe short and full range on whole frames", _open_blazeface))
# training data: `prepare --detector` takes these
register(DetectorSpec("mediapipe", "mediapipe short range on padded chips", _open_chip_detector, is_for_chips=True))


def detector_names(*, for_chips: bool) -> list[str]:
    """Return the names of the detectors for chips, or of those for whole images and videos."""
    return [name for name, spec in _SPECS.items() if spec.is_for_chips == for_chips]


def detector_spec(name: str) -> DetectorSpec:
    """Return the row of a detector.

    Raises:
        ValueError: there is none of that name.
    """
    try:
        return _SPECS[name]
    except KeyError:
        raise ValueError(f"unknown detector {name!r}; there are {', '.join(_SPECS)}") from None


def open_detector(name: str, settings: AnalysisSettings | None = None) -> Detector:
    """Load a detector.

    Args:
        name: of its row; `auto`, `near`, `far` and `wide` search in that reach.
        settings: how to analyse; the defaults where None.

    Raises:
        ValueError: there is none of that name.
        ModelError: a model file is missing or can't be loaded.
    """
    return detector_spec(name).open(settings or AnalysisSettings())
