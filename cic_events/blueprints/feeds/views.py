from collections.abc import Callable
from urllib.parse import quote

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.feeds import bp
from cic_events.blueprints.feeds.answers import answer, languages
from cic_events.calendar import feeds as calendar
from cic_events.events import appointments, feeds, subscriptions, words
from cic_events.events.feeds import Scope
from cic_events.kernel.errors import N_, NotFound
from cic_events.kernel.units import reading
from cic_events.people import queries as people
from cic_events.people.permissions import Action
from cic_events.web.access import public, requires
from cic_events.web.forms import Form
from cic_events.web.locale import _, current_language, translations
from cic_events.web.pages import page
from cic_events.web.session import actor

NAME, MINE = N_("Trainings and platforms"), N_("My sessions")


def _said(message: str, language: str) -> str:
    """In the language of the address, whatever the reader's: the bytes depend on the address alone."""
    return str(translations(language).ugettext(message))


class SubscriptionForm(Form):
    """One button."""


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What one can subscribe to, as https and webcal links."""
    language = current_language()
    groups = [
        (_("Everything"), [(_("All sessions"), "all", "")]),
        (_("By commune"), [(name, "commune", slug) for slug, name in people.commune_choices(language)]),
        (_("By audience"), [(_(word), "audience", audience.value) for audience, word in words.AUDIENCES.items()]),
        (_("By theme"), [(_(word), "theme", theme) for theme, word in words.THEMES.items()]),
    ]
    return page(
        "feeds/index.html",
        groups=[(title, [(name, _links(language, by, value)) for name, by, value in rows]) for title, rows in groups],
    )


def _links(language: str, by: str, value: str) -> dict[str, str]:
    """One feed for every calendar program."""
    address = (
        url_for(".everything", language=language, _external=True)
        if by == "all"
        else url_for(".narrowed", language=language, by=by, value=value, _external=True)
    )
    return _addresses(address)


def _addresses(address: str) -> dict[str, str]:
    webcal = "webcal:" + address.partition(":")[2]
    return {
        "https": address,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?url={quote(address, safe='')}",
    }


@bp.route("/mine", methods=["GET", "POST"])
@requires(Action.ACCOUNT_OWN)
def mine() -> ResponseReturnValue:
    """One's own calendar: a secret address, shown once."""
    form, address = SubscriptionForm(), ""
    if form.validate_on_submit():
        form.once = False
        with form.refusals():
            if request.form.get("act") == "revoke":
                subscriptions.revoke(by=actor())
            else:
                token = subscriptions.renew(by=actor())
                address = url_for(".personal", language=current_language(), token=token, _external=True)
    with reading():
        known = subscriptions.current(actor().person_id or 0)
    links = _addresses(address) if address else None
    response = page("feeds/mine.html", form=form, known=known, links=links)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get(f"/<{languages}:language>/sessions.ics")
@public
def everything(language: str) -> ResponseReturnValue:
    """All public events; ?commune=&theme=&audience=&kind= narrow it."""
    asked = {name: request.args.get(name, "")[:80] for name in ("commune", "theme", "audience", "kind")}
    scope = Scope(asked["commune"], asked["theme"], asked["audience"], asked["kind"])
    return _feed(scope, language, name=_said(NAME, language))


@bp.get(f"/<{languages}:language>/<any(commune, theme, audience, kind):by>/<value>.ics")
@public
def narrowed(language: str, by: str, value: str) -> ResponseReturnValue:
    return _feed(Scope.narrowed(by, value[:80]), language, name=f"{_said(NAME, language)}: {value}")


@bp.get(f"/<{languages}:language>/session-<int:id>.ics")
@public
def single(language: str, id: int) -> ResponseReturnValue:
    """One session as a file."""
    scope = Scope(event_id=id)
    if not feeds.mark(scope).events:
        raise NotFound
    made = _feed(scope, language, name=_said(NAME, language), method="PUBLISH")
    made.headers["Content-Disposition"] = f'attachment; filename="session-{id}.ics"'
    return made


def _feed(scope: Scope, language: str, *, name: str, method: str = "") -> Response:
    mark = feeds.mark(scope)
    etag = mark.etag("public", repr(scope), language)
    return answer(etag, lambda: calendar.feed(name, feeds.vevents(scope, language), method=method))


@bp.get(f"/<{languages}:language>/my/<token>.ics")
@public
def personal(language: str, token: str) -> ResponseReturnValue:
    """One's own registrations, at a secret address."""
    mine = feeds.of_token(token)
    mark = feeds.mark_of_person(mine.person_id)
    etag = mark.etag("personal", str(mine.person_id), str(mine.token_version), str(mine.rotated_at), language)
    response = answer(etag, _mine(mine, language))
    response.call_on_close(lambda: subscriptions.touch(token))
    return response


def _mine(mine: feeds.Personal, language: str) -> Callable[[], bytes]:
    def build() -> bytes:
        if mine.rotated_at is not None:
            vevents = [appointments.address_changed(language, mine.rotated_at)]
        else:
            vevents = feeds.vevents_of_person(mine.person_id, language)
        return calendar.feed(_said(MINE, language), vevents)

    return build
