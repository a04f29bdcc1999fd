"""The people of a run on one page: what each looks like at best, what is predicted of them, and when they were seen."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from simplejpeg import decode_jpeg, encode_jpeg

from ..attributes import ATTRIBUTE_NAMES
from ..find.choice import persons_found
from ..identity.person import IDENTITY_ON, Person, Visit
from ..overlay.labels import words_of_classes
from ..overlay.palette import swatch_of
from ..overlay.privacy import CELLS, obscure_whole
from ..page import render_page, share_bars
from ..settings import DisplaySettings, Privacy
from ..shares import shares_of_run
from ..types import RunFacts, SourceInfo
from .summary import LIMITS

# a look shows twice the face's size; where it is cut off at the frame's rim the face is larger in it
_LOOK_CELLS = CELLS
_LOOK_QUALITY = 85
# so many visits are told one by one
_MOST_VISITS = 4


@dataclass(frozen=True, slots=True)
class _Card:
    """What the page says of one person."""

    person_id: int
    look: str | None
    colour: str
    on_colour: str
    age: str
    interval: str
    words: Sequence[str]
    seen: str
    details: Sequence[str]
    is_certain: bool
    corrected: str


def contact_sheet(facts: RunFacts, settings: DisplaySettings, info: SourceInfo, version: str | None) -> str:
    """Return the page: HTML that refers to nothing outside of itself.

    Args:
        facts: of the run; `facts.people` are shown by number.
        settings: hidden attributes are left out, looks are covered where faces are.
        info: the source.
        version: of FaceLens.
    """
    persons = persons_found(settings, facts.people)
    shares = (settings.find is None and shares_of_run(facts, settings.hide)) or {}
    sources = {visit.source for person in persons for visit in person.visits}
    told = _Told(info, len(sources) > 1)
    return render_page(
        "inference.sinks",
        "contact_sheet.html.j2",
        name=info.name if "://" in info.name else os.path.basename(info.name.rstrip(os.sep)) or info.name,
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        version=version,
        count=len(persons),
        count_range=(0, 0) if facts.people is None or settings.find is not None else facts.people.count_range,
        find=None if settings.find is None else settings.find.text,
        cards=[_card(person, settings, told) for person in persons],
        age=shares.get("age", {}).get("mean"),
        shares=share_bars(shares),
        is_whole=facts.is_whole,
        notes=list(_notes(facts, settings)),
        limits=LIMITS,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """How times are told.

    Attributes:
        info: the source.
        are_several: people were seen in several sources.
    """

    info: SourceInfo
    are_several: bool

    def visit(self, visit: Visit) -> str:
        """Return when a visit was."""
        if not self.info.has_time:
            return visit.source
        span = _clock(visit.first_s)
        if _clock(visit.last_s) != span:
            span += f"\N{EN DASH}{_clock(visit.last_s)}"
        return f"{span} in {visit.source}" if self.are_several else span

    def total(self, person: Person) -> str:
        """Return for how long, and how often, somebody was seen."""
        visits = len(person.visits)
        if not self.info.has_time:
            return "1 image" if visits == 1 else f"{visits} images"
        total = _length(person.in_view_s)
        return total if visits == 1 else f"{total} in {visits} visits"


def _clock(seconds: float) -> str:
    """Return a time as 1:02:03 or 2:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


def _length(seconds: float) -> str:
    return (
        f"{seconds:.1f} s" if seconds < 60 else f"{_clock(seconds)} min" if seconds < 3600 else f"{_clock(seconds)} h"
    )


def _card(person: Person, settings: DisplaySettings, told: _Told) -> _Card:
    swatch = swatch_of(person.person_id)
    shows_age = "age" not in settings.hide
    low, high = person.attributes.age_interval
    visits = [told.visit(visit) for visit in person.visits]
    more = len(visits) - _MOST_VISITS
    return _Card(
        person.person_id,
        _look(person, settings.privacy),
        _css(swatch.fill),
        _css(swatch.text),
        f"{person.attributes.age:.0f}" if shows_age else "",
        f"{low:.0f}\N{EN DASH}{high:.0f}" if shows_age else "",
        words_of_classes(person.attributes, settings.hide),
        told.total(person),
        visits if more <= 0 else [*visits[:_MOST_VISITS], f"and {more} more"],
        person.is_certain,
        ", ".join(person.corrections),
    )


def _css(bgr: tuple[int, int, int]) -> str:
    return "#{2:02x}{1:02x}{0:02x}".format(*bgr)


def _look(person: Person, privacy: Privacy) -> str | None:
    """Return the best look as an address that holds it, covered as a whole where faces are protected."""
    jpeg = None if person.best is None else person.best.jpeg
    if jpeg is None:
        return None
    if privacy is not Privacy.NONE:
        image = np.ascontiguousarray(decode_jpeg(jpeg, "BGR"))
        obscure_whole(image, _LOOK_CELLS, privacy)
        jpeg = encode_jpeg(image, _LOOK_QUALITY, "BGR")
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def _notes(facts: RunFacts, settings: DisplaySettings) -> Iterable[str]:
    """Yield sentences on how the people came about."""
    if facts.people is not None:
        yield f"Counted: {facts.people.rule}."
        if facts.people.identity == IDENTITY_ON:
            yield "Whoever comes back is the same person; where that is doubtful, the card says so."
        else:
            yield f"Nobody is recognised on coming back: identity {facts.people.identity}."
    parts = [
        f"model: {facts.model}",
        f"detector: {facts.detector}",
        f"smallest face: {facts.analysis.min_face_px:g} px",
    ]
    hidden = [name for name in ATTRIBUTE_NAMES if name in settings.hide]
    parts += [f"left out: {', '.join(hidden)}"] if hidden else []
    yield f"Settings: {'; '.join(parts)}."
    if (card := facts.model_card) is not None and card.overall is not None:
        yield from _errors(card.overall.age_mae, card.overall.gender_accuracy, card.overall.ethnicity_accuracy)
    if not facts.is_whole:
        yield f"Incomplete: {facts.error or 'the run was stopped early'}."
    yield from facts.notes


def _errors(age: float | None, gender: float | None, ethnicity: float | None) -> Iterable[str]:
    parts = []
    if age is not None:
        parts.append(f"ages are off by {age:.1f} years on average")
    if gender is not None:
        parts.append(f"{100 - 100 * gender:.0f} of 100 genders are wrong")
    if ethnicity is not None:
        parts.append(f"{100 - 100 * ethnicity:.0f} of 100 ethnicities")
    if parts:
        yield f"On held-out photographs, {', '.join(parts)}; intervals of shares account for it."
