"""HTTP as uvicorn speaks it, less patient: who opens a connection and asks for nothing is left after a while."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# for the lines and headers of a request, from the opening of the connection or from their first byte
_HEAD_S = 10.0


class ImpatientProtocol(H11Protocol):
    """Closes connections whose request does not come, which would take up places for ever."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
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
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._timer = self.loop.call_later(_HEAD_S, self._give_up)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.abort()


def config_values() -> dict[str, Any]:
    """Return what uvicorn is told of this."""
    return {"http": ImpatientProtocol, "h11_max_incomplete_event_size": 32_768, "timeout_keep_alive": 15}
