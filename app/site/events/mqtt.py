"""Events and states by MQTT: one connection to each broker, with a last will and what Home Assistant wants to know."""

from __future__ import annotations

import contextlib
import json
import re
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any, NamedTuple, Self
from urllib.parse import unquote, urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from .messages import Event
from .outbox import LONGEST_SEND_S, DeliveryError

_PORT, _TLS_PORT = 1883, 8883
_KEEP_ALIVE_S = 30
_ACKNOWLEDGED_S = LONGEST_SEND_S - 2.0
_CONNECTED_S = 5.0
# how soon it is noticed that the connection is gone on which an acknowledgement is waited for
_GLANCE_S = 0.2
_DISCOVERY = "homeassistant"


class BrokerAddress(NamedTuple):
    """Where a broker is, and who we are there."""

    host: str
    port: int
    user: str | None
    password: str | None
    is_encrypted: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read `mqtt://[user:password@]host[:port]/topic`, or `mqtts://`."""
        parts = urlsplit(url)
        is_encrypted = parts.scheme == "mqtts"
        return cls(
            parts.hostname or "",
            parts.port or (_TLS_PORT if is_encrypted else _PORT),
            None if parts.username is None else unquote(parts.username),
            None if parts.password is None else unquote(parts.password),
            is_encrypted,
        )


def topic_of(url: str) -> str:
    """Return the topic of an address."""
    return unquote(urlsplit(url).path).strip("/")


class Broker:
    """A connection to a broker that is opened again whenever it breaks. Thread-safe.

    While it holds, `facelens/SITE/availability` says `online`; the broker itself says `offline` when it breaks.

    Args:
        address: of the broker.
        site: name of the site.
    """

    def __init__(self, address: BrokerAddress, site: str) -> None:
        self._address = address
        self._base = f"facelens/{site}"
        self._retained: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._changed = threading.Event()  # connected, or refused
        self._refusal: str | None = None
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        if address.user is not None:
            self._client.username_pw_set(address.user, address.password)
        if address.is_encrypted:
            self._client.tls_set_context(ssl.create_default_context())
        self._client.will_set(f"{self._base}/availability", b"offline", qos=1, retain=True)
        self._client.reconnect_delay_set(1, 30)
        self._client.on_connect = self._on_connect
        self._client.on_connect_fail = self._on_connect_fail
        self._client.on_disconnect = self._on_disconnect
        self._client.connect_async(address.host, address.port, _KEEP_ALIVE_S, clean_start=True)
        self._client.loop_start()

    @property
    def is_connected(self) -> bool:
        return bool(self._client.is_connected()) and self._refusal is None

    def publish(self, topic: str, body: bytes) -> None:
        """Publish an event and wait until the broker has it.

        Raises:
            DeliveryError: there is no connection, or no acknowledgement.
        """
        self.wait_until_connected()
        message = self._client.publish(topic, body, qos=1)
        deadline = time.monotonic() + _ACKNOWLEDGED_S
        try:
            while not message.is_published() and time.monotonic() < deadline and self.is_connected:
                message.wait_for_publish(_GLANCE_S)
            is_there = message.is_published()
        except (ValueError, RuntimeError) as error:
            raise DeliveryError(str(error)) from error
        if not is_there:
            raise DeliveryError(self._refusal or "the broker does not acknowledge")

    def wait_until_connected(self) -> None:
        """Wait a while for the connection.

        Raises:
            DeliveryError: there is none.
        """
        self._changed.wait(_CONNECTED_S)
        if not self.is_connected:
            raise DeliveryError(self._refusal or "no connection")

    def keep(self, topic: str, content: Mapping[str, object]) -> None:
        """Publish a state that the broker retains, now and after every new connection; never waits.

        Args:
            topic: below `facelens/SITE/`.
            content: becomes JSON.
        """
        self._keep(f"{self._base}/{topic}", json.dumps(content, ensure_ascii=False).encode())

    def describe(self, source: str) -> None:
        """Describe a source to Home Assistant: how many people are in view, and frames per second."""
        own, site = _identifier(source), _identifier(self._base.removeprefix("facelens/"))
        for key, name, unit, kind in (
            ("people", "People", None, "measurement"),
            ("fps", "Frames", "fps", "measurement"),
        ):
            content: dict[str, Any] = {
                "name": name,
                "unique_id": f"facelens_{site}_{own}_{key}",
                "state_topic": f"{self._base}/{source}/state",
                "value_template": f"{{{{ value_json.{key} }}}}",
                "state_class": kind,
                "availability_topic": f"{self._base}/availability",
                "device": {"identifiers": [f"facelens_{site}_{own}"], "name": source, "manufacturer": "FaceLens"},
            }
            if unit is not None:
                content["unit_of_measurement"] = unit
            topic = f"{_DISCOVERY}/sensor/facelens_{site}_{own}/{key}/config"
            self._keep(topic, json.dumps(content, ensure_ascii=False).encode())

    def close(self) -> None:
        """Say `offline`, and end the connection."""
        if self.is_connected:
            message = self._client.publish(f"{self._base}/availability", b"offline", qos=1, retain=True)
            # where it has just been lost, the last will says so
            with contextlib.suppress(ValueError, RuntimeError):
                message.wait_for_publish(1.0)
        self._client.disconnect()
        self._client.loop_stop()

    def _keep(self, topic: str, body: bytes) -> None:
        with self._lock:
            if self._retained.get(topic) == body:
                return
            self._retained[topic] = body
        if self.is_connected:
            self._client.publish(topic, body, qos=1, retain=True)

    # --- in the connection's thread ----------------------------------------------------------------

    def _on_connect(self, client: Any, _data: object, _flags: object, reason: ReasonCode, _more: object) -> None:
        self._refusal = str(reason).lower() if reason.is_failure else None
        if self._refusal is None:
            client.publish(f"{self._base}/availability", b"online", qos=1, retain=True)
            with self._lock:
                retained = dict(self._retained)
            for topic, body in retained.items():
                client.publish(topic, body, qos=1, retain=True)
        self._changed.set()

    def _on_connect_fail(self, *_: object) -> None:
        self._refusal = "nobody listens there"
        self._changed.set()

    def _on_disconnect(self, _client: Any, _data: object, _flags: object, reason: ReasonCode, _more: object) -> None:
        if reason.is_failure and self._refusal is None:
            self._refusal = f"connection lost: {str(reason).lower()}"


class MqttSender:
    """Publishes events at a topic of a broker; see `Sender`.

    Args:
        broker: it stays open.
        topic: where.
    """

    def __init__(self, broker: Broker, topic: str) -> None:
        self._broker, self._topic = broker, topic

    def send(self, event: Event) -> None:
        self._broker.publish(self._topic, event.body)

    def close(self) -> None:
        pass


def _identifier(name: str) -> str:
    """Return a name as Home Assistant takes it in topics and identifiers."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name)
