from __future__ import annotations

import csv
import itertools
import json
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from matplotlib.transforms import Bbox
from onnx import TensorProto, helper, numpy_helper

from tests.training.made_faces import write_faces
from training.__main__ import main
from training.compare.jobs import Job, Result, plan
from training.compare.plots import draw_costs
from training.compare.runner import run_all
from training.compare.table import write_tables
from training.export.cost import latency_ms, macs
from training.fitting.callbacks.stopping import Interrupted
from training.recipe import Recipe

DONE = Result(
    "small_cnn",
    input_size=112,
    parameters=370_000,
    multiply_adds=12_000_000,
    onnx_bytes=1_480_000,
    milliseconds=0.61,
    train_seconds=75.2,
    epochs=2,
    ended="epochs",
    faces=1820,
    age_mae=9.5,
    gender_accuracy=0.81,
    ethnicity_accuracy=0.62,
    curve=({"epoch": 0, "val_age_mae": 11.0}, {"epoch": 1, "val_age_mae": 9.5}),
)


def jobs(folder: Path, *names: str) -> list[Job]:
    return plan(names, folder, folder / "faces.h5", Recipe(), {}, own_size=True)


def test_a_plan_gives_everybody_the_same_and_their_own(tmp_path: Path) -> None:
    weights = tmp_path / "w.npz"
    weights.write_bytes(b"")
    recipe = Recipe(epochs=2, limit=50)
    starts = {"edgenext_xs": str(weights), "mobilenet": "imagenet"}
    names = ["edgenext_xs", "mobilenet", "lenet", "lenet"]
    first, second, third = plan(names, tmp_path / "out", tmp_path / "d.h5", recipe, starts, own_size=True, minutes=3)
    assert first.recipe == replace(recipe, start_weights="w.npz")
    assert first.start == str(weights)
    assert (second.recipe.start_weights, second.start) == ("imagenet", "imagenet")
    assert third.recipe == replace(recipe, backbone="lenet")
    third.write()
    assert Job.read(third.folder) == third
    small = plan(["lenet"], tmp_path / "out", tmp_path / "d.h5", replace(recipe, input_size=48), {}, own_size=False)
    assert small[0].recipe.input_size == 48


def test_what_can_t_be_planned_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no backbone 'vgg99'"):
        jobs(tmp_path, "vgg99")
    with pytest.raises(ValueError, match="start weights for vgg16, which take no part"):
        plan(["lenet"], tmp_path, tmp_path, Recipe(), {"vgg16": "imagenet"}, own_size=True)
    with pytest.raises(FileNotFoundError, match=r"gone\.npz don't exist"):
        plan(["lenet"], tmp_path, tmp_path, Recipe(), {"lenet": "gone.npz"}, own_size=True)
    (job,) = jobs(tmp_path, "lenet")
    job.run.mkdir(parents=True)
    (job.run / "recipe.json").write_text(json.dumps(replace(job.recipe, epochs=7).written()), encoding="utf-8")
    with pytest.raises(ValueError, match=r"another budget \(another epochs\)"):
        jobs(tmp_path, "lenet")


FINISH = """
import sys; from pathlib import Path
from training.compare.jobs import Job, Result
job = Job.read(Path(sys.argv[1]))
(job.folder / "times").open("a").write("x")
job.finish(Result(job.name, age_mae=8.0, gender_accuracy=0.9, ethnicity_accuracy=0.8, milliseconds=1.0))
"""


def script(job: Job, text: str) -> list[str]:
    return [sys.executable, "-c", text, str(job.folder)]


def test_failures_are_told_and_stop_nobody_and_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    # processes that die at once stand for networks that fail
    said = {
        "lenet": "import sys; print('out of luck', file=sys.stderr); sys.exit(3)",
        "alexnet": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "small_cnn": FINISH,
    }
    reports: list[list[str | None]] = []

    def go() -> list[Result]:
        return run_all(
            jobs(tmp_path, *said),
            lambda results: reports.append([each.failure for each in results]),
            lambda job: script(job, said[job.name]),
        )

    results = go()
    assert [each.failure for each in results] == [
        "the process ended with 3: out of luck",
        "the process ended by SIGKILL; was the memory short?",
        None,
    ]
    assert results[2].age_mae == 8.0
    assert reports[0] == ["the process ended with 3: out of luck", "not trained yet", "not trained yet"]
    said["lenet"] = FINISH
    assert [each.failure for each in go()] == [None, "the process ended by SIGKILL; was the memory short?", None]
    assert (tmp_path / "small_cnn" / "times").read_text() == "x"


def test_ctrl_c_is_passed_on_once_and_waited_for(tmp_path: Path) -> None:
    """The process at work saves its state before it ends."""
    save = """
import sys, time; from pathlib import Path
folder = Path(sys.argv[1])
try:
    (folder / "at-work").touch(); time.sleep(60)
except KeyboardInterrupt:
    time.sleep(0.5); (folder / "saved").touch()
"""

    def press() -> None:
        while not (tmp_path / "lenet" / "at-work").exists():
            pressed.wait(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    pressed = threading.Event()
    thread = threading.Thread(target=press)
    thread.start()
    with pytest.raises(Interrupted, match="while lenet was at work"):
        run_all(jobs(tmp_path, "lenet", "alexnet"), lambda _: None, lambda job: script(job, save))
    thread.join()
    assert (tmp_path / "lenet" / "saved").exists()
    assert not (tmp_path / "alexnet").exists()


def test_tables_hold_everybody_in_the_order_of_their_errors(tmp_path: Path) -> None:
    better = replace(DONE, name="edgenext_xs", age_mae=5.25, start_weights="w.npz", multiply_adds=None, ended="time")
    failed = Result("vgg19", failure="MemoryError: too big")
    write_tables([failed, DONE, better], Recipe(epochs=2, limit=3000), 4.0, tmp_path)
    text = (tmp_path / "comparison.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert [row.split(" | ")[0] for row in rows] == ["| edgenext_xs", "| small_cnn"]
    assert rows[0].endswith("| – | 1.5 | 75 | 2 (ended by time) | w.npz |")
    assert rows[1] == "| small_cnn | 9.50 | 81.0 | 62.0 | 0.61 | 0.37 | 12 | 1.5 | 75 | 2 | random |"
    assert "- vgg19: MemoryError: too big" in text
    assert "3000 faces, at most 4 minutes each" in text
    with (tmp_path / "comparison.csv").open(newline="") as lines:
        table = list(csv.DictReader(lines))
    assert [row["name"] for row in table] == ["edgenext_xs", "small_cnn", "vgg19"]
    assert (table[1]["milliseconds"], table[2]["milliseconds"]) == ("0.61", "")
    content = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))
    assert content["budget"]["minutes"] == 4.0
    assert content["networks"][1]["curve"][1]["val_age_mae"] == 9.5
    with (tmp_path / "curves.csv").open(newline="") as lines:
        assert [(row["network"], row["epoch"]) for row in csv.DictReader(lines)][:2] == [
            ("edgenext_xs", "0"),
            ("edgenext_xs", "1"),
        ]


def test_names_in_a_plot_keep_apart() -> None:
    """A dozen networks of which half lie close together."""
    rng = np.random.default_rng(1)
    names = [f"network_number_{i}" for i in range(12)]
    costs = np.concatenate((rng.uniform(1.0, 1.3, 6), rng.uniform(0.5, 9.0, 6)))
    errors = np.concatenate((rng.uniform(6.0, 6.4, 6), rng.uniform(5.0, 12.0, 6)))
    figure, texts = draw_costs(names, costs.tolist(), errors.tolist(), "ms")
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in texts]
    for first, second in itertools.combinations(boxes, 2):
        overlap = Bbox.intersection(first, second)
        assert overlap is None or overlap.width * overlap.height < 0.1 * min(
            box.width * box.height for box in (first, second)
        )
    page = figure.bbox
    assert all(page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1 for box in boxes)


def graph(
    nodes: list[onnx.NodeProto], weights: dict[str, np.ndarray], path: Path, kind: int = TensorProto.FLOAT
) -> Path:
    content = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("image", kind, ["faces", 8, 8, 3])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["faces", 10])],
        [numpy_helper.from_array(array.astype(np.float32), name) for name, array in weights.items()],
    )
    onnx.save(helper.make_model(content, opset_imports=[helper.make_opsetid("", 20)], ir_version=10), path)
    return path


def test_multiplications_by_hand(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Transpose", ["image"], ["x"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["x", "k"], ["c"], strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Conv", ["c", "d"], ["e"], group=16, pads=[1, 1, 1, 1]),
        helper.make_node("Flatten", ["e"], ["f"]),
        helper.make_node("Gemm", ["f", "w"], ["y"]),
    ]
    weights = {"k": np.zeros((16, 3, 3, 3)), "d": np.zeros((16, 1, 3, 3)), "w": np.zeros((256, 10))}
    path = graph(nodes, weights, tmp_path / "g.onnx")
    assert macs(path) == 4 * 4 * 16 * 27 + 4 * 4 * 16 * 9 + 256 * 10


def test_milliseconds_grow_with_the_work(tmp_path: Path) -> None:
    times = []
    for name, width in (("few", 8), ("many", 2048)):
        nodes = [
            helper.make_node("Cast", ["image"], ["x"], to=TensorProto.FLOAT),
            helper.make_node("Flatten", ["x"], ["f"]),
            helper.make_node("MatMul", ["f", "k"], ["h"]),
            helper.make_node("MatMul", ["h", "l"], ["y"]),
        ]
        weights = {"k": np.zeros((192, width)), "l": np.zeros((width, 10))}
        times.append(latency_ms(graph(nodes, weights, tmp_path / f"{name}.onnx", TensorProto.UINT8), 8))
    assert 0 < 2 * times[0] < times[1]


@pytest.mark.timeout(400)
def test_from_the_command_line_to_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One network that is linear in the pixels, and one whose smallest picture is larger than what is given."""
    data = write_faces(tmp_path / "faces.h5")
    output = tmp_path / "out"
    command = [
        "compare",
        "--data",
        str(data),
        "--output",
        str(output),
        "--models",
        "softmax_regression",
        "edgenext_xxs",
    ]
    budget = ["--input-size", "16", "--epochs", "2", "--batch-size", "8", "--limit", "20", "--warmup-epochs", "0"]
    assert main([*command, *budget]) == 0
    content = json.loads((output / "comparison.json").read_text(encoding="utf-8"))
    linear, failed = content["networks"]
    assert failed["failure"] == "ValueError: edgenext_xxs takes images of 64 px or more, not 16"
    assert linear["parameters"] == 16 * 16 * 3 * (101 + 2 + 5) + 101 + 2 + 5
    assert linear["multiply_adds"] == 16 * 16 * 3 * (101 + 2 + 5)
    assert linear["faces"] == 12
    assert [row["epoch"] for row in linear["curve"]] == [0, 1]
    assert linear["age_mae"] == pytest.approx(linear["curve"][1]["val_age_mae"], abs=0.05)
    assert (output / "softmax_regression" / "network.onnx").stat().st_size == linear["onnx_bytes"]
    for name in ("comparison.md", "comparison.csv", "error-milliseconds.png", "error-size.png", "curves.png"):
        assert (output / name).stat().st_size > 0
    assert main([*command, *budget[:2], "--epochs", "9"]) == 1
    assert "another budget" in capsys.readouterr().err
