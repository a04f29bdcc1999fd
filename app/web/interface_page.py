"""The description of the interface as a page, from its OpenAPI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from .page.rendering import templates

Row = tuple[str, str, str]


def interface_page(request: Request, described: dict[str, Any]) -> HTMLResponse:
    """Return the page; `described` is OpenAPI."""
    return templates().page(
        request,
        "interface.html.j2",
        "Interface",
        about=described["info"].get("description", ""),
        version=described["openapi"],
        operations=[*_operations(described)],
    )


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield {
                "method": method.upper(),
                "path": path,
                "summary": operation.get("summary", ""),
                "description": operation.get("description", ""),
                "parameters": [_parameter(one) for one in operation.get("parameters", ())],
                "body": [*_body(described, operation.get("requestBody", {}))],
                "answers": [
                    (status, ", ".join(answer.get("content", {})), answer.get("description", ""))
                    for status, answer in operation.get("responses", {}).items()
                ],
            }


def _parameter(one: dict[str, Any]) -> Row:
    return one["name"], one["in"], one.get("description") or one.get("schema", {}).get("description", "")


def _body(described: dict[str, Any], body: dict[str, Any]) -> Iterator[Row]:
    """Yield the kinds of a body, and the fields of each."""
    for kind, content in body.get("content", {}).items():
        schema = content.get("schema", {})
        schema = _named(described, schema.get("$ref", "")) or schema
        fields = schema.get("properties", {})
        if not fields:
            yield kind, schema.get("format", ""), ""
        for name, field in fields.items():
            yield name, kind, field.get("description", "")


def _named(described: dict[str, Any], reference: str) -> dict[str, Any] | None:
    schemas: dict[str, dict[str, Any]] = described.get("components", {}).get("schemas", {})
    return schemas.get(reference.rpartition("/")[2])
