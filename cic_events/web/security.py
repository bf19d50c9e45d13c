"""Headers on every answer, same origin on every change, one host."""

from urllib.parse import urlsplit
from wsgiref.headers import Headers

from flask import Flask, Response, abort, current_app, request
from werkzeug.routing import IntegerConverter, Map

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ON_EVERY_ANSWER = {"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff"}  # also built files
LARGEST_ID = 2**31 - 1
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class RowId(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere instead of to the database."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int = LARGEST_ID) -> None:
        super().__init__(map, fixed_digits, min, max)


def one_host() -> None:
    """Mailed links are built on the base address; another Host header is refused."""
    settings = current_app.extensions["cic_settings"]
    if settings.production and request.host != settings.host:
        abort(400)


def same_origin() -> None:
    """A change comes from our own pages: what the browser says of its origin must agree."""
    if request.method not in UNSAFE:
        return
    if request.content_length is None and "Transfer-Encoding" in request.headers:
        abort(411)  # without an end that is known beforehand the limits would not hold
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(403)
    if origin == "null":
        abort(403)


def headers(response: Response) -> Response:
    for name, value in ON_EVERY_ANSWER.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    if current_app.extensions["cic_settings"].secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def headers_of_file(headers: Headers, path: str, url: str) -> None:
    """The same for built files, which are answered before the application is asked."""
    for name, value in ON_EVERY_ANSWER.items():
        headers[name] = value


def init(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
    app.before_request(one_host)
    app.before_request(same_origin)
    app.after_request(headers)
