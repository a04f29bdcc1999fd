"""A label table means the same to `python -m training prepare` and to `python -m training evaluate`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from training.__main__ import main
from training.datasets.sources import Dataset, read_dataset_labels


def label_table(folder: Path, header: str, *rows: str) -> Path:
    path = folder / "labels.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def prepared_labels(table: Path) -> dict[str, str]:
    """Labels of the first row, as `prepare` writes them."""
    output = table.with_name("out.csv")
    assert main(["prepare", str(table), "--output", str(output)]) == 0
    with output.open(encoding="utf-8") as lines:
        return next(csv.DictReader(lines))


def evaluation(folder: Path, labels: Path, *predictions: str) -> dict:
    table, output = folder / "predictions.csv", folder / "out.json"
    table.write_text("\n".join(("file,age,gender,ethnicity", *predictions)) + "\n", encoding="utf-8")
    command = ["evaluate", str(table), "--labels", str(labels), "--json", str(output), "--resamples", "50"]
    assert main(command) == 0
    return json.loads(output.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("header", "row", "age", "gender", "ethnicity"),
    [
        pytest.param("file,age", "a.jpg,23.5", "23", "", "", id="completed years"),
        pytest.param("filename,age", "a.jpg,30", "30", "", "", id="another heading of the file"),
        pytest.param("File,Age,SEX,Race", "a.jpg,30,f,4", "30", "female", "Other", id="headings in any case"),
        pytest.param("path,age", "some/where/a.jpg,30", "30", "", "", id="a path"),
        pytest.param("image,age,gender", "a.jpg,30,boy", "30", "male", "", id="another word for a gender"),
        pytest.param(
            "file,age,race", "a.jpg,30,latino_hispanic", "30", "", "Other", id="another word for an ethnicity"
        ),
        pytest.param("file,age,gender", "a.jpg,unknown,female", "", "female", "", id="an unknown age"),
        pytest.param("file,age,gender", "a.jpg,30,na", "30", "", "", id="an unknown gender"),
        pytest.param("file,age,gender,ethnicity", "a.jpg,30,?,Asian", "30", "", "Asian", id="a question mark"),
        pytest.param("file,age,gender", "a.jpg,120,1.0", "100", "female", "", id="more than a hundred years"),
        pytest.param("file,age,gender", "a.jpg,-1,-1.0", "", "", "", id="-1 as data frames write it"),
    ],
)
def test_both_commands_read_the_same_labels(
    tmp_path: Path, header: str, row: str, age: str, gender: str, ethnicity: str
) -> None:
    sure = {"age": "40", "gender": "male", "ethnicity": "White"}
    columns = header.lower().replace("sex", "gender").replace("race", "ethnicity").split(",")[1:]
    table = label_table(tmp_path, header, row, ",".join(("b.jpg", *(sure[column] for column in columns))))
    labels = prepared_labels(table)
    assert (labels["age"], labels["gender"], labels["ethnicity"]) == (age, gender, ethnicity)
    # predictions that are right about both faces, but for two years of age in the first
    predicted = (str(int(age or 30) + 2), gender or "female", ethnicity or "Indian")
    overall = evaluation(tmp_path, table, ",".join(("a.jpg", *predicted)), "b.jpg,40,male,White")["systems"][0][
        "overall"
    ]
    assert overall["age_mae"]["value"] == pytest.approx(1 if age else 0)
    assert overall["gender_accuracy"]["value"] == (1 if "gender" in columns else None)
    assert overall["ethnicity_accuracy"]["value"] == (1 if "ethnicity" in columns else None)


@pytest.mark.parametrize(
    ("header", "row", "message"),
    [
        ("file,age", "a.jpg,250", "labels.csv, line 2, column age: '250' is no age; expected years from 0 to 150"),
        (
            "file,gender",
            "a.jpg,robot",
            "labels.csv, line 2, column gender: no gender is called 'robot'; expected male,",
        ),
        ("file,race", "a.jpg,martian", "line 2, column ethnicity: no ethnicity is called 'martian'; expected White,"),
        ("file,age,group", "a.jpg,30,3.5", "labels.csv, line 2, column group: '3.5' is no whole number; expected"),
        ("name,age", "a.jpg,30", "expected a column `file` and at least one of age, gender, ethnicity; it has ['name'"),
    ],
)
def test_both_commands_refuse_the_same_rows_and_name_the_place(
    tmp_path: Path, header: str, row: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = label_table(tmp_path, header, row)
    predictions = tmp_path / "predictions.csv"
    predictions.write_text("file,age,gender,ethnicity\na.jpg,30,male,White\n", encoding="utf-8")
    for command in (
        ["prepare", str(table), "--output", str(tmp_path / "out.csv")],
        ["evaluate", str(predictions), "--labels", str(table)],
    ):
        assert main(command) == 1
        assert message in capsys.readouterr().err


@pytest.mark.parametrize("heading", ["group", "dup_group", "Group"])
def test_both_commands_know_near_duplicates_by_the_same_column(tmp_path: Path, heading: str) -> None:
    rows = [f"{i}.jpg,{20 + i},{i // 10}" for i in range(40)]
    table = label_table(tmp_path, f"file,age,{heading}", *rows)
    labels = read_dataset_labels(Dataset([table])).labels
    assert [label.group for label in labels] == [i // 10 for i in range(40)]
    # errors are alike within a group, so that four groups say far less than forty faces
    predictions = [f"{i}.jpg,{20 + i + 3 * (i // 10)},male,White" for i in range(40)]
    grouped = evaluation(tmp_path, table, *predictions)
    assert grouped["faces"]["groups"] == 4
    alone = evaluation(
        tmp_path, label_table(tmp_path, "file,age", *(row.rpartition(",")[0] for row in rows)), *predictions
    )

    def width(found: dict) -> float:
        metric = found["systems"][0]["overall"]["age_mae"]
        return metric["high"] - metric["low"]

    assert width(grouped) > 2 * width(alone)
