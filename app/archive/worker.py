"""Analyses one file of an archive after the other, in a process that loads the models once.

What it writes lies in a folder of its own until all is there; then the folder gets the name that the driver looks for,
in one step. So whatever ends a worker, or two of them at the same file, leaves nothing half done.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import replace
from pathlib import Path

from inference.cores import CORES_VARIABLE
from inference.errors import FaceLensError, ModelError, SinkError, SourceBrokenError, UsageError
from inference.film import Film, save_film
from inference.identity.stored import save_records
from inference.outputs import Outputs
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, Selection
from inference.sinks import Sink, open_sinks
from inference.sources import open_video
from inference.types import FrameResult, SourceInfo

from .. import __version__
from .joining import Joined
from .segments import FILM, LEAD_S, RECORDS, PartFacts, bounds_of, is_of_part, part_folder, whose
from .task import READY, RESULTS, WORK, Outcome, Task

_pipelines: dict[AnalysisSettings, Pipeline] = {}


def begin(cores: int) -> None:
    """Settle a worker's process: it takes so many cores, leaves Ctrl-C to the driver, and ends with it."""
    os.environ[CORES_VARIABLE] = str(cores)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def analyse(task: Task, folder: str, version: str) -> Outcome:
    """Analyse a file; its results wait in the archive's folder to be published.

    Args:
        task: what to do.
        folder: of the archive, the same on every machine.
        version: of FaceLens in the driver.

    Returns:
        How it went; nothing is raised for what is wrong with the file.
    """
    worker = f"{socket.gethostname()}:{os.getpid()}"
    if version != __version__:
        reason = f"{worker} has FaceLens {__version__}, the driver {version}: install the same on all machines"
        return Outcome(task.key, reason, worker=worker, ends_all=True)
    into = Path(folder)
    work = into / WORK / f"{task.key}-{uuid.uuid4().hex[:12]}"
    try:
        (work / RESULTS).mkdir(parents=True)
        outcome = replace(_analyse(task, into, work), worker=worker, day=task.day)
        if outcome.has_results and task.part is not None:
            _hand_over(work, part_folder(into, task.key, task.part))
        elif outcome.has_results:
            from .parquet import write_tables

            write_tables(task, work)
            outcome.written_to(work)
            _hand_over(work, into / WORK / f"{task.key}{READY}")
        return outcome
    except OSError as error:
        reason = f"the results of {task.path} can't be written: {error.strerror or error}"
        return Outcome(task.key, reason, worker=worker, ends_all=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _hand_over(work: Path, ready: Path) -> None:
    """Let the driver have the results, unless another worker has been faster."""
    try:
        work.rename(ready)
    except OSError:
        if not ready.exists():
            raise


def _analyse(task: Task, folder: Path, work: Path) -> Outcome:
    """Do what a task asks for within the folder `work`; what is wrong with the file becomes the outcome's reason."""
    try:
        if task.part is not None:
            return _run_part(task, task.part, work)
        return _join(task, folder, work / RESULTS) if task.seams else _run(task, work / RESULTS)
    except SinkError as error:
        failed = Outcome(task.key, str(error), ends_all=True)
    except (FaceLensError, MemoryError) as error:
        is_hopeless = isinstance(error, (UsageError, ModelError))
        failed = Outcome(task.key, str(error) or "there is too little memory", is_hopeless=is_hopeless)
    except Exception as error:  # a fault of ours in one file must not end the others
        failed = Outcome(task.key, f"a fault in FaceLens: {type(error).__name__}: {error}")
    _close()
    return failed


def _run(task: Task, results: Path) -> Outcome:
    frames, last_s, reason = 0, 0.0, None

    def on_result(result: FrameResult) -> None:
        nonlocal frames, last_s
        frames, last_s = frames + 1, result.timestamp_s

    part = task.selection
    pipeline = _pipeline(task.analysis.protecting(task.display) if task.copies else task.analysis)
    with open_video(task.path, selection=part) as source:
        began = time.perf_counter()
        sinks = _open_sinks(task, source.info, results)
        try:
            pipeline.run(source, sinks, on_result=on_result)
        except SourceBrokenError as error:
            reason = _broken(error)
        took_s = time.perf_counter() - began
        seconds = max(0.0, last_s - part.start_s + source.info.frame_interval_s) if frames else 0.0
    people = pipeline.facts().people
    pipeline.reset()
    count = 0 if people is None else len(people.persons)
    return Outcome(task.key, reason, (results / "faces.csv").exists(), frames, count, seconds, took_s)


def _run_part(task: Task, part: int, work: Path) -> Outcome:
    """Analyse a part of a file, from a little before it on, and keep what joining it with the others takes."""
    begin_s, end_s = bounds_of(task, part)
    lead = Selection(max(task.selection.start_s, begin_s - LEAD_S), end_s)
    pipeline, reason = _pipeline(task.analysis), None
    stages: Counter[str] = Counter()
    with open_video(task.path, selection=lead) as source:
        film = Film(source.info, task.analysis, lead, limit_bytes=sys.maxsize)
        frames = 0

        def on_result(result: FrameResult) -> None:
            nonlocal frames
            film.add(result)
            stages.update(result.timings_s)
            if is_of_part(result, begin_s):
                frames += 1
            else:
                pipeline.forget_counts()

        began = time.perf_counter()
        try:
            pipeline.run(source, [], on_result=on_result)
        except SourceBrokenError as error:
            reason = _broken(error)
        took_s = time.perf_counter() - began
    save_records(work / RECORDS, pipeline.records())
    film.finish(replace(pipeline.facts(), people=None))
    save_film(film, str(work / FILM), keep_looks=False)
    pipeline.reset()
    PartFacts(whose(task), frames, took_s, reason, dict(stages)).written_to(work)
    return Outcome(task.key, reason, True, frames, took_s=took_s)


def _join(task: Task, folder: Path, results: Path) -> Outcome:
    """Put the results of a file together of those of its parts."""
    with open_video(task.path, selection=task.selection) as source:
        info = source.info
    joined = Joined(task, folder, _pipeline(task.analysis))
    facts = joined.write_to(_open_sinks(task, info, results))
    seconds = max(0.0, joined.last_s - task.selection.start_s + info.frame_interval_s) if joined.frames else 0.0
    count = 0 if facts.people is None else len(facts.people.persons)
    reason = "; ".join(joined.reasons) or None
    return Outcome(task.key, reason, (results / "faces.csv").exists(), joined.frames, count, seconds, joined.took_s)


def _open_sinks(task: Task, info: SourceInfo, results: Path) -> list[Sink]:
    outputs = Outputs(
        output=str(results / "copy.mp4") if task.copies else None,
        export=str(results / "faces.csv"),
        summary=str(results / "summary.json"),
        people=str(results / "people.csv"),
    )
    return open_sinks(info, task.display, outputs, inputs=[task.path], selection=task.selection, version=__version__)


def _broken(error: SourceBrokenError) -> str:
    return f"it breaks off: {error}"


def _pipeline(analysis: AnalysisSettings) -> Pipeline:
    """Return the pipeline for settings, with its models loaded; other settings than those before get another."""
    if analysis not in _pipelines:
        _close()
        pipeline = Pipeline(analysis)
        pipeline.load()
        _pipelines[analysis] = pipeline
    return _pipelines[analysis]


def _close() -> None:
    for pipeline in _pipelines.values():
        pipeline.close()
    _pipelines.clear()
