"""The metrics of every epoch, as a table."""

from __future__ import annotations

import csv
import io
import math
import time
from pathlib import Path

import keras

from .saving import save_whole

_FIRST_COLUMNS = ("epoch", "seconds", "learning_rate")


def read_history(path: Path) -> list[dict[str, float]]:
    """Read the rows of a `history.csv`; lines that were cut short, and fields that are empty, are left out."""
    if not path.exists():
        return []
    rows = []
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            try:
                rows.append({name: float(value) for name, value in row.items() if name and value})
            except (TypeError, ValueError):
                continue
    return [row for row in rows if "epoch" in row]


class History(keras.callbacks.Callback):
    """Writes `history.csv` anew after every epoch: `epoch` (from 0), `seconds`, `learning_rate`, then Keras's logs.

    Args:
        path: the file.
        epochs_done: rows of these epochs are kept from what it holds already.
    """

    def __init__(self, path: Path, epochs_done: int) -> None:
        super().__init__()
        self._path = path
        self._began_at = 0.0
        self.rows = [row for row in read_history(path) if row["epoch"] < epochs_done]

    @property
    def val_losses(self) -> list[float]:
        """Validation losses of all epochs so far."""
        return [row["val_loss"] for row in self.rows if "val_loss" in row]

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._began_at = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        rate = float(self.model.optimizer.learning_rate)
        seconds = round(time.monotonic() - self._began_at, 1)
        self.rows.append({"epoch": epoch, "seconds": seconds, "learning_rate": rate, **(logs or {})})
        save_whole(self._path, self._write)

    def _write(self, part: Path) -> None:
        columns = sorted({name for row in self.rows for name in row} - set(_FIRST_COLUMNS))
        text = io.StringIO()
        writer = csv.DictWriter(text, [*_FIRST_COLUMNS, *columns], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "epoch": int(row["epoch"])} for row in self.rows)
        part.write_text(text.getvalue(), encoding="utf-8")


def validation_line(row: dict[str, float]) -> str:
    """Return an epoch's main metrics as text: `age MAE 4.71 years, gender 93.8 %, ethnicity 84.8 %`."""
    metrics = (
        ("val_age_mae", "age MAE {:.2f} years"),
        ("val_gender_accuracy", "gender {:.1%}"),
        ("val_ethnicity_accuracy", "ethnicity {:.1%}"),
    )
    known = [text.format(row[name]) for name, text in metrics if math.isfinite(row.get(name, math.nan))]
    return ", ".join(known).replace("%", " %") or "no validation"
