"""Totals and courses over time of a film, as the charts show them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.attributes import ETHNICITIES, GENDERS
from inference.film import Film, people_in
from inference.people import PersonEstimate
from inference.settings import EVERYTHING, Selection
from inference.shares import shares_by_shipped_model

from .statistics import AGE_BIN_YEARS, AGE_BINS, MAX_TIME_BINS, Statistics

# of short films, whose people come and go within a second
_FINEST_S = 0.25


def totals_of(
    known: list[PersonEstimate],
) -> tuple[float | None, NDArray[np.int64], NDArray[np.int64]]:
    """Return the mean age (None of nobody), people by gender and decade, and people by ethnicity."""
    ages = np.zeros((len(GENDERS), AGE_BINS), dtype=np.int64)
    ethnicities = np.zeros(len(ETHNICITIES), dtype=np.int64)
    for age, gender, ethnicity in known:
        ages[gender, min(AGE_BINS - 1, int(age / AGE_BIN_YEARS))] += 1
        ethnicities[ethnicity] += 1
    return (float(np.mean([age for age, _, _ in known])) if known else None), ages, ethnicities


@lru_cache(maxsize=4)
def shares_of(known: tuple[PersonEstimate, ...]) -> dict[str, Any] | None:
    """Return mean age and shares with intervals that know how often the shipped model is wrong."""
    return shares_by_shipped_model(known)


def statistics_of(film: Film, part: Selection = EVERYTHING) -> Statistics:
    """Return what is known of a film, or a part of it, by now.

    That are its people as a headless run counts them, and their courses over time.
    """
    people = people_in(film, part)
    known = [PersonEstimate.of(person.attributes) for person in people.persons] if people else []
    mean_age, ages, ethnicities = totals_of(known)
    times, in_view, mean_ages = _course(film)
    if part.has_times:
        inside = np.array(
            [not (part.is_before(time_s) or part.is_past(time_s)) for time_s in times.tolist()], dtype=bool
        )
        times, in_view, mean_ages = times[inside], in_view[inside], mean_ages[inside]
    return Statistics(
        people=len(known) if people is not None else None,
        estimates=tuple(known),
        mean_age=mean_age,
        ages_by_gender=ages,
        ethnicities=ethnicities,
        times_s=times,
        people_over_time=in_view,
        age_over_time=mean_ages,
        frames=len(film),
        rows=film.faces,
        is_truncated=film.is_full,
        has_time=film.info.has_time,
        rule=people.rule if people is not None else "",
        is_whole=film.is_whole,
    )


def _course(film: Film) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return starts of intervals, people in view and their mean age, means of each interval."""
    frame_times, face_times, face_ages = film.ages_of_faces()
    if not len(frame_times):
        return np.empty(0), np.empty(0), np.empty(0)
    width = _FINEST_S if film.info.has_time else 1.0
    while (frame_times[-1] - frame_times[0]) / width > MAX_TIME_BINS:
        width *= 2
    first = int(frame_times[0] / width)
    frame_bins = (frame_times / width).astype(np.intp) - first
    bins = int(frame_bins[-1]) + 1
    frames = np.bincount(frame_bins, minlength=bins).astype(np.float64)
    face_bins = (face_times / width).astype(np.intp) - first
    faces = np.bincount(face_bins, minlength=bins).astype(np.float64)
    ages = np.bincount(face_bins, weights=face_ages, minlength=bins)
    nothing = np.full(bins, np.nan)
    starts: NDArray[np.float64] = (np.arange(bins, dtype=np.float64) + first) * width
    return (
        starts,
        np.divide(faces, frames, out=nothing.copy(), where=frames > 0),
        np.divide(ages, faces, out=nothing, where=faces > 0),
    )
