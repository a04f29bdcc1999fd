"""`--check`: opens everything that a site file names, once, and says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from inference.engines import may_use_gpu
from inference.errors import FaceLensError
from inference.sources import open_source

from .configuration import SiteConfiguration, SourceConfiguration
from .events.delivery import check_targets


class Finding(NamedTuple):
    """What was found of a part of a site: its name, what it is, and whether that is right."""

    part: str
    words: str
    is_right: bool


def check_site(site: SiteConfiguration) -> Iterator[Finding]:
    """Yield what is found of every source and receiver, the sources side by side."""
    with ThreadPoolExecutor(len(site.sources) or 1, thread_name_prefix="facelens-check") as threads:
        found = threads.map(partial(_open, site), site.sources)
        for source, (words, is_right) in zip(site.sources, found, strict=True):
            yield Finding(f"source {source.name}", words, is_right)
    if site.store is not None:
        from ..store.store import check_store

        wrong = check_store(site.store)
        yield Finding("store", wrong or "takes rows", wrong is None)
    for name, wrong in check_targets(site.events):
        yield Finding(f"events to {name}", wrong or "takes events", wrong is None)


def _open(site: SiteConfiguration, source: SourceConfiguration) -> tuple[str, bool]:
    on_gpu = source.decode.is_gpu(is_accelerated=may_use_gpu(site.analysis.engine))
    try:
        with open_source(source.url, on_gpu=on_gpu) as opened:
            next(iter(opened), None)
            info, notes = opened.info, opened.notes
    except FaceLensError as error:
        return str(error), False
    if not info.has_time:
        return f"{info.name} holds still images; a site watches videos and cameras", False
    rate = f", {info.fps:.3g} frames per second" if info.fps else ""
    kind = "live" if info.is_live else "a recording"
    parts = [f"{len(source.lines)} lines"] * bool(source.lines) + [f"{len(source.zones)} zones"] * bool(source.zones)
    decoder = ["decoded by the GPU"] * (on_gpu and not notes)
    return "; ".join([", ".join([f"{kind}, {info.width} x {info.height}{rate}", *parts, *decoder]), *notes]), True
