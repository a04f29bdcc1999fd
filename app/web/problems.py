"""What went wrong, as RFC 9457 has it: `application/problem+json`, with the words of the command line."""

from __future__ import annotations

import http
import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from inference.errors import FaceLensError, SinkError, SourceError, UsageError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
# RFC 9110 and RFC 4918 name these; Python knows them by other words, depending on its version
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class Problem(Exception):
    """An answer that says what is wrong.

    Args:
        status: of HTTP.
        detail: what happened and what to do, as a sentence of the command line.
        retry_after_s: when to try again; None where that is of no use.
        headers: more of the answer.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        retry_after_s: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers = dict(headers or {})
        if retry_after_s is not None:
            self.headers["Retry-After"] = str(max(1, round(retry_after_s)))

    def response(self) -> Response:
        """Return the answer."""
        title = _TITLES.get(self.status) or http.HTTPStatus(self.status).phrase
        content = {"type": "about:blank", "title": title, "status": self.status, "detail": self.detail}
        return JSONResponse(content, self.status, headers=self.headers, media_type=MEDIA_TYPE)


def problem_of(error: FaceLensError) -> Problem:
    """Return what an error of the analysis is for a client."""
    if isinstance(error, (UsageError, SourceError)):
        return Problem(422, str(error))
    if isinstance(error, SinkError):
        return Problem(507, str(error))
    return Problem(503, str(error), retry_after_s=30)


def add_problem_handlers(app: FastAPI) -> None:
    """Let every error of a server become a problem."""

    async def of_ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return error.response()

    async def of_analysis(request: Request, error: Exception) -> Response:
        assert isinstance(error, FaceLensError)
        return problem_of(error).response()

    async def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        words = {404: "there is nothing at this address", 405: f"{request.method} makes no sense at this address"}
        detail = words.get(error.status_code, str(error.detail))
        return Problem(error.status_code, detail, headers=error.headers).response()

    async def of_values(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return Problem(422, "; ".join(map(_value_in_words, error.errors()))).response()

    async def of_us(request: Request, error: Exception) -> Response:
        # what was asked for may be private: the trace shows where, and no values
        log.error("a fault in FaceLens (%s)", type(error).__name__, exc_info=error)
        return Problem(500, f"a fault in FaceLens ({type(error).__name__}); please report it").response()

    app.add_exception_handler(Problem, of_ours)
    app.add_exception_handler(FaceLensError, of_analysis)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(RequestValidationError, of_values)
    app.add_exception_handler(Exception, of_us)


def _value_in_words(error: Mapping[str, object]) -> str:
    place = error.get("loc")
    names = [str(part) for part in place[1:]] if isinstance(place, (tuple, list)) else []
    return f"{'.'.join(names) or 'the body'}: {str(error.get('msg', 'wrong')).lower()}"
