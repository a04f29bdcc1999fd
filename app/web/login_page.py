"""The page that asks for the token."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .guards import wanted_page
from .page.rendering import templates
from .problems import Problem


def login_page(request: Request, problem: Problem | None) -> Response:
    """Return the page.

    Args:
        request: that it answers.
        problem: why the token was not taken; None where none was given.
    """
    said = None if problem is None else problem.detail[:1].upper() + problem.detail[1:] + "."
    return templates().page(
        request,
        "login.html.j2",
        "Sign in",
        status=200 if problem is None else problem.status,
        problem=said,
        wanted=wanted_page(request),
    )
