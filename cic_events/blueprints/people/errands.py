from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.people import bp
from cic_events.blueprints.people.forms import ActForm, ElectionForm, EndForm, MandateForm, MergeForm, WordsForm
from cic_events.kernel import clock
from cic_events.kernel.units import reading
from cic_events.people import accounts, directory, mandates, merging, queries
from cic_events.people.directory import PersonPage
from cic_events.people.models import Role
from cic_events.people.permissions import Action, roles_given
from cic_events.people.privacy import Shown
from cic_events.web.access import requires
from cic_events.web.locale import _, _n, also_called, called, current_language
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


def _person(id: int) -> PersonPage:
    with reading():
        return directory.person_page(id, by=actor(), as_of=clock.today())


@bp.post("/<int:id>/invite")
@requires(Action.PEOPLE_EDIT)
def invite(id: int) -> ResponseReturnValue:
    """Mail a link of seven days."""
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            accounts.invite(id, by=actor())
            flash(_("The invitation leaves by mail."), "success")
            return redirect(url_for(".show", id=id))
    return _back(id, form)


@bp.post("/<int:id>/close-account")
@requires(Action.PEOPLE_EDIT)
def close_account(id: int) -> ResponseReturnValue:
    """The person is signed out everywhere and does not sign in again."""
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            accounts.close(id, by=actor())
            flash(_("The account is closed; every browser is signed out."), "success")
            return redirect(url_for(".show", id=id))
    return _back(id, form)


@bp.post("/<int:id>/reopen-account")
@requires(Action.PEOPLE_EDIT)
def reopen_account(id: int) -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            accounts.reopen(id, by=actor())
            flash(_("The account is open again."), "success")
            return redirect(url_for(".show", id=id))
    return _back(id, form)


@bp.post("/<int:id>/move-account")
@requires(Action.PEOPLE_EDIT)
def move_account(id: int) -> ResponseReturnValue:
    """Sign in with the person's present address."""
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            accounts.move_address(id, by=actor())
            flash(_("The person signs in with the present address from now on."), "success")
            return redirect(url_for(".show", id=id))
    return _back(id, form)


def _back(id: int, form: ActForm) -> ResponseReturnValue:
    """One button was refused: said on the person's page."""
    for sentence in form.form_errors:
        flash(str(sentence), "error")
    return redirect(url_for(".show", id=id))


@bp.route("/<int:id>/mandates/new", methods=["GET", "POST"])
@requires(Action.PEOPLE_EDIT)
def give_mandate(id: int) -> ResponseReturnValue:
    """Give a person a role from a day on."""
    found = _person(id)
    with reading():
        organisations = queries.choices_for(actor(), current_language())
    form = MandateForm(organisations=organisations, roles=roles_given(actor()), data={"starts_on": clock.today()})
    if form.validate_on_submit():
        with form.refusals():
            mandates.give(
                id,
                organisation_id=form.organisation.data,
                role=Role(form.role.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                function=form.function.data or "",
                deed=form.deed.data or "",
                by=actor(),
            )
            flash(_("The role is given."), "success")
            return redirect(url_for(".show", id=id))
    return page("people/mandate.html", form=form, found=found)


@bp.route("/<int:id>/mandates/<int:mandate_id>/end", methods=["GET", "POST"])
@requires(Action.PEOPLE_EDIT)
def end_mandate(id: int, mandate_id: int) -> ResponseReturnValue:
    """The last day of a role."""
    found = _person(id)
    form = EndForm(data={"on": clock.today()})
    if form.validate_on_submit():
        with form.refusals():
            mandates.end(mandate_id, on=form.on.data, by=actor())
            flash(_("The role ends on the day given."), "success")
            return redirect(url_for(".show", id=id))
    return page("people/end_mandate.html", form=form, found=found)


@bp.route("/election", methods=["GET", "POST"])
@requires(Action.PEOPLE_APPOINT)
def election() -> ResponseReturnValue:
    """An election ends the roles of many at once."""
    with reading():
        organisations = queries.choices_for(actor(), current_language())
    form = ElectionForm(organisations=organisations, roles=roles_given(actor()))
    if form.validate_on_submit():
        with form.refusals():
            roles = [Role(role) for role in form.roles.data]
            ended = mandates.end_at_election(form.organisation.data, on=form.on.data, roles=roles, by=actor())
            flash(_n("%(num)s role ends on the eve.", "%(num)s roles end on the eve.", ended), "success")
            return redirect(url_for(".index"))
    return page("people/election.html", form=form)


@bp.route("/<int:id>/merge", methods=["GET", "POST"])
@requires(Action.PEOPLE_MERGE)
def merge(id: int) -> ResponseReturnValue:
    """Two records of one person become one."""
    found, search = _person(id), WordsForm(request.args)
    with reading():
        sought = directory.may_be_merged_with(id, sought=(search.q.data or "")[:100], by=actor())
    records = {shown.id: shown for shown in (*found.doubles, *sought)}
    words = [(shown.id, _told_apart(shown)) for shown in records.values()]
    form = MergeForm(records=words)
    if form.validate_on_submit():
        with form.refusals():
            kept = merging.merge(id, into_id=form.into.data, by=actor())
            flash(_("The two records are one now."), "success")
            return redirect(url_for(".show", id=kept.id))
    given: dict[str, Any] = {"search": search, "found": found, "words": words}
    return page("people/merge.html", part="people/_records.html", form=form, **given)


def _told_apart(shown: Shown) -> str:
    """What tells two records of one name apart, as far as it may be seen."""
    return " · ".join(filter(None, (called(shown), also_called(shown), shown.phone, shown.email, *shown.functions)))
