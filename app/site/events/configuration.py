"""What a site file says of events."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .conditions import Condition
from .occurrences import Happening


@dataclass(frozen=True, slots=True)
class Target:
    """Where a rule's events go; one of the three is given.

    Attributes:
        webhook: an address that is posted to.
        secret: key by which posts are signed; None for unsigned ones.
        mqtt: `mqtt://[user:password@]host[:port]/topic`; `mqtts://` over TLS.
        notify: an address of Apprise.
    """

    webhook: str | None = None
    secret: str | None = field(default=None, repr=False)
    mqtt: str | None = None
    notify: str | None = None


@dataclass(frozen=True, slots=True)
class RuleConfiguration:
    """One `[[event]]`.

    Attributes:
        on: what it listens for.
        where: a condition; None for always.
        sources, lines, zones: only of these; empty for all.
        every: tell only every n-th.
        cooldown_s: seconds after one that was told in which no other is, for each source by itself.
        people: of a crowd, how many.
        targets: where to tell it, at least one.
    """

    on: Happening
    targets: tuple[Target, ...]
    where: Condition | None = None
    sources: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    every: int = 1
    cooldown_s: float = 0.0
    people: int = 0


@dataclass(frozen=True, slots=True)
class EventsConfiguration:
    """The events of a site.

    Attributes:
        site: name of the site.
        sources: names of its sources.
        rules: its rules.
        spool: folder for what could not be delivered yet.
        home_assistant: describe the sources to Home Assistant over each broker.
    """

    site: str
    sources: tuple[str, ...] = ()
    rules: tuple[RuleConfiguration, ...] = ()
    spool: Path = Path()
    home_assistant: bool = False
