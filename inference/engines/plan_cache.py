"""TensorRT engines (plan files) on disk: one folder per model, GPU, driver and version, complete or not there.

A plan runs only where it was built: the key holds all that must be the same. A folder is filled under another name
and renamed when it is complete; a list of its files with their hashes tells later whether it still is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

from ..files import sha256_of, write_json

# plans of other models and of drivers before an update; each is as large as the model, or a few times that
MOST_KEPT = 4
_MANIFEST = "manifest.json"
_BUILDING = "building-"
# a build that was killed leaves its folder; none takes this long
_ABANDONED_S = 6 * 3600.0


class PlanCache:
    """The place of one TensorRT plan.

    Args:
        key: everything that the plan depends on.
        root: folder of all plans; None for the one in the user's cache folder.

    Attributes:
        folder: where the plan is, once it is built.
    """

    def __init__(self, key: Mapping[str, str], root: Path | None = None) -> None:
        self._key = dict(key)
        self._root = root or platformdirs.user_cache_path("facelens", appauthor=False) / "tensorrt"
        name = hashlib.sha256(json.dumps(self._key, sort_keys=True).encode()).hexdigest()[:24]
        self.folder = self._root / name
        self._failed = self._root / f"{name}.failed"

    def problem(self) -> str | None:
        """Tell why the plan has to be built; None where it is there, complete and for this machine."""
        if not self.folder.is_dir():
            return "there is none for this model, GPU and driver yet"
        try:
            manifest = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
            if manifest["key"] != self._key:
                return "the one in its place was built elsewhere"
            if manifest["files"] != _hashes(self.folder):
                return "the one in its place is damaged"
        except (OSError, ValueError, KeyError, TypeError):
            return "the one in its place is damaged"
        with contextlib.suppress(OSError):
            os.utime(self.folder)  # what was used last is pruned last
        return None

    @property
    def failure(self) -> str | None:
        """Why the last attempt to build this plan failed."""
        try:
            return self._failed.read_text(encoding="utf-8")
        except OSError:
            return None

    def note_failure(self, reason: str) -> None:
        """Remember that this plan can't be built."""
        with contextlib.suppress(OSError):
            self._root.mkdir(parents=True, exist_ok=True)
            self._failed.write_text(reason, encoding="utf-8")

    def fill(self, build: Callable[[Path], None]) -> None:
        """Build the plan and put it in its place.

        Args:
            build: writes the plan's files into the folder it is given.

        Raises:
            OSError: the folder can't be written.
            RuntimeError: `build` wrote nothing.
            Exception: whatever `build` raises; nothing is left behind.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=self._root))
        try:
            build(part)
            files = _hashes(part)
            if not files:
                raise RuntimeError("no engine was written")
            write_json(part / _MANIFEST, {"key": self._key, "files": files})
            shutil.rmtree(self.folder, ignore_errors=True)
            try:
                part.rename(self.folder)
            except OSError:
                # another process was faster; its plan is as good
                if self.problem() is not None:
                    raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
        self._failed.unlink(missing_ok=True)
        self._prune()

    def _prune(self) -> None:
        """Keep the plans used last, and none that was given up half built."""
        with contextlib.suppress(OSError):
            folders = sorted((path for path in self._root.iterdir() if path.is_dir()), key=_age_s)
            building = [path for path in folders if path.name.startswith(_BUILDING)]
            complete = [path for path in folders if path not in building and path != self.folder]
            old = complete[MOST_KEPT - 1 :] + [path for path in building if _age_s(path) > _ABANDONED_S]
            for path in old:
                shutil.rmtree(path, ignore_errors=True)


def _age_s(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _hashes(folder: Path) -> dict[str, str]:
    """Hash all files except the manifest and the timing cache, which ONNX Runtime writes anew."""
    return {
        path.name: sha256_of(path)
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != _MANIFEST and path.suffix != ".timing"
    }
