"""Runs that are cut short in every way, on faces made for it and a model that is linear in the pixels."""

from __future__ import annotations

import errno
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

from tests.training.made_faces import QUICK_RECIPE, write_faces
from training.__main__ import main
from training.datasets.batches import FaceBatches
from training.datasets.face_table import load_faces
from training.fitting import trainer
from training.fitting.callbacks import build
from training.fitting.callbacks.history import read_history
from training.fitting.callbacks.stopping import Interrupted
from training.fitting.callbacks.training_state import RunProgress, RunState
from training.fitting.run_options import RunOptions
from training.fitting.trainer import train
from training.run_folder import claim_folder

pytestmark = pytest.mark.timeout(400)

RECIPE = replace(QUICK_RECIPE, dropout=0.1)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_faces(tmp_path_factory.mktemp("data") / "faces.h5")


@pytest.fixture(scope="module")
def whole_run(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nothing disturbed."""
    run = tmp_path_factory.mktemp("runs") / "whole"
    train(data, run, RECIPE)
    return run


def kernels(run: Path) -> np.ndarray:
    model = keras.models.load_model(run / "network.keras", compile=False)
    return np.concatenate([np.asarray(variable).ravel() for variable in model.trainable_variables])


def epochs(run: Path) -> list[float]:
    return [row["epoch"] for row in read_history(run / "history.csv")]


def assert_ends_alike(run: Path, whole_run: Path) -> None:
    assert epochs(run) == epochs(whole_run)
    last, undisturbed = (read_history(each / "history.csv")[-1] for each in (run, whole_run))
    assert last["val_loss"] == pytest.approx(undisturbed["val_loss"], rel=1e-5)
    np.testing.assert_allclose(kernels(run), kernels(whole_run), atol=1e-6)


def test_a_run_that_is_done_is_not_trained_again(whole_run: Path, data: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in whole_run.rglob("*")}
    train(data, whole_run, RECIPE)
    assert {path.name: path.stat().st_mtime_ns for path in whole_run.rglob("*")} == before
    assert epochs(whole_run) == [0, 1, 2]


def test_a_signal_saves_and_the_run_goes_on_as_if_nothing_had_been(
    whole_run: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Within the second epoch: its other batches come next, and the end is that of the undisturbed run."""
    run = tmp_path / "run"

    class Press(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: object = None) -> None:
            if self.model.optimizer.iterations == 6:
                os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as patch:
        patch.setattr(build, "StopOnNotFinite", Press)
        with pytest.raises(
            Interrupted, match=r"in epoch 2 after 2 of 4 batches.*--data \S+faces\.h5 --output \S+ --resume"
        ):
            train(data, run, RECIPE)
    assert RunState(run / "state").progress() == RunProgress(1, 2)
    assert main(["train", "--data", str(data), "--output", str(run), "--resume"]) == 0
    assert_ends_alike(run, whole_run)


def test_ctrl_c_on_the_command_line_is_130(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise Interrupted("stopped in epoch 2; go on with --resume")

    monkeypatch.setattr(trainer, "train", interrupt)
    assert main(["train", "--data", str(data), "--output", str(tmp_path / "run")]) == 130
    assert "go on with --resume" in capsys.readouterr().err


def test_a_loss_that_is_no_number_leaves_the_last_good_epoch(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    options = ["train", "--data", str(data), "--output", str(run)]
    train(data, run, replace(RECIPE, epochs=3), run_options=RunOptions(minutes=1e-9))
    assert RunState(run / "state").progress() == RunProgress(0, 1)

    class Spoil(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch: int, logs: object = None) -> None:
            if self.model.optimizer.iterations == 6:
                kernel = self.model.trainable_variables[0]
                kernel.assign(kernel * np.nan)

    with monkeypatch.context() as patch:
        patch.setattr(build, "ReportProgress", lambda *_: Spoil())
        assert main([*options, "--resume"]) == 1
    told = capsys.readouterr().err
    assert "the loss of epoch 2 (batch 3) is not a number any more" in told
    assert "state of epoch 1 are kept" in told
    assert "--resume --rate-factor 0.5" in told
    assert np.isfinite(kernels(run)).all()
    assert epochs(run) == [0]

    assert main([*options, "--resume", "--rate-factor", "0.5"]) == 0
    assert RunState(run / "state").progress() == RunProgress(3, 0, 0.5)
    assert epochs(run) == [0, 1, 2]
    assert np.isfinite(kernels(run)).all()


def test_weights_spoilt_by_the_last_batch_are_not_kept_either(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run"

    class SpoilLast(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: object = None) -> None:
            if self.model.optimizer.iterations == 4:
                for variable in self.model.optimizer.variables:
                    if variable.dtype == "float32" and len(variable.shape) == 2:
                        variable.assign(variable * np.nan)

    monkeypatch.setattr(build, "ReportProgress", lambda *_: SpoilLast())
    with pytest.raises(ValueError, match=r"epoch 1 \(validation\).*no epoch is complete; delete"):
        train(data, run, RECIPE)
    assert not (run / "network.keras").exists()
    assert not RunState(run / "state").progress()


def test_a_disk_that_fills_up_leaves_model_and_state_as_they_were(
    data: Path, whole_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    save = keras.Model.save
    saved = 0

    def full(model: keras.Model, path: Path) -> None:
        nonlocal saved
        saved += 1
        if saved == 2:
            path.write_bytes(b"half a netw")
            raise OSError(errno.ENOSPC, "No space left on device")
        save(model, path)

    with monkeypatch.context() as patch:
        patch.setattr(keras.Model, "save", full)
        with pytest.raises(OSError, match=r"can't save .*network\.keras.*No space left.*is intact; make room"):
            train(data, run, RECIPE)
    assert np.isfinite(kernels(run)).all()
    assert RunState(run / "state").progress() == RunProgress(1)
    assert epochs(run) == [0]
    assert not list(run.rglob("*.part*"))
    train(data, run, RECIPE)
    assert_ends_alike(run, whole_run)


def test_a_newest_state_cut_short_costs_an_epoch_and_nothing_else(
    data: Path, whole_run: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run = tmp_path / "run"
    train(data, run, RECIPE)
    newest = run / "state" / "latest.weights.h5"
    newest.write_bytes(newest.read_bytes()[:5000])
    with caplog.at_level(logging.WARNING):
        train(data, run, RECIPE)
    assert "trying the state before it" in caplog.text
    assert_ends_alike(run, whole_run)


def test_patience_ends_the_run_and_keeps_the_best(data: Path, tmp_path: Path) -> None:
    """A rate at which the model gets worse with every step: the first epoch is the best."""
    run = tmp_path / "run"
    recipe = replace(RECIPE, epochs=9, learning_rate=2.0, patience=2)
    model = train(data, run, recipe)
    rows = read_history(run / "history.csv")
    losses = [row["val_loss"] for row in rows]
    best = int(np.argmin(losses))
    assert len(losses) == best + 3 < 9
    batches = FaceBatches(load_faces(data, "val"), 16, 128)
    assert model.evaluate(batches, verbose=0, return_dict=True)["loss"] == pytest.approx(losses[best], rel=1e-4)
    train(data, run, recipe)
    assert len(read_history(run / "history.csv")) == len(rows)


def test_a_run_that_begins_has_the_weights_of_its_recipe(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    recipe = replace(RECIPE, start_weights="w.npz", teachers=("t.onnx",))
    claim_folder(run, recipe)  # killed before its first step
    with pytest.raises(ValueError, match=r"starts from w\.npz, given were none"):
        train(data, run, recipe)
    with pytest.raises(ValueError, match=r"starts from no weights, given were w\.npz"):
        train(data, tmp_path / "other", RECIPE, tmp_path / "w.npz")
    taught = replace(recipe, start_weights=None)
    with pytest.raises(ValueError, match=r"the teachers t\.onnx; give them with --distil"):
        train(data, tmp_path / "taught", taught)


def test_data_that_can_t_be_learnt_from_is_refused(data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "cut.h5"
    broken.write_bytes(data.read_bytes()[:3000])
    with pytest.raises(ValueError, match=r"cut\.h5"):
        train(broken, tmp_path / "run", RECIPE)
    strange = write_faces(tmp_path / "strange.h5")
    with h5py.File(strange, "r+") as file:
        file["genders"][3] = 4
    with pytest.raises(ValueError, match=r"1 of 32 faces have, as gender, a number outside 0\.\.1"):
        train(strange, tmp_path / "run", RECIPE)


def test_a_class_without_faces_and_heads_without_labels_are_told_and_survived(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = write_faces(tmp_path / "faces.h5")
    with h5py.File(data, "r+") as file:
        file["ethnicities"][:] = -1
        file["genders"][:] = np.where(file["genders"][:] == 1, -1, 0)
        file["ages"][:10] = -1
    with caplog.at_level(logging.WARNING):
        train(data, tmp_path / "run", replace(RECIPE, epochs=1))
    assert "train: no face of gender female" in caplog.text
    assert "train: no face has a known ethnicity" in caplog.text
    (row,) = read_history(tmp_path / "run" / "history.csv")
    assert row["ethnicity_loss"] == row["val_ethnicity_loss"] == 0.0
    assert np.isfinite(row["loss"])
    assert row["val_age_mae"] < 60


def test_a_killed_process_goes_on_where_it_was(data: Path, whole_run: Path, tmp_path: Path) -> None:
    """Killed after two epochs, in the middle of whatever it is at."""
    run = tmp_path / "run"
    claim_folder(run, RECIPE)
    command = [sys.executable, "-m", "training", "train", "--data", str(data), "--output", str(run), "--resume"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "CUDA_VISIBLE_DEVICES": ""}
    state = RunState(run / "state")
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        while state.progress().epochs < 2 and process.poll() is None:
            time.sleep(0.02)
        process.kill()
    assert state.progress().epochs >= 2
    train(data, run, RECIPE)
    assert_ends_alike(run, whole_run)
