"""Which occurrences are told: the rules of a site file, with what they remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .configuration import RuleConfiguration, Target
from .messages import Event, event_of
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


class Rules:
    """The rules of a site. Not thread-safe.

    Args:
        site: name of the site.
        rules: of its file.
    """

    def __init__(self, site: str, rules: Sequence[RuleConfiguration]) -> None:
        self._site = site
        self._rules = [_Rule(rule) for rule in rules]

    def changed(self, site: str, rules: Sequence[RuleConfiguration]) -> Rules:
        """Return other rules; those that stay as they were remember what they knew."""
        changed = Rules(site, ())
        left = list(self._rules)
        for rule in rules:
            same = next((old for old in left if old.configuration == rule), None)
            if same is not None:
                left.remove(same)
            changed._rules.append(same or _Rule(rule))
        return changed

    def tell(self, occurrence: Occurrence) -> list[tuple[Target, Event]]:
        """Return what is to be told of an occurrence, and to whom; of one event, the same to all."""
        told: list[tuple[Target, Event]] = []
        for rule in self._rules:
            if rule.fits(occurrence) and rule.tells(occurrence):
                told += self._told(rule, occurrence)
        return told

    def watch(
        self, source: str, zone: str | None, people: Sequence[Somebody], at_s: float
    ) -> list[tuple[Target, Event]]:
        """Return what is to be told of those who are there at once.

        Args:
            source: name of the source.
            zone: of a zone; None for all who are in view.
            people: who is there.
            at_s: as `Occurrence.at_s`.
        """
        occurrence = Occurrence(Happening.CROWD, source, at_s, zone=zone, people=people)
        told: list[tuple[Target, Event]] = []
        for rule in self._rules:
            wanted = rule.configuration
            is_place = (zone in wanted.zones) if wanted.zones else zone is None
            if wanted.on is not Happening.CROWD or not is_place:
                continue
            if wanted.sources and source not in wanted.sources:
                continue
            if rule.is_new_crowd(occurrence) and rule.tells(occurrence):
                told += self._told(rule, occurrence)
        return told

    def _told(self, rule: _Rule, occurrence: Occurrence) -> list[tuple[Target, Event]]:
        event = event_of(occurrence, self._site, rule.met)
        return [(target, event) for target in rule.configuration.targets]
