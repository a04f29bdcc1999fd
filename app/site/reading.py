"""Reads a site file; all its mistakes are told at once, each with its line and key."""

from __future__ import annotations

import difflib
import math
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import urlsplit

from inference.detection.registry import detector_names
from inference.errors import UsageError
from inference.scenes import Line, Point, Polygon, Zone, check_polygon
from inference.settings import AnalysisSettings, DecodeChoice, EngineChoice, ModelChoice, Privacy

from .configuration import (
    FORGET_AFTER_S,
    LONGEST_S,
    SiteConfiguration,
    SourceConfiguration,
)
from .events.conditions import Condition
from .events.configuration import RuleConfiguration, Target
from .events.occurrences import Happening
from .toml_lines import Key, lines_of_keys

T = TypeVar("T")
D = TypeVar("D")
_Convert = Callable[[object], T]

_NAME = re.compile(r"[^\s/+#$][^/+#$\n]{0,63}")
_LINE_EVENTS = (Happening.LINE_CROSSED,)
_ZONE_EVENTS = (Happening.ZONE_ENTERED, Happening.ZONE_LEFT, Happening.DWELL, Happening.CROWD)


def read_site(path: Path) -> SiteConfiguration:
    """Read a site file.

    Raises:
        UsageError: it can't be read, is no TOML, or says what makes no sense; all of it is named.
    """
    return parse_site(read_text(path), path)


def read_text(path: Path) -> str:
    """Return what a site file holds.

    Raises:
        UsageError: it can't be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"the site file {path} can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the site file {path} is no text in UTF-8: {error}") from error


def parse_site(text: str, path: Path) -> SiteConfiguration:
    """Return what the text of a site file says; files that it names lie beside `path`.

    Raises:
        UsageError: it is no TOML, or says what makes no sense; all of it is named.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the site file {path} is no TOML: {error}") from error
    mistakes = _Mistakes(lines_of_keys(text))
    site = _site(path, _Table(content, (), mistakes))
    mistakes.raise_any(path)
    return site


class _Mistakes:
    """What is wrong with a file."""

    def __init__(self, lines: Mapping[Key, int]) -> None:
        self._lines = lines
        self._found: list[tuple[int, str]] = []

    def add(self, key: Key, what: str) -> None:
        """Note a mistake at a key."""
        place: Key = key
        while place and place not in self._lines:
            place = place[:-1]
        line = self._lines.get(place, 0)
        at = f"line {line}: " if line else ""
        self._found.append((line, f"{at}{_worded(key)} {what}"))

    def raise_any(self, path: Path) -> None:
        """Raise them all, in the order of the file."""
        if not self._found:
            return
        found = [text for _, text in sorted(self._found, key=lambda mistake: mistake[0])]
        count = "a mistake" if len(found) == 1 else f"{len(found)} mistakes"
        raise UsageError(f"the site file {path} has {count}\n" + "\n".join(f"  {text}" for text in found))


def _worded(key: Key) -> str:
    """Return a key as people write it: `source 2, line 1, points`."""
    words: list[str] = []
    for part in key:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)


class _Table:
    """A table of the file, whose keys are taken one by one; those left over are unknown."""

    def __init__(self, content: Mapping[str, object], key: Key, mistakes: _Mistakes) -> None:
        self._content, self.key, self.mistakes = content, key, mistakes
        self._asked: list[str] = []

    def has(self, name: str) -> bool:
        return name in self._content

    def wrong(self, name: str, what: str) -> None:
        self.mistakes.add((*self.key, name), what)

    def take(self, name: str, convert: _Convert[T], default: D) -> T | D:
        """Return a key's value; the default where it is absent, and where it is wrong, which is noted."""
        self._asked.append(name)
        if name not in self._content:
            return default
        try:
            return convert(self._content[name])
        except UsageError as error:
            self.wrong(name, str(error))
            return default

    def need(self, name: str, convert: _Convert[T], default: D) -> T | D:
        """Return a key's value, which has to be there."""
        if name not in self._content:
            # a name that is nearly this one is told as unknown
            if not difflib.get_close_matches(name, self._content, 1):
                self.wrong(name, "is missing")
            self._asked.append(name)
            return default
        return self.take(name, convert, default)

    def tables(self, name: str) -> list[_Table]:
        """Return the tables of `[[name]]`."""
        self._asked.append(name)
        value = self._content.get(name, [])
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            self.wrong(name, f"is written as [[{'.'.join([*map(str, self._names()), name])}]], once for each")
            return []
        return [_Table(table, (*self.key, name, number), self.mistakes) for number, table in enumerate(value)]

    def table(self, name: str, *, is_needed: bool = False) -> _Table:
        """Return the table `[name]`; an empty one where it is absent."""
        self._asked.append(name)
        value = self._content.get(name, {})
        if not isinstance(value, dict):
            self.wrong(name, f"is written as [{name}]")
            value = {}
        elif is_needed and name not in self._content:
            self.wrong(name, f"is missing: a site file begins with [{name}]")
            return _Table({}, (*self.key, name), _Mistakes({}))
        return _Table(value, (*self.key, name), self.mistakes)

    def finish(self) -> None:
        """Note the keys that nobody has asked for."""
        for name in self._content:
            if name not in self._asked:
                close = difflib.get_close_matches(name, self._asked, 1)
                meant = f"is {close[0]} meant?" if close else f"there are {', '.join(self._asked)}"
                self.wrong(name, f"is unknown; {meant}")

    def _names(self) -> Iterator[str]:
        return (part for part in self.key if isinstance(part, str))


# --- the file ----------------------------------------------------------------------------------


def _site(path: Path, file: _Table) -> SiteConfiguration:
    own = file.table("site", is_needed=True)
    name = own.need("name", _name, "site")
    store = own.take("store", _store_url, None)
    keep_days = own.take("keep_days", _number(least=0, above=True, most=LONGEST_S / 86400), None)
    home_assistant = own.take("home_assistant", _flag, False)
    metrics = own.take("metrics", _host_and_port, None)
    spool = own.take("spool", lambda value: path.parent / _text(value), path.with_suffix(".spool"))
    decode = own.take("decode", _one_of(DecodeChoice), DecodeChoice.AUTO)
    leave_after_s = own.take("leave_after_s", _number(least=0.5, most=3600), 5.0)
    own.finish()
    analysis = _analysis(file.table("analysis"))
    sources = [_source(table, path.parent, decode) for table in file.tables("source")]
    if not sources and not file.has("source"):
        file.wrong("source", "is missing: a site has at least one [[source]] with a name and a url")
    _names_are_unique(file, "source", sources)
    rules = [_rule(table, sources, store) for table in file.tables("event")]
    file.finish()
    return SiteConfiguration(
        path,
        name,
        tuple(sources),
        tuple(rules),
        store,
        keep_days,
        home_assistant,
        metrics,
        spool,
        leave_after_s,
        analysis,
    )


def _analysis(table: _Table) -> AnalysisSettings:
    usual = AnalysisSettings(forget_after_s=FORGET_AFTER_S)
    engine = table.take("engine", _one_of(EngineChoice), usual.engine)
    model = table.take("model", _one_of(ModelChoice), usual.model)
    detector = table.take("detector", _detector, usual.detector)
    min_face_px = table.take("min_face_px", _number(least=0), None)
    min_score = table.take("min_detection_score", _number(least=0, above=True, most=0.999), None)
    identity = table.take("identity", _flag, usual.identity)
    forget_after_s = table.take("forget_after_s", _number(least=0), usual.forget_after_s)
    table.finish()
    return AnalysisSettings(
        engine=engine,
        model=model,
        detector=detector,
        min_face_px=usual.min_face_px if min_face_px is None else min_face_px,
        min_detection_score=usual.min_detection_score if min_score is None else min_score,
        identity=identity,
        forget_after_s=forget_after_s,
    )


def _source(table: _Table, folder: Path, usual: DecodeChoice) -> SourceConfiguration:
    name = table.need("name", _name, "")
    url = table.need("url", _text, "")
    masks = table.take("mask", _polygons, ())
    max_fps = table.take("max_fps", _number(least=0, above=True, most=1000), None)
    starts_at = table.take("starts_at", _moment, None)
    copy = table.take("copy", lambda value: _copy(folder, value), None)
    privacy = table.take("privacy", _one_of(Privacy), Privacy.BLUR)
    decode = table.take("decode", _one_of(DecodeChoice), usual)
    still = table.take("still", _flag, False)
    lines: list[Line] = []
    zones: list[Zone] = []
    for line in table.tables("line"):
        lines += _shape(line, "points", Line)
    for zone in table.tables("zone"):
        dwell_s = zone.take("dwell_s", _number(least=0, above=True, most=LONGEST_S), None)
        zones += _shape(zone, "polygon", partial(Zone, dwell_s=dwell_s))
    _names_are_unique(table, "line", lines)
    _names_are_unique(table, "zone", zones)
    table.finish()
    shapes = tuple(lines), tuple(zones)
    return SourceConfiguration(name, url, masks, *shapes, max_fps, starts_at, copy, privacy, decode, still)


def _shape(table: _Table, key: str, make: Callable[[str, tuple[Point, ...]], T]) -> list[T]:
    """Return the line or zone of a table, or nothing where it is wrong."""
    name = table.need("name", _name, "")
    shape = table.need(key, lambda value: make(name, _points(value)), None)
    table.finish()
    return [] if shape is None else [shape]


def _names_are_unique(table: _Table, key: str, named: Sequence[SourceConfiguration | Line | Zone]) -> None:
    names = [one.name for one in named]
    for number, name in enumerate(names):
        if name and name in names[:number]:
            table.mistakes.add((*table.key, key, number, "name"), f"is taken: another {key} is called {name!r} as well")


def _rule(table: _Table, sources: Sequence[SourceConfiguration], store: str | None) -> RuleConfiguration:
    on = table.need("on", _one_of(Happening), Happening.PERSON_SEEN)
    of_sources = table.take("source", _known(sources, "source"), ())
    watched = [source for source in sources if not of_sources or source.name in of_sources]
    lines = [line for source in watched for line in source.lines]
    zones = [zone for source in watched for zone in source.zones]
    of_lines = table.take("line", _known(lines, "line"), ())
    of_zones = table.take("zone", _known(zones, "zone"), ())
    names = {
        "source": [source.name for source in watched],
        "line": [line.name for line in lines],
        "zone": [zone.name for zone in zones],
    }
    where = table.take("where", lambda value: Condition(_text(value), names), None)
    every = table.take("every", _whole(least=1), 1)
    cooldown_s = table.take("cooldown_s", _number(least=0, most=LONGEST_S), 0.0)
    people = table.take("people", _whole(least=1), 0)
    _check_rule(table, on, people, lines, [zone for zone in zones if not of_zones or zone.name in of_zones])
    targets = _targets(table)
    table.finish()
    return RuleConfiguration(on, targets, where, of_sources, of_lines, of_zones, every, cooldown_s, people)


def _check_rule(table: _Table, on: Happening, people: int, lines: Sequence[Line], zones: Sequence[Zone]) -> None:
    """Note what a rule can never tell."""
    if on is Happening.CROWD and not people and not table.has("people"):
        table.wrong("people", "is missing: of how many people is it a crowd?")
    if on is not Happening.CROWD and table.has("people"):
        table.wrong("people", f"goes with on = 'crowd', not with {str(on)!r}")
    if on is Happening.LINE_CROSSED and not lines:
        table.wrong("on", "is 'line_crossed', but its sources have no line")
    if on in (Happening.ZONE_ENTERED, Happening.ZONE_LEFT) and not zones:
        table.wrong("on", f"is {str(on)!r}, but its sources have no zone")
    if on is Happening.DWELL and not any(zone.dwell_s for zone in zones):
        table.wrong("on", "is 'dwell', but its sources have no zone with a dwell_s")
    if table.has("line") and on not in _LINE_EVENTS:
        table.wrong("line", f"goes with on = 'line_crossed', not with {str(on)!r}")
    if table.has("zone") and on not in _ZONE_EVENTS:
        table.wrong("zone", f"goes with events of zones, not with on = {str(on)!r}")


def _targets(table: _Table) -> tuple[Target, ...]:
    webhook = table.take("webhook", _web_address, None)
    secret = table.take("secret", _secret, None)
    mqtt = table.take("mqtt", _mqtt_address, None)
    notify = table.take("notify", _notify_address, None)
    if secret is not None and not table.has("webhook"):
        table.wrong("secret", "signs what is posted to a webhook, and there is none")
    if not any(table.has(name) for name in ("webhook", "mqtt", "notify")):
        table.mistakes.add(table.key, "says to nobody what happens: give a webhook, mqtt or notify")
    targets = (
        Target(webhook=webhook, secret=secret) if webhook else None,
        Target(mqtt=mqtt) if mqtt else None,
        Target(notify=notify) if notify else None,
    )
    return tuple(target for target in targets if target is not None)


# --- values ------------------------------------------------------------------------------------


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"takes a text in quotes, got {_shown(value)}")
    return value


def _name(value: object) -> str:
    name = _text(value)
    if not _NAME.fullmatch(name):
        raise UsageError(f"takes a name of 1 to 64 characters without / + # $, got {_shown(value)}")
    return name


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"takes true or false, got {_shown(value)}")
    return value


def _number(least: float, *, above: bool = False, most: float = math.inf) -> _Convert[float]:
    def convert(value: object) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        number = float(cast(float, value)) if is_number else math.nan
        number = number if math.isfinite(number) else math.nan
        if not (number > least if above else number >= least) or number > most:
            lower = f"above {least:g}" if above else f"of {least:g} or more"
            upper = "" if most == math.inf else f", {most:g} at most"
            raise UsageError(f"takes a number {lower}{upper}; got {_shown(value)}")
        return number

    return convert


def _whole(least: int) -> _Convert[int]:
    def convert(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise UsageError(f"takes a whole number, {least} or more; got {_shown(value)}")
        return value

    return convert


def _one_of(kind: Callable[[str], T]) -> _Convert[T]:
    names = [str(member) for member in kind]  # type: ignore[attr-defined]

    def convert(value: object) -> T:
        if value not in names:
            raise UsageError(f"takes {' | '.join(names)}; got {_shown(value)}{_meant(value, names)}")
        return kind(value)

    return convert


def _detector(value: object) -> str:
    names = detector_names(for_chips=False)
    if value not in names:
        raise UsageError(f"takes {' | '.join(names)}; got {_shown(value)}{_meant(value, names)}")
    return str(value)


def _known(named: Sequence[SourceConfiguration | Line | Zone], kind: str) -> _Convert[tuple[str, ...]]:
    names = [one.name for one in named]

    def convert(value: object) -> tuple[str, ...]:
        wanted = value if isinstance(value, list) else [value]
        for name in wanted:
            if name not in names:
                there_are = f"there are {', '.join(dict.fromkeys(names))}" if names else "there is none"
                raise UsageError(f"names no {kind}: {_shown(name)}{_meant(name, names)}; {there_are}")
        return tuple(cast(list[str], wanted))

    return convert


def _points(value: object) -> tuple[Point, ...]:
    if not isinstance(value, list):
        raise UsageError(f"takes a list of points such as [[0.1, 0.6], [0.9, 0.6]], got {_shown(value)}")
    points: list[Point] = []
    for point in value:
        is_pair = isinstance(point, list) and len(point) == 2
        if not is_pair or not all(isinstance(x, int | float) and not isinstance(x, bool) for x in point):
            raise UsageError(f"takes points of two numbers such as [0.1, 0.6], got {_shown(point)}")
        points.append((float(point[0]), float(point[1])))
    return tuple(points)


def _polygons(value: object) -> tuple[Polygon, ...]:
    if not isinstance(value, list):
        raise UsageError(f"takes a list of polygons, got {_shown(value)}")
    polygons = [_points(polygon) for polygon in value]
    for polygon in polygons:
        check_polygon(polygon)
    return tuple(polygons)


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise UsageError(f"takes a time such as 2026-05-01T09:00:00+02:00 without quotes, got {_shown(value)}")
    # without a zone it is that of this machine
    return value.astimezone()


def _copy(folder: Path, value: object) -> Path:
    path = folder / _text(value)
    if path.suffix.lower() != ".mp4":
        raise UsageError(f"takes the name of an .mp4 file, got {_shown(value)}")
    return path


def _store_url(value: object) -> str:
    text = _text(value)
    if "://" not in text:
        raise UsageError("takes an SQLAlchemy URL such as sqlite:///site.db or postgresql+psycopg://user@host/database")
    return text


def _host_and_port(value: object) -> tuple[str, int]:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536:
        return "127.0.0.1", value
    match = re.fullmatch(r"(.+):(\d{1,5})", value) if isinstance(value, str) else None
    if match is None or not 0 < int(match[2]) < 65536:
        raise UsageError(f"takes a port, or host:port, got {_shown(value)}")
    return match[1].strip("[]"), int(match[2])


def _web_address(value: object) -> str:
    return _address(value, ("http", "https"), "http://127.0.0.1:9000/hook")


def _mqtt_address(value: object) -> str:
    text = _address(value, ("mqtt", "mqtts"), "mqtt://127.0.0.1:1883/facelens/door")
    topic = urlsplit(text).path.strip("/")
    if not topic or "+" in topic or "#" in topic:
        raise UsageError(
            "takes an address that ends with a topic without + and #, such as mqtt://127.0.0.1/facelens/door"
        )
    return text


def _address(value: object, schemes: Sequence[str], example: str) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        fits = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or any(character.isspace() for character in text):
        raise UsageError(f"takes an address such as {example}")
    return text


def _notify_address(value: object) -> str:
    text = _text(value)
    if "://" not in text:
        raise UsageError("takes an address of Apprise such as mailto://user:password@example.org")
    return text


def _secret(value: object) -> str:
    text = _text(value)
    if text.startswith("env:"):
        secret = os.environ.get(text[4:], "")
        if not secret:
            raise UsageError(f"names the environment variable {text[4:]}, which is not set")
        return secret
    return text


def _meant(word: object, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, 1) if isinstance(word, str) else []
    return f" (is {close[0]} meant?)" if close else ""


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
