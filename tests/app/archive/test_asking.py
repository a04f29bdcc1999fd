"""The questions that docs/archive.md asks of an archive's data set."""

from __future__ import annotations

import re

import pytest

from .conftest import ROOT, Archive

QUESTIONS = re.findall(r"^```sql\n(.*?)^```", (ROOT / "docs" / "archive.md").read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture(scope="module")
def found(clip, tmp_path_factory):
    duckdb = pytest.importorskip("duckdb")
    folder = tmp_path_factory.mktemp("asked") / "found"
    code, said = Archive(folder, str(clip)).run()
    assert code == 0, said
    return lambda question: duckdb.sql(question.replace("'found/", f"'{folder}/")).fetchall()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, r"\(datetime\.date\(.*\), \d+, 1\)"),
        (1, r"\(datetime\.date\(.*\), 'female', [789]\d\.\d, 1\)"),
        (2, r"^$"),
        (3, r"\('.*clip\.mp4', 0\.0, 1\.0\)"),
    ],
)
def test_a_question_has_its_answer(found, number, expected):
    assert len(QUESTIONS) == 4
    assert re.search(expected, "\n".join(map(str, found(QUESTIONS[number]))))
