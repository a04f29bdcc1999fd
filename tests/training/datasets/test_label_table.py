from __future__ import annotations

from pathlib import Path

import pytest

from training.datasets.face_label import FaceLabel
from training.datasets.label_table import read_label_table, write_label_table


def table(folder: Path, content: str) -> Path:
    path = folder / "labels.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_table_gives_folds_and_groups(tmp_path: Path) -> None:
    path = table(tmp_path, "file,age,gender,race,fold,dup_group\na.jpg,130,0,4,val,7\nb.jpg,3,1,0,,\n")
    assert read_label_table(path).labels == [FaceLabel("a.jpg", 100, 0, 4, "val", 7), FaceLabel("b.jpg", 3, 1, 0)]


def test_words_numbers_and_gaps_are_read(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "\ufeffFile,Age,Sex,Ethnicity\nx/a.jpg,31.9,Female,asian\nb.jpg,,m,unknown\nc.jpg,nan,1.0,-1\nd.jpg,0,?,2\n",
    )
    assert read_label_table(path).labels == [
        FaceLabel("x/a.jpg", 31, 1, 2),
        FaceLabel("b.jpg", -1, 0, -1),
        FaceLabel("c.jpg", -1, 1, -1),
        FaceLabel("d.jpg", 0, -1, 2),
    ]


def test_a_column_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    assert read_label_table(table(tmp_path, "file,age\na.jpg,40\n")).labels == [FaceLabel("a.jpg", 40, -1, -1)]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    labels = [FaceLabel("a, b.jpg", 7, 1, 4), FaceLabel("c.jpg", -1, -1, -1)]
    write_label_table(tmp_path / "out.csv", labels)
    assert read_label_table(tmp_path / "out.csv").labels == labels


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("age,gender\n1,1\n", "expected a column `file`"),
        ("file,fold\na.jpg,train\n", "at least one of age"),
        ("", "expected a column"),
        ("file,age,gender,race\na.jpg,old,1,1\n", "line 2, column age: 'old'"),
        ("file,age\na.jpg,-3\n", "line 2"),
        (
            "file,age,gender,race\na.jpg,5,1,1\nb.jpg,5,2,1\n",
            "line 3, column gender: no gender is called '2'; expected male, female or 0..1",
        ),
        ("file,age,race\na.jpg,5,Martian\n", "'Martian'; expected White"),
        ("file,age\n,5\n", "line 2: no file name"),
        ("file,age\nb.jpg,5\nDoe, Jane.jpg,5\n", "line 3: 2 cells are expected, as in the header; it has 3"),
        ("file,age,age_lo,age_hi\na.jpg,50,20,30\n", "line 2: the age 50 lies outside of age_lo 20 to age_hi 30"),
        ("file,age_lo,age_hi,age\na.jpg,30,20,\n", "line 2: age_lo 30 is above age_hi 20"),
        ("file,age,age_lo,age_hi\na.jpg,5,4,\n", "line 2: of age_lo and age_hi one is empty"),
        ("file,age,age_lo,age_hi\na.jpg,5,x,7\n", "line 2, column age_lo: 'x' is no age"),
        ("file,age,gender\na.jpg,5\n", "line 2: 3 cells are expected, as in the header; it has 2"),
    ],
)
def test_a_bad_table_is_refused_with_the_place(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_label_table(table(tmp_path, content))


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "image.csv").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(ValueError, match="no CSV file"):
        read_label_table(tmp_path / "image.csv")
    with pytest.raises(FileNotFoundError, match="does not exist"):
        read_label_table(tmp_path / "absent.csv")


def test_intervals_of_ages_and_people_are_read(tmp_path: Path) -> None:
    path = table(tmp_path, "file,age,age_lo,age_hi,person\na.jpg,40,35,45,Ann\nb.jpg,,20,25,\nc.jpg,7,,,unknown\n")
    first, second, third = read_label_table(path).labels
    assert (first.age, first.age_lo, first.age_hi, first.person) == (40, 35, 45, "Ann")
    assert (second.age, second.age_lo, second.age_hi, second.person) == (22, 20, 25, "")
    assert (third.age, third.age_lo, third.age_hi, third.person) == (7, -1, -1, "")


def test_columns_that_are_not_read_are_told_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    read_label_table(table(tmp_path, "file,age,gendre,source\na.jpg,5,m,me\n"))
    assert "the column 'gendre' is not read; is it gender?" in caplog.text
    assert "the column 'source' is not read\n" in caplog.text
