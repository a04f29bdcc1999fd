"""How outputs are called where nobody gives a name: after what is analysed, different inputs differently."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from .errors import SourceError
from .files import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS, is_same_file, name_limit, shortened
from .outputs import Outputs
from .settings import EVERYTHING, Selection

_MARK = "-faces"
# the longest that follows the name of the input
_LONGEST_END = f"{_MARK}-999.json"
# `.mov`, but neither the `.2` of `v1.2` nor the `.2024-05-01` of a recorder
_ENDING = re.compile(r"\.(?=\d*[a-z])[a-z0-9]{1,5}", re.IGNORECASE)
_HIDDEN_VALUE = re.compile(r"[^/?&;_]*=\*+")
_SYSTEM_FOLDERS = ("/dev/", "/proc/")


def default_outputs(
    target: str | int | Sequence[str],
    folder: str | os.PathLike[str] = "",
    *,
    keeps_earlier: bool = False,
    part: Selection = EVERYTHING,
) -> Outputs:
    """Name all three outputs after what is analysed: `holiday-faces.mp4`, `.csv` and `.json` for `holiday.mov`.

    The same input gets the same names each time. Names that another file's results have already are left to it, the
    next are `holiday-faces-2.mp4` and so on; the summary tells whose they are.

    Args:
        target: a video, a folder of images, a URL or a camera; still images and folders of them as a sequence.
        folder: where the outputs go; empty for the current folder.
        keeps_earlier: earlier results of the same input are left alone too: only names that nothing has are taken.
        part: of the input that is named too, so that its results don't take the place of those of the whole:
            `holiday-10s-20.5s-faces.mp4`.
    """
    images = [target] if isinstance(target, str) and os.path.isdir(target) else target
    if isinstance(images, (str, int)):
        ending = ".mp4"
    else:
        ending = ".jpg" if len(images) == 1 and os.path.isfile(images[0]) else ""
    times = _words_of(part)
    name = shortened(target_name(target), name_limit(folder or ".") - len(times) - len(_LONGEST_END))
    for number in itertools.count(1):
        start = os.path.join(folder, name + times + _MARK + ("" if number == 1 else f"-{number}"))
        outputs = Outputs(f"{start}{ending}", f"{start}.csv", f"{start}.json")
        is_taken = _are_there(outputs) if keeps_earlier else _are_anothers(outputs, target)
        if not is_taken:
            break
    return outputs


def _words_of(part: Selection) -> str:
    """Return what tells a part from the whole in a name; empty for the whole."""
    if not part.has_times:
        return ""
    start, end = ("end" if time_s is None else f"{round(time_s, 2):.10g}s" for time_s in (part.start_s, part.end_s))
    return f"-{start}-{end}"


def target_name(target: str | int | Sequence[str]) -> str:
    """Return a short name for what is analysed, fit for a file.

    It is a file's name without its ending (with it where another video beside it, or another image, is called the
    same), a folder's own, and an address without what is secret in it: `10.0.0.2-door-channel-1`.
    """
    if isinstance(target, int):
        return f"camera-{target}"
    if not isinstance(target, str):
        if len(target) == 1:
            return target_name(target[0])
        return "videos" if Path(target[0]).suffix.lower() in VIDEO_EXTENSIONS else "pictures"
    path = _path_of(target)
    return _name_of_address(target) if path is None else _name_of_path(path)


def _path_of(target: str) -> str | None:
    """Return the path of a file or folder on this machine; None where the target is an address elsewhere."""
    from .sources.urls import is_url, local_path

    try:
        path = local_path(target)
    except SourceError:  # said when it is opened
        return None
    return None if is_url(path) else path


def _name_of_address(url: str) -> str:
    from .sources.urls import without_credentials

    shown = _HIDDEN_VALUE.sub("", without_credentials(url)).partition("://")[2]
    return _plain(unquote(shown)) or "stream"


def _plain(text: str) -> str:
    """Return a text with a hyphen in place of everything that means something to a shell or a file system."""
    return re.sub(r"(?:[^\w.]|__)+", "-", text).strip("-.")


def _name_of_path(target: str) -> str:
    absolute = os.path.abspath(target)
    for folder in _SYSTEM_FOLDERS:
        if absolute.startswith(folder):  # behind /dev/stdin there is a `pipe:[4711]`
            return _plain(absolute.removeprefix(folder))
    path = Path(target).resolve()
    if not path.name:
        return "files"
    if path.is_dir() or not _ENDING.fullmatch(path.suffix):
        return path.name
    return f"{path.stem}-{path.suffix[1:]}" if _has_namesake(path) else path.stem


def _has_namesake(path: Path) -> bool:
    """Return whether another video beside a video, or another image beside an image, differs in its ending only."""
    endings = IMAGE_EXTENSIONS if path.suffix.lower() in IMAGE_EXTENSIONS else VIDEO_EXTENSIONS
    try:
        names = os.listdir(path.parent)
    except OSError:
        return False
    others = (Path(name) for name in names if name.startswith(f"{path.stem}.") and name != path.name)
    return any(other.stem == path.stem and other.suffix.lower() in endings for other in others)


def _are_there(outputs: Outputs) -> bool:
    """Return whether anything has one of these names."""
    return any(os.path.lexists(path) for path in outputs.paths)


def _are_anothers(outputs: Outputs, target: str | int | Sequence[str]) -> bool:
    """Return whether there are files of these names that hold the results of another file, or that nobody knows."""
    if not _are_there(outputs):
        return False
    if isinstance(target, int):
        return False
    first = _path_of(target if isinstance(target, str) else target[0])
    if first is None:
        return False  # such a name stands for one input alone
    analysed = _source_of(outputs.summary or "")
    if not isinstance(target, str) and len(target) > 1:
        return not analysed.startswith(f"{first} and ")
    return analysed != first and not any(
        is_same_file(os.path.join(base, analysed), first) for base in ("", os.path.dirname(outputs.export or ""))
    )


def _source_of(summary: str) -> str:
    """Return what a summary says was analysed; empty where it says nothing."""
    try:
        name = json.loads(Path(summary).read_text(encoding="utf-8"))["source"]["name"]
    except (OSError, ValueError, LookupError, TypeError):
        return ""
    return name if isinstance(name, str) else ""
