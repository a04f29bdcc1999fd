"""Totals and courses of a film that grows while it is asked."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from app.gui.playback.film_statistics import statistics_of
from inference.film import Film
from tests.inference.film.made_films import SETTINGS, info_of, results


@pytest.fixture
def _threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_threads_take_turns_often")
def test_a_film_that_grows_is_told_as_of_one_moment() -> None:
    """Frames and faces counted a moment apart once gave more people than there were, and intervals of two lengths."""
    film, made = Film(info_of("clip.mp4"), SETTINGS), results("clip.mp4")
    writer = threading.Thread(target=lambda: [film.add(result) for result in made])
    writer.start()
    counts = []
    while writer.is_alive() or not counts:
        told = statistics_of(film)
        assert len(told.times_s) == len(told.people_over_time) == len(told.age_over_time)
        counts.append(told.people_over_time)
    writer.join()
    assert len(statistics_of(film).times_s) == 16
    assert all(float(np.nanmax(count)) <= 2.0 for count in counts if len(count))


def test_intervals_tell_the_mean_of_their_frames() -> None:
    film = Film(info_of("clip.mp4"), SETTINGS)
    for result in results("clip.mp4"):
        film.add(result)
    told = statistics_of(film)
    # the first stretch shows one person, that from frame 10 to 29 both, that from 60 to 69 nobody
    assert told.people_over_time[0] == 1.0
    assert told.people_over_time[3] == 2.0
    assert told.people_over_time[10] == 0.0
    assert np.isnan(told.age_over_time[10])
