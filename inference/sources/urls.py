"""URLs of streams and of files on servers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

# two letters or more: one is a drive of Windows
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_url(target: str) -> bool:
    """Return whether a target is a URL and not a path, `file://` included."""
    return _URL.match(target) is not None


def without_credentials(url: str) -> str:
    """Return the URL as it may be shown and written to files: no user name, no password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
