"""Which occurrences are told: the rules of a site file, with what they remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .configuration import RuleConfiguration, Target
from .occurrences import Happening, Occurrence, Somebody

# a crowd is another one once it was smaller for this long: somebody who is not seen for a moment has not gone
CALM_S = 5.0


@dataclass(slots=True)
class _Crowd:
    """Of a source or zone: whether there is a crowd that was told, and since when it has been smaller."""

    is_told: bool = False
    smaller_since_s: float | None = None


@dataclass(slots=True)
class _Rule:
    configuration: RuleConfiguration
    met: int = 0
    told_s: dict[str, float] = field(default_factory=dict)
    crowds: dict[tuple[str, str | None], _Crowd] = field(default_factory=dict)

    def fits(self, occurrence: Occurrence) -> bool:
        """Tell whether an occurrence is one that the rule listens for."""
        wanted = self.configuration
        return (
            occurrence.on is wanted.on
            and (not wanted.sources or occurrence.source in wanted.sources)
            and (not wanted.lines or occurrence.line in wanted.lines)
            and (not wanted.zones or occurrence.zone in wanted.zones)
            and (wanted.where is None or wanted.where.holds(occurrence.facts()))
        )

    def tells(self, occurrence: Occurrence) -> bool:
        """Count an occurrence that fits, and tell whether it is to be told."""
        self.met += 1
        if self.met % self.configuration.every:
            return False
        last_s = self.told_s.get(occurrence.source)
        # a clock that was set back does not silence a rule
        if last_s is not None and 0 <= occurrence.at_s - last_s < self.configuration.cooldown_s:
            return False
        self.told_s[occurrence.source] = occurrence.at_s
        return True

    def watches(self, source: str, zone: str | None) -> bool:
        """Tell whether a crowd at a place is one that the rule listens for."""
        wanted = self.configuration
        is_place = (zone in wanted.zones) if wanted.zones else zone is None
        return wanted.on is Happening.CROWD and is_place and (not wanted.sources or source in wanted.sources)

    def is_new_crowd(self, occurrence: Occurrence) -> bool:
        """Tell whether those who are there are a crowd that has not been told."""
        crowd = self.crowds.setdefault((occurrence.source, occurrence.zone), _Crowd())
        if len(occurrence.people) >= self.configuration.people:
            crowd.smaller_since_s = None
            if crowd.is_told:
                return False
            crowd.is_told = self.fits(occurrence)
            return crowd.is_told
        if crowd.smaller_since_s is None:
            crowd.smaller_since_s = occurrence.at_s
        if abs(occurrence.at_s - crowd.smaller_since_s) >= CALM_S:
            crowd.is_told = False
        return False


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule tells: what has happened, to whom it goes, and how often the rule has been met."""

    occurrence: Occurrence
    targets: Sequence[Target]
    count: int


class Rules:
    """The rules of a site. Not thread-safe.

    Args:
        rules: of its file.
    """

    def __init__(self, rules: Sequence[RuleConfiguration]) -> None:
        self._rules = [_Rule(rule) for rule in rules]

    def changed(self, rules: Sequence[RuleConfiguration]) -> Rules:
        """Return other rules; those that stay as they were remember what they knew."""
        changed = Rules(())
        left = list(self._rules)
        for rule in rules:
            same = next((old for old in left if old.configuration == rule), None)
            if same is not None:
                left.remove(same)
            changed._rules.append(same or _Rule(rule))
        return changed

    def tell(self, occurrence: Occurrence) -> list[Told]:
        """Return what is to be told of an occurrence."""
        return [
            Told(occurrence, rule.configuration.targets, rule.met)
            for rule in self._rules
            if rule.fits(occurrence) and rule.tells(occurrence)
        ]

    def watch(self, source: str, zone: str | None, people: Sequence[Somebody], at_s: float) -> list[Told]:
        """Return what is to be told of those who are there at once.

        Args:
            source: name of the source.
            zone: of a zone; None for all who are in view.
            people: who is there.
            at_s: as `Occurrence.at_s`.
        """
        occurrence = Occurrence(Happening.CROWD, source, at_s, zone=zone, people=people)
        return [
            Told(occurrence, rule.configuration.targets, rule.met)
            for rule in self._rules
            if rule.watches(source, zone) and rule.is_new_crowd(occurrence) and rule.tells(occurrence)
        ]
