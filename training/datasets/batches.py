"""Faces in memory to batches for `keras.Model.fit`."""

from __future__ import annotations

import cv2
import keras
import numpy as np
from numpy.typing import NDArray

from ..augmentation import AugmentationSettings, augment, shrink
from .cache import FaceTable

Batch = tuple[NDArray[np.uint8], dict[str, NDArray[np.int32]]]


class FaceBatches(keras.utils.PyDataset):
    """Batches of `image` (B, S, S, 3) uint8 RGB and a dict of targets (age in years, class indices).

    Epoch and batch number decide every random draw, so that a run that was interrupted and resumed sees what
    an uninterrupted one sees.

    Args:
        faces: the data.
        size: side of the network's input.
        batch_size: faces a batch; the last batch of an epoch may be smaller.
        augmentation: how to change the faces, or None for the plain view in the data's order.
        sampling_weights: (N,) chance of each face to be drawn (with replacement), or None for every face once.
        seed: of all draws.
        first_epoch: number of the epoch that comes first (a resumed run).
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
        workers: int = 2,
    ) -> None:
        super().__init__(workers=workers, use_multiprocessing=False, max_queue_size=8)
        self._faces = faces
        self._size = size
        self._batch_size = batch_size
        self._augmentation = augmentation
        self._weights = None if sampling_weights is None else sampling_weights / sampling_weights.sum()
        self._seed = seed
        self._epoch = first_epoch
        self._order = self._draw_order()

    def _draw_order(self) -> NDArray[np.intp]:
        count = len(self._faces)
        if self._augmentation is None:
            return np.arange(count)
        rng = np.random.default_rng((self._seed, self._epoch))
        if self._weights is None:
            return rng.permutation(count)
        return rng.choice(count, size=count, p=self._weights)

    def __len__(self) -> int:
        return -(-len(self._order) // self._batch_size)

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._order = self._draw_order()

    def __getitem__(self, index: int) -> Batch:
        rows = self._order[index * self._batch_size : (index + 1) * self._batch_size]
        images = np.empty((len(rows), self._size, self._size, 3), dtype=np.uint8)
        rng = np.random.default_rng((self._seed, self._epoch, index))
        for image, row in zip(images, rows, strict=True):
            crop = self._faces.crops[row]
            if self._augmentation is None:
                image[:] = shrink(crop, self._size)
            else:
                image[:] = augment(crop, self._size, rng, self._augmentation)
        targets = {
            "age": self._faces.ages[rows],
            "gender": self._faces.genders[rows],
            "ethnicity": self._faces.ethnicities[rows],
        }
        return images, targets


def use_one_opencv_thread() -> None:
    """The loader's threads already share the cores."""
    cv2.setNumThreads(1)
