"""The models themselves: their files, their silence, their manners."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inference.detection import blazeface
from inference.detection.blazeface import BlazeFace, BlazeFaceModel
from inference.detection.chips import ChipDetector
from inference.detection.search_detector import SearchDetector
from inference.errors import ModelError
from inference.process import keep_mediapipe_offline
from inference.settings import AnalysisSettings
from inference.types import ImageArray

ROOT = Path(blazeface.__file__).resolve().parents[2]


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=100)


def test_the_model_files_are_those_of_the_notice() -> None:
    notice = (blazeface.MODEL_FOLDER / "NOTICE.md").read_text()
    listed = dict(re.findall(r"`(\S+\.tflite)`.*`([0-9a-f]{64})`", notice))
    assert listed == {variant.file_name: hashlib.sha256(variant.read()).hexdigest() for variant in BlazeFace}


def test_nothing_of_mediapipes_noise_reaches_the_user() -> None:
    done = run(
        "import sys, numpy as np\n"
        "from inference.detection.search_detector import SearchDetector\n"
        "from inference.settings import AnalysisSettings\n"
        "from inference.types import Frame\n"
        "with SearchDetector(AnalysisSettings()) as detector:\n"
        "    for index in range(20):\n"
        "        picture = np.random.default_rng(index).integers(0, 255, (300, 400, 3), dtype=np.uint8)\n"
        "        detector.detect(Frame(picture, index, index / 25, 'film.mp4'))\n"
        "print('still here', file=sys.stderr)\n"
    )
    assert done.returncode == 0
    assert done.stderr == "still here\n"
    assert done.stdout == ""


def test_a_program_that_ends_before_it_closes_its_models_ends_quietly() -> None:
    """An interrupt while models are loaded leaves nobody to close them."""
    done = run("import inference.detection\nleft = inference.detection.open_detector('auto')\n")
    assert done.returncode == 0
    assert done.stderr == ""


def test_importing_loads_no_mediapipe_and_mediapipe_no_tensorflow() -> None:
    done = run(
        "import sys\n"
        "import inference.detection, inference.tracking\n"
        "assert not {'mediapipe', 'tensorflow', 'supervision', 'trackers', 'PyQt6'} & set(sys.modules)\n"
        "inference.detection.open_detector('mediapipe').close()\n"
        "assert 'mediapipe' in sys.modules\n"
        "assert 'tensorflow' not in sys.modules\n"
    )
    assert done.returncode == 0, done.stderr


def test_tensorflow_can_be_imported_after_mediapipe(tmp_path: Path) -> None:
    package = tmp_path / "tensorflow" / "tools" / "docs"
    package.mkdir(parents=True)
    for folder in (package, *list(package.parents)[:2]):
        (folder / "__init__.py").write_text("")
    done = run(
        "import sys\n"
        "import inference.detection\n"
        "inference.detection.open_detector('mediapipe').close()\n"
        "assert not [name for name in sys.modules if name.startswith('tensorflow')]\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "import tensorflow.tools.docs\n"
    )
    assert done.returncode == 0, done.stderr


def test_a_missing_library_of_the_system_is_named_with_what_installs_it() -> None:
    done = run(
        "import sys\n"
        "class Loader:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'mediapipe':\n"
        "            raise OSError('libEGL.so.1: cannot open shared object file: No such file or directory')\n"
        "sys.meta_path.insert(0, Loader())\n"
        "import main\n"
        "sys.exit(main.main(['--video', 'demo', '--export', '-']))\n"
    )
    assert done.returncode == 4, done.stderr
    assert "libEGL.so.1" in done.stderr
    assert "scripts/system-packages core" in done.stderr


def test_mediapipe_is_kept_offline() -> None:
    done = run(
        "import os\n"
        "os.environ.update(https_proxy='http://proxy.example:3128', no_proxy='localhost,.googleapis.com')\n"
        "import inference.detection\n"
        "inference.detection.open_detector('mediapipe').close()\n"
        "print(os.environ['https_proxy'], os.environ['no_proxy'])\n"
    )
    assert done.stdout == "http://127.0.0.1:9 localhost\n", done.stderr


@pytest.mark.parametrize(
    ("exempt", "left"),
    [
        ("*", None),
        ("googleapis.com", None),
        ("camera.local, play.googleapis.com", "camera.local"),
        ("10.0.0.0/8,.lan", "10.0.0.0/8,.lan"),
    ],
)
def test_no_exemption_lets_mediapipe_out(monkeypatch: pytest.MonkeyPatch, exempt: str, left: str | None) -> None:
    for name in ("https_proxy", "no_proxy", "NO_PROXY"):  # put back after the test, even where it was absent
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", exempt)
    keep_mediapipe_offline()
    assert os.environ.get("NO_PROXY") == left
    assert "no_proxy" not in os.environ
    assert ("http_proxy" in os.environ) == (exempt != "*")
    assert os.environ["https_proxy"] == "http://127.0.0.1:9"


def test_a_missing_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blazeface, "MODEL_FOLDER", tmp_path)
    with pytest.raises(ModelError, match=r"face_detection_short_range\.tflite.*reinstall"):
        SearchDetector(AnalysisSettings())


def test_an_altered_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = bytearray(BlazeFace.SHORT_RANGE.read())
    model[5000] ^= 1
    (tmp_path / BlazeFace.SHORT_RANGE.file_name).write_bytes(model)
    monkeypatch.setattr(blazeface, "MODEL_FOLDER", tmp_path)
    with pytest.raises(ModelError, match="damaged"):
        ChipDetector()


def test_stderr_works_while_and_after_a_model_is_used(capfd: pytest.CaptureFixture[str], hopper: ImageArray) -> None:
    with BlazeFaceModel(BlazeFace.SHORT_RANGE) as model:
        print("between", file=sys.stderr)
        assert len(model.detect(hopper)) == 1
    print("after", file=sys.stderr)
    assert capfd.readouterr().err == "between\nafter\n"


def test_boxes_and_landmarks_are_pixels_of_the_image(hopper: ImageArray) -> None:
    with BlazeFaceModel(BlazeFace.FULL_RANGE) as model:
        (face,) = model.detect(hopper)
        assert model.detect(np.zeros((10, 10, 3), np.uint8)) == []
    assert face.xyxy.dtype == face.landmarks_px.dtype == np.float32
    assert face.xyxy == pytest.approx([166, 130, 365, 329], abs=3)
    assert face.landmarks_px[0] == pytest.approx([227, 192], abs=3)
    assert face.landmarks_px[1] == pytest.approx([306, 192], abs=3)
