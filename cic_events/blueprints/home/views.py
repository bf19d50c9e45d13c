from flask import Response, abort, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from cic_events.kernel import clock, health
from cic_events.reporting import today
from cic_events.web import gallery as components
from cic_events.web.access import public
from cic_events.web.jinja import THEMES
from cic_events.web.pages import page, reader, redirect, safe_next

from . import bp


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What must I do now, then what is next."""
    if today.is_empty():
        return redirect("/setup")
    return page("home/index.html", desk=today.desk(reader(), as_of=clock.today()))


@bp.get("/appearance/<theme>")
@public
def appearance(theme: str) -> ResponseReturnValue:
    """Keep the theme that the reader chose; `device` follows the device again."""
    answer = make_response(redirect(safe_next(request.args.get("next"), "/")))
    if theme in THEMES:
        answer.set_cookie("cic_theme", theme, max_age=31_536_000, samesite="Lax", httponly=True)
    else:
        answer.delete_cookie("cic_theme")
    return answer


@bp.get("/health")
@public
def state() -> ResponseReturnValue:
    """200 when the service can read, write and tell the time; 503 with what is wrong otherwise."""
    seen = health.look(current_app.config["SQLALCHEMY_DATABASE_URI"])
    answer: Response = jsonify(seen)
    answer.status_code = 200 if seen["ok"] else 503
    return answer


@bp.get("/dev/components")
@public
def gallery() -> ResponseReturnValue:
    """Every component on one page, in development only."""
    if current_app.extensions["cic_settings"].production:
        abort(404)
    return page(
        "gallery/page.html", form=components.refused_form(), filters=components.GalleryForm(prefix="f-"), status=200
    )
