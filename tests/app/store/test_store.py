"""What is written into a store is there, whole and once, whatever happens to it or to the program."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, func, select, text

from app.store.migrations import upgrade
from app.store.opening import open_store
from app.store.schema import CROSSINGS, METADATA, STAYS, TABLES, TIME_COLUMNS, VISITS
from app.store.spool import Row, Spool
from app.store.store import Store, check_store
from inference.errors import SinkError, UsageError
from main import main
from tests.inference.made_faces import attributes

from .postgres import Postgres

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """An address of an empty store, of both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 's.db'}"
    server = request.getfixturevalue("postgres")
    engine = create_engine(server.url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server.url


def a_store(url: str, folder: Path, **more) -> Store:
    return Store(url, "museum", folder / "spool" / "store.db", first_pause_s=0.05, **more)


def add_visit(store: Store, number: int = 1, at: datetime = NOON) -> None:
    store.add_visit(
        source="door", person=f"run-{number}", began_at=at, ended_at=at + timedelta(seconds=12.5), frames=99, number=1,
        attributes=attributes(34, 2, "female", "Asian"),
    )  # fmt: skip


def rows_of(url: str, table=VISITS) -> list:
    with open_store(url) as connection:
        return list(connection.execute(select(table)))


def count_of(url: str, table=VISITS) -> int:
    try:
        with open_store(url) as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()
    except Exception:  # it is being made, or started, just now
        return 0


def wait_for(condition, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_everything_is_there_as_it_was(url, tmp_path):
    with a_store(url, tmp_path) as store:
        add_visit(store)
        who = {"person": "run-1", "attributes": attributes(34)}
        store.add_crossing(source="door", line="entrance", direction="in", at=NOON, is_first=True, **who)
        store.add_stay(source="hall", zone="café", entered_at=NOON, left_at=NOON + timedelta(minutes=3), **who)
        store.add_stay(
            source="hall",
            zone="café",
            entered_at=NOON,
            left_at=NOON + timedelta(minutes=1),
            person=None,
            attributes=None,
        )
        store.add_minute(source="door", at=NOON, people_mean=1.5, people_most=3, watched_s=60.0)
        store.add_places(source="door", hour=NOON, aspect=1.5, seconds={3: 2.04})
        store.add_still(source="door", at=NOON, jpeg=b"jpeg")
        assert store.state == ""
    (visit,) = rows_of(url)
    assert (visit.began_at, visit.ended_at, visit.seconds) == (NOON, NOON + timedelta(seconds=12.5), 12.5)
    assert (visit.site, visit.source, visit.person, visit.gender) == ("museum", "door", "run-1", "female")
    assert visit.age_p10 < visit.age < visit.age_p90
    assert [(row.direction, row.at, row.is_first) for row in rows_of(url, CROSSINGS)] == [("in", NOON, True)]
    assert sorted(row.dwell_s for row in rows_of(url, STAYS)) == [60, 180]
    assert not (tmp_path / "spool").exists()
    assert main(["history", url, "--from", "2026-11-26T12:00Z", "--to", "2026-11-26T13:00Z", "--by", "hour"]) == 0


def test_rows_are_there_within_two_seconds(url, tmp_path):
    with a_store(url, tmp_path) as store:
        add_visit(store)
        started = time.monotonic()
        wait_for(lambda: count_of(url) == 1)
        assert time.monotonic() - started < 10  # two on a machine that has time


def test_two_writers_of_one_site_share_a_store(url, tmp_path):
    with a_store(url, tmp_path / "one") as one, a_store(url, tmp_path / "two") as two:
        for number in range(300):
            add_visit((one, two)[number % 2], number)
    assert len(rows_of(url)) == 300


def test_a_killed_program_leaves_whole_rows(tmp_path):
    url = f"sqlite:///{tmp_path / 's.db'}"
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, '.');"
        "from tests.app.store.test_store import a_store, add_visit;"
        f"store = a_store({url!r}, Path({str(tmp_path)!r}));"
        "n = 0\nwhile True:\n    add_visit(store, n)\n    n += 1\n    import time; time.sleep(0.0002)"
    )
    child = subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parents[3])
    try:
        wait_for(lambda: count_of(url) > 500, 60)
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    rows = rows_of(url)
    assert all(row.ended_at and row.person and row.age for row in rows)
    with a_store(url, tmp_path) as store:
        add_visit(store, 1_000_000)
    assert len(rows_of(url)) == len(rows) + 1


def test_rows_wait_on_disk_while_the_database_is_away_and_follow_once(postgres, tmp_path):
    url = postgres.url
    with a_store(url, tmp_path) as store:
        earlier = count_of(url)
        add_visit(store, 1)
        wait_for(lambda: count_of(url) == earlier + 1)
        before = earlier + 1
        postgres.stop()
        for number in range(2, 50):
            add_visit(store, number)
        wait_for(lambda: "48 rows wait" in store.state)
        assert "store away since" in store.state
    # a new run finds the rows of the one before, and a database that is still away
    with a_store(url, tmp_path) as store:
        add_visit(store, 50)
        wait_for(lambda: "49 rows wait" in store.state)
        postgres.start()
        wait_for(lambda: store.state == "")
    rows = rows_of(url)
    assert len(rows) == before + 49
    assert len({row.id for row in rows}) == len(rows)
    assert not (tmp_path / "spool" / "store.db").exists()


def test_a_kill_between_the_database_and_the_disk_writes_no_row_twice(url, tmp_path):
    """Rows have arrived, and the program ended before they were taken off the disk."""
    with a_store(url, tmp_path) as store:
        for number in range(20):
            add_visit(store, number)
    waiting = [Row("visits", dict(row._mapping)) for row in rows_of(url)]
    new = Row("visits", {**waiting[0].cells, "id": "new"})
    spool = Spool(tmp_path / "spool" / "store.db")
    spool.put([*waiting, new])
    spool._database.close()  # as a kill leaves it
    with a_store(url, tmp_path):
        wait_for(lambda: count_of(url) == 21)
    assert count_of(url) == 21
    assert not (tmp_path / "spool" / "store.db").exists()


def test_what_is_erased_while_a_site_runs_stays_so_and_it_goes_on(url, tmp_path):
    with a_store(url, tmp_path) as store:
        for number in range(30):
            add_visit(store, number)
        wait_for(lambda: count_of(url) == 30)
        assert main(["history", url, "--erase-before", (NOON + timedelta(hours=1)).isoformat()]) == 0
        assert count_of(url) == 0
        for number in range(30, 40):
            add_visit(store, number)
        wait_for(lambda: count_of(url) == 10)
        assert store.state == ""


def test_a_full_disk_loses_nothing_and_is_told(tmp_path):
    path = tmp_path / "s.db"
    with a_store(f"sqlite:///{path}", tmp_path) as store:
        wait_for(path.exists)
        store._engine.dispose()
        limit = 0

        def restrict(connection, _):
            connection.execute(f"PRAGMA max_page_count = {limit}")

        from sqlalchemy import event

        with sqlite3.connect(path) as database:
            limit = database.execute("PRAGMA page_count").fetchone()[0] + 2
        database.close()
        event.listen(store._engine, "connect", restrict)
        for number in range(600):
            add_visit(store, number)
        wait_for(lambda: "full" in store.state)
        event.remove(store._engine, "connect", restrict)
        limit = 1_000_000
        store._engine.dispose()
        wait_for(lambda: store.state == "")
    assert len(rows_of(f"sqlite:///{path}")) == 600


def test_too_many_rows_that_wait_are_let_go_and_counted(tmp_path):
    from app.store.spool import Row, Spool

    spool = Spool(tmp_path / "spool.db", most=10)
    assert spool.put([Row("visits", {"id": str(n), "at": NOON}) for n in range(8)]) == 0
    assert spool.put([Row("visits", {"id": str(n), "at": NOON}) for n in range(8, 15)]) == 5
    rows, mark = spool.first(100)
    assert [row.cells["id"] for row in rows] == [str(n) for n in range(5, 15)]
    assert rows[0].cells["at"] == NOON
    spool.drop(mark)
    assert len(spool) == 0
    spool.close()
    assert list(tmp_path.iterdir()) == []


def test_a_row_that_is_never_taken_keeps_no_other(postgres, tmp_path):
    with a_store(postgres.url, tmp_path) as store:
        before = count_of(postgres.url, STAYS)
        for zone in ("a", "x" * 300, "b"):
            store.add_stay(source="hall", zone=zone, entered_at=NOON, left_at=NOON, person=None, attributes=None)
        wait_for(lambda: "1 rows lost" in store.state)
    assert count_of(postgres.url, STAYS) == before + 2


def test_what_is_too_old_is_erased(url, tmp_path):
    now = datetime.now(UTC)
    with a_store(url, tmp_path) as store:
        add_visit(store, 1, now - timedelta(days=31))
        add_visit(store, 2, now - timedelta(days=29))
    with a_store(url, tmp_path, keep_days=30):
        wait_for(lambda: count_of(url) == 1)
    (left,) = rows_of(url)
    assert left.person == "run-2"


# --- schema ------------------------------------------------------------------------------------


def test_migrations_lead_to_the_schema(url):
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection)
        upgrade(connection)
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()
    assert set(METADATA.tables) == {table.name for table in TABLES} == set(TIME_COLUMNS)


def test_a_store_of_an_older_program_is_brought_up_when_it_is_read(url, tmp_path):
    from alembic import command

    from app.store.migrations import _config

    engine = create_engine(url)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    assert main(["history", url]) == 0


def test_a_store_of_a_newer_program_is_left_alone(url, tmp_path):
    with a_store(url, tmp_path):
        pass
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SinkError, match="newer FaceLens"):
        a_store(url, tmp_path)
    assert main(["history", url]) == 3
    assert main(["history", url, "--erase-before", "now"]) == 3
    assert "newer FaceLens" in (check_store(url) or "")


def test_what_is_wrong_with_a_store_is_said(tmp_path):
    assert check_store(f"sqlite:///{tmp_path / 's.db'}") is None
    assert "unable to open" in (check_store(f"sqlite:///{tmp_path / 'none' / 's.db'}") or "")
    assert "sqlite:///FILE.db or postgresql" in (check_store("mysql://u:secret@127.0.0.1/x") or "")
    assert "secret" not in (check_store("mysql://u:secret@127.0.0.1/x") or "")
    assert check_store("postgresql+psycopg://u@127.0.0.1:1/x") is not None
    with pytest.raises(UsageError):
        check_store("://")
