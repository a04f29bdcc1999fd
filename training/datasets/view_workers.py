"""Augmented views made in processes of their own: the threads of one Python can't keep a GPU busy."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from inference.closeable import Closeable
from inference.process import use_one_opencv_thread

from .augmentation import AugmentationSettings, augment
from .face_table import Crops, FaceTable

# what a random draw depends on: the run's seed, the epoch, the batch
Draw = tuple[int, int, int]


class AugmentedViews:
    """Random views of faces, a batch at a time.

    Args:
        faces: the faces.
        size: side of the views in pixels.
        settings: how to change the faces.
        zoom: how many times as large the face is in the view as in the crops.
    """

    def __init__(self, faces: FaceTable, size: int, settings: AugmentationSettings, zoom: float = 1.0) -> None:
        self._crops: Crops = faces.crops
        self._stored_zoom = faces.zoom
        self._size, self._settings, self._zoom = size, settings, zoom

    def of(self, rows: Sequence[int] | NDArray[np.intp], draw: Draw) -> NDArray[np.uint8]:
        """Return the views of these rows, (N, size, size, 3) uint8 RGB; `draw` decides all that is random in them."""
        images = np.empty((len(rows), self._size, self._size, 3), dtype=np.uint8)
        rng = np.random.default_rng(draw)
        for image, row in zip(images, rows, strict=True):
            image[:] = augment(self._crops[row], self._size, rng, self._settings, self._zoom, self._stored_zoom)
        return images


class ViewWorkers(Closeable):
    """The same, made by several processes, each of which reads the crops from their files.

    Any number of threads may ask at once.

    Args:
        views: what to make; its crops must be streamed (`load_faces(stream=True)`), not in memory.
        processes: how many.

    Attributes:
        processes: how many.
    """

    def __init__(self, views: AugmentedViews, processes: int) -> None:
        self.processes = processes
        # what was started by a fork would inherit the threads of TensorFlow or JAX, and their locks
        self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (views,))
        # started at once, beside the building of the model
        self._pool.submit(len, ())

    def of(self, rows: Sequence[int] | NDArray[np.intp], draw: Draw) -> NDArray[np.uint8]:
        """See `AugmentedViews.of`."""
        return self._pool.submit(_views_of, np.asarray(rows), draw).result()

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


# of a worker process
_views: AugmentedViews


def _begin(views: AugmentedViews) -> None:
    global _views
    use_one_opencv_thread()
    _views = views


def _views_of(rows: NDArray[np.intp], draw: Draw) -> NDArray[np.uint8]:
    return _views.of(rows, draw)
