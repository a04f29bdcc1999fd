"""Totals and time series, as the charts show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.attributes import ETHNICITIES, GENDERS
from inference.people import PersonEstimate

AGE_BIN_YEARS = 10
AGE_BINS = 10
MAX_TIME_BINS = 600


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Totals and time series of a session or a film.

    Attributes:
        people: number of different people; None where they can't be told apart (tracking is off).
        mean_age: over the people, years; None before the first.
        ages_by_gender: (2, AGE_BINS) people by `GENDERS` and decade; the last holds everybody from 90 on.
        ethnicities: (5,) people by `ETHNICITIES`.
        times_s: (T,) start of each interval, seconds from the start of the source; of stills their numbers.
        people_over_time: (T,) people in view, mean of each interval; NaN where nothing was analysed.
        age_over_time: (T,) mean age of those in view, years; NaN where there was nobody.
        frames: frames counted.
        rows: rows that the table holds.
        is_truncated: the table lost a part, to stay within its memory.
        has_time: False for stills.
        rule: who counts, in words.
        is_whole: every frame of the source was analysed.
        estimates: of the people, each once.
        shares: mean age and shares with intervals, see `inference.shares.people_shares`; None of nobody, and where
            nobody has asked for them: they take a fifth of a second.
    """

    people: int | None
    mean_age: float | None
    ages_by_gender: NDArray[np.int64]
    ethnicities: NDArray[np.int64]
    times_s: NDArray[np.float64]
    people_over_time: NDArray[np.float64]
    age_over_time: NDArray[np.float64]
    frames: int
    rows: int
    is_truncated: bool
    has_time: bool
    rule: str = ""
    is_whole: bool = False
    estimates: tuple[PersonEstimate, ...] = ()
    shares: dict[str, Any] | None = None


NOTHING = Statistics(
    people=0,
    mean_age=None,
    ages_by_gender=np.zeros((len(GENDERS), AGE_BINS), dtype=np.int64),
    ethnicities=np.zeros(len(ETHNICITIES), dtype=np.int64),
    times_s=np.empty(0),
    people_over_time=np.empty(0),
    age_over_time=np.empty(0),
    frames=0,
    rows=0,
    is_truncated=False,
    has_time=True,
)
