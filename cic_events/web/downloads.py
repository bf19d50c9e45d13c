"""Files that people sent us go out inert: saved, not shown; of the kind that their content shows; in a sandbox."""

from urllib.parse import quote

from flask import Response, make_response
from werkzeug.datastructures import Headers
from werkzeug.http import dump_options_header

from cic_events.kernel import files
from cic_events.kernel.names import clean

INERT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def attachment(content: bytes, name: str) -> Response:
    """An uploaded file as a download; what its content does not show to be of a kind we take is plain bytes."""
    try:
        kind = files.content_type(content, name)
    except files.FileRefused:
        kind = "application/octet-stream"
    response = make_response(content)
    response.headers = Headers(
        {
            "Content-Type": kind,
            "Content-Disposition": _saved_as(name),
            "Content-Security-Policy": INERT,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
    )
    return response


def _saved_as(name: str) -> str:
    """Readable by old and by new browsers (RFC 6266); nothing of the name ends the header."""
    called = clean(name).replace("/", "_").replace("\\", "_")
    plain = called.encode("ascii", "replace").decode().replace('"', "_")
    said = dump_options_header("attachment", {"filename": plain})
    return said if plain == called else f"{said}; filename*=UTF-8''{quote(called, safe='')}"
