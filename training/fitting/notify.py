"""Messages to a person when a run ends: by e-mail, chat or telephone, whatever Apprise reaches."""

from __future__ import annotations

import logging
from collections.abc import Sequence

log = logging.getLogger(__name__)


class Notifier:
    """Sends short messages to Apprise addresses; without any it is silent.

    Args:
        addresses: such as `json://localhost:8080`, `mailto://…`, `tgram://…`. They may hold passwords: they are
            neither written into the run nor repeated in messages.

    Raises:
        ValueError: an address is of no kind that Apprise knows.
    """

    def __init__(self, addresses: Sequence[str] = ()) -> None:
        self._service = None
        if not addresses:
            return
        import apprise

        self._service = apprise.Apprise()
        for number, address in enumerate(addresses, start=1):
            if not self._service.add(address):
                kind = address.split(":", 1)[0][:20]
                raise ValueError(
                    f"notification address {number} ({kind}:…) is of no known kind; "
                    "github.com/caronc/apprise lists them, json://localhost:8080 is one"
                )

    def send(self, title: str, text: str) -> bool:
        """Send a message; False, and a warning in the log, where it did not arrive. A run never fails of it."""
        if self._service is None:
            return True
        arrived = bool(self._service.notify(body=text, title=title))
        if not arrived:
            log.warning("a notification did not arrive: %s", title)
        return arrived
