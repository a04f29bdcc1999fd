"""Analyses one file of an archive after the other, in a process that loads the models once.

What it writes lies in a folder of its own until all is there; then the folder gets the name that the driver looks for,
in one step. So whatever ends a worker, or two of them at the same file, leaves nothing half done.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
import time
import uuid
from dataclasses import replace
from pathlib import Path

from inference.cores import CORES_VARIABLE
from inference.errors import FaceLensError, ModelError, SinkError, SourceBrokenError, UsageError
from inference.outputs import Outputs
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.sinks import open_sinks
from inference.sources import open_video
from inference.types import FrameResult

from .. import __version__
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
    work = Path(folder) / WORK / f"{task.key}-{uuid.uuid4().hex[:12]}"
    try:
        (work / RESULTS).mkdir(parents=True)
        outcome = replace(_analyse(task, work / RESULTS), worker=worker, day=task.day)
        if outcome.has_results:
            from .parquet import write_tables

            write_tables(task, work)
            outcome.written_to(work)
            _hand_over(work, Path(folder) / WORK / f"{task.key}{READY}")
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


def _analyse(task: Task, results: Path) -> Outcome:
    """Analyse a file into a folder; what is wrong with it becomes the outcome's reason."""
    try:
        return _run(task, results)
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
    outputs = Outputs(
        output=str(results / "copy.mp4") if task.copies else None,
        export=str(results / "faces.csv"),
        summary=str(results / "summary.json"),
        people=str(results / "people.csv"),
    )
    frames, last_s, reason = 0, 0.0, None

    def on_result(result: FrameResult) -> None:
        nonlocal frames, last_s
        frames, last_s = frames + 1, result.timestamp_s

    part = task.selection
    pipeline = _pipeline(task.analysis.protecting(task.display) if task.copies else task.analysis)
    with open_video(task.path, selection=part) as source:
        began = time.perf_counter()
        sinks = open_sinks(source.info, task.display, outputs, inputs=[task.path], selection=part, version=__version__)
        try:
            pipeline.run(source, sinks, on_result=on_result)
        except SourceBrokenError as error:
            reason = f"it breaks off: {error}"
        took_s = time.perf_counter() - began
        seconds = max(0.0, last_s - part.start_s + source.info.frame_interval_s) if frames else 0.0
    people = pipeline.facts().people
    pipeline.reset()
    count = 0 if people is None else len(people.persons)
    return Outcome(task.key, reason, (results / "faces.csv").exists(), frames, count, seconds, took_s)


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
