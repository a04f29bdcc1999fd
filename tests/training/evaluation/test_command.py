"""`python -m training evaluate` over networks, pictures, runs and tables."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import cv2
import h5py
import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from training.__main__ import main
from training.objectives.age_schemes import age_scheme


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty even crops whose brightness is the labelled age; `tiny_network` reads that off exactly.

    It calls a face male where brightness is over a half, and everybody White.
    """
    ages = np.linspace(5, 95, 40).round().astype(np.int32)
    path = tmp_path_factory.mktemp("prepared") / "faces.h5"
    with h5py.File(path, "w") as file:
        file["crops"] = np.broadcast_to((ages * 2.55).round().astype(np.uint8)[:, None, None, None], (40, 144, 144, 3))
        file["ages"] = ages
        file["genders"] = (ages < 50).astype(np.int32)
        file["ethnicities"] = np.arange(40, dtype=np.int32) % 2
        text = h5py.string_dtype()
        file.create_dataset("files", data=[f"gesicht {i} ü.jpg" for i in range(40)], dtype=text)
        file.create_dataset("folds", data=["val"] * 38 + ["train"] * 2, dtype=text)
    return path


def evaluate(arguments: list[str | Path], output: Path) -> dict:
    assert main(["evaluate", *map(str, arguments), "--json", str(output), "--resamples", "50"]) == 0
    return json.loads(output.read_text(encoding="utf-8"))


def test_a_network_over_a_prepared_file(
    prepared: Path, tiny_network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = evaluate([prepared, "--model", tiny_network], tmp_path / "out.json")
    (system,) = result["systems"]
    assert result["faces"]["labelled"] == 38
    assert system["overall"]["age_mae"]["value"] < 0.5
    assert system["overall"]["gender_accuracy"]["value"] == 1
    assert system["overall"]["ethnicity_accuracy"]["value"] == 0.5
    text = capsys.readouterr().out
    assert "38 labelled faces" in text
    assert "Ethnicity, %" in text
    assert "50.0 [" in text


def test_groups_of_a_label_table_widen_what_a_prepared_file_alone_gives(
    prepared: Path, tiny_network: Path, tmp_path: Path
) -> None:
    table = tmp_path / "labels.csv"
    rows = [f"gesicht {i} ü.jpg,{i // 19}" for i in range(38)]
    table.write_text("file,dup_group\n" + "\n".join(rows), encoding="utf-8")
    result = evaluate([prepared, "--model", tiny_network, "--labels", table], tmp_path / "out.json")
    assert result["faces"]["groups"] == 2


def test_pictures_through_the_pipeline_with_faceless_ones_counted(
    tiny_network: Path, chip: NDArray[np.uint8], tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    cv2.imwrite(str(pictures / "ä.jpg"), cv2.copyMakeBorder(chip, *[100] * 4, cv2.BORDER_REPLICATE))
    cv2.imwrite(str(pictures / "empty.jpg"), np.full((200, 200, 3), 90, np.uint8))
    (pictures / "broken.jpg").write_bytes(b"\xff\xd8 not a picture")
    cv2.imwrite(str(pictures / "stranger.jpg"), chip)
    labels = tmp_path / "labels.csv"
    names = ("ä.jpg", "empty.jpg", "broken.jpg", "gone.jpg")
    labels.write_text("file,age,gender,race\n" + "".join(f"{name},37,f,White\n" for name in names), encoding="utf-8")
    result = evaluate([pictures, "--labels", labels, "--model", tiny_network], tmp_path / "out.json")
    (system,) = result["systems"]
    assert (system["answered"], system["missing"]) == (1, 3)
    notes = " ".join(system["notes"])
    assert "no face was found in 1 of 2 images" in notes
    assert "1 images can't be read, such as broken.jpg" in notes
    assert "1 labelled images are not in" in notes
    packed = tmp_path / "pictures.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(pictures / "ä.jpg", "inside/ä.jpg")
    again = evaluate([packed, "--labels", labels, "--model", tiny_network], tmp_path / "zip.json")
    assert again["systems"][0]["overall"]["age_mae"] == system["overall"]["age_mae"]


# TensorFlow's own, in turning tensors to arrays
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_run_answers_through_keras_as_its_network_does(prepared: Path, tmp_path: Path) -> None:
    image = keras.Input((16, 16, 3), dtype="uint8", name="image")
    level = keras.layers.GlobalAveragePooling2D()(keras.layers.Rescaling(1 / 255)(image))
    heads = {
        name: keras.layers.Dense(units, activation="softmax", kernel_initializer="zeros", name=name)(level)
        for name, units in (("age", 5), ("gender", 2), ("ethnicity", 5))
    }
    run = tmp_path / "run"
    run.mkdir()
    keras.Model(image, heads).save(run / "network.keras")
    (run / "recipe.json").write_text(json.dumps({"age": "bins5", "input_size": 16}), encoding="utf-8")
    result = evaluate([run, "--labels", prepared], tmp_path / "out.json")
    (system,) = result["systems"]
    # all classes of years are alike: everybody has one age
    expected = float((age_scheme("bins5").to_years(np.full((1, 5), 0.2)) @ np.arange(101))[0])
    with h5py.File(prepared) as file:
        ages = file["ages"][:38]
    assert system["overall"]["age_bias"]["value"] == pytest.approx(float((expected - ages).mean()), abs=1e-3)
    assert system["gender"]["accuracy"] in (0.5, pytest.approx(20 / 38), pytest.approx(18 / 38))


def test_networks_and_tables_are_compared_side_by_side(
    prepared: Path, tiny_network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "older.csv"
    with h5py.File(prepared) as file:
        rows = [f"{name},{age + 3}" for name, age in zip(file["files"].asstr()[:38], file["ages"][:38], strict=True)]
    table.write_text("file,age\n" + "\n".join(rows), encoding="utf-8")
    result = evaluate([prepared, table, "--model", tiny_network], tmp_path / "out.json")
    assert [system["name"] for system in result["systems"]] == [tiny_network.name, "older.csv"]
    (comparison,) = result["comparisons"]
    assert comparison["differences"]["age_mae"]["verdict"] == "worse"
    assert f"older.csv minus {tiny_network.name}, 38 faces" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone.h5"], "gone.h5 does not exist"),
        (["{prepared}", "--fold", "test"], "no face of the fold 'test'"),
        (["{prepared}", "--model", "gone.onnx"], "gone.onnx is no model"),
        (["{prepared}", "--model", "{prepared}"], "can't be read as an ONNX model"),
        (["{prepared}", "--resamples", "0"], "--resamples must be 1 or more"),
    ],
)
def test_mistakes_end_in_a_message(
    prepared: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", *(word.format(prepared=prepared) for word in arguments)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("training: ")
    assert message in error


def test_pictures_without_labels_are_refused(
    chip: NDArray[np.uint8], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "holiday.jpg"), chip)
    assert main(["evaluate", str(tmp_path)]) == 1
    assert "names don't say age, gender and ethnicity" in capsys.readouterr().err
    labels = tmp_path / "labels.csv"
    labels.write_text("file,age\nother.jpg,3\n", encoding="utf-8")
    assert main(["evaluate", str(tmp_path), "--labels", str(labels)]) == 1
    assert "have no file in common" in capsys.readouterr().err
