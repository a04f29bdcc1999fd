"""Faces in memory to batches for `keras.Model.fit`."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import keras
import numpy as np
from numpy.typing import NDArray

from .augmentation import AugmentationSettings, augment
from .class_balance import systematic_draw
from .face_table import FaceTable
from .image_ops import shrink

Arrays = dict[str, NDArray[np.generic]]
Batch = tuple[NDArray[np.uint8], Arrays] | tuple[NDArray[np.uint8], Arrays, Arrays]


class FaceBatches(keras.utils.PyDataset):
    """Batches of `image` (B, S, S, 3) uint8 RGB, a dict of targets and, where faces count differently, one of weights.

    Targets are (B,) int32: the age in years, class indices, -1 where unknown. With `soft_targets` they are
    (B, 1 + units) float32: the label, then a teacher's answer (see `losses.DistilledLoss`).

    Epoch and batch number decide every random draw, so that a run that was interrupted and resumed sees what
    an uninterrupted one sees.

    Args:
        faces: the data.
        size: side of the network's input.
        batch_size: faces a batch; the last batch of an epoch may be smaller.
        augmentation: how to change the faces, or None for the plain view in the data's order.
        sampling_weights: (N,) chance of each face to be drawn (with replacement).
        seed: of all draws.
        first_epoch: number of the epoch that comes first (a resumed run).
        first_batch: number of the batch that comes first in every epoch (what a stopped epoch has left).
        times: (N,) how often each face comes up in an epoch, in place of `sampling_weights`; without either every
            face comes once.
        loss_weights: by head, (N,) how much each face counts.
        soft_targets: by head, (N, units) a teacher's answers.
    """

    def __init__(
        self,
        faces: FaceTable,
        size: int,
        batch_size: int,
        augmentation: AugmentationSettings | None = None,
        sampling_weights: NDArray[np.float64] | None = None,
        seed: int = 0,
        first_epoch: int = 0,
        first_batch: int = 0,
        times: NDArray[np.float64] | None = None,
        loss_weights: Mapping[str, NDArray[np.float32]] | None = None,
        soft_targets: Mapping[str, NDArray[np.float32]] | None = None,
        workers: int = 2,
    ) -> None:
        super().__init__(workers=workers, use_multiprocessing=False, max_queue_size=8)
        self._faces = faces
        self._size = size
        self._batch_size = batch_size
        self._augmentation = augmentation
        self._chances = None if sampling_weights is None else sampling_weights / sampling_weights.sum()
        self._times = times
        self._loss_weights = loss_weights
        self._soft_targets = soft_targets
        self._seed = seed
        self._epoch = first_epoch
        self._first_batch = first_batch
        self._order = self._draw_order()

    def _draw_order(self) -> NDArray[np.intp]:
        count = len(self._faces)
        if self._augmentation is None:
            return np.arange(count)
        rng = np.random.default_rng((self._seed, self._epoch))
        if self._times is not None:
            return systematic_draw(self._times, rng)
        if self._chances is None:
            return rng.permutation(count)
        return rng.choice(count, size=count, p=self._chances)

    @property
    def batches_an_epoch(self) -> int:
        return -(-len(self._order) // self._batch_size)

    def __len__(self) -> int:
        return self.batches_an_epoch - self._first_batch

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
                image[:] = shrink(crop, self._size)
            else:
                image[:] = augment(crop, self._size, rng, self._augmentation)
        if self._loss_weights is None:
            return images, self._targets(rows)
        return images, self._targets(rows), {head: weights[rows] for head, weights in self._loss_weights.items()}

    def _targets(self, rows: NDArray[np.intp]) -> Arrays:
        targets: Arrays = {
            "age": self._faces.ages[rows],
            "gender": self._faces.genders[rows],
            "ethnicity": self._faces.ethnicities[rows],
        }
        for head, answers in (self._soft_targets or {}).items():
            labels = targets[head].astype(np.float32)
            targets[head] = np.column_stack((labels, answers[rows]))
        return targets


def use_one_opencv_thread() -> None:
    """The loader's threads already share the cores."""
    cv2.setNumThreads(1)
