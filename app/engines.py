"""`main.py --engines` and `main.py --build-engine`: what runs the model and encodes videos here, and preparing it."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inference.model_card import LARGE_MODEL, load_card

from .cli import in_flags
from .standard_streams import say

if TYPE_CHECKING:
    from inference.engines.probe import EngineStatus
    from inference.sinks.encoders import EncoderKind

_TICK_S = 1.0


def show_engines() -> None:
    """Print which engines and video encoders work here, and which of them are taken.

    Raises:
        ModelError: the model can't be used at all.
        SinkError: the standard output can't be written.
    """
    from inference.engines.probe import describe_gpu, probe_engines
    from inference.sinks import encoders

    statuses = probe_engines(load_card())
    say("\n".join(_table(statuses)))
    say(f"\nGPU: {describe_gpu()}")
    say(f"--engine auto takes {next(status.name for status in statuses if status.runs)}\n")
    say("\n".join(_encoder_table(list(encoders.probe_encoders()))))


def _table(statuses: list[EngineStatus]) -> Iterator[str]:
    yield f"{'engine':<10}{'runs':<6}with, or why not"
    for status in statuses:
        yield f"{status.name:<10}{'yes' if status.runs else 'no':<6}{_detail(status)}"


def _detail(status: EngineStatus) -> str:
    if status.error is not None:
        return in_flags(status.error)
    return status.detail if status.is_built else f"{status.detail}: python main.py --build-engine"


def _encoder_table(kinds: Sequence[tuple[EncoderKind, str]]) -> Iterator[str]:
    yield f"{'video encoder':<20}{'runs':<6}or why not"
    for kind, problem in kinds:
        yield f"{kind.name:<20}{'no' if problem else 'yes':<6}{problem}".rstrip()
    yield f"\nannotated videos are encoded by {next(kind.name for kind, problem in kinds if not problem)}"


def build_engine(*, quiet: bool) -> None:
    """Build the TensorRT engine now, so that no run has to wait for it.

    Args:
        quiet: show no progress.

    Raises:
        EngineError: TensorRT can't run here, or the engine can't be built.
        ModelError: the model can't be used.
    """
    from inference.engines.gpu import open_tensorrt, prepare_tensorrt

    # the model that a run takes on a GPU
    card = load_card(LARGE_MODEL)
    with _clock("building the TensorRT engine", quiet=quiet):
        cache = prepare_tensorrt(card, again=True)
    with _clock("trying it", quiet=quiet):
        open_tensorrt(card).close()
    say(f"ready: {cache.folder}")


@contextlib.contextmanager
def _clock(what: str, *, quiet: bool) -> Iterator[None]:
    """Show the seconds gone by on stderr; TensorRT does not tell how far it is."""
    if quiet:
        yield
        return
    started, done = time.monotonic(), threading.Event()

    def tell(end: str) -> None:
        print(f"\r{what}: {time.monotonic() - started:.0f} s", end=end, file=sys.stderr, flush=True)

    def tick() -> None:
        while not done.wait(_TICK_S):
            tell("")

    ticker = threading.Thread(target=tick, name="facelens-clock")
    if sys.stderr.isatty():
        ticker.start()
    try:
        yield
    finally:
        done.set()
        if ticker.is_alive():
            ticker.join()
        tell("\n")
