"""Reads the command line: arguments in, one frozen `Job` out.

Nothing heavy is imported here, so that `--help` and wrong usage answer at once.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NoReturn

from inference.attributes import ATTRIBUTE_NAMES
from inference.detection.registry import detector_names
from inference.errors import FaceLensError, UsageError
from inference.output_names import default_outputs
from inference.outputs import NO_OUTPUTS, Outputs
from inference.settings import (
    EVERYTHING,
    AnalysisSettings,
    DecodeChoice,
    DisplaySettings,
    EngineChoice,
    ModelChoice,
    Privacy,
    Selection,
)

from . import __version__

# a camera or a server that restarts needs less
RECONNECT_S = 60.0
_NAME_WITH_DASH = re.compile(r"-.*\.[A-Za-z]\w*", re.DOTALL)


class Mode(Enum):
    """What to do: analyse in the window or without, list the engines, build one."""

    WINDOW = "window"
    HEADLESS = "headless"
    ENGINES = "engines"
    BUILD_ENGINE = "build-engine"


@dataclass(frozen=True, slots=True)
class Job:
    """What one command asks for. At most one of `video`, `images` and `camera` is given.

    Attributes:
        mode: in the window or without.
        video: a file, a URL or `demo`.
        more_videos: videos that are read after it.
        images: files and folders of images.
        camera: the camera's number, from 0.
        outputs: what to write and where.
        selection: the part of the input to read.
        decode: who decodes videos.
        reconnect_s: seconds for which a camera or a live address that broke off is tried again.
        analysis: how frames are analysed.
        display: what is shown of the faces.
        quiet: errors only on stderr.
        debug: errors come with a traceback.
        profile: at the end, say where the time went.
    """

    mode: Mode
    video: str | None = None
    more_videos: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    camera: int | None = None
    outputs: Outputs = NO_OUTPUTS
    selection: Selection = EVERYTHING
    decode: DecodeChoice = DecodeChoice.SOFTWARE
    reconnect_s: float = RECONNECT_S
    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    quiet: bool = False
    debug: bool = False
    profile: bool = False


# what the command line calls the settings and commands of `inference.errors.FIELD_NAMES`
FLAGS = {
    "images": "--image",
    "output": "--output",
    "export": "--export",
    "summary": "--summary",
    "people": "--people",
    "subtitles": "--subtitles",
    "find": "--find",
    "keep_persons": "--keep-person",
    "hide_persons": "--hide-person",
    "engine": "--engine",
    "min_face_px": "--min-face",
    "min_detection_score": "--min-score",
    "hide": "--hide",
    "start_s": "--start",
    "end_s": "--end",
    "every": "--every",
    "forget_after_s": "--forget-after",
    "build_engine": "--build-engine",
    "export_model": "`python -m training export`",
}

EPILOG = """\
examples:
  python main.py --video holiday.mp4
      writes holiday-faces.mp4, holiday-faces.csv and holiday-faces.json into the current folder
  python main.py --video demo --output demo.mp4
      the built-in clip, to see what FaceLens does
  python main.py --video street.mp4 --output safe.mp4 --privacy blur --hide ethnicity
  python main.py --video rtsp://192.0.2.7/door --export - | head
      the table of a stream, on the standard output
  python main.py --video monday.mp4 tuesday.mp4 --export people.csv
      several videos; who is in both is one person
  python main.py --image photos/ --export photos.csv --min-face 60
      all images of a folder
  python main.py --camera 0 --headless --export visitors.csv --end 3600

exit codes:
  0    done
  1    a fault in FaceLens itself; please report it with what --debug says
  2    wrong usage
  3    an input can't be opened, breaks off or gives no frame, or an output can't be written;
       what was analysed until then is kept, in complete and readable files
  4    the model or the engine can't be used
  130  interrupted; the files are complete and readable
"""


def parse_arguments(arguments: Sequence[str] | None = None) -> Job:
    """Read a command line.

    Args:
        arguments: the words after the program's name; those of this process where None.

    Raises:
        UsageError: options that are unknown or make no sense together.
        SystemExit: `--help` or `--version` was asked for and has been answered.
    """
    words = sys.argv[1:] if arguments is None else arguments
    try:
        given = build_parser().parse_args(words)
    except UsageError as error:
        raise UsageError(_with_hint(str(error), words)) from None
    _check_together(given)
    mode = _mode(given)
    outputs = Outputs(given.output, given.export, given.summary, given.people, given.subtitles)
    if mode is Mode.HEADLESS and not outputs.are_any:
        outputs = default_outputs(given.image or (given.video if len(given.video) > 1 else given.video[0]))
        if given.video and len(given.video) > 1:
            outputs = replace(outputs, output=None)
    return Job(
        mode=mode,
        video=given.video[0] if given.video else given.source,
        more_videos=tuple(given.video[1:]) if given.video else (),
        images=tuple(given.image or ()),
        camera=given.camera,
        outputs=outputs,
        selection=Selection(given.start or 0.0, given.end, given.every or 1),
        decode=DecodeChoice(given.decode),
        reconnect_s=RECONNECT_S if given.reconnect is None else given.reconnect,
        analysis=analysis_of(given, need_best_looks=outputs.need_best_looks),
        display=display_of(given),
        quiet=given.quiet,
        debug=given.debug,
        profile=given.profile,
    )


def analysis_of(given: argparse.Namespace, *, need_best_looks: bool) -> AnalysisSettings:
    """Return how frames are analysed, by the options of `add_analysis_options` and `image`."""
    settings = AnalysisSettings(
        engine=EngineChoice(given.engine),
        model=ModelChoice(given.model),
        detector=given.detector,
        min_face_px=given.min_face,
        min_detection_score=given.min_score,
        tracking=not given.no_tracking,
        exhaustive=given.exhaustive,
        identity=not given.no_identity,
        forget_after_s=given.forget_after,
        keep_best_looks=need_best_looks,
    )
    return settings if given.image is None else settings.for_stills()


def display_of(given: argparse.Namespace) -> DisplaySettings:
    """Return what is shown of the faces; whoever names people without a way to cover the others has them blurred."""
    privacy = Privacy(given.privacy)
    if (given.keep_person or given.hide_person) and privacy is Privacy.NONE:
        privacy = Privacy.BLUR
    query = None
    if given.find is not None:
        from inference.find import parse_query

        query = parse_query(given.find)
    return DisplaySettings(privacy, given.hide, query, given.keep_person, given.hide_person)


def _with_hint(message: str, words: Sequence[str]) -> str:
    """Return a message about the words of a command line: without passwords, and with what is to be said of dashes."""
    from inference.sources import without_credentials

    for word in words:
        message = message.replace(word, without_credentials(word))
    for word in words:
        # neither an option nor a number below zero
        is_name = _NAME_WITH_DASH.fullmatch(word) is not None or os.path.lexists(word)
        if word.startswith("-") and "=" not in word and is_name:
            return f"{message}; {word} is taken for an option: write ./{word}"
    return message


def in_flags(error: BaseException) -> str:
    """Return an error's message in the words of the command line: settings are named by their flags."""
    return error.worded(FLAGS) if isinstance(error, FaceLensError) else str(error)


def _mode(given: argparse.Namespace) -> Mode:
    if given.engines:
        return Mode.ENGINES
    if given.build_engine:
        return Mode.BUILD_ENGINE
    return Mode.HEADLESS if given.video or given.image or given.headless else Mode.WINDOW


class _Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError` instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = _Parser(
        prog="python main.py",
        usage="python main.py [FILE_OR_URL | --camera N | --video FILE_OR_URL | --image FILE_OR_FOLDER ...] [options]",
        description="Finds the faces in images, videos and cameras and estimates age, gender and ethnicity.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_inputs(parser.add_argument_group("input (none: the window opens)"))
    _add_outputs(parser.add_argument_group("output without a window (none given: all three, named after the input)"))
    _add_find(parser.add_argument_group("people"))
    add_analysis_options(parser.add_argument_group("analysis"))
    add_privacy_options(parser.add_argument_group("privacy"))
    _add_messages(parser.add_argument_group("messages"))
    return parser


def _add_inputs(group: argparse._ArgumentGroup) -> None:
    group.add_argument("source", nargs="?", metavar="FILE_OR_URL", help="play a video in the window")
    group.add_argument(
        "--camera", type=whole_number(0), metavar="N", help="show a camera in the window; 0 is the first"
    )
    group.add_argument(
        "--video",
        nargs="+",
        metavar="FILE_OR_URL",
        help="analyse a video, an rtsp:// or http:// stream, or `demo`; of several files people are known again",
    )
    group.add_argument("--image", nargs="+", metavar="FILE_OR_FOLDER", help="analyse images and folders of images")
    group.add_argument(
        "--decode",
        choices=[*map(str, DecodeChoice)],
        default=str(DecodeChoice.SOFTWARE),
        help="who decodes videos: an NVIDIA GPU is slower than many cores, and leaves them free (software)",
    )
    group.add_argument("--headless", action="store_true", help="with --camera: no window; until --end or Ctrl-C")
    group.add_argument(
        "--reconnect",
        type=number,
        metavar="S",
        help=f"a camera or live address that breaks off: try for S seconds to have it back; 0: don't ({RECONNECT_S:g})",
    )


def _add_outputs(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--output", metavar="PATH", help="annotated copy: .mp4; for images .jpg, .png or a folder")
    group.add_argument(
        "--export", metavar="PATH", help="one row per face per frame: .csv or .jsonl; - is CSV on stdout"
    )
    group.add_argument("--summary", metavar="PATH", help="people, ages, shares, speed: .json")
    group.add_argument(
        "--people",
        metavar="PATH",
        help="one row per person: .csv or .jsonl; .html is a contact sheet of their best looks",
    )
    group.add_argument(
        "--subtitles",
        metavar="PATH",
        help="labels to lie over the untouched video: .ass for players, .vtt for browsers",
    )


def _add_find(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--find",
        metavar="DESCRIPTION",
        help="only people who fit, in table, people file and labels: `women 20-35`, `asian men over 60`, `seen 10 s`",
    )


def add_analysis_options(group: argparse._ArgumentGroup) -> None:
    """Add the options of how a source is analysed, and which part of it."""
    analysis = AnalysisSettings()
    group.add_argument(
        "--engine", choices=[*map(str, EngineChoice)], default=str(analysis.engine), help="what runs the model (auto)"
    )
    group.add_argument(
        "--model",
        choices=[*map(str, ModelChoice)],
        default=str(analysis.model),
        help="which model: small, or large: right more often, four times the cost; auto: the large one for images "
        "and on a GPU (auto)",
    )
    group.add_argument(
        "--detector",
        choices=detector_names(for_chips=False),
        default=str(analysis.detector),
        help="reach: near 2 m, far 5 m, wide for small faces in large scenes (auto)",
    )
    group.add_argument(
        "--min-face",
        type=number,
        default=analysis.min_face_px,
        metavar="PX",
        help=f"leave out faces narrower than this ({analysis.min_face_px:g})",
    )
    group.add_argument(
        "--min-score",
        type=number,
        default=analysis.min_detection_score,
        metavar="P",
        help=f"leave out what is a face with a probability below this, 0 to 1 ({analysis.min_detection_score:g})",
    )
    group.add_argument("--no-tracking", action="store_true", help="every frame on its own: no identities, no smoothing")
    group.add_argument("--no-identity", action="store_true", help="recognise nobody who comes back: tracks only")
    group.add_argument(
        "--forget-after",
        type=number,
        metavar="S",
        help="forget a person who is out of sight for S seconds (at the end of the run)",
    )
    group.add_argument(
        "--exhaustive",
        action="store_true",
        help="on the CPU too: estimate every face in every frame, not about four times a second",
    )
    group.add_argument("--start", type=number, metavar="S", help="skip the first S seconds")
    group.add_argument("--end", type=number, metavar="S", help="stop at S seconds")
    group.add_argument("--every", type=whole_number(1), metavar="N", help="read only every N-th frame or image")


def add_privacy_options(group: argparse._ArgumentGroup) -> None:
    """Add the options of what is shown of people."""
    display = DisplaySettings()
    group.add_argument(
        "--privacy",
        choices=[*map(str, Privacy)],
        default=str(display.privacy),
        help="faces in the annotated copy (none)",
    )
    group.add_argument(
        "--hide",
        type=_names,
        default=display.hide,
        metavar="A,B",
        help=f"neither draw nor write these: {','.join(ATTRIBUTE_NAMES)}",
    )
    group.add_argument(
        "--keep-person",
        type=_persons,
        default=frozenset(),
        metavar="N,M",
        help="cover everybody but these people, by their numbers in the people file of a run before",
    )
    group.add_argument(
        "--hide-person", type=_persons, default=frozenset(), metavar="N,M", help="cover these people alone"
    )


def _persons(text: str) -> frozenset[int]:
    words = [word.strip().removeprefix("#") for word in text.split(",")]
    if not all(word.isdecimal() and int(word) > 0 for word in words):
        raise argparse.ArgumentTypeError(f"takes numbers of people, as the people file has them: 3,7; got {text!r}")
    return frozenset(map(int, words))


def _add_messages(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--engines", action="store_true", help="what can run the model on this machine, and why not")
    group.add_argument("--build-engine", action="store_true", help="prepare the TensorRT engine now; takes minutes")
    group.add_argument("--profile", action="store_true", help="without a window: say where the time went")
    group.add_argument("--quiet", action="store_true", help="errors only")
    group.add_argument("--debug", action="store_true", help="errors with a traceback")
    group.add_argument("--version", action="version", version=f"FaceLens {__version__}")


def number(text: str) -> float:
    """Read a number of an option, 0 or more."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 <= value < math.inf:
        raise argparse.ArgumentTypeError(f"takes a number, 0 or more; got {text!r}")
    return value


def whole_number(least: int) -> Callable[[str], int]:
    """Return what reads a whole number of an option, `least` or more."""

    def convert(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"takes a whole number, {least} or more; got {text!r}")
        return int(text)

    return convert


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())


def _check_together(given: argparse.Namespace) -> None:
    """Raise `UsageError` for combinations of options that make no sense."""
    for is_wrong, message in _combinations(given):
        if is_wrong:
            raise UsageError(message)


def _combinations(given: argparse.Namespace) -> Iterator[tuple[bool, str]]:
    """Yield what must not be combined: whether it is, and what to say then. Each relies on those before."""
    inputs = {"FILE_OR_URL": given.source, "--camera": given.camera, "--video": given.video, "--image": given.image}
    named = [name for name, value in inputs.items() if value is not None]
    yield len(named) > 1, f"{' and '.join(named)} can't go together: one input at a time"
    videos = given.video or ()
    yield "" in (given.source, *videos, *(given.image or ())), "the input's name is empty"
    yield (
        given.headless and named not in (["--camera"], ["--video"], ["--image"]),
        "--headless goes with --camera N; give a file or a stream with --video, images with --image",
    )

    alone = "--engines" if given.engines else "--build-engine"
    yield (
        (given.engines or given.build_engine)
        and (bool(named) or given.headless or (given.engines and given.build_engine)),
        f"{alone} goes alone: it analyses nothing",
    )

    is_headless = given.headless or given.video is not None or given.image is not None
    yield (
        given.profile and not is_headless,
        "--profile measures a run without the window: use --video, --image or --camera N --headless",
    )
    outputs = [
        name
        for name in ("--output", "--export", "--summary", "--people", "--subtitles")
        if getattr(given, name[2:]) is not None
    ]
    instead = "--camera N --headless" if given.camera is not None else "--video FILE_OR_URL or --image FILE_OR_FOLDER"
    yield bool(outputs) and not is_headless, f"{''.join(outputs[:1])} works without the window: use {instead}"
    yield (
        is_headless and given.camera is not None and not outputs,
        "say what to write of the camera: --output, --export, --summary, --people or --subtitles",
    )

    yield (
        len(videos) > 1 and any("://" in video and not video.startswith("file:") for video in videos),
        "several videos are files, read one after the other; an address goes alone",
    )
    yield (
        len(videos) > 1 and given.output is not None,
        "--output is a copy of one video: of several write --export and --summary, or give one at a time",
    )
    yield (
        len(videos) > 1 and given.subtitles is not None,
        "--subtitles lie over one video: give one at a time",
    )
    yield given.image is not None and given.subtitles is not None, "--subtitles lie over a video: images have none"
    yield bool(given.keep_person and given.hide_person), "--keep-person and --hide-person can't go together"
    by_person = "--keep-person" if given.keep_person else "--hide-person" if given.hide_person else ""
    yield (
        bool(by_person) and (given.no_identity or given.no_tracking),
        f"{by_person} needs people to be recognised: leave out --no-identity and --no-tracking",
    )
    yield bool(by_person) and not is_headless, f"{by_person} works without the window: use --video or --image"
    yield given.find is not None and not is_headless, "--find works without the window: use --video or --image"
    yield (
        bool(by_person) and bool(outputs) and given.output is None,
        f"{by_person} is about the annotated copy: name it with --output",
    )
    for name in ("--people", "--subtitles", "--find"):
        yield (
            getattr(given, name[2:]) is not None and given.no_tracking,
            f"{name} needs faces that are followed from frame to frame: leave out --no-tracking",
        )
    times = [name for name in ("--start", "--end") if getattr(given, name[2:]) is not None]
    yield (
        bool(times) and (given.image is not None or not named),
        f"{''.join(times[:1])} picks a part of a video: it needs a video, a stream or a camera",
    )
    yield (
        given.reconnect is not None
        and (not is_headless or (given.camera is None and not any("://" in video for video in videos))),
        "--reconnect works without the window, for cameras and addresses: use --camera N --headless or --video URL",
    )
    yield given.every is not None and not named, "--every thins out a video or images: name them"
    yield given.start is not None and given.camera is not None, "--start skips into a video; a camera begins now"
    start = given.start or 0.0
    yield (
        given.end is not None and given.end <= start,
        f"--end {given.end or 0.0:g} must be later than --start {start:g}",
    )
