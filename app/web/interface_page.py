"""The description of the interface as a page: made here, from its OpenAPI, without a script or an address outside."""

from __future__ import annotations

from html import escape
from typing import Any

from starlette.responses import HTMLResponse


def interface_page(described: dict[str, Any], root: str) -> HTMLResponse:
    """Return the page.

    Args:
        described: OpenAPI.
        root: path under which the server is offered.
    """
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>FaceLens</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>'
        f"<h1>{escape(described['info']['title'])}</h1><p>{escape(described['info'].get('description', ''))}</p>"
        f'<p><a href="{escape(root)}/api/v1/openapi.json">OpenAPI {escape(described["openapi"])}</a></p>'
    ]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parts.append(_operation(path, method, operation))
    return HTMLResponse("".join(parts) + "</main></body></html>")


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    parameters = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{escape(one.get('description') or one.get('schema', {}).get('description', ''))}</td></tr>"
        for one in operation.get("parameters", ())
    )
    answers = "".join(
        f"<tr><td>{escape(str(status))}</td><td>{escape(', '.join(answer.get('content', {})))}</td>"
        f"<td>{escape(answer.get('description', ''))}</td></tr>"
        for status, answer in operation.get("responses", {}).items()
    )
    table = f"<table><caption>Parameters</caption>{parameters}</table>" if parameters else ""
    summary, description = (escape(operation.get(name, "")) for name in ("summary", "description"))
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p><b>{summary}</b> {description}</p>{table}"
        f"<table><caption>Answers</caption>{answers}</table></section>"
    )
