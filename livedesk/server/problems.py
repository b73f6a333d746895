"""From an error of ours to RFC 9457 problem+json."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from livedesk import places
from livedesk.domain import errors
from livedesk.domain.errors import BadRequest, LivedeskError, NotJson, Refused, Unavailable
from livedesk.server import pages

log = logging.getLogger(__name__)

STATUS: dict[type[LivedeskError], int] = {  # where it differs from the branch's
    errors.WrongToken: 401,
    errors.Forbidden: 403,
    errors.Banned: 403,
    errors.PushRefused: 403,
    errors.WrongSignature: 403,
    errors.NotFound: 404,
    errors.BodyTooSlow: 408,
    errors.CodeTaken: 409,
    errors.Unfinished: 409,
    errors.IdempotencyClash: 409,
    errors.OtherConsole: 409,
    errors.BroadcastEnded: 409,
    errors.RelayBusy: 409,
    errors.NotListed: 409,
    errors.HostExists: 409,
    errors.BodyTooLarge: 413,
    errors.ImageTooLarge: 413,
    errors.TooManyUnfinished: 429,
    errors.TooManyRequests: 429,
}


DESCRIBED: dict[int | str, dict[str, object]] = {
    "default": {
        "description": "What went wrong, and what to do: RFC 9457. `code` is stable; further "
        "members are facts, e.g. `broadcast_id`.",
        "content": {
            "application/problem+json": {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail", "code"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "code": {"type": "string"},
                    },
                }
            }
        },
    }
}
"""For the API document: what every call may answer."""


_NOT_JSON = NotJson("The body is not JSON: send one JSON object.")


def problem(error: LivedeskError) -> JSONResponse:
    """The answer to a call that failed on purpose."""
    branch = 503 if isinstance(error, Unavailable) else 400 if isinstance(error, Refused) else 500
    status = STATUS.get(type(error), branch)
    headers = {}
    if status == 503:
        headers["Retry-After"] = "1"
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 408:
        headers["Connection"] = "close"  # the rest of the body is not waited for
    if status == 429:
        headers["Retry-After"] = str(error.facts.get("retry_after_s", 60))
    return _answer(status, error.code, error.sentence, error.facts, headers)


def answer_problems(app: FastAPI) -> None:
    """Every error of `app` becomes a problem; a bug says nothing of its inside."""

    @app.exception_handler(LivedeskError)
    async def ours(request: Request, error: LivedeskError) -> JSONResponse:
        del request
        if isinstance(error, Unavailable):
            log.error("%s: %s", error.code, error.sentence)
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def misshapen(request: Request, error: RequestValidationError) -> JSONResponse:
        del request
        mistakes = error.errors()
        if any(mistake["type"] == "json_invalid" for mistake in mistakes):
            return problem(_NOT_JSON)
        if any(tuple(mistake["loc"]) == ("body",) and mistake["input"] for mistake in mistakes):
            return problem(NotJson("Send one JSON object, with Content-Type: application/json."))
        told = "; ".join(
            f"{'.'.join(str(part) for part in mistake['loc'][1:]) or 'body'}: {mistake['msg']}"
            for mistake in mistakes
        )
        return problem(BadRequest(f"{told.replace('Value error, ', '')}."))

    @app.exception_handler(HTTPException)
    async def no_such_call(request: Request, error: HTTPException) -> Response:
        if error.status_code == 400:  # what FastAPI says of a body that its JSON reader gave up on
            return problem(_NOT_JSON)
        wants_page = "text/html" in request.headers.get("accept", "")
        if error.status_code == 404 and wants_page and not request.url.path.startswith("/v1/"):
            return pages.not_found(places.resource("web"))
        codes = {404: "not_found", 405: "method_not_allowed"}
        sentence = f"{request.method} {request.url.path}: {error.detail}."
        code = codes.get(error.status_code, "refused")
        return _answer(error.status_code, code, sentence, {}, dict(error.headers or {}))

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> JSONResponse:
        del request, error  # uvicorn logs it, with its traceback
        return _answer(500, "bug", "The server has a fault of its own: see its log.", {}, {})


def _answer(
    status: int,
    code: str,
    sentence: str,
    facts: dict[str, str | int | float | None],
    headers: dict[str, str],
) -> JSONResponse:
    body = {
        "type": f"urn:livedesk:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        "code": code,
        **facts,
    }
    return JSONResponse(body, status, headers, media_type="application/problem+json")
