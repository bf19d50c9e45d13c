"""What every template may use; few names, all said here."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask.templating import Environment as FlaskEnvironment
from jinja2 import StrictUndefined

from cic_events.kernel import clock
from cic_events.people.permissions import PUBLIC, may
from cic_events.web import compiled, demonstration, locale, session
from cic_events.web.assets import asset
from cic_events.web.forms import Form
from cic_events.web.fragments import fragment
from cic_events.web.navigation import navigation

THEMES = ("light", "dark")


def theme() -> str:
    """The theme the reader chose; empty: the device's own."""
    kept = request.cookies.get("cic_theme", "")
    return kept if kept in THEMES else ""


def language_menu() -> list[dict[str, str]]:
    """Each language with the address of this same page in it."""
    endpoint = request.endpoint if request.endpoint and request.method in ("GET", "HEAD") else "home.index"
    home = endpoint == "home.index"
    here = url_for(endpoint, **({} if home else request.view_args or {}))
    # the query is text of whoever made the address: it never reaches url_for(), where some names mean more
    asked = [] if home else [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [
        {"code": code, "label": locale.NAMES[code], "url": f"{here}?{urlencode([*asked, ('lang', code)])}"}
        for code in locale.LANGUAGES
    ]


class Person:
    """The actor as a template sees it."""

    def __init__(self) -> None:
        found = session.actor()
        self.signed_in = found is not PUBLIC
        self.name = locale.called(found) if self.signed_in else ""
        self.roles = tuple(found.roles)


def context() -> dict[str, Any]:
    return {
        "language": locale.current_language(),
        "direction": locale.direction(),
        "theme": theme(),
        "languages": language_menu(),
        "navigation": navigation(),
        "actor": Person(),
        "today": clock.today(),
        "menu_form": Form(),
        "demonstration": demonstration.held(),
    }


class Environment(FlaskEnvironment):
    """Globals as one dictionary: a chain of them is looked through again for each import of each page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def init(app: Flask) -> None:
    app.jinja_environment = Environment
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    kept = app.extensions["cic_settings"].instance / "compiled"
    compiled.keep_in(kept)
    app.jinja_env.bytecode_cache = compiled.Templates(kept, made_by=Path(__file__).read_bytes())
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: locale.translations(locale.current_language()).ugettext(message),
        lambda one, many, n: locale.translations(locale.current_language()).ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        asset=asset,
        fragment=fragment,
        t=locale.text,
        plain=locale.plain,
        called=locale.called,
        also_called=locale.also_called,
        day=locale.day,
        current_language=locale.current_language,
        direction_of=locale.direction,
        day_range=locale.day_range,
        hours=locale.hours,
        moment=locale.moment,
        money=locale.money,
        number=locale.number,
        listed=locale.listed,
        beside=locale.beside,
        csrf_field=lambda form: form.hidden(),
        may=lambda action, owner_id=None: may(session.actor(), action, owner_id),
        product_name=app.extensions["cic_settings"].product_name,
        development=not app.extensions["cic_settings"].production,
    )
    app.context_processor(context)
    app.after_request(locale.keep_language)
