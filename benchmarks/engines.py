"""Every engine and copy of the model at several batch sizes; `python -m benchmarks.engines` prints the table alone.

`--gpu` asks for the GPU's engines and fails where none runs: the check for a machine that has one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from inference.engines.base import Engine
from inference.engines.cpu import CpuEngine
from inference.engines.gpu import GpuEngine, difference_to_cpu, open_cuda, open_tensorrt
from inference.engines.io_binding import BATCH_SIZES
from inference.engines.runtime import onnxruntime
from inference.errors import EngineError
from inference.model_card import ModelCard, load_card
from inference.types import ImageArray

_WARM_UP = 3
# a fast engine is measured until this much time has gone by, a slow one at least so often
_SECONDS, _FEWEST, _MOST = 1.0, 8, 200


@dataclass(frozen=True, slots=True)
class Latency:
    """Of one engine and batch size.

    Attributes:
        batch: faces at once.
        p50_ms, p95_ms: of a batch, by the clock.
        busy_ms: processor time of a batch in all threads, the least; means little for a GPU.
        transfers: share of the time that goes into copies to and from the device; 0 for the CPU.
    """

    batch: int
    p50_ms: float
    p95_ms: float
    busy_ms: float
    transfers: float

    @property
    def faces_per_second(self) -> float:
        return 1000 * self.batch / self.p50_ms


@dataclass(frozen=True, slots=True)
class EngineResult:
    """One engine.

    Attributes:
        name: with its number of threads, where it has any.
        difference: largest one of any probability to float32 on the CPU; None for that one itself.
        latencies: by batch size; empty where it does not run.
        problem: why it does not run.
    """

    name: str
    difference: float | None = None
    latencies: list[Latency] = field(default_factory=list)
    problem: str | None = None


def measure_engines(card: ModelCard, *, cpu: bool = True) -> list[EngineResult]:
    """Measure all that run here.

    Args:
        card: of the model.
        cpu: the CPU's as well as the GPU's.
    """
    openers: dict[str, Callable[[], Engine]] = {}
    if cpu:
        openers["CPU float32, 1 thread"] = lambda: CpuEngine(card.model, card.input_size, 1)
        openers["CPU float32, 2 threads"] = lambda: CpuEngine(card.model, card.input_size, 2)
        openers["CPU int8, 1 thread"] = lambda: CpuEngine(card.copy("int8"), card.input_size, 1)
        openers["CPU int8, 2 threads"] = lambda: CpuEngine(card.copy("int8"), card.input_size, 2)
    openers["CUDA float32"] = lambda: open_cuda(card)
    openers["TensorRT float16"] = lambda: open_tensorrt(card)
    opened: dict[str, Engine] = {}
    results: dict[str, EngineResult] = {}
    for name, opener in openers.items():
        try:
            opened[name] = opener()
            results[name] = EngineResult(name, difference_to_cpu(opened[name].infer, card))
        except EngineError as error:
            results[name] = EngineResult(name, problem=str(error))
    crops = np.random.default_rng(0).integers(0, 256, (BATCH_SIZES[-1], card.input_size, card.input_size, 3), np.uint8)
    for batch in BATCH_SIZES:
        for name, engine in opened.items():  # side by side, so that a disturbance meets all alike
            results[name].latencies.append(_latency(engine, crops[:batch]))
    for engine in opened.values():
        engine.close()
    return list(results.values())


def _latency(engine: Engine, crops: ImageArray) -> Latency:
    for _ in range(_WARM_UP):
        engine.infer(crops)
    walls: list[float] = []
    busy: list[float] = []
    while len(walls) < _FEWEST or (sum(walls) < _SECONDS and len(walls) < _MOST):
        wall_s, busy_s = time.perf_counter(), time.process_time()
        engine.infer(crops)
        busy.append(time.process_time() - busy_s)
        walls.append(time.perf_counter() - wall_s)
    p50, p95 = (1000 * float(np.percentile(walls, q)) for q in (50, 95))
    return Latency(len(crops), p50, p95, 1000 * min(busy), _transfers(engine, crops))


def _transfers(engine: Engine, crops: ImageArray, rounds: int = 20) -> float:
    """Share of the copies in the time of a batch."""
    if not isinstance(engine, GpuEngine):
        return 0.0
    copies = whole = 0.0
    for _ in range(rounds):
        marks = [time.perf_counter()]
        for step in (
            lambda: engine.bound.upload(crops),
            lambda: engine.bound.compute(len(crops)),
            lambda: engine.bound.download(len(crops)),
        ):
            step()
            marks.append(time.perf_counter())
        copies += marks[1] - marks[0] + marks[3] - marks[2]
        whole += marks[3] - marks[0]
    return copies / whole


def engines_table(results: Sequence[EngineResult]) -> str:
    """Return the results as a Markdown table."""
    lines = [
        "| engine | batch | p50, ms | p95, ms | processor, ms per face | faces per second | copies | difference |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for engine in results:
        difference = "" if engine.difference is None else f"{engine.difference:.1e}"
        lines += [
            f"| {engine.name} | {row.batch} | {row.p50_ms:.2f} | {row.p95_ms:.2f} | {row.busy_ms / row.batch:.2f} "
            f"| {row.faces_per_second:.0f} | {row.transfers:.0%} | {difference} |"
            for row in engine.latencies
        ]
    absent = [f"- {engine.name}: {engine.problem}" for engine in results if engine.problem]
    return "\n".join(lines + (["", "Not measured:", "", *absent] if absent else []))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--gpu", action="store_true", help="only the GPU's engines, which must run")
    given = parser.parse_args()
    results = measure_engines(load_card(), cpu=not given.gpu)
    print(f"ONNX Runtime {onnxruntime.__version__}\n\n{engines_table(results)}")
    return int(given.gpu and any(engine.problem for engine in results))


if __name__ == "__main__":
    sys.exit(main())
