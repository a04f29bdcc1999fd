"""Builds the package `facelens`: `pip install .` puts the folders of this repository under that one name.

In the repository modules are called `app`, `inference` and `training`, names that nobody wants among their packages.
So every Python file is copied with its imports rewritten (`from inference.types` becomes `from
facelens.inference.types`), and so is what it says about how FaceLens is started and installed. `REWRITES` is all there
is to it, and tests/test_package.py holds it to being enough.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
NAME = "facelens"
FOLDERS = ("app", "inference", "training", "assets")
_MODULES = "app|inference|training"
REWRITES = (
    # imports
    (rf"^(\s*)from ({_MODULES})(?=[.\s])", rf"\1from {NAME}.\2"),
    (rf"^(\s*)import ({_MODULES})$", rf"\1from {NAME} import \2"),
    # modules that are imported or started by name
    (rf'"((?:{_MODULES})(?:\.\w+)+)"', rf'"{NAME}.\1"'),
    (r'getLogger\("(app|inference)"\)', rf'getLogger("{NAME}.\1")'),
    # what people are told
    (r"python main\.py|(?<=`)main\.py", NAME),
    (r"(?<=`)from inference import", f"from {NAME} import"),
    (r"python -m training", f"python -m {NAME}.training"),
    (r"-r requirements\.txt", f"'{NAME}[gui]'"),
    (r"-r requirements-(\w+)\.txt", rf"'{NAME}[\1]'"),
    (r"pip install -r \{", "pip install {"),
    (r'"requirements-(\w+)\.txt"', '"' + rf"'{NAME}[\1]'" + '"'),
)
_GUI = ("pyqt6", "pyqtgraph")
# the libraries of TensorRT come from an index of their own
_NOT_HERE = ("tensorrt",)
_INIT = '''"""FaceLens: ages, genders and ethnicities of the faces in images, videos and cameras.

`from facelens import analyze, analyze_video`; the command is `facelens`.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(import_module("facelens.inference"), name)
'''


def rewritten(code: str) -> str:
    """Return the code of a file as it is within the package."""
    for pattern, new in REWRITES:
        code = re.sub(pattern, new, code, flags=re.MULTILINE)
    return code


def needs(name: str) -> list[str]:
    """Return what a requirements file lists, without the files that it includes."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("-r", *_NOT_HERE))]


def extras() -> dict[str, list[str]]:
    """Return what further parts need on top of what everybody needs."""
    site = needs("requirements-site.txt")
    return {
        "gui": [need for need in needs("requirements.txt") if need.lower().startswith(_GUI)],
        "cluster": needs("requirements-cluster.txt"),
        "gpu": needs("requirements-gpu.txt"),
        "site": site,
        "server": site + needs("requirements-server.txt"),
        "training": needs("requirements-training.txt"),
    }


class Build(build_py):
    """Copies the folders, rewritten, into the package."""

    def run(self) -> None:
        target = Path(self.build_lib) / NAME
        shutil.rmtree(target, ignore_errors=True)  # what is not there any more must not stay
        for source, name in self._files():
            to = target / name
            to.parent.mkdir(parents=True, exist_ok=True)
            if source.suffix == ".py":
                to.write_text(rewritten(source.read_text(encoding="utf-8")), encoding="utf-8")
            else:
                to.write_bytes(source.read_bytes())
        (target / "__init__.py").write_text(_INIT, encoding="utf-8")
        (target / "py.typed").touch()

    def _files(self) -> list[tuple[Path, str]]:
        found = [(ROOT / "main.py", "__main__.py")]
        for folder in FOLDERS:
            paths = sorted((ROOT / folder).rglob("*"))
            found += [
                (path, str(path.relative_to(ROOT)))
                for path in paths
                if path.is_file() and path.suffix not in (".pyc", ".ts") and not path.name.startswith(".")
            ]
        return found

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        return [str(Path(self.build_lib) / NAME / name) for _, name in self._files()]


if __name__ == "__main__":
    version = re.search(r'__version__ = "(.+)"', (ROOT / "app" / "__init__.py").read_text(encoding="utf-8"))
    assert version is not None
    setup(
        version=version[1],
        packages=[NAME],
        package_dir={NAME: "app"},  # whatever exists: `Build` says what goes into it
        install_requires=[need for need in needs("requirements.txt") if not need.lower().startswith(_GUI)],
        extras_require=extras(),
        cmdclass={"build_py": Build},
    )
