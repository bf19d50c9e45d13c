from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.people import bp
from cic_events.blueprints.people.forms import ActForm, EditForm, FilterForm, PersonForm
from cic_events.kernel import clock
from cic_events.kernel.errors import Conflict
from cic_events.kernel.numbers import whole
from cic_events.kernel.units import reading, transaction
from cic_events.people import accounts, directory, edits, queries, service
from cic_events.people.models import Role
from cic_events.people.permissions import Action, roles_given
from cic_events.people.words import CHANNELS, GENDERS, ROLES
from cic_events.web.access import requires
from cic_events.web.locale import NAMES, _, called, current_language
from cic_events.web.pages import page, redirect
from cic_events.web.paging import paging
from cic_events.web.session import actor


@bp.get("/")
@requires(Action.PEOPLE_SEE)
def index() -> ResponseReturnValue:
    """The persons of one's own organisations, found whatever the spelling; the filters stand in the address."""
    form = FilterForm(request.args, communes=queries.commune_choices(current_language()))
    wanted, pages = form.wanted(), paging(30)
    found = directory.people(wanted, by=actor(), as_of=clock.today(), limit=pages.size, offset=pages.offset)
    active: dict[str, Any] = dict(wanted.active())
    return page(
        "people/index.html",
        part="people/_results.html",
        form=form,
        active=active,
        pills=[
            {"label": form.words_of(name), "url": url_for(".index", **{k: v for k, v in active.items() if k != name})}
            for name in active
        ],
        rows=found.rows,
        total=found.total,
        pages=-(-found.total // pages.size),
        number=pages.number,
        link=lambda n: url_for(".index", **active, page=n),
        roles=ROLES,
        channels=CHANNELS,
    )


@bp.get("/<int:id>")
@requires(Action.PEOPLE_SEE)
def show(id: int) -> ResponseReturnValue:
    """A person: what reaches it, its roles, its sign-in."""
    found = directory.person_page(id, by=actor(), as_of=clock.today())
    if found.stands_for is not None:
        return redirect(url_for(".show", id=found.stands_for))
    words: dict[str, Any] = {"roles": ROLES, "channels": CHANNELS, "genders": GENDERS}
    names = {**NAMES, "unknown": _("not known: French and Dutch")}
    return page("people/show.html", found=found, act=ActForm(), names=names, **words)


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.PEOPLE_EDIT)
def new() -> ResponseReturnValue:
    """Add a person with a role; invite to sign in."""
    with reading():
        organisations = queries.choices_for(actor(), current_language())
    form = PersonForm(organisations=organisations, roles=roles_given(actor()))
    if form.validate_on_submit():
        with form.refusals(), transaction():
            person = service.add_person(
                draft=form.draft(),
                organisation_id=form.organisation.data,
                role=Role(form.role.data),
                function=form.function.data or "",
                starts_on=clock.today(),
                by=actor(),
            )
            if form.invite.data:
                accounts.invite(person.id, by=actor())
            flash(_("%(name)s is recorded.", name=called(person)), "success")
            return redirect(url_for(".show", id=person.id))
    return page("people/new.html", form=form)


@bp.route("/<int:id>/edit", methods=["GET", "POST"])
@requires(Action.PEOPLE_EDIT)
def edit(id: int) -> ResponseReturnValue:
    """Correct who somebody is; who saved first is told to the second, with the typed text kept."""
    with reading():
        draft, version = edits.draft_of(id, by=actor())
    form = EditForm(data={**vars(draft), "version": str(version)})
    try:
        if form.validate_on_submit():
            with form.refusals():
                person = edits.edit(id, draft=form.draft(), version=whole(form.version.data), by=actor())
                flash(_("%(name)s is saved.", name=called(person)), "success")
                return redirect(url_for(".show", id=id))
    except Conflict:
        return _conflict(id, form)
    return page("people/edit.html", form=form, id=id, name=called(draft), theirs=[])


def _conflict(id: int, form: EditForm) -> Response:
    with reading():
        now, version = edits.draft_of(id, by=actor())
    typed = form.draft()
    theirs = [(form[name].label.text, str(value)) for name, value in vars(now).items() if value != getattr(typed, name)]
    form.version.data = str(version)
    name = called(now)
    return page("people/edit.html", form=form, id=id, name=name, theirs=theirs, status=409)
