"""HTTP as uvicorn speaks it, less patient: who opens connections and asks for nothing is left after a while."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .limits import Limits

_HEAD_BYTES = 32_768
_KEEP_ALIVE_S = 15


class ImpatientProtocol(H11Protocol):
    """Closes connections whose request does not come, and those of an address that has too many.

    Args:
        others: as uvicorn has them.
        head_s: seconds for the head of a request, from the opening of the connection or its first byte.
        per_address: connections that an address may have.
        open_by_address: counts them; all connections have the same.
        trusted: addresses that may have any number: proxies.
    """

    def __init__(
        self,
        *others: Any,
        head_s: float,
        per_address: int,
        open_by_address: Counter[str],
        trusted: frozenset[str],
        **more: Any,
    ) -> None:
        super().__init__(*others, **more)
        self._head_s, self._most, self._counts, self._trusted = head_s, per_address, open_by_address, trusted
        self._timer: asyncio.TimerHandle | None = None
        self._address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        self._counts[self._address] += 1
        if self._counts[self._address] > self._most and self._address not in self._trusted:
            transport.abort()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            # a part of the next request's head
            if self._timer is None and self.timeout_keep_alive_task is None:
                self._wait()
        else:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        self._counts[self._address] -= 1
        if not self._counts[self._address]:
            del self._counts[self._address]
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self._head_s, self._give_up)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.abort()


def http_values(limits: Limits, proxies: tuple[str, ...]) -> dict[str, Any]:
    """Return what uvicorn is told of HTTP."""
    protocol = partial(
        ImpatientProtocol,
        head_s=limits.head_s,
        per_address=limits.connections_per_address,
        open_by_address=Counter(),
        trusted=frozenset(proxies),
    )
    return {
        "http": protocol,
        "h11_max_incomplete_event_size": _HEAD_BYTES,
        "timeout_keep_alive": _KEEP_ALIVE_S,
        "limit_concurrency": limits.connections,
    }
