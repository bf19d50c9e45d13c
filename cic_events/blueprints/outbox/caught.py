"""What the development catcher took. In production these addresses do not exist."""

from flask import Response, current_app
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from cic_events.kernel.errors import NotFound
from cic_events.people.mail_queue import Mailbox
from cic_events.web.access import public
from cic_events.web.pages import page

INERT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox"


def open_in_development(state: BlueprintSetupState) -> None:
    """Open the mailbox to everybody where nothing real is sent."""
    if state.app.extensions["cic_settings"].catches_mail:
        state.add_url_rule("/caught", "caught", caught)
        state.add_url_rule("/caught/<name>", "caught_mail", caught_mail)
        state.add_url_rule("/caught/<name>/html", "caught_html", caught_html)
        state.add_url_rule("/caught/<name>/raw", "caught_raw", caught_raw)


def _mailbox() -> Mailbox:
    return Mailbox(current_app.extensions["cic_settings"].instance / "mailbox")


@public
def caught() -> ResponseReturnValue:
    return page("outbox/caught.html", mails=_mailbox().latest())


@public
def caught_mail(name: str) -> ResponseReturnValue:
    if (mail := _mailbox().read(name)) is None:
        raise NotFound
    base = current_app.extensions["cic_settings"].base_url
    return page("outbox/caught_mail.html", mail=mail, base=base)


@public
def caught_html(name: str) -> ResponseReturnValue:
    """The HTML as a mail program would show it: no script, no picture from outside, in a sandbox."""
    if (mail := _mailbox().read(name)) is None:
        raise NotFound
    return Response(mail.html, mimetype="text/html", headers={"Content-Security-Policy": INERT})


@public
def caught_raw(name: str) -> ResponseReturnValue:
    if (raw := _mailbox().raw(name)) is None:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{name}.eml"'}
    return Response(raw, mimetype="message/rfc822", headers=headers)
