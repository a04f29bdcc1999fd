"""How the server is set up: frozen, checked once."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from inference.errors import UsageError

from .limits import Limits

# under which the interface for programs lies
API = "/api/v1"
# a token that can't be guessed; `secrets.token_urlsafe` makes longer ones
_LEAST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the server is set up.

    Attributes:
        host, port: what it listens on; port 0 takes a free one.
        token: what clients have to show; None for nothing, on the loopback only.
        prefix: path under which a proxy in front offers it, such as `/faces`; empty for none.
        hosts: names by which it is called, besides `localhost`, its own address and addresses in numbers.
        origins: pages of others that may call it, such as `https://intranet.example`.
        proxies: addresses of proxies whose word on client and scheme is taken.
        site: file of the site that it watches; None for none.
        folder: where videos are kept until they are erased.
        limits: what it takes.
        log_addresses: write down whose request it was.
        grace_s: seconds that work under way has left when the server is ended.

    Raises:
        UsageError: a value makes no sense.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    prefix: str = ""
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    proxies: tuple[str, ...] = ()
    site: Path | None = None
    limits: Limits = field(default_factory=Limits)
    log_addresses: bool = False
    grace_s: float = 20.0

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise UsageError(f"a port is a number from 0 to 65535, got {self.port}")
        if self.token is not None and (len(self.token) < _LEAST_TOKEN or not self.token.isascii()):
            raise UsageError(
                f"the token needs {_LEAST_TOKEN} characters or more, of ASCII; leave it out to have one made"
            )
        if self.token is None and not is_loopback(self.host):
            raise UsageError(f"the server needs a token to listen on {self.host}, where others can reach it")
        is_path = self.prefix.startswith("/") and not self.prefix.endswith("/") and "//" not in self.prefix
        if self.prefix and not is_path:
            raise UsageError(f"a prefix is a path such as /faces, got {self.prefix!r}")
        for origin in self.origins:
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
                raise UsageError(f"an origin is a scheme and a name such as https://intranet.example, got {origin!r}")


def is_loopback(host: str) -> bool:
    """Tell whether an address is that of this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        pass
    try:
        found = {str(address[4][0]) for address in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(one.partition("%")[0]).is_loopback for one in found)


def with_kept_s(seconds: float) -> Limits:
    """Return the limits of a server that keeps videos for so long."""
    return replace(Limits(), kept_s=seconds)
