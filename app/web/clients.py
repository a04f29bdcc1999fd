"""Who has how much under way: bounds for each client, and for all of them together."""

from __future__ import annotations

import contextlib
import ipaddress
from collections import Counter
from collections.abc import Iterator

from starlette.requests import HTTPConnection

from .problems import Problem


def client_of(connection: HTTPConnection) -> str:
    """Return what tells clients apart: the address; of IPv6 the network, whose addresses one machine has to itself."""
    host = connection.client.host if connection.client is not None else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class Places:
    """A bounded number of places, and fewer for each client. Used from the event loop alone.

    Args:
        most: of all clients together.
        per_client: of each.
        name: what they are for, in the plural.
    """

    def __init__(self, most: int, per_client: int, name: str) -> None:
        self._most, self._per_client, self._name = most, per_client, name
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        return self._taken.total()

    @contextlib.contextmanager
    def one(self, connection: HTTPConnection) -> Iterator[None]:
        """Take a place for as long as the block lasts.

        Raises:
            Problem: 429 where the client has all of its own, 503 where all are taken.
        """
        client = client_of(connection)
        if self._taken[client] >= self._per_client:
            raise Problem(
                429,
                f"you have {self._per_client} {self._name} under way, as many as one client may; wait for one of them",
                retry_after_s=1,
            )
        if self._taken.total() >= self._most:
            raise Problem(503, f"the server is busy: {self._most} {self._name} are under way", retry_after_s=2)
        self._taken[client] += 1
        try:
            yield
        finally:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]


class Budget:
    """Bytes that the bodies of requests may take up in memory at once. Used from the event loop alone."""

    def __init__(self, most: int) -> None:
        self._left = most

    @contextlib.contextmanager
    def part(self, count: int) -> Iterator[None]:
        """Take so many for as long as the block lasts.

        Raises:
            Problem: 503 where there are not so many.
        """
        if count > self._left:
            raise Problem(503, "the server is busy: others are sending much at the moment", retry_after_s=2)
        self._left -= count
        try:
            yield
        finally:
            self._left += count
