"""What goes wrong, said on a page in the reader's language; never internals."""

import logging

from flask import Flask, Response, flash, request
from flask import redirect as follow
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from cic_events.kernel.errors import N_, Conflict, DomainError, Forbidden, NotFound
from cic_events.kernel.idempotency import Replayed
from cic_events.kernel.outage import database_outage, unstorable
from cic_events.web.forms import where_it_led
from cic_events.web.locale import gettext as _
from cic_events.web.locale import sentence_of
from cic_events.web.pages import page

log = logging.getLogger(__name__)
TITLES = {
    400: N_("This request could not be read"),
    403: N_("You may not do this"),
    404: N_("Nothing to see at this address"),
    405: N_("This cannot be done here"),
    409: N_("Somebody else was faster"),
    410: N_("This is no longer here"),
    411: N_("This request could not be read"),
    413: N_("This file is too large"),
    422: N_("This was not possible"),
    429: N_("Too many requests"),
    500: N_("Something went wrong on our side"),
    503: N_("The service is busy"),
    507: N_("The disk is full"),
}
HINTS = {
    429: N_("Wait a minute, then try again."),
    500: N_("Nothing was half-written. Try again in a moment."),
    503: N_("Nothing was lost. Try again in a moment."),
    507: N_("Reading goes on, but nothing can be saved now. The administrator has to make room."),
}
STATUS: list[tuple[type[DomainError], int]] = [(NotFound, 404), (Forbidden, 403), (Conflict, 409), (DomainError, 422)]


def show(status: int, sentence: str = "") -> Response:
    title = TITLES.get(status, TITLES[500])
    hint = HINTS.get(status)
    response = page("home/error.html", heading=_(title), sentence=sentence or (_(hint) if hint else ""), status=status)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def refused(error: DomainError) -> Response:
    status = next(code for kind, code in STATUS if isinstance(error, kind))
    return show(status, sentence_of(error))


def replayed(error: Replayed) -> AnyResponse:
    flash(_("This was already received; it is shown once."), "info")
    return follow(where_it_led(error.location) or request.path, code=303)


def http(error: HTTPException) -> Response | HTTPException:
    return show(error.code or 500) if (error.code or 500) >= 400 else error


def unforeseen(error: Exception) -> Response:
    if (status := database_outage(error)) is not None:
        log.warning("%s at %s: %s", status, request.endpoint, error)
        return show(status)
    log.exception("unforeseen at %s", request.endpoint)
    return show(400 if unstorable(error) else 500)


def init(app: Flask) -> None:
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(Replayed, replayed)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, unforeseen)
