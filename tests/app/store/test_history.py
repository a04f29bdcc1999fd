"""What a store tells, and what is erased from it."""

from __future__ import annotations

import base64
import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine

from app.store.history import PLACE_COLUMNS, PLACE_ROWS, read_history
from app.store.opening import open_store
from app.store.periods import Step, begin_of, parse_time, periods
from app.store.report import as_json, as_page
from inference.errors import UsageError
from main import main

from .made_store import crossing, made_days, made_store, minute, places, stay, still, visit

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def history_of(url: str, first: datetime, last: datetime, step: Step = Step.HOUR, **more):
    engine = create_engine(url)
    with engine.connect() as connection:
        history = read_history(connection, first, last, step, **more)
    engine.dispose()
    return history


@pytest.fixture
def day(tmp_path) -> str:
    """Three people: one comes twice, one stays, one only leaves."""
    return made_store(
        tmp_path / "s.db",
        visits=[
            visit(MONDAY, 30, person="a", age=20.0),
            visit(MONDAY + timedelta(hours=2), 90, person="a", age=24.0, number=2),
            visit(MONDAY + timedelta(hours=2, minutes=59), 10, person="b", age=60.0, gender="male"),
        ],
        crossings=[
            crossing(MONDAY, person="a"),
            crossing(MONDAY + timedelta(hours=2), person="b"),
            crossing(MONDAY + timedelta(hours=3), "out", person="c"),
        ],
        stays=[
            stay(MONDAY, 20, person="a"),
            stay(MONDAY, 40, person="b"),
            stay(MONDAY, 4000, zone="café", person="b"),
        ],
        minutes=[minute(MONDAY, 1.5, 2), minute(MONDAY + timedelta(minutes=1), 3.0, 4, "hall")],
    )


def test_everything_is_counted_where_and_when_it_was(day):
    history = history_of(day, MONDAY, MONDAY + timedelta(hours=4), zone=UTC)
    assert (history.total.visits, len(history.total.people), history.total.seconds) == (3, 2, 130)
    assert [totals.visits for totals in history.by_period.values()] == [1, 0, 2, 0]
    assert (history.total.went_in, history.total.went_out, history.total.balance) == (2, 1, 1)
    assert history.by_line["door", "entrance"].went_in == 2
    assert set(history.by_line["door", "entrance"].people) == {"a", "b", "c"}
    assert history.by_zone["hall", "shelf"].mean_dwell_s == 30
    assert history.by_zone["hall", "café"].mean_dwell_s == 4000
    assert history.dwell == [0, 1, 1, 0, 0, 0, 0, 1]
    assert history.most == (4, MONDAY + timedelta(minutes=1), "hall")
    assert history.watched_s == 120
    assert history.by_hour[0, 9] == 1
    assert history.busiest is not None
    assert history.busiest[0] == MONDAY + timedelta(hours=2)


def test_a_person_is_one_whose_visits_are_averaged(day):
    history = history_of(day, MONDAY, MONDAY + timedelta(hours=4), zone=UTC)
    assert history.shares is not None
    # a: 20 for 30 s and 24 for 90 s; b: 60
    assert history.shares["gender"]["female"]["counted"] == 0.5
    assert history.shares["age"]["bands"]["20-29"]["counted"] == 0.5
    assert history.shares["age"]["bands"]["60-69"]["counted"] == 0.5


def test_the_end_of_a_period_is_not_part_of_it(day):
    history = history_of(day, MONDAY + timedelta(seconds=1), MONDAY + timedelta(hours=2), zone=UTC)
    assert history.total.visits == 0
    assert history_of(day, MONDAY, MONDAY + timedelta(hours=2), zone=UTC).total.visits == 1


def test_another_site_of_the_same_store_is_left_out(tmp_path):
    other = visit(MONDAY, person="x") | {"site": "shop"}
    url = made_store(tmp_path / "s.db", visits=[visit(MONDAY, person="a"), other])
    end = MONDAY + timedelta(hours=1)
    assert history_of(url, MONDAY, end).total.visits == 2
    assert history_of(url, MONDAY, end, site="shop").sites == ["shop"]
    assert history_of(url, MONDAY, end, site="shop").total.visits == 1


# --- time --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 11, 26), 24)])
def test_days_have_the_hours_that_they_have(day, hours):
    first = datetime(*day, tzinfo=BERLIN)
    last = datetime(*day, tzinfo=BERLIN) + timedelta(days=1)
    found = list(periods(first, last, Step.HOUR, BERLIN))
    assert len(found) == hours
    assert len({moment.astimezone(UTC) for moment in found}) == hours
    assert len(list(periods(first, last, Step.DAY, BERLIN))) == 1


def test_the_hour_that_comes_twice_is_two_hours(tmp_path):
    # on 2026-10-25 the clock goes from 3:00 back to 2:00 in Berlin: 0:30 and 1:30 in UTC are both 2:30 there
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    url = made_store(tmp_path / "s.db", visits=[visit(first, person="a"), visit(second, person="b")])
    history = history_of(url, first - timedelta(minutes=30), second + timedelta(minutes=30), zone=BERLIN)
    assert [totals.visits for totals in history.by_period.values()] == [1, 1]


def test_weeks_begin_on_monday():
    sunday = datetime(2026, 11, 29, 12, tzinfo=BERLIN)
    assert begin_of(sunday, Step.WEEK, BERLIN) == datetime(2026, 11, 23, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-26", datetime(2026, 11, 26, tzinfo=BERLIN)),
        ("2026-11-26 14:30", datetime(2026, 11, 26, 14, 30, tzinfo=BERLIN)),
        ("2026-11-26T14:30Z", datetime(2026, 11, 26, 14, 30, tzinfo=UTC)),
        ("today", datetime(2026, 11, 26, tzinfo=BERLIN)),
        ("Yesterday", datetime(2026, 11, 25, tzinfo=BERLIN)),
        ("7d", datetime(2026, 11, 19, 10, tzinfo=BERLIN)),
        ("12h", datetime(2026, 11, 25, 22, tzinfo=BERLIN)),
    ],
)
def test_times_are_read_as_people_write_them(text, expected):
    assert parse_time(text, BERLIN, now=datetime(2026, 11, 26, 9, tzinfo=UTC)) == expected


def test_what_is_no_time_is_refused():
    for text in ("", "tomorrow-ish", "26.11.2026", "d"):
        with pytest.raises(UsageError, match="is no time"):
            parse_time(text)


# --- the command -------------------------------------------------------------------------------


def test_reports_say_the_same_in_every_format(tmp_path, capsys):
    rows = made_days(3, a_day=40)
    url = made_store(tmp_path / "s.db", **rows)
    count = len(rows["visits"])
    period = ["--from", "2026-11-02", "--to", "2026-11-05", "--by", "day"]
    for ending in ("csv", "json", "html"):
        assert main(["history", url, *period, "--report", str(tmp_path / f"r.{ending}")]) == 0
    table = list(csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()))
    assert len(table) == 3
    assert sum(int(row["visits"]) for row in table) == count
    content = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert content["total"]["visits"] == count
    assert sum(map(sum, content["by_weekday_and_hour"])) == count
    assert sum(content["dwell"].values()) == len(rows["stays"])
    line = content["lines"][0]
    assert line["people"] == count
    assert line["shares"]["gender"]["female"]["low"] < line["shares"]["gender"]["female"]["high"]
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert f"{count:,}" in page
    assert "http" not in page
    capsys.readouterr()
    assert main(["history", str(tmp_path / "s.db"), *period]) == 0
    assert f"{count:,} visits of {count:,} people (museum)" in capsys.readouterr().out


def test_names_in_a_report_are_only_names(tmp_path):
    evil = visit(MONDAY, source="<script>alert(1)</script>", person="a")
    url = made_store(tmp_path / "s.db", visits=[evil])
    assert main(["history", url, "--report", str(tmp_path / "r.html")]) == 0
    assert "<script>" not in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_what_is_erased_is_gone_and_the_rest_is_not(tmp_path, capsys):
    url = made_store(tmp_path / "s.db", **made_days(4, a_day=20))
    assert main(["history", url, "--erase-before", "2026-11-04T00:00Z"]) == 0
    assert "erased from before 2026-11-04" in capsys.readouterr().err
    first, last = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 7, tzinfo=UTC)
    left = history_of(url, first, last, Step.DAY, zone=UTC)
    assert [totals.visits > 0 for totals in left.by_period.values()] == [False] * 3 + [True] * 2 + [False]


def test_an_empty_store_has_nobody(tmp_path, capsys):
    url = made_store(tmp_path / "s.db")
    assert main(["history", url, "--report", str(tmp_path / "r.html")]) == 0
    assert "Nobody was seen" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert main(["history", url]) == 0
    assert "0 visits of 0 people" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["sqlite:///none.db"], 3, "there is no store none.db"),
        (["none.db"], 3, "there is no store none.db"),
        (["other.db"], 3, "no store of FaceLens"),
        (["text.db"], 3, "can't read the store"),
        (["://"], 2, "no store's address"),
        (["oracle+none://x/y"], 2, "not known"),
        (["s.db", "--report", "r.pdf"], 2, ".html, .csv, .json"),
        (["s.db", "--from", "soon"], 2, "is no time"),
        (["s.db", "--from", "99999999999d"], 2, "is no time"),
        (["s.db", "--from", "2026-11-03", "--to", "2026-11-02"], 2, "must be later"),
        (["s.db", "--from", "1990-01-01", "--by", "hour"], 2, "choose longer periods"),
        (["s.db", "--erase-before", "7d", "--report", "r.csv"], 2, "goes alone"),
        (["s.db", "--report", "none/r.csv"], 3, "can't write none/r.csv"),
    ],
)
def test_what_can_not_be_done_is_said(tmp_path, monkeypatch, capsys, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    made_store(Path("s.db"), visits=[visit(MONDAY, person="a")])
    Path("text.db").write_text("hello, this is no database at all " * 40)
    create_engine("sqlite:///other.db").connect().close()
    Path("other.db").touch()
    assert main(["history", *arguments]) == code
    assert said in capsys.readouterr().err
    assert not Path("none.db").exists()


def test_places_are_summed_up_over_the_newest_still(tmp_path):
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    rows = [places(noon, {0: 2.0, 50: 1.0}), places(noon + timedelta(hours=1), {0: 3.0})]
    later = places(noon + timedelta(days=2), {7: 9.0})
    stills = [
        still(noon - timedelta(days=1), b"older"),
        still(noon, b"newer"),
        still(noon + timedelta(days=9), b"too new"),
    ]
    url = made_store(tmp_path / "s.db", visits=[visit(noon, person="p")], places=[*rows, later], stills=stills)
    with open_store(url) as connection:
        history = read_history(connection, noon, noon + timedelta(days=1), Step.HOUR, zone=UTC)
    here = history.places["door"]
    assert here.seconds.shape == (PLACE_ROWS, PLACE_COLUMNS)
    assert (here.seconds[0, 0], here.seconds[1, 2], here.seconds.sum()) == (5.0, 1.0, 6.0)
    assert base64.b64decode(here.still) == b"newer"
    page = as_page(history)
    assert page.count('class="spot"') == 2
    assert here.still in page
    assert json.loads(as_json(history))["places"]["door"]["seconds"][0][0] == 5.0
