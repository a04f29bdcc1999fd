"""The page that asks for the token; it needs no other file."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse

from .problems import Problem

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>FaceLens</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>FaceLens</h1>{problem}
<form method="post" action="{root}/login">
<label for="token">Token of this server</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button></form>
<p>It was printed where the server was started.</p></main></body></html>
"""


def login_page(request: Request, problem: Problem | None) -> HTMLResponse:
    """Return the page, with what was wrong with the token before."""
    told = "" if problem is None else f'<p role="alert">{escape(problem.detail)}</p>'
    root = escape(request.scope.get("root_path", ""))
    return HTMLResponse(_PAGE.format(problem=told, root=root), 200 if problem is None else problem.status)
