"""The templates of the pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from .statics import Statics

_ICONS = Path(__file__).resolve().parents[3] / "assets" / "icons"
# name, address below the root, icon
PAGES = (
    ("Upload", "/", "open"),
    ("Camera", "/camera", "camera"),
    ("Live", "/live", "stream"),
    ("People", "/people", "people"),
    ("History", "/history", "charts"),
    ("About", "/about", "about"),
)


class Templates:
    """Renders pages; what they say is escaped where it stands in them.

    Attributes:
        statics: what they refer to.
    """

    def __init__(self) -> None:
        self.statics = Statics()
        self._environment = Environment(
            loader=PackageLoader("app.web.page"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(icon=icon, pages=PAGES)

    def page(self, request: Request, template: str, title: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page as the answer to a request.

        Args:
            request: tells under which prefix a proxy shows the server.
            template: file name.
            title: of the page.
            status: HTTP's.
            values: what it says.
        """
        return HTMLResponse(self._render(request, template, title=title, **values), status)

    def part(self, request: Request, template: str, **values: Any) -> Markup:
        """Return a part of a page."""
        return Markup(self._render(request, template, **values))

    def _render(self, request: Request, template: str, **values: Any) -> str:
        root = request.scope.get("root_path", "").rstrip("/")
        here = "/" + request.url.path.removeprefix(root).strip("/").partition("/")[0]
        return self._environment.get_template(template).render(
            root=root, here=here, static=lambda name: root + self.statics.address(name), **values
        )


@cache
def templates() -> Templates:
    """Return those of this process."""
    return Templates()


@cache
def icon(name: str) -> Markup:
    """Return an icon of `assets/icons` as a part of a page, in the text's colour; readers of screens pass over it."""
    svg = (_ICONS / f"{name}.svg").read_text(encoding="utf-8").strip()
    return Markup(svg.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1))
