"""Answers: a page, a part of it for htmx, a redirect that a replay can follow."""

from dataclasses import replace
from typing import Any

from flask import Response, g, make_response, render_template, request
from flask import redirect as _redirect
from werkzeug.wrappers import Response as AnyResponse

from cic_events.people.models import Language
from cic_events.people.permissions import Actor
from cic_events.web.locale import current_language
from cic_events.web.session import actor


def is_partial() -> bool:
    """Whether only a part of the page is wanted; going back in the browser wants it whole."""
    wanted = request.headers.get("HX-Request-Type") == "partial"
    return wanted and request.headers.get("HX-History-Restore-Request") != "true"


def page(template: str, *, part: str | None = None, status: int | None = None, **values: Any) -> Response:
    """Render a page (or its `part` for htmx). 422 when a form in it was refused."""
    refused = any(getattr(value, "failed", False) for value in values.values())
    response = make_response(render_template(part if part and is_partial() else template, **values))
    response.status_code = status or (422 if refused else 200)
    if part:
        response.vary.add("HX-Request-Type")
    return response


def partial(template: str, **values: Any) -> Response:
    return page(template, **values)


def redirect(location: str) -> AnyResponse:
    """See other; kept with the form's key so that a second submit leads to the same place."""
    g.location = location
    return _redirect(location, code=303)


def safe_next(target: str | None, otherwise: str) -> str:
    """Where to go after signing in: a path of this site, nothing else."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target:
        return target if not any(ord(c) < 32 for c in target) else otherwise
    return otherwise


def reader() -> Actor:
    """Who reads, spoken to in the language of the page, whatever the account says."""
    return replace(actor(), language=Language(current_language()))
