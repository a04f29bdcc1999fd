from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import keras
import numpy as np
import pytest

from training.fitting.callbacks.build import build_callbacks
from training.fitting.callbacks.history import History, read_history, validation_line
from training.fitting.callbacks.saving import save_whole
from training.fitting.callbacks.stopping import Interrupted, StopEarly, StopRequest
from training.fitting.callbacks.training_state import RunProgress, RunState, SaveState


def test_a_file_is_as_it_was_or_new(tmp_path: Path) -> None:
    path, kept = tmp_path / "file.txt", tmp_path / "kept.txt"
    save_whole(path, lambda part: part.write_text("first") and None)
    save_whole(path, lambda part: part.write_text("second") and None, keep_as=kept)
    assert (path.read_text(), kept.read_text()) == ("second", "first")


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("HDF5: no space")])
def test_a_full_disk_leaves_what_was_there(error: Exception, tmp_path: Path) -> None:
    path, kept = tmp_path / "file.txt", tmp_path / "kept.txt"
    path.write_text("first")

    def half(part: Path) -> None:
        part.write_text("sec")
        raise error

    with pytest.raises(OSError, match=r"can't save .*file\.txt.*[Nn]o space.*is intact"):
        save_whole(path, half, keep_as=kept)
    assert path.read_text() == "first"
    assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]


def compiled(seed: int) -> keras.Model:
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile(keras.optimizers.AdamW(0.1, use_ema=True, ema_momentum=0.5), "mse")
    model.optimizer.build(model.trainable_variables)
    return model


def weights(model: keras.Model) -> np.ndarray:
    return np.asarray(model.layers[-1].kernel)


def stepped(model: keras.Model) -> keras.Model:
    model.train_on_batch(np.ones((4, 3), np.float32), np.zeros((4, 2), np.float32))
    return model


def test_a_state_comes_back_with_optimiser_and_progress(tmp_path: Path) -> None:
    state = RunState(tmp_path)
    assert not state.progress()
    assert state.restore(compiled(0)) == RunProgress()
    model = stepped(compiled(1))
    state.save(model, RunProgress(2, 0, 0.5))
    assert state.progress() == RunProgress(2, 0, 0.5)
    other = compiled(7)
    assert state.restore(other) == RunProgress(2, 0, 0.5)
    np.testing.assert_array_equal(weights(stepped(other)), weights(stepped(model)))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_a_newest_state_that_was_cut_short_gives_way_to_the_one_before(tmp_path: Path) -> None:
    state = RunState(tmp_path)
    first = compiled(1)
    state.save(first, RunProgress(1))
    state.save(compiled(2), RunProgress(2))
    cut(tmp_path / "latest.weights.h5")
    model = compiled(9)
    assert state.restore(model) == RunProgress(1)
    np.testing.assert_array_equal(weights(model), weights(first))
    cut(tmp_path / "previous.weights.h5")
    with pytest.raises(ValueError, match="to train afresh"):
        state.restore(model)


def test_a_kill_between_the_two_renames_loses_one_epoch(tmp_path: Path) -> None:
    state = RunState(tmp_path)
    state.save(compiled(1), RunProgress(1))
    (tmp_path / "latest.weights.h5").rename(tmp_path / "previous.weights.h5")
    assert state.restore(compiled(9)) == RunProgress(1)


def test_within_an_epoch_counts_until_the_epoch_is_complete(tmp_path: Path) -> None:
    state = RunState(tmp_path)
    state.save(compiled(1), RunProgress(1))
    state.save(compiled(2), RunProgress(1, 40))
    assert state.progress() == RunProgress(1, 40)
    within = (tmp_path / "within.weights.h5").read_bytes()
    state.save(compiled(3), RunProgress(2))
    assert state.progress() == RunProgress(2)
    (tmp_path / "within.weights.h5").write_bytes(within)  # killed before it was dropped
    assert state.progress() == RunProgress(2)
    state.forget_within()
    assert not (tmp_path / "within.weights.h5").exists()


def test_what_is_saved_depends_on_the_order_of_the_callbacks(tmp_path: Path) -> None:
    """The averaged model is saved while it is in place, an epoch's row before its state, and both before a stop."""
    state, request = RunState(tmp_path / "state"), StopRequest()
    history, save = History(tmp_path / "history.csv", 0), SaveState(state, RunProgress(), 2)
    rows_at_save: list[int] = []

    class StopAtValidation(keras.callbacks.Callback):
        """Requests the stop when all batches of the epoch are done."""

        def on_test_begin(self, logs: object = None) -> None:
            request.is_made = True

    save_now = save.save_now
    save.save_now = lambda: (rows_at_save.append(len(read_history(tmp_path / "history.csv"))), save_now())  # type: ignore
    x, y = np.ones((8, 3), np.float32), np.zeros((8, 2), np.float32)
    model = compiled(1)
    callbacks = [*build_callbacks(tmp_path, history, save, request, StopEarly(3)), StopAtValidation()]
    with pytest.raises(Interrupted):
        model.fit(x, y, batch_size=4, epochs=3, validation_data=(x, y), callbacks=callbacks, verbose=0)
    assert state.progress() == RunProgress(1)
    assert rows_at_save == [1]
    trained = compiled(7)
    state.restore(trained)
    saved = keras.models.load_model(tmp_path / "network.keras", compile=False)
    assert np.abs(weights(saved) - weights(trained)).max() > 0.01
    trained.optimizer.finalize_variable_values(trained.trainable_variables)  # puts the averaged weights in
    np.testing.assert_array_equal(weights(saved), weights(trained))


def test_a_state_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    model = compiled(1)
    model.save_weights(tmp_path / "latest.weights.h5")
    (tmp_path / "training_metadata.json").write_text('{"epoch": 5, "batch": 0}', encoding="utf-8")
    other = compiled(2)
    assert RunState(tmp_path).restore(other) == RunProgress(5)
    np.testing.assert_array_equal(weights(other), weights(model))
    (tmp_path / "training_metadata.json").write_text('{"epo', encoding="utf-8")
    with pytest.raises(ValueError, match="can be read"):
        RunState(tmp_path).restore(other)


def test_history_keeps_complete_epochs_and_replaces_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text("epoch,loss,val_loss\n0,3.0,4.0\n1,2.0,3.5\n2,1.5,3.2\n3,1.", encoding="utf-8")
    history = History(path, epochs_done=2)
    assert history.val_losses == [4.0, 3.5]
    history.set_model(compiled(0))
    history.on_epoch_begin(2)
    history.on_epoch_end(2, {"loss": 1.6, "val_loss": 3.3, "val_age_mae": 7.0})
    rows = read_history(path)
    assert [row["epoch"] for row in rows] == [0, 1, 2]
    assert (rows[2]["val_loss"], rows[2]["val_age_mae"]) == (3.3, 7.0)
    assert rows[2]["learning_rate"] == pytest.approx(0.1)
    assert "val_age_mae" not in rows[0]


def test_metrics_in_words() -> None:
    row = {"val_age_mae": 4.714, "val_gender_accuracy": 0.9381, "val_ethnicity_accuracy": float("nan")}
    assert validation_line(row) == "age MAE 4.71 years, gender 93.8 %"
    assert validation_line({}) == "no validation"


def test_patience_counts_from_the_lowest_loss() -> None:
    early = StopEarly(2, [3.0, 2.0, 2.5])
    assert not early.exhausted
    early.set_model(compiled(0))
    early.on_epoch_end(3, {"val_loss": 2.1})
    assert early.exhausted
    assert early.model.stop_training
    assert not StopEarly(2, [3.0, 2.0, 2.5, 1.9]).exhausted
    assert not StopEarly(1).exhausted


def test_the_first_signal_asks_and_the_second_insists(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with StopRequest() as request:
        os.kill(os.getpid(), signal.SIGINT)
        assert request.is_made
        assert "once more stops at once" in capsys.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGINT) is before
