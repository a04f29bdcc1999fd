"""Brings the events of a site to those whom its rules name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from .configuration import EventsConfiguration, RuleConfiguration, Target
from .messages import Event
from .mqtt import Broker, BrokerAddress, MqttSender, topic_of
from .notify import Notifier
from .outbox import DeliveryError, DeliveryState, Outbox, Sender
from .webhook import Webhook


class Delivery:
    """The receivers of a site's events; a context manager. `tell` and `keep` may be called from any thread.

    Args:
        events: what its file says.

    Raises:
        SinkError: the spool can't be written.
    """

    def __init__(self, events: EventsConfiguration) -> None:
        self._brokers: dict[BrokerAddress, Broker] = {}
        self._outbox = Outbox(events.spool) if events.rules else None
        self.change(events)

    def change(self, events: EventsConfiguration) -> None:
        """Deliver as a changed file says from now on.

        Raises:
            SinkError: the spool can't be written.
        """
        if self._outbox is None and events.rules:
            self._outbox = Outbox(events.spool)
        wanted = {BrokerAddress.parse(target.mqtt) for target in _targets(events.rules) if target.mqtt}
        gone = [self._brokers.pop(address) for address in list(self._brokers) if address not in wanted]
        for address in wanted - self._brokers.keys():
            self._brokers[address] = Broker(address, events.site)
        for broker in self._brokers.values() if events.home_assistant else ():
            for source in events.sources:
                broker.describe(source)
        if self._outbox is not None:
            self._outbox.serve({_address(target): self._receiver(target, events) for target in _targets(events.rules)})
        for broker in gone:
            broker.close()

    def tell(self, target: Target, event: Event) -> None:
        """Hand over an event; it is on disk afterwards."""
        if self._outbox is not None:
            self._outbox.put(_address(target), event)

    def keep(self, source: str, content: Mapping[str, object]) -> None:
        """Let every broker retain the state of a source."""
        for broker in list(self._brokers.values()):
            broker.keep(f"{source}/state", content)

    def states(self) -> Sequence[DeliveryState]:
        """Return how it goes."""
        return () if self._outbox is None else self._outbox.states()

    def close(self, timeout_s: float = 2.0) -> None:
        """End it; what is on its way is given a little time, the rest is delivered after the next start."""
        if self._outbox is not None:
            if not any(state.failure for state in self._outbox.states()):
                self._outbox.wait_until_empty(timeout_s)
            self._outbox.close()
        for broker in self._brokers.values():
            broker.close()

    def __enter__(self) -> Delivery:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _receiver(self, target: Target, events: EventsConfiguration) -> tuple[str, Callable[[], Sender]]:
        """Return the name of a target, and what opens its sender."""
        if target.webhook is not None:
            url, secret = target.webhook, target.secret
            return shown(url), lambda: Webhook(url, secret)
        if target.mqtt is not None:
            broker, topic = self._brokers[BrokerAddress.parse(target.mqtt)], topic_of(target.mqtt)
            return shown(target.mqtt), lambda: MqttSender(broker, topic)
        url = target.notify or ""
        return f"{urlsplit(url).scheme}:// (Apprise)", lambda: Notifier(url, events.site)


def check_targets(events: EventsConfiguration) -> Iterator[tuple[str, str | None]]:
    """Yield every receiver of a site, and what is wrong with it: connects, and tells nothing."""
    for target in _targets(events.rules):
        if target.mqtt is not None:
            name, check = shown(target.mqtt), _check_broker(BrokerAddress.parse(target.mqtt), events.site)
        elif target.webhook is not None:
            name, check = shown(target.webhook), Webhook(target.webhook).check
        else:
            name, check = "Apprise", Notifier(target.notify or "", events.site).check
        try:
            check()
        except DeliveryError as error:
            yield name, str(error)
        else:
            yield name, None


def _check_broker(address: BrokerAddress, site: str) -> Callable[[], None]:
    def check() -> None:
        broker = Broker(address, site)
        try:
            broker.wait_until_connected()
        finally:
            broker.close()

    return check


def _targets(rules: Sequence[RuleConfiguration]) -> list[Target]:
    """Return all targets, each once."""
    return list(dict.fromkeys(target for rule in rules for target in rule.targets))


def _address(target: Target) -> str:
    """Return what tells targets apart."""
    return "\n".join(filter(None, (target.webhook, target.secret, target.mqtt, target.notify)))


def shown(url: str) -> str:
    """Return an address as messages may show it: without user, password, and what follows a question mark."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}"
