"""Forms: a token bound to the browser's session, a key that makes a double submit one effect, refusals at the field."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from flask import abort, g, request
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Form as WtForm

from cic_events.kernel import idempotency, secrets
from cic_events.kernel.errors import N_, Conflict, DomainError, FieldRefused, Forbidden, NotFound
from cic_events.kernel.units import transaction
from cic_events.web import session
from cic_events.web.locale import sentence_of

MOST_FIELDS = 1_000
TOKEN, KEY, LANGUAGE = "_token", "_key", "_language"
SECRET = "{secret}"  # noqa: S105 (stands for one)


class FormExpired(DomainError):
    sentence = N_("This page was open too long or in another window. Check your answers and send it again.")


def form_token(nonce: str = "") -> str:
    """A token for this browser and session, different in every answer."""
    nonce = nonce or token_hex(8)
    return f"{nonce}.{secrets.mac('form', session.visitor(), g.get('session_token') or '', nonce)}"


def token_holds(given: str) -> bool:
    nonce, _, _ = given.partition(".")
    return bool(nonce) and secrets.same(given, form_token(nonce))


class Form(WtForm):
    """A form of one page. `once`: its verb runs in one write unit that begins with the form's key."""

    once = True

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata if formdata is not None else _sent(), **kwargs)
        self.key = ("" if g.get("unread") else request.form.get(KEY)) or token_hex(16)

    @property
    def failed(self) -> bool:
        return bool(self.errors)

    def hidden(self) -> Markup:
        """The token and the key, as hidden fields."""
        return Markup("").join(
            Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
            for name, value in ((TOKEN, form_token()), (KEY, self.key))
        )

    def validate_on_submit(self, **kwargs: Any) -> bool:
        """Whether a good form was sent. Asking for another language only shows the page again."""
        if request.method != "POST" or LANGUAGE in request.form:
            return False
        if not token_holds(request.form.get(TOKEN, "")):
            self.form_errors = [sentence_of(FormExpired())]
            return False
        return bool(self.validate(**kwargs))

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """What the domain refuses becomes the form's own message; a second submit is replayed."""
        try:
            if not self.once:
                yield
                return
            with transaction():
                idempotency.use(self.key[:64], by=_sender(), route=_route(), body=_fingerprint())
                yield
                idempotency.remember(self.key[:64], _without_secret(g.pop("location", "")))
        except (NotFound, Forbidden, Conflict):
            raise
        except FieldRefused as refused:
            field = self._fields.get(refused.field)
            if field is None:
                self.form_errors = [*self.form_errors, sentence_of(refused)]
            else:
                field.errors = [*field.errors, sentence_of(refused)]
        except DomainError as refused:
            self.form_errors = [*self.form_errors, sentence_of(refused)]


def _sent() -> Any:
    if request.method != "POST" or g.get("unread"):
        return None
    g.unread = True  # should reading fail: the page that says so has forms too
    if len(request.form) > MOST_FIELDS:
        abort(413)
    g.unread = False
    return CombinedMultiDict([request.files, request.form])


def _sender() -> str:
    return f"{session.actor().person_id or ''}:{session.visitor()}"


def _route() -> str:
    """Keyed, as the address may hold the secret of a mailed link."""
    return secrets.mac("form route", request.path)


def _fingerprint() -> str:
    """Keyed, as what was sent could be guessed from a bare digest."""
    sent = sorted((k, v) for k, v in request.form.items(multi=True) if k not in (TOKEN, KEY))
    return secrets.mac("form answers", repr(sent))


def _without_secret(location: str) -> str:
    """Where a form led, to be kept: the secret of the address that it was sent to stays out."""
    secret = (request.view_args or {}).get("token")
    return location.replace(secret, SECRET) if secret else location


def where_it_led(kept: str) -> str:
    """The address again, for who sends the same form to the same address."""
    return kept.replace(SECRET, (request.view_args or {}).get("token", ""))
