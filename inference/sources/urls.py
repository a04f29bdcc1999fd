"""Addresses: what is one, which of them name files of this machine, and what of one may be shown."""

from __future__ import annotations

import os
import re
import socket
from urllib.parse import quote, unquote, unquote_to_bytes

from ..errors import SourceError

# two letters or more: one is a drive of Windows
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_FILE_URL = re.compile(r"file:(?://(?P<host>[^/\\]*))?(?P<path>.*)", re.IGNORECASE | re.DOTALL)

_HIDDEN = "***"
_HOST = re.compile(r"(?:\[[^\]]*\]|localhost|[\w-]+(?:\.[\w-]+)+)(?::\d*)?", re.IGNORECASE)
_HOST_OF_ONE_WORD = re.compile(r"[\w-]+(?::\d*)?")
# what a key is called whose value is nobody's business, as a part of it, or as one of its words
_SECRET_PARTS = re.compile(
    r"pass|pwd|psw|secret|token|signature|credential|apikey|hmac|hdn(?:ts|ea|ntl)|user|usr|login|streamid|sessionid",
    re.IGNORECASE,
)
_SECRET_WORDS = frozenset(
    ("key", "keys", "sig", "sign", "auth", "authorization", "pw", "pin", "pas", "jwt", "session", "sid")
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# a value in a path ends before the next name; some cameras put an underscore between the two
_PAIR_IN_PATH = re.compile(r"([^/?#&;,=\s]+?)=(.*?)(?=[/&?#]|[_;,\s][A-Za-z]+=|$)")
_PAIR_IN_QUERY = re.compile(r"([^?&;,#/|~\s=]+)=([^&]*?)(?=&|;[A-Za-z]\w*=|$)")
# `rtsp:/admin:secret@192.0.2.7`, with or without the scheme; `C:\` and `C:/` begin at a drive of Windows
_MISTYPED = re.compile(r"^((?:[a-z][a-z0-9+.-]+:/?)?)(?![a-z]:[/\\])[^/\\@:?]+:\S*@(?=[\w\[])", re.IGNORECASE)
_LOGIN_IN_PATH = re.compile(r"(?<=/)[A-Za-z][\w.-]*:(?!//)[^/?#]+")


def is_url(target: str) -> bool:
    """Return whether a target is a URL and not a path, `file://` included."""
    return _URL.match(target) is not None


def local_path(target: str) -> str:
    """Return the path that a `file:` URL names, in any of the forms in which it is written; other targets as they are.

    Raises:
        SourceError: the URL names a file of another machine.
    """
    match = _FILE_URL.fullmatch(target)
    if match is None or os.path.lexists(target):
        return target
    host, path = match["host"] or "", match["path"]
    if os.name == "nt":
        # /C:/clip.mp4, and \\server\share\clip.mp4
        path = re.sub(r"^/(?=[A-Za-z]:)", "", path)
        path = path if host.lower() in ("", "localhost") else f"//{host}{path}"
    elif host.lower() not in ("", "localhost", "127.0.0.1", socket.gethostname().lower()):
        # not as the standard has it, but as many type it: relative to the folder they are in
        path = host + path
        if not os.path.lexists(_unquoted(path)) and "/" in path:
            raise SourceError(
                f"{target} names a file of the machine {host}; copy it here, or open it where it is mounted"
            )
    written = re.split("[?#]", path, maxsplit=1)[0]
    candidates = (_unquoted(path), path, _unquoted(written))
    return next((one for one in candidates if os.path.lexists(one)), candidates[0])


def without_credentials(target: str) -> str:
    """Return a target as it may be shown and written to files: an address without user names, passwords and keys.

    User and password before the host are left out; values of keys such as `password` or `token`, in the query or in
    the path, are replaced by three stars. What is no address is returned as it is, unless it looks like a mistyped one
    (`admin:secret@192.0.2.7`).
    """
    scheme, mark, rest = target.partition("://")
    if not mark:
        path, mark, query = _MISTYPED.sub(r"\1", target).partition("?")
        return path + mark + _PAIR_IN_QUERY.sub(_hide_in_query, query)
    rest = _without_login(rest)
    end = re.search(r"[/?#]|$", rest)
    assert end is not None
    host, rest = rest[: end.start()], rest[end.start() :]
    path, mark_of_query, query = rest.partition("?")
    path = _LOGIN_IN_PATH.sub(_HIDDEN, _PAIR_IN_PATH.sub(_hide_in_path, path))
    return f"{scheme}://{host}{path}{mark_of_query}{_PAIR_IN_QUERY.sub(_hide_in_query, query)}"


def _without_login(rest: str) -> str:
    """Leave out user and password before the host, also where the password holds `@` or `/` as they are."""
    host_pattern = _HOST_OF_ONE_WORD
    while "@" in rest:
        login, _, following = rest.partition("@")
        before_path = re.split("[/?#]", login, maxsplit=1)[0]
        if before_path != login and (host_pattern.fullmatch(before_path) or _HOST.fullmatch(before_path)):
            break
        # what now looks like a host of one word may as well be the rest of a password
        rest, host_pattern = following, _HOST
    return rest


def _hide_in_path(pair: re.Match[str]) -> str:
    key, value = pair.groups()
    return f"{key}={_HIDDEN if value and _is_secret(key) else value}"


def _hide_in_query(pair: re.Match[str]) -> str:
    key, value = pair.groups()
    if value and _is_secret(unquote(key)):
        return f"{key}={_HIDDEN}"
    # another address may stand in the value
    inner = unquote(value)
    hidden = without_credentials(_PAIR_IN_QUERY.sub(_hide_in_query, inner))
    return f"{key}={value if hidden == inner else quote(hidden, safe='*:/?=#')}"


def _is_secret(key: str) -> bool:
    if _SECRET_PARTS.search(key):
        return True
    return any(word.lower() in _SECRET_WORDS for word in _WORD.findall(key))


def _unquoted(path: str) -> str:
    return os.fsdecode(unquote_to_bytes(os.fsencode(path)))
