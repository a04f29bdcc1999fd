"""What the pages need of the server around them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inference.types import ImageArray

from ..limits import Limits

if TYPE_CHECKING:
    from app.site.states import SourceState
    from inference.stages import SharedModels


def limits_in_words(limits: Limits) -> dict[str, str]:
    """Return sentences on what may be uploaded, and what becomes of it."""
    return {
        "images": f"Images (JPEG, PNG, HEIC, WebP, TIFF and others) up to {_bytes(limits.image_bytes)} and "
        f"{limits.image_pixels / 1e6:,.0f} megapixels.",
        "videos": f"Videos up to {_bytes(limits.video_bytes)} and {_length(limits.video_s)}.",
        "kept": "Images are forgotten at once; a video and what was found in it is erased after "
        f"{_length(limits.kept_s)}, or when you say so.",
        "camera": f"The server looks at {limits.cameras} cameras at a time.",
    }


def _bytes(count: int) -> str:
    return f"{count / 1e9:g} GB" if count >= 1e9 else f"{count / 1e6:g} MB"


def _length(seconds: float) -> str:
    for unit_s, one in ((3600, "hour"), (60, "minute")):
        if seconds >= unit_s:
            count = seconds / unit_s
            return f"an {one}" if count == 1 and one == "hour" else f"{count:g} {one}{'' if count == 1 else 's'}"
    return f"{seconds:g} seconds"


@dataclass(frozen=True, slots=True)
class WatchedSite:
    """The site that the server watches.

    Attributes:
        name: of the site.
        store: address of its store; None where it keeps none.
        states: returns how it goes with each source.
    """

    name: str
    store: str | None
    states: Callable[[], Sequence[SourceState]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the pages need.

    Attributes:
        limits: what is taken.
        models: loaded; for cameras.
        pool: where work goes that would hold up others.
        decode: turns the bytes of a camera's frame into an image, (H, W, 3) uint8 BGR; called from the pool. Raises
            `SourceError` where they are none.
        stopping: is set once the server is being ended.
        has_job: tells whether there is a video of that id.
        site: the site; None where the server watches none.
    """

    limits: Limits
    models: SharedModels
    pool: Executor
    decode: Callable[[bytes], ImageArray]
    stopping: asyncio.Event
    has_job: Callable[[str], bool]
    site: WatchedSite | None = None
