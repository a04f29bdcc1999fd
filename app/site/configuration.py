"""What a site file says: frozen values, checked by `reading.py`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from inference.scenes import Line, Polygon, Zone
from inference.settings import AnalysisSettings, DecodeChoice, Privacy

from .events.configuration import EventsConfiguration, RuleConfiguration


@dataclass(frozen=True, slots=True)
class SourceConfiguration:
    """One source of a site.

    Attributes:
        name: unique within the site.
        url: a file, a URL, `camera:N` or `demo`.
        masks: polygons that are blacked out before anything looks, fractions of width and height.
        lines, zones: of its scene.
        max_fps: frames analysed per second at most; None for all that there is time for.
        starts_at: when a recording was begun, with its time zone; None for "now".
        copy: file for an annotated copy of a recording, with its lines and zones; None for none.
        privacy: how faces are covered in the copy.
        decode: who decodes its videos.
        still: the store keeps what its scene looks like without people, once a day.
    """

    name: str
    url: str
    masks: tuple[Polygon, ...] = ()
    lines: tuple[Line, ...] = ()
    zones: tuple[Zone, ...] = ()
    max_fps: float | None = None
    starts_at: datetime | None = None
    copy: Path | None = None
    privacy: Privacy = Privacy.BLUR
    decode: DecodeChoice = DecodeChoice.AUTO
    still: bool = False


@dataclass(frozen=True, slots=True)
class SiteConfiguration:
    """A site file.

    Attributes:
        path: of the file.
        name: of the site.
        sources: at least one.
        rules: its events.
        store: an SQLAlchemy URL; None where nothing is kept.
        keep_days: how long the store keeps what it has; None for ever.
        home_assistant: describe the sources to Home Assistant over each broker.
        metrics: host and port on which Prometheus may ask; None for nowhere.
        spool: folder for what could not be delivered yet.
        leave_after_s: seconds out of view after which somebody has left.
        analysis: how frames are analysed.
    """

    path: Path
    name: str
    sources: tuple[SourceConfiguration, ...]
    rules: tuple[RuleConfiguration, ...] = ()
    store: str | None = None
    keep_days: float | None = None
    home_assistant: bool = False
    metrics: tuple[str, int] | None = None
    spool: Path = Path()
    leave_after_s: float = 5.0
    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)

    @property
    def events(self) -> EventsConfiguration:
        """What the events need of it."""
        names = tuple(source.name for source in self.sources)
        return EventsConfiguration(self.name, names, self.rules, self.spool, self.home_assistant)


# somebody is known again for as long as a visit to a place may take, and a while longer
FORGET_AFTER_S = 4 * 3600.0
LONGEST_S = 10 * 365 * 86400.0
FOREVER_S = math.inf
