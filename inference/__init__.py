"""Pixels to people: sources, detection, alignment, estimation, tracking, overlay, sinks, pipeline.

As a library: `from inference import analyze, analyze_video` (docs/library.md). Names are imported when they are first
asked for, so that `import inference` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import EngineError, FaceLensError, ModelError, SourceBrokenError, SourceError, UsageError
    from .library.crops import align, estimate
    from .library.face import Face
    from .library.images import analyze
    from .library.models import release_models
    from .library.tables import to_dataframe
    from .library.videos import AnalyzedFrame, VideoAnalysis, analyze_video
    from .pipeline import Pipeline
    from .settings import AnalysisSettings
    from .sources import open_source
    from .types import Attributes, Frame, FrameResult

_HOMES = {
    "library.crops": ("align", "estimate"),
    "library.face": ("Face",),
    "library.images": ("analyze",),
    "library.models": ("release_models",),
    "library.tables": ("to_dataframe",),
    "library.videos": ("AnalyzedFrame", "VideoAnalysis", "analyze_video"),
    "errors": ("EngineError", "FaceLensError", "ModelError", "SourceBrokenError", "SourceError", "UsageError"),
    "pipeline": ("Pipeline",),
    "settings": ("AnalysisSettings",),
    "sources": ("open_source",),
    "types": ("Attributes", "Frame", "FrameResult"),
}  # fmt: skip
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "AnalysisSettings",
    "AnalyzedFrame",
    "Attributes",
    "EngineError",
    "Face",
    "FaceLensError",
    "Frame",
    "FrameResult",
    "ModelError",
    "Pipeline",
    "SourceBrokenError",
    "SourceError",
    "UsageError",
    "VideoAnalysis",
    "align",
    "analyze",
    "analyze_video",
    "estimate",
    "open_source",
    "release_models",
    "to_dataframe",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOME_OF[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
