"""What the pages refer to: styles, scripts, images; in memory, under addresses that change with what is in them."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from inference.overlay.palette import NUM_COLOURS, Bgr, swatch_of

from ...colors import DARK, LIGHT, Colors

_FOLDER = Path(__file__).resolve().parent / "static"
_ASSETS = Path(__file__).resolve().parents[3] / "assets"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
}
_FOR_EVER = "public, max-age=31536000, immutable"


class Statics:
    """The files, by name. They are read once: no address that a client asks for becomes a path.

    Attributes:
        version: a part of all addresses, so that browsers may keep what they have until it changes.
    """

    def __init__(self) -> None:
        self._files = {path.name: path.read_bytes() for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}
        self._files["colors.css"] = _colors_css().encode()
        self._files["facelens.svg"] = (_ASSETS / "icons" / "facelens.svg").read_bytes()
        self._files["example.jpg"] = (_ASSETS / "photos" / "grace_hopper.jpg").read_bytes()
        told = hashlib.sha256()
        for name, content in sorted(self._files.items()):
            told.update(name.encode() + b"\0" + content)
        self.version = told.hexdigest()[:12]

    def address(self, name: str) -> str:
        """Return where a file is, below the server's root.

        Raises:
            KeyError: there is no such file.
        """
        if name not in self._files:
            raise KeyError(name)
        return f"/page/{self.version}/{name}"

    async def answer(self, request: Request) -> Response:
        """Answer a request for a file; of another version, such as a page asks for that is open since before a restart,
        the one of today."""
        name = request.path_params["name"]
        content = self._files.get(name)
        if content is None:
            return Response("There is no such file.\n", 404, media_type="text/plain")
        is_current = request.path_params["version"] == self.version
        headers = {"Cache-Control": _FOR_EVER if is_current else "no-cache"}
        return Response(content, headers=headers, media_type=_TYPES[Path(name).suffix])


def _colors_css() -> str:
    """Return the colours of both themes as properties, and of all people as classes."""
    dark = _properties(DARK)
    return "\n".join(
        [
            f":root {{ {_properties(LIGHT)} }}",
            f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}',
            f':root[data-theme="dark"] {{ {dark} }}',
            *(
                f".swatch-{number} {{ background: {css_of(swatch.fill)}; color: {css_of(swatch.text)}; }}"
                for number, swatch in ((number, swatch_of(number + 1)) for number in range(NUM_COLOURS))
            ),
            "",
        ]
    )


def _properties(colors: Colors) -> str:
    return " ".join(f"--{name.replace('_', '-')}: {value};" for name, value in asdict(colors).items())


def css_of(bgr: Bgr) -> str:
    """Return a colour as `#rrggbb`."""
    blue, green, red = bgr
    return f"#{red:02x}{green:02x}{blue:02x}"


def swatches() -> dict[str, object]:
    """Return the colours of people for the scripts, in the order of their numbers, and that of faces without one."""

    def told(number: int | None) -> dict[str, str]:
        swatch = swatch_of(number)
        return {"fill": css_of(swatch.fill), "text": css_of(swatch.text), "faded": css_of(swatch.faded_text)}

    return {"swatches": [told(number + 1) for number in range(NUM_COLOURS)], "neutral": told(None)}
