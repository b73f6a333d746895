"""The pages: the live list at ``/``, one broadcast at ``/watch/{code}``, the desk at ``/admin``.

They are files that say the same to everybody; what is on air they ask of the public API. So they
need no template, and any cache may keep them.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# Nothing but our own files runs or styles. Covers and pictures may come from any web host: their
# addresses are data, media servers redirect to other hosts, and playlists name further ones.
# blob: is how media source players hand the picture to <video>, and where hls.js has its worker.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' http: https:",
        "media-src 'self' blob: http: https:",
        "connect-src 'self' http: https:",
        "worker-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    # Asked for again each time (304 by ETag): page and scripts must be of one version.
    "Cache-Control": "no-cache",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # The origin goes along: media servers may check from which site they are played.
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


class PageFiles(StaticFiles):
    """The web folder, with our headers on every answer."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 304.

        Raises:
            HTTPException: 404, 405: no such file, or not GET.
        """
        response = await super().get_response(path, scope)
        response.headers.update(HEADERS)
        return response


def routes(web: Path) -> list[BaseRoute]:
    """``/``, ``/watch/{code}``, ``/admin`` and ``/static/...`` from the folder `web`.

    Any code gets the watch page: the page itself asks the API, and says so when there is none.
    """
    # Windows takes types from its registry, where .js may be text/plain: nosniff would stop us.
    mimetypes.add_type("text/javascript", ".js")
    files = PageFiles(directory=web)

    async def live_list(request: Request) -> Response:
        return await files.get_response("list.html", request.scope)

    async def watch(request: Request) -> Response:
        return await files.get_response("watch.html", request.scope)

    async def admin(request: Request) -> Response:
        return await files.get_response("admin.html", request.scope)

    return [
        Route("/", live_list),
        Route("/admin", admin),
        Route("/watch/{code}", watch),
        Mount("/static", GZipMiddleware(files, compresslevel=6)),
    ]


def not_found(web: Path) -> Response:
    """The 404 page in words, for a browser that asked for an address without a page."""
    return FileResponse(web / "not_found.html", status_code=404, headers=HEADERS)
