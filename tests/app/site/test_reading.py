"""Site files: what they say, and every way to get them wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.site.events.occurrences import Happening
from app.site.reading import read_site
from inference.errors import UsageError

GOOD = """\
[site]
name = "museum"
store = "sqlite:///museum.db"
keep_days = 30
metrics = 9100
leave_after_s = 4

[analysis]
min_face_px = 30
engine = "cpu"

[[source]]
name = "door"
url = "rtsp://192.0.2.7/door"
mask = [[[0.0, 0.0], [0.3, 0.0], [0.3, 0.2], [0.0, 0.2]]]
max_fps = 10
# seen from above
[[source.line]]
name = "entrance"
points = [[0.1, 0.6], [0.9, 0.6]]
[[source.zone]]
name = "shelf"
polygon = [[0.2, 0.2], [0.6, 0.2], [0.6, 0.8], [0.2, 0.8]]
dwell_s = 10

[[source]]
name = "hall"
url = "hall.mp4"
starts_at = 2026-05-01T09:00:00+02:00

[[event]]
on = "line_crossed"
source = "door"
line = ["entrance"]
where = "age >= 60 and gender == 'female' and direction == 'in'"
every = 2
cooldown_s = 5
webhook = "http://127.0.0.1:9000/hook"
secret = "s3cret"
mqtt = "mqtt://127.0.0.1:1883/facelens/door"

[[event]]
on = "crowd"
people = 20
zone = "shelf"
notify = "json://127.0.0.1:9000"
"""


def read(tmp_path: Path, text: str):
    path = tmp_path / "site.toml"
    path.write_text(text, encoding="utf-8")
    return read_site(path)


def test_a_site_file_becomes_values(tmp_path):
    site = read(tmp_path, GOOD)
    door, hall = site.sources
    assert (site.name, site.store, site.keep_days, site.metrics) == (
        "museum",
        "sqlite:///museum.db",
        30,
        ("127.0.0.1", 9100),
    )
    assert site.analysis.min_face_px == 30
    assert door.lines[0].points == ((0.1, 0.6), (0.9, 0.6))
    assert door.zones[0].dwell_s == 10
    assert len(door.masks[0]) == 4
    assert hall.starts_at.utcoffset() is not None
    assert hall.starts_at.timestamp() == 1777618800
    crossed, crowd = site.rules
    assert crossed.on is Happening.LINE_CROSSED
    assert (crossed.sources, crossed.lines, crossed.every, crossed.cooldown_s) == (("door",), ("entrance",), 2, 5.0)
    assert [target.webhook or target.mqtt for target in crossed.targets] == [
        "http://127.0.0.1:9000/hook",
        "mqtt://127.0.0.1:1883/facelens/door",
    ]
    assert (crowd.people, crowd.zones) == (20, ("shelf",))
    assert site.spool == tmp_path / "site.spool"


def test_a_time_without_a_zone_is_the_machines(tmp_path):
    site = read(tmp_path, GOOD.replace("09:00:00+02:00", "09:00:00"))
    assert site.sources[1].starts_at.hour == 9
    assert site.sources[1].starts_at.utcoffset() is not timedelta(hours=99)


# what stands in the good file, what somebody writes instead, and what the message has to say
MISTAKES = [
    ('name = "museum"', "name = 7", "line 2: site, name takes a text"),
    ('name = "museum"', 'name = "a/b"', "site, name takes a name"),
    ('name = "museum"', 'nam = "museum"', "line 2: site, nam is unknown; is name meant?"),
    ('store = "sqlite:///museum.db"', 'store = "museum.db"', "site, store takes an SQLAlchemy URL"),
    ("keep_days = 30", "keep_days = -1", "line 4: site, keep_days takes a number above 0"),
    ("keep_days = 30", "keep_days = nan", "site, keep_days takes a number"),
    ("metrics = 9100", "metrics = 99999", "site, metrics takes a port"),
    ("leave_after_s = 4", "home_assistant = 'yes'", "site, home_assistant takes true or false"),
    ("leave_after_s = 4", "spool = 4", "site, spool takes a text"),
    ("leave_after_s = 4", "leave_after_s = 0", "site, leave_after_s takes a number of 0.5 or more"),
    ("[site]", "[sight]", "site is missing"),
    ("min_face_px = 30", 'min_face_px = "30"', "line 9: analysis, min_face_px takes a number"),
    ("min_face_px = 30", "min_detection_score = 1.5", "analysis, min_detection_score takes a number above 0"),
    ("min_face_px = 30", "identity = 1", "analysis, identity takes true or false"),
    ("min_face_px = 30", "forget_after_s = -2", "analysis, forget_after_s takes a number"),
    ("min_face_px = 30", 'detector = "faar"', "is far meant?"),
    ("min_face_px = 30", 'model = "smal"', "is small meant?"),
    ('engine = "cpu"', 'engine = "gpu"', "analysis, engine takes auto | cpu | cuda"),
    ('name = "door"', 'name = "hall"', "line 27: source 2, name is taken: another source is called 'hall'"),
    ('name = "door"', "name = ''", "source 1, name takes a text"),
    ('url = "rtsp://192.0.2.7/door"', "", "line 12: source 1, url is missing"),
    ('url = "rtsp://192.0.2.7/door"', "url = 0", "source 1, url takes a text"),
    ("[0.0, 0.2]]]", "[0.0, 1.2]]]", "line 15: source 1, mask points are fractions"),
    ("mask = [[", "mask = [1, [", "source 1, mask takes a list of points"),
    ("max_fps = 10", "max_fps = 0", "source 1, max_fps takes a number above 0"),
    ("max_fps = 10", 'copy = "door.avi"', "source 1, copy takes the name of an .mp4 file"),
    ("max_fps = 10", "still = 1", "source 1, still takes"),
    ("max_fps = 10", 'decode = "card"', "source 1, decode takes"),
    ("max_fps = 10", 'privacy = "bluer"', "source 1, privacy takes"),
    ("starts_at = 2026-05-01T09:00:00+02:00", 'starts_at = "9:00"', "source 2, starts_at takes a time"),
    ('name = "entrance"', "", "line 18: source 1, line 1, name is missing"),
    ("points = [[0.1, 0.6], [0.9, 0.6]]", "points = [[0.1, 0.6]]", "line 20: source 1, line 1, points a line has two"),
    ("points = [[0.1, 0.6], [0.9, 0.6]]", "points = [0.1, 0.6]", "takes points of two numbers"),
    ("points = [[0.1, 0.6], [0.9, 0.6]]", "", "source 1, line 1, points is missing"),
    ("[[source.line]]", "[source.line]", "source 1, line is written as [[source.line]]"),
    ("[0.6, 0.8], [0.2, 0.8]]", "[0.2, 0.8], [0.6, 0.8]]", "line 23: source 1, zone 1, polygon the polygon crosses"),
    ("dwell_s = 10", "dwell_s = 0", "source 1, zone 1, dwell_s takes a number above 0"),
    ('on = "line_crossed"', 'on = "line_crosed"', "is line_crossed meant?"),
    ('on = "line_crossed"', "", "line 31: event 1, on is missing"),
    ('on = "line_crossed"', 'on = "dwell"', "event 1, line goes with on = 'line_crossed'"),
    ('source = "door"', 'source = "dor"', "event 1, source names no source: 'dor' (is door meant?); there are door"),
    ('source = "door"', 'source = "hall"', "line 34: event 1, line names no line: 'entrance'; there is none"),
    ('line = ["entrance"]', 'line = ["exit"]', "event 1, line names no line: 'exit'; there are entrance"),
    ("age >= 60", "aged >= 60", "event 1, where in"),
    ("'female'", "'femal'", "is female meant?"),
    ("every = 2", "every = 0.5", "event 1, every takes a whole number"),
    ("cooldown_s = 5", "cooldown_s = 'x'", "event 1, cooldown_s takes a number"),
    ("http://127.0.0.1:9000/hook", "127.0.0.1:9000/hook", "event 1, webhook takes an address"),
    ('secret = "s3cret"', 'secret = "env:NO_SUCH_SECRET"', "event 1, secret names the environment variable"),
    ('webhook = "http://127.0.0.1:9000/hook"', "", "event 1, secret signs what is posted to a webhook"),
    ("mqtt://127.0.0.1:1883/facelens/door", "mqtt://127.0.0.1:1883/", "event 1, mqtt takes an address that ends"),
    ("mqtt://127.0.0.1:1883/facelens/door", "http://127.0.0.1/x", "event 1, mqtt takes an address"),
    ("people = 20", "", "line 42: event 2, people is missing"),
    ("people = 20", "people = 0", "event 2, people takes a whole number"),
    ('zone = "shelf"', 'zone = "shell"', "is shelf meant?"),
    ('notify = "json://127.0.0.1:9000"', "", "event 2 says to nobody what happens"),
    ('notify = "json://127.0.0.1:9000"', 'notify = "me"', "event 2, notify takes an address of Apprise"),
]


@pytest.mark.parametrize(("good", "bad", "words"), MISTAKES, ids=[words for _, _, words in MISTAKES])
def test_a_mistake_is_told_with_its_place(tmp_path, good, bad, words):
    assert good in GOOD
    with pytest.raises(UsageError) as caught:
        read(tmp_path, GOOD.replace(good, bad, 1))
    assert words in str(caught.value)


def test_every_key_has_a_mistake_above(tmp_path):
    import ast
    import inspect

    from app.site import reading

    asked = {
        node.args[0].value
        for node in ast.walk(ast.parse(inspect.getsource(reading)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("take", "need")
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(asked) > 25
    assert not [key for key in asked if not any(f"{key} " in words or key in bad for _, bad, words in MISTAKES)]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path):
    text = GOOD.replace("keep_days = 30", "keep_days = 0").replace("every = 2", "every = 0")
    text = text.replace('url = "hall.mp4"', "")
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    first, *mistakes = str(caught.value).splitlines()
    assert first.endswith("has 3 mistakes")
    assert [mistake.split(":")[0].strip() for mistake in mistakes] == ["line 4", "line 26", "line 36"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[site", "is no TOML"),
        ("", "site is missing"),
        ('[site]\nname = "a"\n', "source is missing"),
        ('source = 3\n[site]\nname = "a"\n', "source is written as [[source]]"),
        ('[site]\nname = "a"\n[[source]]\nname = "b"\nurl = "demo"\n[[evnt]]\n', "is event meant?"),
    ],
)
def test_what_is_no_site_file_is_told(tmp_path, text, words):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert words in str(caught.value)


def test_a_file_that_is_absent_or_no_text_is_told(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        read_site(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="no text in UTF-8"):
        read_site(tmp_path / "binary.toml")
