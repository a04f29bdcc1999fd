"""The clock of a video's images: timestamps that are absent, stand still, leap or start anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import pytest

from inference.sources.timing import ImageClock

HOUR_S = 3600


def times_of(
    stamps_s: Sequence[float | None], *, leap_s: float = HOUR_S, interval_s: float = 0.04, is_live: bool = False
) -> list[float]:
    """The times that a clock gives images with these timestamps, seconds."""
    stamps = [None if stamp is None else Fraction(stamp).limit_denominator(1_000_000) for stamp in stamps_s]
    clock = ImageClock(Fraction(0), interval_s, leap_s)

    def following(place: int) -> Iterator[Fraction | None]:
        yield from stamps[place + 1 : place + 5]

    return [
        clock.time_of(stamp, None if is_live else (lambda place=place: following(place)))
        for place, stamp in enumerate(stamps)
    ]


@pytest.mark.parametrize("stamp_s", [0.0, None], ids=["all alike", "absent"])
def test_without_times_images_come_at_the_frame_rate(stamp_s: float | None) -> None:
    assert times_of([stamp_s] * 30) == pytest.approx([0.04 * number for number in range(30)])


def test_gaps_between_good_times_are_filled_evenly() -> None:
    assert times_of([0, None, None, 0.09, 0.12]) == pytest.approx([0, 0.03, 0.06, 0.09, 0.12])
    assert times_of([0, 0, 0.04, 0.04, 0.08]) == pytest.approx([0, 0.02, 0.04, 0.06, 0.08])


def test_a_pause_after_images_without_times_stays_where_it_is() -> None:
    assert times_of([0, None, 0.5, 0.54]) == pytest.approx([0, 0.04, 0.5, 0.54])


def test_good_times_stay_as_they_are() -> None:
    stamps = [0, 0.04, 0.5, 0.9, 3.0, 63.0, 1000.0]
    assert times_of(stamps) == pytest.approx(stamps)


def test_one_wrong_time_alone_moves_no_other_image() -> None:
    for wrong in (5.0, 500.0, 5e6, -5.0):
        stamps = [0, 0.04, wrong, 0.12, 0.16, 0.2, 0.24]
        assert times_of(stamps) == pytest.approx([0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.24])


@pytest.mark.parametrize("base_s", [5 * HOUR_S, -2.0, 2e6])
def test_a_clock_that_leaps_or_starts_anew_goes_on(base_s: float) -> None:
    stamps = [*np.arange(10) * 0.04, *(base_s + np.arange(10) * 0.04)]
    assert times_of(stamps) == pytest.approx(np.arange(20) * 0.04, abs=1e-4)


def test_what_is_a_leap_depends_on_the_format() -> None:
    stamps = [0, 0.04, 20.0, 20.04, 20.08]
    assert times_of(stamps) == pytest.approx(stamps)
    assert times_of(stamps, leap_s=10.0) == pytest.approx([0, 0.04, 0.08, 0.12, 0.16])


def test_a_leap_is_as_long_as_the_step_before_it() -> None:
    """An average frame rate that was computed over the leap says nothing."""
    stamps = [0, 0.04, 5 * HOUR_S, 5 * HOUR_S + 0.04]
    assert times_of(stamps, interval_s=180.0) == pytest.approx([0, 0.04, 0.08, 0.12], abs=1e-4)


def test_live_images_are_not_held_back_to_see_what_follows() -> None:
    assert times_of([0, 0.04, 0.04, 0.08], is_live=True) == pytest.approx([0, 0.04, 0.041, 0.08])
    standing = times_of([0] * 30, is_live=True)
    assert np.diff(standing)[5:] == pytest.approx(np.full(24, 0.04))
