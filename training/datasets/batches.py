"""Faces to batches for `keras.Model.fit`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import keras
import numpy as np
from numpy.typing import NDArray

from .augmentation import AugmentationSettings
from .class_balance import Balance
from .face_table import FaceTable
from .view_workers import AugmentedViews, ViewWorkers
from .views import relative_zoom, view_of

Arrays = dict[str, NDArray[np.generic]]
Batch = tuple[NDArray[np.uint8], Arrays] | tuple[NDArray[np.uint8], Arrays, Arrays]

_WORKERS = 2
# columns of the age's targets that are its label: the year, the first and the last that it may be
AGE_LABEL_COLUMNS = 3


class Teachers(Protocol):
    """Who says of every view what is in it, see `fitting.view_teachers.ViewTeachers`.

    Attributes:
        size: side in pixels of the views to be made.
        zoom: of these views.
    """

    size: int
    zoom: float

    def of(self, views: NDArray[np.uint8]) -> Mapping[str, NDArray[np.float32]]:
        """Return the soft targets of views, by head."""

    def for_learner(self, views: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return what the model that learns sees of them."""


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
        workers: make the changed faces in their processes; the same faces come out.
        teachers: look at the changed faces and say what is in each; in place of `soft_targets`.
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
        workers: ViewWorkers | None = None,
        teachers: Teachers | None = None,
    ) -> None:
        threads = _WORKERS if workers is None else workers.processes
        super().__init__(workers=threads, use_multiprocessing=False, max_queue_size=8 + threads)
        self._faces = faces
        self._size = size
        self._batch_size = batch_size
        self._views: AugmentedViews | ViewWorkers | None = workers
        if augmentation is not None and workers is None:
            shown = (size, zoom) if teachers is None else (teachers.size, relative_zoom(faces.zoom, teachers.zoom))
            self._views = AugmentedViews(faces, shown[0], augmentation, shown[1])
        self._balance = balance or Balance()
        self._soft_targets = soft_targets or {}
        self._teachers = teachers
        self._seed = seed
        self._epoch = first_epoch
        self._first_batch = first_batch
        self._zoom = zoom
        self._age_targets = np.column_stack((faces.ages, faces.age_bounds)).astype(np.float32)
        self._order = self._draw_order()

    def _draw_order(self) -> NDArray[np.intp]:
        if self._views is None:
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
        soft: Mapping[str, NDArray[np.float32]] = {head: said[rows] for head, said in self._soft_targets.items()}
        if self._views is None:
            images = np.stack([view_of(self._faces.crops[row], self._size, self._zoom) for row in rows])
        else:
            images = self._views.of(rows, (self._seed, self._epoch, number))
            if self._teachers is not None:
                soft, images = self._teachers.of(images), self._teachers.for_learner(images)
        weights = self._balance.loss_weights
        if weights is None:
            return images, self._targets(rows, soft)
        return images, self._targets(rows, soft), {head: weights[head][rows] for head in weights}

    def _targets(self, rows: NDArray[np.intp], soft: Mapping[str, NDArray[np.float32]]) -> Arrays:
        targets: Arrays = {head: labels[rows] for head, labels in self._faces.labels.items()}
        targets["age"] = self._age_targets[rows]
        for head, said in soft.items():
            targets[head] = np.column_stack((targets[head].astype(np.float32), said))
        return targets
