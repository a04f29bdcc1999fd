"""Runs the analysis of a video in a process of its own, and hears how it goes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from inference.settings import AnalysisSettings

from ..decoders import child_environment
from ..limits import Limits
from .job import Job

_LIMITS = ("job_s", "job_bytes", "results_bytes", "video_s", "video_pixels")
_STOPPED = "the analysis was stopped: it takes more memory or time than there is for one video; the file may be damaged"


async def analyse(
    job: Job, limits: Limits, analysis: AnalysisSettings, on_told: Callable[[Mapping[str, Any]], None]
) -> str | None:
    """Analyse a video; return why it failed, None where it is done.

    Args:
        job: its file is whole.
        limits: of the process.
        analysis: how frames are analysed.
        on_told: is told how it goes.

    Raises:
        asyncio.CancelledError: the caller was; the process has ended then.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.web.jobs.job_child",
        json.dumps(_wanted(job, limits, analysis)),
        cwd=job.folder,
        env=child_environment(threads=None),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    ended: Mapping[str, Any] = {}
    try:
        async with asyncio.timeout(limits.job_s):
            while line := await asyncio.wait_for(process.stdout.readline(), limits.job_silence_s):
                ended = json.loads(line)
                on_told(ended)
    except (TimeoutError, ValueError):
        return _STOPPED
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.wait())
    if ended.get("done"):
        return None
    if "fault" in ended:
        return f"a fault in FaceLens ({ended['fault']}); please report it"
    return str(ended.get("error", _STOPPED))


def _wanted(job: Job, limits: Limits, analysis: AnalysisSettings) -> dict[str, Any]:
    names = ("engine", "model", "detector", "min_face_px", "min_detection_score")
    return {
        **{name: asdict(limits)[name] for name in _LIMITS},
        **{name: getattr(analysis, name) for name in names},
        "privacy": job.options.get("privacy", "none"),
        "hide": job.options.get("hide", ""),
    }
