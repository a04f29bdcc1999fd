"""The recipes of the library's page and its notebooks do what they are there for, with the shipped models."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import av
import cv2
import pytest

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = ROOT / "assets" / "photos"
RECIPES = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "library.md").read_text(encoding="utf-8"), re.M | re.S)
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """What the recipes speak of: an image, a folder of some, and a clip."""
    folder = tmp_path_factory.mktemp("recipes")
    shutil.copytree(PHOTOS, folder / "photos", ignore=shutil.ignore_patterns("*.md"))
    shutil.copy(PHOTOS / "grace_hopper.jpg", folder / "party.jpg")
    image = cv2.imread(str(PHOTOS / "grace_hopper.jpg"))
    with av.open(str(folder / "clip.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = image.shape[1], image.shape[0], "yuv420p"
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return folder


@pytest.fixture(scope="module")
def said(folder) -> list[str]:
    """What each recipe prints, run one after the other in a program of their own."""
    mark = "-- next recipe --"
    program = f"\nprint({mark!r})\n".join(RECIPES)
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split(mark)


def test_there_are_recipes_for_everything_that_the_page_names(said):
    assert len(said) == len(RECIPES) == 6


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (0, r"female, [89]\d years \(\d\d to \d+\)"),
        (1, r"nowhere\.jpg: No such file"),
        (2, r"eileen_collins\.png +[23]\d\.\d+ [\s\S]*grace_hopper\.jpg +[89]\d\.\d+"),
        (3, r"1\.9 \[\(1, [89]\d\)\]\n1 [89]\d \d\.\d+ seconds in view"),
        (4, r"[89]\d female 0\.\d+ \["),
        (5, r"20 frames in"),
    ],
)
def test_a_recipe_says_what_is_there(said, recipe, words):
    assert re.search(words, said[recipe]), said[recipe]


def test_the_oldest_is_cut_out(said, folder):
    assert min(cv2.imread(str(folder / "oldest.png")).shape[:2]) > 150


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_its_first_cell_to_its_last(path, tmp_path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=100, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert "female" in str(outputs)
