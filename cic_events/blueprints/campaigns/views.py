from secrets import token_hex
from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.campaigns import bp
from cic_events.blueprints.campaigns.forms import CampaignForm
from cic_events.cycle.needs import campaigns, collections, words
from cic_events.cycle.needs.campaigns import CampaignDraft
from cic_events.cycle.needs.collections import CampaignPage
from cic_events.cycle.needs.homes import homes
from cic_events.cycle.needs.states import CampaignState
from cic_events.events import words as event_words
from cic_events.kernel import clock
from cic_events.kernel.errors import N_, Conflict
from cic_events.kernel.units import reading
from cic_events.people import words as people_words
from cic_events.people.permissions import Action, may, require
from cic_events.web.access import requires
from cic_events.web.forms import Form
from cic_events.web.locale import _, current_language, plain, sentence_of
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor

MOVES = {"open": campaigns.open_, "close": campaigns.close, "analyse": campaigns.analyse}
DONE = {
    "open": N_("The collection is open: record in it what people say."),
    "close": N_("The collection is closed."),
    "analyse": N_("The collection is analysed."),
}


@bp.get("/")
@requires(Action.NEEDS_SEE)
def index() -> ResponseReturnValue:
    """Every collection, the newest first."""
    return page(
        "campaigns/index.html",
        rows=collections.listing(),
        words=words,
        event_words=event_words,
        may_draft=may(actor(), Action.NEEDS_QUALIFY),
    )


@bp.get("/<int:id>")
@requires(Action.NEEDS_SEE)
def show(id: int) -> ResponseReturnValue:
    """The collection, the needs found in it, and the people whom it asks."""
    return _page(collections.show(id, as_of=clock.today()))


def _page(found: CampaignPage, *, form: Form | None = None) -> Response:
    row, who = found.row, actor()
    return page(
        "campaigns/show.html",
        row=row,
        needs=found.needs,
        asked=found.asked,
        moves=_moves(found) if may(who, Action.NEEDS_QUALIFY, row.owner_id) else [],
        may_record=row.state is CampaignState.OPEN and may(who, Action.NEEDS_RECORD),
        may_edit=CampaignState.ANALYSED not in row.moves and bool(row.moves),
        may_see_people=may(who, Action.PEOPLE_SEE),
        form=form or Form(),
        words=words,
        event_words=event_words,
        roles=people_words.ROLES,
    )


def _moves(found: CampaignPage) -> list[tuple[str, str, str]]:
    """(verb, words, icon) of what may come next."""
    offered = {
        CampaignState.OPEN: ("open", _("Open the collection"), "megaphone"),
        CampaignState.CLOSED: ("close", _("Close the collection"), "lock"),
        CampaignState.ANALYSED: ("analyse", _("Set as analysed"), "badge-check"),
    }
    return [offered[state] for state in offered if state in found.row.moves]


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.NEEDS_QUALIFY)
def new() -> ResponseReturnValue:
    """Prepare a collection."""
    with reading():
        form = CampaignForm(homes=homes(actor(), Action.NEEDS_QUALIFY, current_language()), data=_asked())
    if form.validate_on_submit():
        with form.refusals():
            made = campaigns.draft(form.owner.data, draft=_draft(form), by=actor())
            flash(_("The collection is prepared. Open it when the people may be asked."), "success")
            return redirect(url_for(".show", id=made.id))
    return page("campaigns/form.html", form=form, heading=_("Collect needs"), back=url_for(".index"))


def _asked() -> dict[str, Any] | None:
    """The audience that a page hands over."""
    audience = request.args.get("audience", "")
    return {"audience": audience, "starts_on": clock.today()} if request.method == "GET" else None


@bp.route("/<int:id>/edit", methods=["GET", "POST"])
@requires(Action.NEEDS_QUALIFY)
def edit(id: int) -> ResponseReturnValue:
    """Change the name, the audience or the days."""
    with reading():
        row = collections.show(id, as_of=clock.today()).row
        require(actor(), Action.NEEDS_QUALIFY, row.owner_id)
        data = {**vars(row), "owner": row.owner_id, "audience": row.audience.value, "version": str(row.version)}
        form = CampaignForm(homes=[(row.owner_id, plain(row.commune))], data=data)
    if form.validate_on_submit():
        try:
            with form.refusals():
                campaigns.edit(id, draft=_draft(form), version=form.version_said(), by=actor())
                flash(_("The collection is saved."), "success")
                return redirect(url_for(".show", id=id))
        except Conflict as stale:
            form.form_errors = [*form.form_errors, sentence_of(stale)]
            form.version.data, form.key = str(row.version), token_hex(16)
            return page(
                "campaigns/form.html",
                form=form,
                heading=_("Edit the collection"),
                back=url_for(".show", id=id),
                status=409,
            )
    return page("campaigns/form.html", form=form, heading=_("Edit the collection"), back=url_for(".show", id=id))


def _draft(form: CampaignForm) -> CampaignDraft:
    return CampaignDraft(form.texts(), form.audience_said(), form.starts_on.data, form.ends_on.data)


@bp.post("/<int:id>/<any('open', 'close', 'analyse'):verb>")
@requires(Action.NEEDS_QUALIFY)
def move(id: int, verb: str) -> ResponseReturnValue:
    """Open it, close it, or set it as analysed."""
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            MOVES[verb](id, by=actor())
            flash(_(DONE[verb]), "success")
            return redirect(url_for(".show", id=id))
    with reading():
        return _page(collections.show(id, as_of=clock.today()), form=form)
