"""The process that analyses one video of a client: it has little memory and time, and a file may end it.

It is started in the folder of the video with what it may take as JSON, and says on stdout, a line of JSON each, how it
goes: `frames`, `people` and `progress`, and in the end `done`, `error` or `fault`. It ends when its stdin is closed.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from ..decoder_child import limit_process
from .job import VIDEO

if TYPE_CHECKING:
    from inference.settings import AnalysisSettings, DisplaySettings
    from inference.sources import Source

_OPEN_FILES = 256
_TELL_S = 0.3


def main() -> None:
    """Analyse the video in this folder."""
    wanted = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # images of clients who wait are before videos
    os.nice(5)
    from inference.errors import FaceLensError

    try:
        _analyse(wanted)
    except FaceLensError as error:
        _tell(error=str(error))
    except Exception as error:
        if _is_out_of_memory(error):
            _tell(error="its analysis takes more memory than there is for one video")
        else:
            _tell(fault=type(error).__name__)
    else:
        _tell(done=True)


def _is_out_of_memory(error: Exception) -> bool:
    """Tell whether the limit of this process stopped it: libraries word that in ways of their own.

    What is imported and loaded here the server has loaded as well, so that only memory can be missing. An `OSError`
    without a number is the loader's, whose library did not fit.
    """
    if isinstance(error, (MemoryError, ImportError)):
        return True
    if isinstance(error, OSError) and error.errno in (None, errno.ENOMEM, errno.EAGAIN):
        return True
    return any(word in str(error).lower() for word in ("memory", "alloc", "start new thread"))


def _analyse(wanted: dict[str, Any]) -> None:
    from app import __version__
    from inference.errors import SourceError
    from inference.outputs import Outputs
    from inference.people import PeopleCounter
    from inference.pipeline import Pipeline
    from inference.sinks import open_sinks
    from inference.sources import open_video
    from inference.types import FrameResult

    analysis, display = _settings(wanted)
    limit_process(wanted["job_bytes"], _OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_FSIZE, (wanted["results_bytes"], wanted["results_bytes"]))
    seconds = int(wanted["job_s"] * (os.cpu_count() or 1)) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    people, told_at, stop = PeopleCounter(), 0.0, threading.Event()
    is_too_long = False
    with Pipeline(analysis.protecting(display)) as pipeline, open_video(VIDEO) as source:
        _check(source, wanted)
        files = (Outputs("copy.mp4", "table.csv", "summary.json", "people.jsonl"), Outputs(people="people.html"))
        sinks = [
            sink
            for outputs in files
            for sink in open_sinks(source.info, display, outputs, inputs=[VIDEO], version=__version__)
        ]

        def on_result(result: FrameResult) -> None:
            nonlocal told_at, is_too_long
            people.add(result)
            if result.timestamp_s > wanted["video_s"]:
                is_too_long = True
                stop.set()
            if time.monotonic() - told_at > _TELL_S:
                told_at = time.monotonic()
                total = source.info.frame_count
                share = min(1.0, (result.frame_index + 1) / total) if total else None
                _tell(frames=result.frame_index + 1, people=len(people.people()), progress=share)

        report = pipeline.run(source, sinks, on_result=on_result, stop=stop)
        facts = pipeline.facts()
        count = len(facts.people.persons) if facts.people is not None else len(people.people())
    if is_too_long:
        raise SourceError(_too_long(wanted))
    _tell(frames=report.frames, people=count, progress=1.0)


def _settings(wanted: dict[str, Any]) -> tuple[AnalysisSettings, DisplaySettings]:
    from inference.settings import AnalysisSettings, DisplaySettings, EngineChoice, ModelChoice, Privacy

    analysis = AnalysisSettings(
        engine=EngineChoice(wanted["engine"]),
        model=ModelChoice(wanted["model"]),
        detector=wanted["detector"],
        min_face_px=wanted["min_face_px"],
        min_detection_score=wanted["min_detection_score"],
        keep_best_looks=True,
    )
    hidden = frozenset(name for name in wanted["hide"].split(",") if name)
    return analysis, DisplaySettings(Privacy(wanted["privacy"]), hidden)


def _check(source: Source, wanted: dict[str, Any]) -> None:
    """Refuse what is too large.

    Raises:
        SourceError: it is.
    """
    from inference.errors import SourceError

    info = source.info
    if info.width * info.height > wanted["video_pixels"]:
        raise SourceError(
            f"too large: frames of {info.width:,} x {info.height:,} pixels; {wanted['video_pixels'] / 1e6:g} million "
            "are the most that is read here"
        )
    if info.duration_s is not None and info.duration_s > wanted["video_s"]:
        raise SourceError(_too_long(wanted))


def _too_long(wanted: dict[str, Any]) -> str:
    return f"too long: videos may last {wanted['video_s'] / 60:g} minutes here; cut it into parts"


def _tell(**content: object) -> None:
    sys.stdout.write(json.dumps(content) + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
