"""Writes what a site has seen into its database, from a thread of its own."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import sqlite3
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, delete, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import DataError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from inference.errors import SinkError
from inference.types import Attributes

from .migrations import upgrade
from .opening import reason_of, store_url
from .schema import METADATA, TABLES, TIME_COLUMNS
from .spool import Row, Spool

log = logging.getLogger(__name__)

# rows are written so often, or sooner where so many wait
_EVERY_S, _BATCH = 1.0, 500
# the pause after a first failure, and the longest
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0
# rows in memory while neither database nor disk take any; of more the oldest are let go
_MOST_IN_MEMORY = 20_000
_TIDY_EVERY_S = 3600.0
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Store:
    """The database of a site; a context manager. Its methods may be called from any thread, and never wait for it.

    Rows are in the database within two seconds, each whole or not at all. While it is away they wait on disk and follow
    in their order, each once: their names tell those that have arrived.

    Args:
        url: SQLAlchemy's, of SQLite or PostgreSQL.
        site: name of the site.
        spool: file for rows that wait; made where it is needed.
        keep_days: rows older than that are erased; None for none.
        first_pause_s: seconds after a first failure until the next attempt.

    Raises:
        UsageError: the address is none.
        SinkError: the store was written by a newer program, or is of a kind that is not known.
    """

    def __init__(
        self,
        url: str,
        site: str,
        spool: Path,
        *,
        keep_days: float | None = None,
        first_pause_s: float = _FIRST_PAUSE_S,
    ) -> None:
        self._url, self._site, self._keep_days, self._first_pause_s = store_url(url), site, keep_days, first_pause_s
        self._engine = open_engine(self._url)
        self._spool = Spool(spool)
        self._changed = threading.Condition()  # guards what follows
        self._rows: list[Row] = []
        self._is_closing = False
        self._failure: str | None = None
        self._away_since: datetime | None = None
        self._lost = self._spooled = 0
        # of the thread
        self._is_ready = False
        self._tidied_at = float("-inf")
        # what is wrong for good is said at once; a database that is away may come
        try:
            with contextlib.suppress(SQLAlchemyError):
                self._prepare()
        except BaseException:
            self._engine.dispose()
            self._spool.close()
            raise
        self._thread = threading.Thread(target=self._run, name="facelens-store", daemon=True)
        self._thread.start()

    # --- rows -----------------------------------------------------------------------------------

    def add_visit(
        self,
        *,
        source: str,
        person: str,
        began_at: datetime,
        ended_at: datetime,
        frames: int,
        number: int,
        attributes: Attributes | None,
    ) -> None:
        """Keep a visit that has ended; `number` is which visit of the person it was."""
        seconds = (ended_at - began_at).total_seconds()
        cells = {"began_at": began_at, "ended_at": ended_at, "seconds": seconds, "frames": frames, "number": number}
        self._put("visits", source, cells | _who(person, attributes))

    def add_crossing(
        self,
        *,
        source: str,
        line: str,
        direction: str,
        at: datetime,
        person: str | None,
        is_first: bool,
        attributes: Attributes | None,
    ) -> None:
        """Keep that somebody has crossed a line, `in` or `out`; `is_first`: for the first time this way."""
        cells = {"line": line, "direction": direction, "at": at, "is_first": is_first}
        self._put("crossings", source, cells | _who(person, attributes))

    def add_stay(
        self,
        *,
        source: str,
        zone: str,
        entered_at: datetime,
        left_at: datetime,
        person: str | None,
        attributes: Attributes | None,
    ) -> None:
        """Keep a stay in a zone that has ended."""
        dwell_s = (left_at - entered_at).total_seconds()
        cells = {"zone": zone, "entered_at": entered_at, "left_at": left_at, "dwell_s": dwell_s}
        self._put("stays", source, cells | _who(person, attributes))

    def add_minute(self, *, source: str, at: datetime, people_mean: float, people_most: int, watched_s: float) -> None:
        """Keep how many were in view in the minute that began at a time, of which so many seconds were watched."""
        cells = {"minute": at, "people": people_mean, "most": people_most, "watched_s": watched_s}
        self._put("minutes", source, cells)

    def add_places(self, *, source: str, hour: datetime, aspect: float, seconds: Mapping[int, float]) -> None:
        """Keep for how long people were where in an hour: seconds by number of the cell, `app/site/places.py`."""
        cells = json.dumps({str(cell): round(spent, 1) for cell, spent in seconds.items()})
        self._put("places", source, {"hour": hour, "aspect": aspect, "cells": cells})

    def add_still(self, *, source: str, at: datetime, jpeg: bytes) -> None:
        """Keep what a scene looks like without people."""
        self._put("stills", source, {"at": at, "jpeg": base64.b64encode(jpeg).decode("ascii")})

    def _put(self, table: str, source: str, cells: dict[str, Any]) -> None:
        row = Row(table, {"id": uuid.uuid4().hex, "site": self._site, "source": source, **cells})
        with self._changed:
            self._rows.append(row)
            if len(self._rows) >= _BATCH:
                self._changed.notify()

    @property
    def state(self) -> str:
        """How it goes, in a few words for the terminal; empty where all is well."""
        with self._changed:
            lost = f"{self._lost:,} rows lost" if self._lost else ""
            if self._failure is None or self._away_since is None:
                return lost
            since = self._away_since.astimezone().strftime("%H:%M:%S")
            waiting = len(self._rows) + self._spooled
        words = f"store away since {since}, {waiting:,} rows wait ({self._failure})"
        return f"{words}, {lost}" if lost else words

    # --- the thread -----------------------------------------------------------------------------

    def _run(self) -> None:
        pause_s = 0.0
        self._spooled = len(self._spool)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closing or len(self._rows) >= _BATCH, pause_s or _EVERY_S)
                rows, self._rows = self._rows, []
                is_closing = self._is_closing
            try:
                self._write(rows)
                self._note_success()
                pause_s = 0.0
            except (SQLAlchemyError, SinkError) as error:
                pause_s = min(_LONGEST_PAUSE_S, 2 * pause_s or self._first_pause_s)
                self._note_failure(error)
                self._keep(rows)
            if is_closing:
                return

    def _write(self, rows: Sequence[Row]) -> None:
        """Write what waits on disk, then these rows; all of a batch or none of it."""
        if not self._is_ready:
            self._prepare()
        while True:
            waiting, mark = self._spool.first(_BATCH)
            if not waiting:
                break
            self._insert(waiting)
            self._spool.drop(mark)
            self._spooled = len(self._spool)
        if rows:
            self._insert(rows)
        self._tidy()

    def _insert(self, rows: Sequence[Row]) -> None:
        try:
            self._insert_all(rows)
        except (DataError, IntegrityError) as error:
            if len(rows) == 1:
                self._refuse(rows[0], error)
                return
            # one that the database will never take must not keep the others from it
            for row in rows:
                self._insert([row])

    def _insert_all(self, rows: Sequence[Row]) -> None:
        insert: Any = _INSERT[self._engine.dialect.name]
        with self._engine.begin() as connection:
            for name, some in groupby(sorted(rows, key=lambda row: row.table), key=lambda row: row.table):
                # what has arrived before, and was not known to have, is there once
                statement = insert(METADATA.tables[name]).on_conflict_do_nothing(index_elements=["id"])
                connection.execute(statement, [row.cells for row in some])

    def _refuse(self, row: Row, error: Exception) -> None:
        log.error("store: a row of %s is not taken: %s", row.table, reason_of(error))
        with self._changed:
            self._lost += 1

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            upgrade(connection)
        self._is_ready = True

    def _tidy(self) -> None:
        """Erase what is older than is to be kept, once an hour."""
        if self._keep_days is None or time.monotonic() - self._tidied_at < _TIDY_EVERY_S:
            return
        self._tidied_at = time.monotonic()
        before = datetime.now(UTC) - timedelta(days=self._keep_days)
        with self._engine.begin() as connection:
            for table in TABLES:
                old = table.c[TIME_COLUMNS[table.name]] < before
                connection.execute(delete(table).where(old, table.c.site == self._site))

    def _keep(self, rows: Sequence[Row]) -> None:
        """Keep rows that could not be written: on disk, else in memory."""
        try:
            lost = self._spool.put(rows) if rows else 0
            self._spooled = len(self._spool)
        except (sqlite3.Error, OSError) as error:
            log.error("store: rows can't wait on disk either: %s", error)
            with self._changed:
                self._rows = [*rows, *self._rows]
                lost = max(0, len(self._rows) - _MOST_IN_MEMORY)
                self._rows = self._rows[lost:]
        if lost:
            log.error("store: %d rows were let go: too many wait", lost)
            with self._changed:
                self._lost += lost

    def _note_failure(self, error: Exception) -> None:
        reason = reason_of(error)
        with self._changed:
            is_new = self._failure is None
            self._failure = reason
            self._away_since = self._away_since or datetime.now(UTC)
        if is_new:
            log.error("store: rows wait on disk, since they can't be written: %s", reason)

    def _note_success(self) -> None:
        with self._changed:
            was_away = self._failure is not None
            self._failure, self._away_since = None, None
        if was_away:
            log.info("store: is there again; all rows are written")

    def close(self) -> None:
        """Write what waits; what can't be written stays on disk for the next run."""
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        self._thread.join()
        self._spool.close()
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _who(person: str | None, attributes: Attributes | None) -> dict[str, Any]:
    columns = ("person", "age", "age_p10", "age_p90", "gender", "gender_score", "ethnicity", "ethnicity_score")
    if attributes is None:
        return dict.fromkeys(columns) | {"person": person}
    low, high = attributes.age_interval
    values = (
        person, round(attributes.age, 2), round(low, 2), round(high, 2), attributes.gender,
        round(attributes.gender_score, 4), attributes.ethnicity, round(attributes.ethnicity_score, 4),
    )  # fmt: skip
    return dict(zip(columns, values, strict=True))


def open_engine(url: URL) -> Engine:
    """Return what connects to a store.

    Raises:
        SinkError: databases of this kind are not known.
    """
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() not in _INSERT:
        raise SinkError(f"{shown}: a store is sqlite:///FILE.db or postgresql+psycopg://USER@HOST/NAME")
    try:
        options: dict[str, Any] = {"pool_pre_ping": True}
        if url.get_backend_name() == "postgresql":
            options["connect_args"] = {"connect_timeout": 5}
        engine = create_engine(url, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise SinkError(f"{shown} can't be opened: {error}") from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 5000")


def check_store(url: str) -> str | None:
    """Open a store once; return what is wrong with it, None where nothing is. A store that is not there yet is made."""
    try:
        engine = open_engine(store_url(url))
        try:
            with engine.begin() as connection:
                upgrade(connection)
        finally:
            engine.dispose()
    except SinkError as error:
        return str(error)
    except SQLAlchemyError as error:
        return reason_of(error)
    return None
