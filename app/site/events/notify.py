"""Events as messages to people: by mail, telephone, chat, through Apprise.

Apprise runs in a process of its own for each message: its plugins may hang, and take their proxies from the
environment, which is not what it was once models are loaded (`inference/process.py`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from .messages import Event
from .outbox import LONGEST_SEND_S, DeliveryError

# where modules are found by their names, here and where FaceLens is installed
_ROOT = Path(__file__).resolve().parents[__name__.count(".")]

# as the user has set it
_ENVIRONMENT: Mapping[str, str] = dict(os.environ)


class Notifier:
    """Sends the sentence of each event to an address of Apprise; see `Sender`.

    Args:
        url: the address.
        site: name of the site, the title of the messages.
        timeout_s: seconds after which a service that does not answer is given up.
    """

    def __init__(self, url: str, site: str, *, timeout_s: float = LONGEST_SEND_S - 1.0) -> None:
        self._url, self._site, self._timeout_s = url, site, timeout_s

    def send(self, event: Event) -> None:
        self._ask({"url": self._url, "title": self._site, "text": event.text})

    def check(self) -> None:
        """Find out whether Apprise knows such an address; sends nothing.

        Raises:
            DeliveryError: it does not.
        """
        self._ask({"url": self._url})

    def close(self) -> None:
        pass

    def _ask(self, message: Mapping[str, str]) -> None:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "app.site.events.notify"],
                input=json.dumps(message),
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=self._timeout_s,
                env=_ENVIRONMENT,
                cwd=_ROOT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DeliveryError("no answer in time") from None
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["it fails"])[-1]
            raise DeliveryError(said, is_refusal=done.returncode == 2)


def main() -> int:
    """Send the message on the standard input; return 0 where it has arrived, 2 where the address is no good."""
    import logging

    import apprise

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    message = json.load(sys.stdin)
    sender = apprise.Apprise()
    if not sender.add(message["url"]):
        print("Apprise knows no such address", file=sys.stderr)
        return 2
    if "text" not in message:
        return 0
    return 0 if sender.notify(title=message["title"], body=message["text"]) else 1


if __name__ == "__main__":
    sys.exit(main())
