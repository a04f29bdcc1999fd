"""`POST /api/v1/analyze`: an image in, its faces out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from simplejpeg import encode_jpeg
from starlette.responses import JSONResponse, Response

from inference.attributes import ATTRIBUTE_NAMES
from inference.errors import UsageError
from inference.overlay import Overlay
from inference.settings import DisplaySettings, Privacy

from .bodies import ClientDisconnect, read_image
from .descriptions import ANALYZED, IMAGE_BODY, problems
from .faces import result_json
from .looking import Seen
from .serving import Serving

_QUALITY = 92
# an answer that nobody waits for any more; nginx's number for it
_GONE = 499
_JPEG_SIDE_PX = 65_500


def image_routes(serving: Serving) -> APIRouter:
    """Return the routes of `serving`."""
    router = APIRouter(tags=["images"])
    limits = serving.settings.limits

    @router.post(
        "/analyze",
        summary="Analyse an image",
        responses={200: ANALYZED, **problems(400, 408, 413, 415, 422, 429, 503)},
        openapi_extra={"requestBody": IMAGE_BODY},
    )
    async def analyze(
        request: Request,
        annotated: Annotated[bool, Query(description="1: answer with the image, annotated, as JPEG")] = False,
        privacy: Annotated[Privacy, Query(description="faces in the annotated image")] = Privacy.NONE,
        hide: Annotated[
            str, Query(description="attributes that are left out: age,gender,ethnicity", max_length=64)
        ] = "",
    ) -> Response:
        """Find the faces of an image and estimate their age, gender and ethnicity. Nothing of it is kept."""
        hidden = frozenset(name.strip().lower() for name in hide.split(",") if name.strip())
        display = DisplaySettings(privacy, hidden)
        with serving.looker.places.one(request):
            try:
                content = await read_image(request, limits.image_bytes, serving.bodies, limits.body_s)
                with serving.bodies.part(len(content)):
                    then = (lambda seen: _annotated(seen, display)) if annotated else (lambda seen: _told(seen, hidden))
                    return await serving.looker.look(content, request, then)
            except (ClientDisconnect, ConnectionError):
                return Response(status_code=_GONE)

    return router


def _told(seen: Seen, hidden: frozenset[str]) -> Response:
    told = result_json(seen.result, seen.frame.image_bgr, remark=seen.remark)
    for face in told["faces"]:
        _leave_out(face, hidden)
    return JSONResponse(told)


def _leave_out(face: dict[str, Any], hidden: frozenset[str]) -> None:
    """Take from a face all columns of attributes."""
    for name in hidden & frozenset(ATTRIBUTE_NAMES):
        for key in [key for key in face if key == name or key.startswith((f"{name}_", f"is_{name}_"))]:
            del face[key]


def _annotated(seen: Seen, display: DisplaySettings) -> Response:
    image = Overlay(display).draw(seen.frame, seen.result)
    if max(image.shape) > _JPEG_SIDE_PX:
        raise UsageError(f"the annotated image would be larger than a JPEG can be: {_JPEG_SIDE_PX:,} pixels a side")
    return Response(encode_jpeg(image, _QUALITY, colorspace="BGR", colorsubsampling="444"), media_type="image/jpeg")
