"""Does jobs without a window: progress, signals, messages, exit codes.

Everything for people goes to stderr; stdout belongs to the table (`--export -`).
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from inference.engines import may_use_gpu
from inference.errors import ReaderGoneError
from inference.files import WrittenFile
from inference.pipeline import Pipeline
from inference.settings import DecodeChoice
from inference.sinks import SecondPass, Sink, open_sinks, written_by
from inference.sources import SeekableSource, Source, open_camera, open_images, open_video, open_videos
from inference.types import Frame, FrameResult

from . import __version__
from .cli import Job, Mode
from .engines import build_engine, show_engines
from .exit_codes import ExitCode
from .failures import tell_failure
from .interrupts import Interrupts
from .profile import Profile
from .progress import Progress, SecondBar
from .standard_streams import abandon

if TYPE_CHECKING:
    from inference.identity.witness import Witness


class _Checks(NamedTuple):
    """What a copy that leaves somebody open needs besides the first reading; see `SecondPassSink`."""

    search: Callable[[Frame], FrameResult]
    witness: Callable[[], Witness | None]


def run_headless(job: Job) -> ExitCode:
    """Do a headless job, from opening its input to the closing line.

    Errors become messages on stderr (with a traceback where the job asks for it) and exit codes.
    """
    kept: list[WrittenFile] = []
    try:
        return _run(job, kept)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except ReaderGoneError:
        abandon(1)
        _tell_kept([file for file in kept if file.path != file.asked_for])
        return ExitCode.DONE
    except Exception as error:
        code = tell_failure(error, debug=job.debug)
        _tell_kept(kept if not job.quiet else [])
        return code


def _tell_kept(files: list[WrittenFile]) -> None:
    """Say where the results of a run are that has ended early."""
    if files:
        print(f"kept: {', '.join(map(_named, files))}", file=sys.stderr)


def _named(file: WrittenFile) -> str:
    """Return a file's name, and what has become of an older one."""
    if file.path != file.asked_for:
        return f"{file.path} ({file.asked_for} is left as it was)"
    return f"{file.path} (replaced)" if file.has_replaced else file.path


def _run(job: Job, kept: list[WrittenFile]) -> ExitCode:
    """Do the job; what a run that fails has written is added to `kept`."""
    if job.mode is Mode.ENGINES:
        show_engines()
        return ExitCode.DONE
    if job.mode is Mode.BUILD_ENGINE:
        build_engine(quiet=job.quiet)
        return ExitCode.DONE
    profile = Profile()
    profile.mark("modules")
    with contextlib.ExitStack() as opened:
        interrupts = opened.enter_context(Interrupts())
        protecting = job.analysis.protecting(job.display)
        pipeline = Pipeline(protecting if not job.display.opens_some else job.analysis)
        opened.callback(pipeline.close)
        checks: _Checks | None = None
        if job.display.opens_some:
            searcher = Pipeline(replace(protecting, identity=False))
            opened.callback(searcher.close)
            checks = _Checks(searcher.process, pipeline.witness)
        if job.camera is not None or "://" in (job.video or ""):
            pipeline.preload()  # while the camera or the server makes us wait
        source = opened.enter_context(_open_source(job))
        profile.mark("source")
        # before the models: what can't be written, or what another run is writing, is said at once
        with _open_outputs(job, source, checks, interrupts) as sinks:
            opened.enter_context(pipeline)
            profile.mark("models")
            progress = opened.enter_context(Progress(source, quiet=job.quiet))
            source.tell_gaps(progress)
            stop = interrupts.begin_run()

        def on_result(result: FrameResult) -> None:
            profile.update(result)
            progress.update(result)

        try:
            report = pipeline.run(source, sinks, on_result=on_result, stop=stop)
        except BaseException:
            kept += written_by(sinks)
            raise
        progress.finish(report, pipeline.facts(), [*map(_named, written_by(sinks))], job.display.hide)
        if job.profile:
            profile.print(report)
    return ExitCode.INTERRUPTED if report.interrupted else ExitCode.DONE


@contextlib.contextmanager
def _open_outputs(job: Job, source: Source, checks: _Checks | None, interrupts: Interrupts) -> Iterator[list[Sink]]:
    """Open what is written; leave nothing of it where something else fails before the run, or an interrupt comes."""
    with contextlib.ExitStack() as discarding:
        with interrupts.held():
            sinks = open_sinks(
                source.info,
                job.display,
                job.outputs,
                inputs=job.images if job.video is None else (job.video, *job.more_videos),
                selection=job.selection,
                version=__version__,
                second_pass=_second_pass(job, source, checks, interrupts.stop),
            )
            for sink in sinks:
                discarding.callback(sink.discard)
        yield sinks
        discarding.pop_all()


def _second_pass(job: Job, source: Source, checks: _Checks | None, stop: threading.Event) -> SecondPass | None:
    """Return how the source is read again for a copy that depends on who is who; None where it can or need not be."""
    if not job.display.chooses or not isinstance(source, SeekableSource):
        return None
    search, witness = checks or (None, None)
    return SecondPass(lambda: _open_source(job), search, witness, stop, SecondBar(quiet=job.quiet))


def _open_source(job: Job) -> Source:
    on_gpu = job.decode.is_gpu(is_accelerated=job.decode is DecodeChoice.AUTO and may_use_gpu(job.analysis.engine))
    if job.more_videos and job.video is not None:
        return open_videos((job.video, *job.more_videos), selection=job.selection, on_gpu=on_gpu)
    if job.video is not None:
        return open_video(job.video, selection=job.selection, reconnect_s=job.reconnect_s, on_gpu=on_gpu)
    if job.camera is not None:
        return open_camera(job.camera, selection=job.selection, reconnect_s=job.reconnect_s)
    return open_images(job.images, selection=job.selection, apart=job.outputs.output)
