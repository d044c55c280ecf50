"""Keeps other sites' pages from pressing the sandbox's buttons."""

from urllib.parse import urlsplit

from aiohttp import web


def require_same_site(request: web.Request) -> None:
    """Raises HTTPForbidden when a browser says that another site sends this call.

    Programs (the command line, tests) send neither header and may pass.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign_site = site is not None and site not in ("same-origin", "none")
    foreign_origin = origin is not None and urlsplit(origin).netloc != request.host
    if foreign_site or foreign_origin:
        raise web.HTTPForbidden(text="This call came from another site's page and was turned away.")
