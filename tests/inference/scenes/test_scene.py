"""People who walk over lines and through zones: what happens is told once, however they tremble or get lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pytest

from inference.scenes import Crossing, Direction, Dwell, Happening, Line, Scene, Seen, Stay, Zone, ZoneEntered
from inference.scenes.geometry import distance_to_path, is_inside, passages

WIDTH, HEIGHT, FACE, FPS = 1000, 500, 40.0, 25
# from left to right across the middle: whoever comes down goes in
LINE = Line("door", ((0.2, 0.5), (0.8, 0.5)))
ZONE = Zone("shelf", ((0.4, 0.2), (0.6, 0.2), (0.6, 0.8), (0.4, 0.8)), dwell_s=2.0)

Place = tuple[float, float] | None


def seen(x: float, y: float, track: int = 1, person: int | None = None) -> Seen:
    half = FACE / 2
    return Seen(track, person, np.array([x - half, y - half, x + half, y + half], dtype=np.float32))


def walk(*corners: tuple[float, float], seconds: float = 2.0, jitter: float = 0.0, seed: int = 0) -> list[Place]:
    """Places in pixels along corners, at 25 frames a second, trembling by so many pixels."""
    rng = np.random.default_rng(seed)
    steps = np.linspace(0, len(corners) - 1, round(seconds * FPS))
    at = np.stack([np.interp(steps, range(len(corners)), [c[axis] for c in corners]) for axis in (0, 1)], axis=1)
    return [(x, y) for x, y in at + rng.normal(0, jitter, at.shape)]


def run(
    scene: Scene, places: Iterable[Place], track: int = 1, person: int | None = None, start_s: float = 0.0
) -> Iterator[Happening]:
    for number, place in enumerate(places):
        faces = [] if place is None else [seen(*place, track, person)]
        yield from scene.update(start_s + number / FPS, faces, WIDTH, HEIGHT)


def crossings(happened: Iterable[Happening]) -> list[Direction]:
    return [one.direction for one in happened if isinstance(one, Crossing)]


DOWN, UP = [(500.0, 100.0), (500.0, 400.0)], [(500.0, 400.0), (500.0, 100.0)]
IN, OUT = Direction.IN, Direction.OUT


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        (DOWN, [IN]),
        (UP, [OUT]),
        ([*DOWN, (500.0, 100.0)], [IN, OUT]),
        ([(500.0, 100.0), (500.0, 252.0), (500.0, 100.0)], []),
        ([(500.0, 100.0), (500.0, 245.0), (700.0, 245.0), (500.0, 100.0)], []),
        # around the ends of the line
        ([(100.0, 100.0), (100.0, 400.0)], []),
        ([(500.0, 100.0), (900.0, 100.0), (900.0, 400.0), (500.0, 400.0)], []),
        # over it and back around its end: once
        ([(500.0, 100.0), (500.0, 400.0), (900.0, 400.0), (900.0, 100.0), (500.0, 100.0)], [IN]),
    ],
)
def test_a_crossing_is_told_when_the_other_side_is_reached(corners, expected):
    assert crossings(run(Scene([LINE]), walk(*corners))) == expected


@pytest.mark.parametrize("seed", range(20))
def test_trembling_crosses_nothing(seed):
    """Two pixels of jitter, on a walk that stands on the line for four seconds."""
    on_the_line = [(500.0, 100.0), (500.0, 250.0), (505.0, 250.0), (495.0, 250.0), (500.0, 250.0), (500.0, 400.0)]
    scene = Scene([LINE])
    assert crossings(run(scene, walk(*on_the_line, seconds=8, jitter=2.0, seed=seed))) == [IN]
    turning = [(500.0, 100.0), (500.0, 250.0), (505.0, 250.0), (495.0, 250.0), (500.0, 100.0)]
    assert crossings(run(Scene([LINE]), walk(*turning, seconds=8, jitter=2.0, seed=seed))) == []


def test_each_way_counts_people_once_and_crossings_all():
    scene = Scene([LINE])
    there_and_back = walk(*[*DOWN, *UP, *DOWN], seconds=9)
    happened = [one for one in run(scene, there_and_back, person=7) if isinstance(one, Crossing)]
    assert [(one.direction, one.is_first, one.person_id) for one in happened] == [
        (IN, True, 7),
        (OUT, True, 7),
        (IN, False, 7),
    ]
    assert scene.passed("door", IN) == (2, 1)
    assert scene.passed("door", OUT) == (1, 1)


@pytest.mark.parametrize(("gap_s", "expected"), [(1.0, [IN]), (1.9, [IN]), (2.5, [])])
def test_whoever_is_lost_on_the_line_has_crossed_it_within_two_seconds(gap_s, expected):
    before, after = walk((500.0, 100.0), (500.0, 240.0)), walk((500.0, 300.0), (500.0, 400.0))
    places = [*before, *[None] * round(gap_s * FPS), *after]
    assert crossings(run(Scene([LINE]), places)) == expected


def test_another_track_of_the_same_person_goes_on():
    scene = Scene([LINE])
    happened = [*run(scene, walk((500.0, 100.0), (500.0, 240.0)), 1, 5)]
    happened += run(scene, walk((500.0, 300.0), (500.0, 400.0)), 2, 5, start_s=2.5)
    assert crossings(happened) == [IN]
    strangers = Scene([LINE])
    happened = [*run(strangers, walk((500.0, 100.0), (500.0, 240.0)), 1, 5)]
    happened += run(strangers, walk((500.0, 300.0), (500.0, 400.0)), 2, 6, start_s=2.5)
    assert crossings(happened) == []


@pytest.mark.parametrize("known_after_s", [0.04, 0.5, 1.5])
@pytest.mark.parametrize("person", [5, 6])
def test_a_track_that_is_known_late_goes_on_with_the_one_before(known_after_s, person):
    """A new track has no name at first: what it did until then is not lost, and a stranger is nobody before."""
    scene, after = Scene([LINE], [ZONE]), walk((500.0, 300.0), (500.0, 390.0))
    known = round(known_after_s * FPS)
    happened = [*run(scene, walk((500.0, 110.0), (500.0, 240.0)), 1, 5)]
    happened += run(scene, after[:known], 2, None, start_s=2.5)
    happened += run(scene, after[known:], 2, person, start_s=2.5 + known / FPS)
    happened += scene.end()
    stays = [one for one in happened if isinstance(one, Stay)]
    if person == 6:
        assert crossings(happened) == []
        assert len(stays) == 2
        return
    (crossing,) = [one for one in happened if isinstance(one, Crossing)]
    assert (crossing.direction, crossing.person_id, crossing.is_first) == (IN, 5, True)
    assert 2.5 <= crossing.time_s <= 2.5 + known_after_s
    assert scene.passed("door", IN) == (1, 1)
    assert [(one.entered_s, one.left_s) for one in stays] == [(0.0, pytest.approx(2.5 + 49 / FPS))]


def test_a_late_name_makes_no_crossing_of_a_long_gap_or_a_way_back():
    there, back = walk((500.0, 100.0), (500.0, 240.0)), walk((500.0, 230.0), (500.0, 100.0))
    beyond = walk((500.0, 300.0), (500.0, 400.0))
    for after, start_s in ((back, 2.5), (beyond, 4.5)):
        scene = Scene([LINE])
        happened = [*run(scene, there, 1, 5)]
        happened += run(scene, after[:10], 2, None, start_s=start_s)
        happened += run(scene, after[10:], 2, 5, start_s=start_s + 10 / FPS)
        assert crossings(happened) == []


def test_whoever_comes_back_later_from_the_other_side_has_not_crossed():
    scene = Scene([LINE])
    happened = [*run(scene, walk((500.0, 100.0), (500.0, 240.0)), 1, 5)]
    happened += run(scene, walk((500.0, 300.0), (500.0, 400.0)), 2, 5, start_s=600)
    assert crossings(happened) == []


def test_counts_follow_when_it_turns_out_who_somebody_is():
    scene = Scene([LINE])
    list(run(scene, walk(*DOWN), 1, 5))
    list(run(scene, walk(*DOWN), 2, None, start_s=100))
    assert scene.passed("door", IN) == (2, 2)
    list(run(scene, [(500.0, 400.0)], 2, 5, start_s=102))
    assert scene.passed("door", IN) == (2, 1)
    list(run(scene, [(500.0, 400.0)], 2, 6, start_s=102.1))
    assert scene.passed("door", IN) == (2, 2)


def test_a_line_of_several_edges_is_crossed_once_at_its_corners():
    bent = Line("bent", ((0.2, 0.3), (0.5, 0.5), (0.8, 0.3)))
    for x in (499.9, 500.0, 500.1):
        assert crossings(run(Scene([bent]), walk((x, 50.0), (x, 450.0)))) == [IN]
    assert crossings(run(Scene([bent]), walk((300.0, 100.0), (500.0, 400.0), (700.0, 100.0)))) == [IN, OUT]


def test_several_people_and_lines_are_told_apart():
    lines = [LINE, Line("gate", ((0.5, 0.1), (0.5, 0.9)))]
    scene = Scene(lines)
    happened = []
    for number, (one, other) in enumerate(zip(walk(*DOWN), walk((300.0, 400.0), (700.0, 400.0)), strict=True)):
        happened += scene.update(number / FPS, [seen(*one, 1), seen(*other, 2)], WIDTH, HEIGHT)
    told = [(one.line, one.direction, one.track_id) for one in happened if isinstance(one, Crossing)]
    assert sorted(told) == [("door", IN, 1), ("gate", OUT, 2)]


# --- zones -------------------------------------------------------------------------------------


def test_a_stay_has_its_seconds_whatever_the_frames():
    for step in (1, 5, 13):
        scene = Scene(zones=[ZONE])
        places = walk((300.0, 250.0), (500.0, 250.0), (500.0, 250.0), (700.0, 250.0), seconds=9)
        happened = []
        for number in range(0, len(places), step):
            happened += scene.update(number / FPS, [seen(*places[number])], WIDTH, HEIGHT)
        happened += scene.end()
        assert [type(one) for one in happened] == [ZoneEntered, Dwell, Stay]
        (stay,) = [one for one in happened if isinstance(one, Stay)]
        assert stay.dwell_s == pytest.approx(6.0, abs=0.3 + step / FPS * 2)


def test_a_stay_goes_on_over_a_short_absence_and_not_over_a_long_one():
    there = [(500.0, 250.0)] * FPS
    for away_s, stays in ((3.0, 1), (7.0, 2)):
        scene = Scene(zones=[ZONE])
        happened = [*run(scene, [*there, *[None] * round(away_s * FPS), *there]), *scene.end()]
        ended = [one for one in happened if isinstance(one, Stay)]
        assert len(ended) == stays
        assert sum(one.dwell_s for one in ended) == pytest.approx(2 + (away_s if stays == 1 else 0), abs=0.2)


def test_trembling_on_the_border_is_one_stay():
    scene = Scene(zones=[ZONE])
    places = walk((300.0, 250.0), (400.0, 250.0), (402.0, 250.0), (400.0, 250.0), (300.0, 250.0), seconds=8, jitter=2.0)
    happened = [*run(scene, places), *scene.end()]
    assert sum(isinstance(one, ZoneEntered) for one in happened) == 1


def test_occupancy_and_waiting_know_who_is_there_now():
    scene = Scene(zones=[ZONE])
    assert scene.occupancy() == {"shelf": 0}
    for second in range(6):
        faces = [seen(450 + 20 * track, 250, track, track) for track in range(1, second + 1)]
        scene.update(float(second), faces, WIDTH, HEIGHT)
    assert scene.occupancy() == {"shelf": 5}
    assert scene.waiting_s("shelf", 5.0) == [4.0, 3.0, 2.0, 1.0, 0.0]
    scene.update(6.0, [seen(600, 10, track, track) for track in range(1, 4)], WIDTH, HEIGHT)
    assert scene.occupancy() == {"shelf": 5}
    scene.update(7.5, [seen(600, 10, track, track) for track in range(1, 4)], WIDTH, HEIGHT)
    assert scene.occupancy() == {"shelf": 0}
    assert len(scene.end()) == 5
    assert scene.occupancy() == {"shelf": 0}


def test_memory_is_that_of_those_in_view():
    scene = Scene([LINE], [ZONE])
    for number in range(3000):
        scene.update(number * 1.0, [seen(500, 250, number)], WIDTH, HEIGHT)
    assert len(scene._tracks) < 10


def test_names_of_yesterday_are_let_go_and_stay_counted():
    scene = Scene([LINE])
    day_s = 24 * 3600.0
    for person in (5, 6):
        list(run(scene, walk(*DOWN), person, person, start_s=10.0 * person))
    assert scene.passed("door", IN) == (2, 2)
    list(run(scene, [None], start_s=1.5 * day_s))
    assert not any(scene._people.values())
    assert scene.passed("door", IN) == (2, 2)
    (again,) = [one for one in run(scene, walk(*DOWN), 7, 5, start_s=2 * day_s) if isinstance(one, Crossing)]
    assert again.is_first
    assert scene.passed("door", IN) == (3, 3)


# --- geometry ----------------------------------------------------------------------------------


def test_a_step_passes_a_path_once():
    path = [(0.0, 0.0), (10.0, 0.0), (20.0, 0.0)]
    assert passages((5, -1), (5, 1), path) == 1
    assert passages((5, 1), (5, -1), path) == -1
    assert passages((10, -1), (10, 1), path) == 1
    assert passages((25, -1), (25, 1), path) == 0
    # two steps that meet on the path
    assert passages((5, -1), (5, 0), path) + passages((5, 0), (5, 1), path) == 1
    assert passages((5, -1), (5, 0), path) + passages((5, 0), (5, -1), path) == 0


def test_distances_and_insides():
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert distance_to_path((5, -3), square) == 3
    assert distance_to_path((-3, -4), square) == 5
    assert is_inside((5, 5), square)
    assert not is_inside((11, 5), square)
    hollow = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 2.0), (0.0, 10.0)]
    assert not is_inside((5, 8), hollow)
    assert is_inside((1, 5), hollow)


def test_a_line_that_stays_where_it_is_goes_on_counting_when_others_come_and_under_another_name():
    scene = Scene([LINE])
    assert crossings(run(scene, walk(*DOWN), person=7)) == [IN]
    other = Line("other", ((0.2, 0.7), (0.8, 0.7)))
    scene.change([Line("gate", LINE.points), other], [])
    assert (scene.passed("gate", IN).crossings, scene.passed("gate", IN).people) == (1, 1)
    assert scene.passed("other", IN).crossings == 0
    assert crossings(run(scene, walk(*UP), person=7, start_s=2.0)) == [OUT, OUT]
    # drawn elsewhere it is another line
    scene.change([Line("gate", ((0.2, 0.4), (0.8, 0.4))), other], [])
    assert scene.passed("gate", IN).crossings == scene.passed("gate", OUT).crossings == 0
    assert scene.passed("other", OUT).crossings == 1


def test_whoever_is_half_over_a_line_that_is_drawn_then_has_not_crossed_it():
    scene = Scene()
    list(run(scene, walk((500.0, 100.0), (500.0, 300.0))))
    scene.change([LINE], [])
    assert crossings(run(scene, walk((500.0, 300.0), (500.0, 400.0)), start_s=2.0)) == []


def test_stays_end_with_their_zone_and_go_on_in_one_that_stays():
    scene = Scene(zones=[ZONE])
    list(run(scene, walk((500.0, 250.0), (500.0, 250.0), seconds=1.0)))
    assert scene.change([], [Zone("nook", ZONE.polygon)]) == []
    assert scene.occupancy() == {"nook": 1}
    (stay,) = scene.change([], [])
    assert isinstance(stay, Stay)
    assert (stay.zone, stay.entered_s) == ("nook", 0.0)
