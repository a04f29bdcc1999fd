"""The text of a site file, and what is changed in it by hand: comments and order stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from inference.errors import SinkError
from inference.files import atomic_path
from inference.scenes import Line, Point, Polygon, Zone
from inference.settings import AnalysisSettings

from .configuration import SiteConfiguration, SourceConfiguration
from .reading import parse_site, read_text

# points are kept to a tenth of a pixel or less of any frame
_DIGITS = 4
# where a site that has no file yet would lie
_NOWHERE = Path("site.toml")
_ANALYSIS = ("engine", "model", "detector", "min_face_px", "min_detection_score", "identity")


class SiteDocument:
    """A site file as text; it stays as it is, changes give another.

    Args:
        text: TOML.
        path: of the file; None where there is none yet.

    Attributes:
        configuration: what it says.

    Raises:
        UsageError: it says what makes no sense.
    """

    def __init__(self, text: str, path: Path | None = None) -> None:
        self.text, self.path = text, path
        self.configuration: SiteConfiguration = parse_site(text, path or _NOWHERE)

    @classmethod
    def read(cls, path: Path) -> SiteDocument:
        """Return a file's.

        Raises:
            UsageError: it can't be read, or says what makes no sense.
        """
        return cls(read_text(path), path)

    @classmethod
    def of_sources(cls, urls: Sequence[str], name: str, analysis: AnalysisSettings) -> SiteDocument:
        """Return a new one.

        Args:
            urls: of its sources; each is called as its file, host or camera.
            name: of the site.
            analysis: how frames are analysed.

        Raises:
            UsageError: there is none.
        """
        document = tomlkit.document()
        document["site"] = {"name": name}
        usual = AnalysisSettings()
        chosen = {key: getattr(analysis, key) for key in _ANALYSIS if getattr(analysis, key) != getattr(usual, key)}
        if chosen:
            document["analysis"] = {key: str(one) if isinstance(one, str) else one for key, one in chosen.items()}
        _add_sources(document, urls)
        return cls(tomlkit.dumps(document))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its sources, in their order."""
        return tuple(source.name for source in self.configuration.sources)

    def source(self, name: str) -> SourceConfiguration:
        """Return a source by its name."""
        return self.configuration.sources[self.names.index(name)]

    def with_sources(self, urls: Sequence[str]) -> SiteDocument:
        """Return the same with further sources.

        Raises:
            UsageError: an address makes no sense.
        """
        return self._changed(lambda document: _add_sources(document, urls))

    def without_source(self, name: str) -> SiteDocument:
        """Return the same without a source.

        Raises:
            UsageError: an event needs it, or it is the last.
        """

        def remove(document: Any) -> None:
            del document["source"][self.names.index(name)]
            if not document["source"]:
                del document["source"]

        return self._changed(remove)

    def with_scene(
        self,
        source: str,
        lines: Sequence[Line],
        zones: Sequence[Zone],
        masks: Sequence[Polygon],
        *,
        renamed: tuple[str, str, str] | None = None,
    ) -> SiteDocument:
        """Return the same with other lines, zones and masks of a source.

        Args:
            source: its name.
            lines, zones, masks: all that it has now.
            renamed: `line` or `zone`, and what one of them was called and is called now; events that name it follow.

        Raises:
            UsageError: an event needs what is gone.
        """

        def change(document: Any) -> None:
            table = document["source"][self.names.index(source)]
            if renamed is not None:
                _rename(document, table, *renamed)
            _put_tables(table, "line", {line.name: {"points": _points(line.points)} for line in lines})
            zone_tables = {zone.name: {"polygon": _points(zone.polygon), "dwell_s": zone.dwell_s} for zone in zones}
            _put_tables(table, "zone", zone_tables)
            polygons = [_points(mask) for mask in masks]
            if polygons:
                if table.get("mask") != polygons:
                    table["mask"] = polygons
            elif "mask" in table:
                del table["mask"]

        return self._changed(change)

    def saved(self, path: Path) -> SiteDocument:
        """Write it to a file, whole or not at all, and return it as that file's.

        Raises:
            SinkError: it can't be written.
        """
        document = SiteDocument(self.text, path)
        try:
            with atomic_path(path) as part:
                part.write_text(self.text, encoding="utf-8")
        except OSError as error:
            raise SinkError(f"the site file {path} can't be written: {error.strerror or error}") from error
        return document

    def _changed(self, change: Callable[[Any], None]) -> SiteDocument:
        document = tomlkit.parse(self.text)
        change(document)
        return SiteDocument(tomlkit.dumps(document), self.path)


def source_name(url: str, taken: Sequence[str]) -> str:
    """Return what a source may be called: as its file, host or camera, with a number where that is taken."""
    path = url.split("?")[0].rstrip("/")
    host, _, rest = path.partition("://")[2].rpartition("@")[2].partition("/")
    wanted = f"{host} {rest}".strip() if "://" in path else Path(path).stem or path
    plain = "".join("-" if character in "/+#$\n" else character for character in wanted).strip()[:56] or "source"
    names = (plain if number == 1 else f"{plain} {number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _add_sources(document: Any, urls: Sequence[str]) -> None:
    sources = document.setdefault("source", tomlkit.aot())
    for url in urls:
        table = tomlkit.table()
        table["name"] = source_name(url, [str(source["name"]) for source in sources])
        table["url"] = url
        sources.append(table)


def _put_tables(source: Table, key: str, wanted: dict[str, dict[str, Any]]) -> None:
    """Bring the tables of a source's lines or zones to what is wanted, by their names; others stay untouched."""
    tables: AoT = source.get(key) or tomlkit.aot()
    for number in reversed(range(len(tables))):
        if str(tables[number]["name"]) not in wanted:
            del tables[number]
    there = {str(table["name"]): table for table in tables}
    for name, values in wanted.items():
        table = there.get(name)
        if table is None:
            table = tomlkit.table()
            table["name"] = name
            tables.append(table)
        for field, value in values.items():
            if value is not None and table.get(field) != value:
                table[field] = value
    if not tables:
        source.pop(key, None)
    elif key not in source:
        source[key] = tables


def _rename(document: Any, source: Table, key: str, old: str, new: str) -> None:
    """Give a line or zone (`key`) of a source another name, in the events that name it of this source too."""
    for shape in source.get(key, ()):
        if shape["name"] == old:
            shape["name"] = new
    for event in document.get("event", ()):
        if key in event and str(source["name"]) in _listed(event.get("source", source["name"])):
            names = [new if name == old else name for name in _listed(event[key])]
            event[key] = names[0] if len(names) == 1 else names


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _points(points: Sequence[Point]) -> list[list[float]]:
    return [[round(float(x), _DIGITS), round(float(y), _DIGITS)] for x, y in points]
