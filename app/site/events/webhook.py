"""Events by HTTP: JSON that is posted, signed as https://www.standardwebhooks.com has it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ssl
import time

import httpx

from .messages import Event
from .outbox import LONGEST_SEND_S, DeliveryError

# connecting, sending and the answer each may take so long
_TIMEOUT_S = LONGEST_SEND_S / 3
# answers to a post that may be another one a little later
_PASSING = frozenset({408, 425, 429})


class Webhook:
    """Posts events to an address; see `Sender`.

    The headers `webhook-id`, `webhook-timestamp` and, with a secret, `webhook-signature` let the receiver know events
    that come twice, old ones, and those of others.

    Args:
        url: http:// or https://; user name and password in it are used.
        secret: the key: any text, or `whsec_` and the key in Base64. None for unsigned posts.
        timeout_s: seconds that connecting, sending and the answer may take each.
    """

    def __init__(self, url: str, secret: str | None = None, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._url = url
        self._key = None if secret is None else _key(secret)
        # no settings from the environment, where a proxy stands that leads nowhere (inference/process.py)
        self._client = httpx.Client(
            timeout=timeout_s, trust_env=False, verify=ssl.create_default_context(), follow_redirects=False
        )

    def send(self, event: Event) -> None:
        headers = {
            "content-type": "application/json",
            "user-agent": "FaceLens",
            "webhook-id": event.id,
            "webhook-timestamp": str(int(time.time())),
        }
        if self._key is not None:
            headers["webhook-signature"] = signature(self._key, event, headers["webhook-timestamp"])
        try:
            # the body of the answer is not read: it may have no end
            with self._client.stream("POST", self._url, content=event.body, headers=headers) as answer:
                status = answer.status_code
        except httpx.HTTPError as error:
            raise DeliveryError(_reason(error)) from error
        if not 200 <= status < 300:
            raise DeliveryError(
                f"it answers with status {status}", is_refusal=300 <= status < 500 and status not in _PASSING
            )

    def check(self) -> None:
        """Connect, and send nothing that counts as an event.

        Raises:
            DeliveryError: nobody answers.
        """
        try:
            with self._client.stream("OPTIONS", self._url):
                return
        except httpx.HTTPError as error:
            raise DeliveryError(_reason(error)) from error

    def close(self) -> None:
        self._client.close()


def signature(key: bytes, event: Event, timestamp: str) -> str:
    """Return the `webhook-signature` of an event: HMAC-SHA256 of id, time and body, in Base64."""
    signed = b".".join((event.id.encode(), timestamp.encode(), event.body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return str(error) or type(error).__name__
