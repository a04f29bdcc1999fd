"""What can be corrected about people, as menus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QMenu

from inference.attributes import CLASS_NAMES
from inference.film import Correction, Merge, Relabel, Remove, SplitOff
from inference.identity.person import Person

from ..labels import class_label
from .transport_bar import format_time

Correct = Callable[[Correction], object]
_AGES = range(5, 96, 5)
# of more people a menu is no way to find somebody; the gallery's selection is
_MOST_OTHERS = 24


def _tr(text: str) -> str:
    return QCoreApplication.translate("Gallery", text)


def fill_correction_menu(
    menu: QMenu,
    persons: Sequence[Person],
    hidden: frozenset[str],
    correct: Correct,
    *,
    has_time: bool = True,
    others: Iterable[Person] = (),
) -> None:
    """Add what can be corrected about one or several people.

    Args:
        menu: gets the entries.
        persons: at least one.
        hidden: attributes that are not shown.
        correct: is told the correction that is chosen.
        has_time: False for still images.
        others: people whom the one person may be.
    """
    if len(persons) == 1:
        _add_labels(menu, persons[0], hidden, correct)
        _add_visits(menu, persons[0], correct, has_time=has_time)
        _add_others(menu, persons[0], others, correct)
    else:
        numbers = ", ".join(f"#{person.person_id}" for person in persons)
        add_entry(menu, _tr("{people} are the same person").format(people=numbers), lambda: _merge(persons, correct))
    menu.addSeparator()
    add_entry(menu, _tr("This is no face: delete"), lambda: remove(persons, correct))


def remove(persons: Iterable[Person], correct: Correct) -> None:
    """Say that what was taken for people is no face."""
    for correction in [Remove(person.visits[0].track_id) for person in persons]:
        correct(correction)


def add_entry(menu: QMenu, text: str, act: Callable[[], object]) -> None:
    """Add an entry; a `&` in its text is seen."""
    action = menu.addAction(text.replace("&", "&&"))
    assert action is not None
    action.triggered.connect(lambda _=False: act())


def _inner(menu: QMenu, title: str) -> QMenu:
    inner = menu.addMenu(title)
    assert inner is not None
    return inner


def _add_labels(menu: QMenu, person: Person, hidden: frozenset[str], correct: Correct) -> None:
    titles = {"gender": _tr("Gender is"), "ethnicity": _tr("Ethnicity is")}
    visit = person.visits[0].track_id
    for attribute, names in CLASS_NAMES.items():
        if attribute not in hidden:
            inner = _inner(menu, titles[attribute])
            for number, name in enumerate(names):
                add_entry(inner, class_label(name), partial(correct, Relabel(visit, attribute, number)))
    if "age" not in hidden:
        inner = _inner(menu, _tr("Age is about"))
        for years in _AGES:
            add_entry(inner, f"{years}", partial(correct, Relabel(visit, "age", years)))


def _add_visits(menu: QMenu, person: Person, correct: Correct, *, has_time: bool) -> None:
    if len(person.visits) > 1:
        inner = _inner(menu, _tr("Somebody else was there at"))
        for visit in person.visits:
            when = format_time(visit.first_s) if has_time else str(visit.first_frame + 1)
            add_entry(inner, when, partial(correct, SplitOff(visit.track_id)))


def _add_others(menu: QMenu, person: Person, others: Iterable[Person], correct: Correct) -> None:
    known = [one for one in others if one.person_id != person.person_id][:_MOST_OTHERS]
    if known:
        inner = _inner(menu, _tr("This is the same person as"))
        for other in known:
            merge = Merge(person.visits[0].track_id, other.visits[0].track_id)
            add_entry(inner, f"#{other.person_id}", partial(correct, merge))


def _merge(persons: Sequence[Person], correct: Correct) -> None:
    first, *others = persons
    for other in others:
        correct(Merge(first.visits[0].track_id, other.visits[0].track_id))
