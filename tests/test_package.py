"""The package `facelens` is built, installed, and used from elsewhere."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
PHOTO = ROOT / "assets" / "photos" / "grace_hopper.jpg"
OURS = ("app", "inference", "training")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    words = [".", "--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def run(installed, tmp_path):
    """Run a Python program or module elsewhere, which knows the package and nothing of the repository."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(installed), "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    return run


def modules(installed: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((installed / "facelens").rglob("*.py")):
        yield str(path.relative_to(installed)), ast.parse(path.read_text(encoding="utf-8"))


def test_everything_lies_under_one_name(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"facelens"}
    assert {"facelens/assets/models/attributes.onnx", "facelens/app/gui/main_window.py"} <= {*names}
    assert "facelens/inference/page_templates/page.html.j2" in names
    for extra in ("cluster", "gui", "gpu", "server", "site", "training"):
        assert f"Provides-Extra: {extra}" in metadata
    core = [line for line in metadata.splitlines() if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert any("onnxruntime==" in line for line in core)
    assert not any("PyQt6" in line for line in core)


def test_nothing_in_it_asks_for_the_names_of_the_repository(installed):
    """In imports, and where modules are named in strings."""
    wrong = []
    for path, tree in modules(installed):
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                is_module = bool(re.fullmatch(r"\w+(\.\w+)+", node.value))
                names = [node.value] if is_module or "main.py " in node.value else []
            wrong += [(path, name) for name in names if name.split(".")[0] in OURS or "main.py" in name]
    assert not wrong


def test_its_command_analyses_a_video(run, tmp_path):
    done = run("-m", "facelens", "--video", "demo", "--end", "1", "--export", "t.csv", "--people", "who.html")
    assert done.returncode == 0, done.stderr
    assert "female" in (tmp_path / "t.csv").read_text()
    assert "<html" in (tmp_path / "who.html").read_text()


def test_it_is_imported_as_a_library(run):
    done = run("-c", f"import facelens; print(facelens.analyze({str(PHOTO)!r})[0].gender, facelens.__file__)")
    assert done.stdout.startswith("female"), done.stderr
    assert str(ROOT) not in done.stdout


def test_what_it_says_of_itself_fits(run):
    assert "facelens --help" in run("-m", "facelens", "--nonsense").stderr
    said = run("-m", "facelens", "--help").stdout
    assert said.startswith("usage: facelens ")
    assert "main.py" not in said


def test_every_command_and_the_trainer_can_be_asked(run):
    for words in (
        ["archive", "--help"],
        ["site", "--help"],
        ["history", "--help"],
        ["serve", "--help"],
        ["find", "--help"],
    ):
        assert run("-m", "facelens", *words).returncode == 0
    assert "mobilefacenet" in run("-m", "facelens.training", "models").stdout


def test_its_server_decodes_images_in_a_process_of_its_own(installed, tmp_path):
    log = tmp_path / "log.txt"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    words = [sys.executable, "-m", "facelens", "serve", "--port", "0", "--folder", str(tmp_path / "kept")]
    with log.open("wb") as out:
        process = subprocess.Popen(words, cwd=tmp_path, env=environment, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 100
        while not (found := re.search(r"serves at (http://\S+)/", log.read_text())) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert found, log.read_text()
        answer = httpx.post(f"{found[1]}/api/v1/analyze", content=PHOTO.read_bytes(), timeout=60, trust_env=False)
        assert answer.status_code == 200, answer.text
        assert [face["gender"] for face in json.loads(answer.text)["faces"]] == ["female"]
    finally:
        process.terminate()
        process.wait(60)
