"""Who is asking: our own server-side sessions, the actor of the request, its reach and its read unit."""

from contextlib import ExitStack
from secrets import token_urlsafe

from flask import Flask, Response, g, request
from flask_login import LoginManager, UserMixin

from cic_events.kernel.units import acting_as, reading
from cic_events.people import accounts
from cic_events.people.permissions import PUBLIC, Actor
from cic_events.settings import Settings

login = LoginManager()


class SignedIn(UserMixin):
    """What Flask-Login's current_user answers."""

    def __init__(self, actor: Actor) -> None:
        self.id = actor.person_id
        self.name = actor.name


def actor() -> Actor:
    """The actor of this request."""
    found: Actor = g.get("actor", PUBLIC)
    return found


def open_request() -> None:
    """Find the actor; a page that is read gets one read unit, an action opens its own write unit."""
    stack: ExitStack = g.setdefault("units", ExitStack())
    stack.enter_context(acting_as(PUBLIC.reach))
    token = request.cookies.get(_settings().cookie)
    if request.method in ("GET", "HEAD"):
        stack.enter_context(reading())
    g.session_token = token
    g.actor = accounts.actor_of(token) or PUBLIC if token else PUBLIC
    stack.enter_context(acting_as(g.actor.reach))


def close_request(_: BaseException | None = None) -> None:
    """Close the units, then note that the session was used."""
    if (stack := g.pop("units", None)) is not None:
        stack.close()
    if (found := g.get("actor")) is not None and found is not PUBLIC and g.get("session_token"):
        accounts.touch(g.session_token)


def start(token: str) -> None:
    """Sign the browser in with this session token, under a new visitor id."""
    g.new_session, g.new_visitor = token, token_urlsafe(16)


def end() -> None:
    """Sign the browser out."""
    g.new_session, g.new_visitor = "", token_urlsafe(16)


def visitor() -> str:
    """An id of this browser for the form token, made when the first form is shown."""
    known = g.get("new_visitor") or request.cookies.get("cic_visitor")
    if not known:
        known = g.new_visitor = token_urlsafe(16)
    return str(known)


def set_cookies(response: Response) -> Response:
    """Write the cookies that the request asked for."""
    settings = _settings()
    if (visitor_id := g.pop("new_visitor", None)) is not None:
        response.set_cookie("cic_visitor", visitor_id, httponly=True, secure=settings.secure, samesite="Lax")
    if (token := g.pop("new_session", None)) is not None:
        if token:
            response.set_cookie(
                settings.cookie,
                token,
                max_age=settings.session_days * 86400,
                httponly=True,
                secure=settings.secure,
                samesite="Lax",
                path="/",
            )
        else:
            response.delete_cookie(settings.cookie, path="/", secure=settings.secure, httponly=True, samesite="Lax")
    return response


def _settings() -> Settings:
    from flask import current_app

    found: Settings = current_app.extensions["cic_settings"]
    return found


def init(app: Flask) -> None:
    login.init_app(app)
    login.login_view = "accounts.sign_in"
    login.login_message = ""
    login.request_loader(lambda _: SignedIn(g.actor) if g.get("actor", PUBLIC) is not PUBLIC else None)
    app.before_request(open_request)
    app.after_request(set_cookies)
    app.teardown_request(close_request)
