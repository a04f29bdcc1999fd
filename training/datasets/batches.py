"""Faces to batches for `keras.Model.fit`."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np
from numpy.typing import NDArray

from .augmentation import AugmentationSettings, augment
from .class_balance import Balance
from .face_table import FaceTable
from .views import view_of

Arrays = dict[str, NDArray[np.generic]]
Batch = tuple[NDArray[np.uint8], Arrays] | tuple[NDArray[np.uint8], Arrays, Arrays]

_WORKERS = 2
# columns of the age's targets that are its label: the year, the first and the last that it may be
AGE_LABEL_COLUMNS = 3


class FaceBatches(keras.utils.PyDataset):
    """Batches of `image` (B, S, S, 3) uint8 RGB, a dict of targets and, where faces count differently, one of weights.

    Targets are (B,) int32 class indices, -1 where unknown, and for the age (B, 3) float32: the year, the first and the
    last year that it may be. With `soft_targets` they are float32 and a teacher's prediction comes after these columns
    (see `losses.DistilledLoss`).

    Epoch and batch number decide every random draw, so that a run that was interrupted and resumed gets what an
    uninterrupted one gets.

    Args:
        faces: the data.
        size: side of the model's input in pixels.
        batch_size: faces per batch; the last batch of an epoch may be smaller.
        augmentation: how to change the faces, or None for unchanged faces in the data's order.
        balance: how often faces come up and how much they count.
        soft_targets: by head, (N, units) a teacher's predictions.
        seed: of all draws.
        first_epoch: number of the epoch that comes first (a resumed run).
        first_batch: number of the batch that comes first in every epoch (the rest of a stopped epoch).
        zoom: how many times as large the face is in the model's view as in the crops, see `views.relative_zoom`.
    """

    def __init__(
        self,
        faces: FaceTable,
        size: int,
        batch_size: int,
        augmentation: AugmentationSettings | None = None,
        balance: Balance | None = None,
        soft_targets: Mapping[str, NDArray[np.float32]] | None = None,
        *,
        seed: int = 0,
        first_epoch: int = 0,
        first_batch: int = 0,
        zoom: float = 1.0,
    ) -> None:
        super().__init__(workers=_WORKERS, use_multiprocessing=False, max_queue_size=8)
        self._faces = faces
        self._size = size
        self._batch_size = batch_size
        self._augmentation = augmentation
        self._balance = balance or Balance()
        self._soft_targets = soft_targets or {}
        self._seed = seed
        self._epoch = first_epoch
        self._first_batch = first_batch
        self._zoom = zoom
        self._age_targets = np.column_stack((faces.ages, faces.age_bounds)).astype(np.float32)
        self._order = self._draw_order()

    def _draw_order(self) -> NDArray[np.intp]:
        if self._augmentation is None:
            return np.arange(len(self._faces))
        return self._balance.draw(len(self._faces), np.random.default_rng((self._seed, self._epoch)))

    @property
    def batches_per_epoch(self) -> int:
        """Number of batches of a whole epoch."""
        return -(-len(self._order) // self._batch_size)

    def __len__(self) -> int:
        return self.batches_per_epoch - self._first_batch

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._order = self._draw_order()

    def __getitem__(self, index: int) -> Batch:
        number = self._first_batch + index
        rows = self._order[number * self._batch_size : (number + 1) * self._batch_size]
        images = np.empty((len(rows), self._size, self._size, 3), dtype=np.uint8)
        rng = np.random.default_rng((self._seed, self._epoch, number))
        for image, row in zip(images, rows, strict=True):
            crop = self._faces.crops[row]
            if self._augmentation is None:
                image[:] = view_of(crop, self._size, self._zoom)
            else:
                image[:] = augment(crop, self._size, rng, self._augmentation, self._zoom, self._faces.zoom)
        weights = self._balance.loss_weights
        if weights is None:
            return images, self._targets(rows)
        return images, self._targets(rows), {head: weights[head][rows] for head in weights}

    def _targets(self, rows: NDArray[np.intp]) -> Arrays:
        targets: Arrays = {head: labels[rows] for head, labels in self._faces.labels.items()}
        targets["age"] = self._age_targets[rows]
        for head, predictions in self._soft_targets.items():
            targets[head] = np.column_stack((targets[head].astype(np.float32), predictions[rows]))
        return targets
