"""Several views of an image searched side by side."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from ..closeable import Closeable
from ..cores import usable_cores
from ..types import ImageArray
from .blazeface import BlazeFace, BlazeFaceModel
from .views import Proposal, View, propose

# a lane more costs 20 MB and 0.07 s at the start
MOST_LANES = 4


class BlazeFacePool(Closeable):
    """Both models, once per lane; a context manager. Used from one thread at a time.

    Args:
        min_score: faces below this confidence (0..1) are not reported.
        lanes: views searched at the same time; None for as many as there are cores, four at most.

    Raises:
        ModelError: a model file is missing or altered, or MediaPipe can't load it.
    """

    def __init__(self, min_score: float, lanes: int | None = None) -> None:
        lanes = lanes or min(MOST_LANES, usable_cores())
        self._models: list[BlazeFaceModel] = []
        self._free = {variant: SimpleQueue[BlazeFaceModel]() for variant in BlazeFace}
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="facelens-detect")
        try:
            for variant in list(BlazeFace) * lanes:
                self._models.append(BlazeFaceModel(variant, min_score))
                self._free[variant].put(self._models[-1])
        except BaseException:
            self.close()
            raise

    def propose(self, image_bgr: ImageArray, views: Sequence[View]) -> list[list[Proposal]]:
        """Return what is found in each view, best first; see `views.propose`.

        Args:
            image_bgr: (H, W, 3) uint8 BGR.
            views: parts of it.
        """

        def search(view: View) -> list[Proposal]:
            free = self._free[view.variant]
            model = free.get()
            try:
                return propose(model, image_bgr, view)
            finally:
                free.put(model)

        if len(views) < 2:
            return [search(view) for view in views]
        return list(self._threads.map(search, views))

    def close(self) -> None:
        self._threads.shutdown()
        for model in self._models:
            model.close()
