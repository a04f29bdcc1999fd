"""The engine of the search model: any number of images of any size, on the CPU.

A GPU has no part in it: on an H200, cuDNN took two to four seconds to prepare for each new combination of number and
size of images, and a video brings a dozen of them in its first second.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..cores import usable_cores
from ..errors import EngineError, ModelError
from ..types import FloatArray
from .base import first_line
from .runtime import onnxruntime

_CPU_PROVIDER = "CPUExecutionProvider"
# images with more pixels than this are shared out among cores inside every operator: one of 544 x 960 takes 15 ms in
# place of 25 on two, for as much processor time, while the many small ones around known faces run side by side
_LARGE_PIXELS = 250_000
_MOST_THREADS = 4


class SearchEngine:
    """A model in ONNX Runtime whose images may have any size. `run` may be called from several threads at a time.

    A call takes one thread, that of large images one a core, four at most, unless `threads` says otherwise.

    Args:
        model: content of the `.onnx` file.
        path: of that file, for messages.
        outputs: names of the outputs, in the order in which `run` returns them.
        threads: that the search of a large image may take; None for one a core, four at most.

    Raises:
        ModelError: the file can't be loaded, or has other inputs and outputs.
    """

    def __init__(self, model: bytes, path: Path, outputs: Sequence[str], threads: int | None = None) -> None:
        self._outputs = list(outputs)
        self._alone = self._open_checked(model, path)
        threads = threads or min(_MOST_THREADS, usable_cores())
        self._shared = self._alone if threads == 1 else _open(model, threads)

    def run(self, images: FloatArray) -> list[FloatArray]:
        """Run one batch.

        Args:
            images: (N, 3, H, W) float32, sides as the model takes them.

        Returns:
            The outputs, in the order asked for; each begins with N.

        Raises:
            EngineError: it failed.
        """
        try:
            is_large = images[:, 0].size > _LARGE_PIXELS
            session = self._shared if is_large else self._alone
            return session.run(self._outputs, {session.get_inputs()[0].name: images})  # type: ignore[no-any-return]
        except Exception as error:  # ONNX Runtime raises a dozen types of its own, all straight from Exception
            raise EngineError(f"the search for faces failed: {first_line(error)}") from error

    def close(self) -> None:
        """Release the sessions."""
        del self._alone, self._shared

    def _open_checked(self, model: bytes, path: Path) -> Any:
        try:
            session = _open(model)
        except Exception as error:
            raise ModelError(f"the search model {path} can't be loaded: {first_line(error)}") from error
        if not set(self._outputs) <= {output.name for output in session.get_outputs()}:
            raise ModelError(f"the search model {path} has other outputs than {', '.join(self._outputs)}")
        return session


def _open(model: bytes, threads: int = 1) -> Any:
    session_options = onnxruntime.SessionOptions()
    session_options.intra_op_num_threads = threads
    session_options.inter_op_num_threads = 1
    # threads that wait by spinning take a fifth more of the processor
    session_options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session_options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, session_options, providers=[_CPU_PROVIDER], enable_fallback=0)
