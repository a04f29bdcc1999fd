"""What the description of the interface (OpenAPI) says of bodies and answers."""

from __future__ import annotations

from typing import Any

_PROBABILITIES = {"type": "array", "items": {"type": "number"}}
_FACE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "number": {"type": "integer", "description": "from the left, from 1"},
        "box": {"type": "array", "items": {"type": "number"}, "description": "x1, y1, x2, y2 in pixels"},
        "detection_score": {"type": "number", "description": "probability that it is a face"},
        "age": {"type": "number", "description": "years"},
        "age_p10": {"type": "number", "description": "the age is above it in 9 of 10 cases"},
        "age_p90": {"type": "number", "description": "the age is below it in 9 of 10 cases"},
        "gender": {"type": "string"},
        "gender_score": {"type": "number"},
        "is_gender_sure": {"type": "boolean", "description": "sure enough to be named"},
        "ethnicity": {"type": "string"},
        "ethnicity_score": {"type": "number"},
        "is_ethnicity_sure": {"type": "boolean"},
    },
    "additionalProperties": True,
}
ANALYZED: dict[str, Any] = {
    "description": "what was found, or the annotated image",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "width": {"type": "integer"},
                    "height": {"type": "integer"},
                    "remark": {"type": ["string", "null"], "description": "such as that the file's end is missing"},
                    "faces": {"type": "array", "items": _FACE},
                },
            }
        },
        "image/jpeg": {"schema": {"type": "string", "format": "binary"}},
    },
}
IMAGE_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "image/*": {"schema": {"type": "string", "format": "binary"}},
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        },
    },
}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what happened and what to do, in words"},
    },
}
_WHEN = {
    400: "the request is broken",
    404: "there is no such thing, or it has been erased",
    408: "the body came too slowly",
    411: "the body has no length",
    409: "it does not fit what is there, such as another offset",
    413: "too large",
    415: "of a kind that is not read",
    422: "it makes no sense, or is damaged",
    429: "too much of one client; Retry-After says when",
    503: "the server is busy; Retry-After says when",
    507: "the disk is full",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of errors."""
    content = {"application/problem+json": {"schema": _PROBLEM}}
    return {status: {"description": _WHEN[status], "content": content} for status in statuses}
