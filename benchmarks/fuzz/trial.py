"""One damaged input through the whole pipeline, and what must hold afterwards. Runs in a process of its own.

The parent (`benchmarks.fuzz.runner`) writes a number a line to the standard input; for each a line of JSON comes back.
"""

from __future__ import annotations

import contextlib
import csv
import json
import logging
import shutil
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np

from inference.errors import SourceError, UsageError
from inference.outputs import Outputs
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DisplaySettings, EngineChoice, Privacy, Selection
from inference.sinks import open_sinks
from inference.sinks.table import COLUMNS
from inference.sources import Source, open_images, open_video

from .inputs import Whole, whole_images, whole_videos
from .mutations import mutate

# damaged numbers may promise a day of frames; the first of them tell as much
_LONGEST_S = 20.0
_STREAM_TIMEOUT_S = 2.0


class Outcome(NamedTuple):
    """What became of an input.

    Attributes:
        seed: names the input.
        kind: `video`, `stream` or `image`, and of which format.
        ended: `done`, `refused` (with a clear error) or `fault`.
        message: the error's, or the fault's traceback.
    """

    seed: int
    kind: str
    ended: str
    message: str = ""


class Trials:
    """Makes damaged inputs from their seeds and tries them; a context manager that holds the models."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="facelens-fuzz-"))
        self._videos = whole_videos(self._folder)
        self._images = whole_images()
        self._server = _Server()
        self._pipeline = Pipeline(AnalysisSettings(engine=EngineChoice.CPU))
        self._pipeline.load()

    def damaged(self, seed: int) -> tuple[str, Whole]:
        """Return the kind of an input and its bytes, decided by the seed alone."""
        rng = np.random.default_rng(seed)
        kind = str(rng.choice(["video", "image", "stream"], p=[0.5, 0.35, 0.15]))
        wholes = self._images if kind == "image" else self._videos
        whole = wholes[int(rng.integers(len(wholes)))]
        return f"{kind} {whole.name.partition('.')[2]}", Whole(whole.name, mutate(whole.data, rng))

    def run(self, seed: int) -> Outcome:
        """Try the input of a seed."""
        kind, whole = self.damaged(seed)
        folder = self._folder / str(seed)
        folder.mkdir()
        try:
            self._run(kind.partition(" ")[0], whole, folder, np.random.default_rng(seed + 1))
        except (SourceError, UsageError) as error:
            return Outcome(seed, kind, "refused", str(error))
        except Exception:
            return Outcome(seed, kind, "fault", traceback.format_exc())
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return Outcome(seed, kind, "done")

    def _run(self, kind: str, whole: Whole, folder: Path, rng: np.random.Generator) -> None:
        path = folder / whole.name
        path.write_bytes(whole.data)
        start_s = 0.0 if rng.random() < 0.7 else round(float(rng.random()), 2)
        selection = Selection(start_s=start_s, end_s=start_s + _LONGEST_S)
        is_image = kind == "image"
        copy = folder / ("copy.png" if is_image else "copy.mp4")
        outputs = Outputs(str(copy), str(folder / "table.csv"), str(folder / "summary.json"))
        with self._source(kind, path, selection) as source:
            self._analyse(source, outputs, DisplaySettings(privacy=rng.choice(list(Privacy))), selection)

    @contextlib.contextmanager
    def _source(self, kind: str, path: Path, selection: Selection) -> Iterator[Source]:
        if kind == "image":
            with open_images([str(path)]) as source:
                yield source
        elif kind == "video":
            with open_video(path, selection=selection) as source:
                yield source
        else:
            with (
                self._server.serving(path.read_bytes()) as address,
                open_video(f"{address}/{path.name}", selection=selection, timeout_s=_STREAM_TIMEOUT_S) as source,
            ):
                yield source

    def _analyse(self, source: Source, outputs: Outputs, display: DisplaySettings, selection: Selection) -> None:
        """Run the pipeline; what it wrote must be whole, also where the input broke off."""
        self._pipeline.reset()
        sinks = open_sinks(source.info, display, outputs, selection=selection)
        try:
            report = self._pipeline.run(source, sinks)
        except SourceError:
            _check(outputs, None)
            raise
        _check(outputs, report.frames)

    def close(self) -> None:
        """Release the models and remove the files."""
        self._server.close()
        self._pipeline.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _check(outputs: Outputs, frames: int | None) -> None:
    """Read what was written. Nothing half done may lie beside it.

    Raises:
        AssertionError: it can't be read, or is not what the run says.
    """
    copy, table, summary = map(Path, outputs.paths)
    unfinished = [path.name for path in copy.parent.iterdir() if ".part" in path.name]
    assert not unfinished, f"left behind: {unfinished}"
    written = [path.name for path in (copy, table, summary) if path.exists()]
    if frames is None and not written:  # not one image, so an older output would have stayed
        return
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {len(COLUMNS)}, "the table has rows of another width, or none"
    analysed = json.loads(summary.read_text(encoding="utf-8"))
    if copy.suffix == ".mp4" and copy.exists():
        with av.open(str(copy)) as container:
            copied = sum(1 for _ in container.decode(video=0))
        assert frames is None or copied == frames, f"{copied} frames in the copy, {frames} analysed: {analysed}"
    else:
        assert not frames or copy.exists(), f"{frames} frames and no copy"


class _Server:
    """Serves one file at a time over HTTP on the loopback interface."""

    def __init__(self) -> None:
        self._data = b""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._thread = threading.Thread(target=self._server.serve_forever, name="facelens-fuzz", daemon=True)
        self._thread.start()

    @contextlib.contextmanager
    def serving(self, data: bytes) -> Iterator[str]:
        """Serve these bytes; gives the address without a path."""
        self._data = data
        yield f"http://127.0.0.1:{self._server.server_port}"

    @property
    def data(self) -> bytes:
        """What is served now."""
        return self._data

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers without ranges and without a length, as cameras do."""

    def __init__(self, owner: _Server, *arguments: object) -> None:
        self._owner = owner
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(self._owner.data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Answer the parent, seed by seed."""
    logging.disable()
    trials = Trials()
    try:
        for line in sys.stdin:
            print(json.dumps(trials.run(int(line))._asdict()), flush=True)
    finally:
        trials.close()


if __name__ == "__main__":
    main()
