"""Where one can go, by role: the rail on wide screens, five tabs on phones."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from cic_events.kernel.errors import N_
from cic_events.people.permissions import Action, may
from cic_events.web.locale import gettext
from cic_events.web.session import actor


@dataclass(frozen=True)
class Place:
    """A place in the menu: its endpoint decides who sees it. `tab`: also on the phone's bar."""

    endpoint: str
    label: str
    icon: str
    tab: bool = False


@dataclass(frozen=True)
class Group:
    label: str
    places: tuple[Place, ...]


GROUPS = (
    Group(
        "",
        (
            Place("home.index", N_("Home"), "house", tab=True),
            Place("week.index", N_("Week"), "calendar-range", tab=True),
        ),
    ),
    Group(
        N_("Steer"),
        (
            Place("needs.index", N_("Needs"), "clipboard-list", tab=True),
            Place("plans.index", N_("Plans"), "route", tab=True),
            Place("programme.board", N_("Results"), "chart-column", tab=True),
        ),
    ),
    Group(
        N_("Organise"),
        (
            Place("sessions.index", N_("Sessions"), "calendar-days", tab=True),
            Place("people.index", N_("People"), "users"),
            Place("outbox.index", N_("Mail"), "mail"),
        ),
    ),
    Group("", (Place("certificates.mine", N_("My certificates"), "award"),)),
    Group("", (Place("outbox.caught", N_("Caught mail"), "inbox"),)),
)


def navigation() -> list[dict[str, object]]:
    """Groups of items that this actor may open; `current` marks where the reader is."""
    offered = [(group, [place for place in group.places if _open(place)]) for group in GROUPS]
    here = _nearest([url_for(place.endpoint) for _group, places in offered for place in places])
    return [
        {"label": gettext(group.label) if group.label else "", "items": [_item(place, here) for place in places]}
        for group, places in offered
        if places
    ]


def _nearest(urls: list[str]) -> str:
    """The place in whose address the reader's begins: a session's certificates belong to the sessions."""
    path, root = request.script_root + request.path, url_for("home.index")
    return max((url for url in urls if path == url or (path.startswith(url) and url != root)), key=len, default="")


def _item(place: Place, here: str) -> dict[str, object]:
    url = url_for(place.endpoint)
    return {
        "url": url,
        "label": gettext(place.label),
        "icon": place.icon,
        "current": url == here,
        "count": 0,
        "tab": place.tab,
    }


def _open(place: Place) -> bool:
    view = current_app.view_functions.get(place.endpoint)
    if view is None:
        return False
    action: Action | None = getattr(view, "_access", None)
    return action is None or may(actor(), action)
