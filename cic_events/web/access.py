"""Access is declared on every endpoint, closed by default: the application does not start when one says nothing."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.people.permissions import Action, may
from cic_events.web.session import actor

View = TypeVar("View", bound=Callable[..., Any])
DECLARED = "_access"


class Undeclared(RuntimeError):
    """An endpoint does not say who may use it."""


def public(view: View) -> View:
    """Open to everybody."""
    setattr(view, DECLARED, None)
    return view


def requires(action: Action) -> Callable[[View], View]:
    """Open to those whom the policy allows the action somewhere; the verb checks it for the row."""

    def declare(view: View) -> View:
        setattr(view, DECLARED, action)
        return view

    return declare


def declared(app: Flask) -> dict[str, Action | None]:
    """Endpoint -> action (None: public). Raises Undeclared with all that say nothing."""
    silent = sorted(name for name, view in app.view_functions.items() if not hasattr(view, DECLARED))
    if silent:
        raise Undeclared(", ".join(silent))
    return {name: getattr(view, DECLARED) for name, view in app.view_functions.items()}


def guard() -> AnyResponse | None:
    """The second wall, before every view."""
    if request.endpoint is None:
        return None
    action = getattr(current_app.view_functions[request.endpoint], DECLARED)
    if action is None or may(actor(), action):
        return None
    if not current_user.is_authenticated and request.method in ("GET", "HEAD"):
        answer: Response = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return answer
    raise Forbidden if request.method == "POST" else NotFound
