"""Keeps MediaPipe from reporting home."""

from __future__ import annotations

import os

# nothing listens on the discard port
_NOWHERE = "http://127.0.0.1:9"
_REPORTS_TO = "play.googleapis.com"


def keep_mediapipe_offline() -> None:
    """Point the HTTPS client of MediaPipe's native library at a port where nothing listens.

    MediaPipe sends figures about its use to Google (its package description says so) and offers no switch
    against it; FaceLens promises that nothing leaves the machine. The library uses curl, which takes its proxy
    from `https_proxy`, unless `no_proxy` exempts the host: such exemptions go. Nothing else in FaceLens opens
    HTTPS connections through that variable; FFmpeg, which opens network streams, reads `http_proxy` alone.
    """
    os.environ["https_proxy"] = _NOWHERE
    for name in ("no_proxy", "NO_PROXY"):
        exempt = [entry.strip() for entry in os.environ.get(name, "").split(",") if entry.strip()]
        if "*" in exempt:  # no proxy for anything: without the other proxies this stays true
            os.environ.pop("http_proxy", None)
        kept = [entry for entry in exempt if not _covers(entry)]
        if kept:
            os.environ[name] = ",".join(kept)
        else:
            os.environ.pop(name, None)


def _covers(entry: str) -> bool:
    host = entry.lstrip("*.").lower()
    return entry == "*" or host == _REPORTS_TO or _REPORTS_TO.endswith(f".{host}")
