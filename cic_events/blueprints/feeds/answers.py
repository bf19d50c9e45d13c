"""How a feed answers: a strong mark, 304, HEAD, gzip, byte for byte the same until something changed."""

import gzip
from collections.abc import Callable

from flask import Response, request

from cic_events.kernel.texts import LANGUAGES

languages = f"any({', '.join(LANGUAGES)})"
WORTH_PACKING = 1000


def answer(etag: str, build: Callable[[], bytes]) -> Response:
    """304 when the client has these bytes already, whatever its Cache-Control asks; else the calendar."""
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    mark = f"{etag}-gz" if packs else etag
    response = Response(mimetype="text/calendar")
    asked = request.if_none_match
    if asked.star_tag or any(asked.contains_weak(known) for known in (etag, f"{etag}-gz")):
        response.status_code = 304
        response.set_etag(mark)
    else:
        _fill(response, build(), mark, packs=packs)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _fill(response: Response, body: bytes, mark: str, *, packs: bool) -> None:
    packed = packs and len(body) > WORTH_PACKING
    response.set_data(gzip.compress(body, 6, mtime=0) if packed else body)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(mark)
