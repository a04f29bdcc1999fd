"""What all tests share."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

if "PYTEST_XDIST_WORKER" in os.environ:
    # every process has a core to itself; TensorFlow reads these when it is first imported, here or in a child
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

import pytest

from inference.attributes import ETHNICITIES, GENDERS
from inference.types import AGES

# how the names of the threads begin that detectors and engines start when they first need them
SHARED_THREADS = ("facelens-detect", "facelens-model")


# files that take longest, longest first: begun last, one of them would keep one process busy while the others idle
LONGEST = (
    "tests/training/test_run.py",
    "tests/training/fitting/test_runs.py",
    "tests/training/models/test_registry.py",
    "tests/training/fitting/test_schemes.py",
    "tests/training/compare/test_compare.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files where processes work side by side."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        rank = {path: number for number, path in enumerate(LONGEST)}
        items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(LONGEST)))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what the imports made: with TensorFlow each of its rounds took half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_dangling_threads() -> Iterator[None]:
    """Fail a test that leaves a Python thread running.

    Those of detectors and engines may belong to one that a module's tests share; that closing ends them is tested
    beside their pools.
    """
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 2.0
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith(SHARED_THREADS)
    ]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    running = [thread.name for thread in left if thread.is_alive()]
    assert not running, f"the test left threads running: {running}"


@pytest.fixture(scope="session")
def tiny_network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of the contract that looks at brightness alone, with its card; its answers can be reckoned.

    With b the mean of all channels over 255: the age's distribution falls off by a factor of e a year around
    100 b, `gender` is softmax(10 b - 5, 5 - 10 b), ethnicity is always (0.6, 0.1, 0.1, 0.1, 0.1).
    """
    import numpy as np
    from onnx import TensorProto, checker, helper, numpy_helper, save

    def constant(name: str, value: object) -> TensorProto:
        return numpy_helper.from_array(np.asarray(value, dtype=np.float32), name)

    nodes = [
        helper.make_node("Cast", ["image"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["pixels"], ["mean"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Mul", ["mean", "scale"], ["level"]),
        helper.make_node("Unsqueeze", ["level", "last"], ["b"]),
        helper.make_node("Mul", ["b", "hundred"], ["year"]),
        helper.make_node("Sub", ["years", "year"], ["distance"]),
        helper.make_node("Abs", ["distance"], ["far"]),
        helper.make_node("Neg", ["far"], ["near"]),
        helper.make_node("Softmax", ["near"], ["age"], axis=1),
        helper.make_node("Mul", ["b", "slope"], ["sloped"]),
        helper.make_node("Add", ["sloped", "offset"], ["sides"]),
        helper.make_node("Softmax", ["sides"], ["gender"], axis=1),
        helper.make_node("Mul", ["b", "zero"], ["nothing"]),
        helper.make_node("Add", ["nothing", "shares"], ["ethnicity"]),
    ]
    initializers = [
        constant("scale", 1 / 255),
        constant("hundred", 100),
        constant("zero", 0),
        constant("years", [AGES]),
        constant("slope", [[10, -10]]),
        constant("offset", [[-5, 5]]),
        constant("shares", [[0.6, 0.1, 0.1, 0.1, 0.1]]),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "last"),
    ]
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["N", 112, 112, 3])
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", size])
        for name, size in (("age", len(AGES)), ("gender", len(GENDERS)), ("ethnicity", len(ETHNICITIES)))
    ]
    graph = helper.make_graph(nodes, "brightness", [image], outputs, initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    path = tmp_path_factory.mktemp("network") / "brightness.onnx"
    save(model, path)
    card = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "input": {"size": 112},
        "outputs": {"gender": {"labels": list(GENDERS)}, "ethnicity": {"labels": list(ETHNICITIES)}},
    }
    path.with_suffix(".json").write_text(json.dumps(card), encoding="utf-8")
    return path
