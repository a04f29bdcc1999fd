"""One model of a comparison, in a process of its own: `python -m training.compare FOLDER`."""

from __future__ import annotations

import gc
import logging
from pathlib import Path

from ..datasets.face_table import at_most, load_faces
from ..datasets.splits import VAL
from ..evaluation.metrics import overall_metrics
from ..export.convert import serving_model, write_onnx
from ..export.cost import latency_ms, macs
from ..fitting.callbacks.history import read_history
from ..fitting.callbacks.stopping import StopEarly
from ..fitting.callbacks.training_state import RunState
from ..fitting.run_options import RunOptions
from ..fitting.trainer import train
from ..predict import predict_onnx
from ..run_folder import HISTORY_FILE, MODEL_FILE, STATE_FOLDER
from .jobs import EXPORTED_FILE, Job, Result


def work(job: Job) -> Result:
    """Train, export and measure the model of a job.

    Raises:
        OSError, ValueError: as `train` and `write_onnx` do.
    """
    history_file = job.run / HISTORY_FILE
    minutes = job.minutes
    if minutes is not None:  # what an interrupted run has used up counts; a last minute is left for validation
        minutes = max(minutes - sum(row.get("seconds", 0.0) for row in read_history(history_file)) / 60, 1 / 60)
    start = Path(job.start) if job.start not in (None, "imagenet") else job.start
    train(job.data, job.run, job.recipe, start, run_options=RunOptions(minutes=minutes))
    gc.collect()
    model = serving_model(job.run / MODEL_FILE, job.recipe.written())
    exported = job.folder / EXPORTED_FILE
    write_onnx(model, exported, job.recipe.zoom)
    size = job.recipe.input_size
    faces = at_most(load_faces(job.data, VAL, stream=True), job.recipe.limit, job.recipe.seed)
    metrics = overall_metrics(faces, predict_onnx(exported, faces.crops, zoom=faces.zoom))
    curve = read_history(history_file)
    return Result(
        name=job.name,
        input_size=size,
        start_weights=job.recipe.start_weights,
        parameters=int(model.count_params()),
        multiply_adds=macs(exported),
        onnx_bytes=exported.stat().st_size,
        milliseconds=round(latency_ms(exported, size), 3),
        train_seconds=round(sum(row.get("seconds", 0.0) for row in curve), 1),
        epochs=len(curve),
        ended=_end(job, curve),
        faces=len(faces),
        age_mae=_rounded(metrics["age_mae"]),
        gender_accuracy=_rounded(metrics["gender_accuracy"]),
        ethnicity_accuracy=_rounded(metrics["ethnicity_accuracy"]),
        curve=tuple(curve),
    )


def _rounded(metric: float | None) -> float | None:
    return None if metric is None else round(metric, 4)


def _end(job: Job, curve: list[dict[str, float]]) -> str:
    if RunState(job.run / STATE_FOLDER).progress().epochs >= job.recipe.epochs:
        return "epochs"
    losses = [row["val_loss"] for row in curve]
    return "patience" if job.recipe.patience and StopEarly(job.recipe.patience, losses).exhausted else "time"


def run_job(folder: Path) -> int:
    """Do the job that lies in a folder, leave its result or failure there, and return the exit code."""
    job = Job.read(folder)
    try:
        job.finish(work(job))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # whatever stops one model is not to stop the others
        logging.exception("%s failed", job.name)
        first = str(error).strip().splitlines() or [""]
        job.fail(f"{type(error).__name__}: {first[0]}")
        return 1
    return 0
