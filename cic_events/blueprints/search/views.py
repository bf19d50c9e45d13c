from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SearchField

from cic_events.blueprints.search import bp
from cic_events.blueprints.search.hits import code_line, group_of
from cic_events.kernel import clock
from cic_events.kernel.names import clean
from cic_events.programme import codes
from cic_events.reporting import search
from cic_events.reporting.search import Kind
from cic_events.web.access import public
from cic_events.web.forms import Form
from cic_events.web.locale import _l
from cic_events.web.pages import page
from cic_events.web.session import actor

LONGEST = 100


class SearchForm(Form):
    once = False
    q = SearchField(_l("Search"), description=_l("A code, a name, words of a title"))


@bp.get("/search")
@public
def index() -> ResponseReturnValue:
    """What bears the words, as far as the reader may see it; a typed code of the plan comes first."""
    form = SearchForm(request.args)
    form.q.data = text = clean(form.q.data or "")[:LONGEST]
    only = _kind()
    values: dict[str, Any] = {"found": None, "groups": [], "coded": None}
    if text:
        found = search.search(text, by=actor(), at=clock.now(), only=only)
        groups = [group for kind in Kind if (group := group_of(kind, found, only)) is not None]
        values = {
            "found": found,
            "groups": groups,
            "code": codes.display(found.asked.code),
            "coded": code_line(found.coded) if found.coded else None,
        }
    return page(
        "search/index.html",
        part="search/_results.html",
        form=form,
        text=text,
        only=only,
        whole=url_for(".index", q=text) if only else "",
        **values,
    )


def _kind() -> Kind | None:
    asked = request.args.get("kind", "")
    return Kind(asked) if asked in set(Kind) else None
