"""A session's certificates, for those who organise it."""

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.certificates import answers, bp
from cic_events.blueprints.certificates.answers import because
from cic_events.blueprints.certificates.forms import ActForm, ReasonForm
from cic_events.cycle.acquis import certificate_queries as queries
from cic_events.cycle.acquis import certificate_words as words
from cic_events.cycle.acquis import certificates
from cic_events.cycle.acquis.states import CertificateKind
from cic_events.kernel.errors import NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.forms import Form
from cic_events.web.locale import _, _n
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.get("/sessions/<int:id>/certificates")
@requires(Action.CERTIFICATES_SEE)
def desk(id: int) -> ResponseReturnValue:
    """Who has which, and what lacks."""
    return _desk(id, ActForm())


def _desk(id: int, form: Form) -> Response:
    with reading():
        found = queries.desk(id, by=actor())
    return page(
        "certificates/desk.html", desk=found, form=form, because=because, kinds=words.KINDS, states=words.STATES
    )


@bp.post("/sessions/<int:id>/certificates/issue")
@requires(Action.CERTIFICATES_ISSUE)
def issue_missing(id: int) -> ResponseReturnValue:
    """Issue all that was earned and not issued."""
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            many = certificates.issue_missing(id, by=actor())
            said = _n("%(num)s certificate was issued.", "%(num)s certificates were issued.", many)
            flash(said, "success" if many else "info")
            return redirect(url_for(".desk", id=id))
    return _desk(id, form)


@bp.post("/sessions/<int:id>/certificates/<int:registration_id>/<kind>")
@requires(Action.CERTIFICATES_ISSUE)
def issue_one(id: int, registration_id: int, kind: str) -> ResponseReturnValue:
    """Issue to one person, also after it was revoked."""
    if kind not in set(CertificateKind):
        raise NotFound
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            certificates.issue_one(registration_id, session_id=id, kind=CertificateKind(kind), by=actor())
            flash(_("The certificate was issued and mailed."), "success")
            return redirect(url_for(".desk", id=id))
    return _desk(id, form)


@bp.get("/sessions/<int:id>/certificates.zip")
@requires(Action.CERTIFICATES_SEE)
def archive(id: int) -> ResponseReturnValue:
    """All that hold today in one file."""
    return answers.archive(queries.valid_of_session(id, by=actor()), f"certificates-{id}.zip")


@bp.route("/certificates/<int:id>/revoke", methods=["GET", "POST"])
@requires(Action.CERTIFICATES_ISSUE)
def revoke(id: int) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            certificates.revoke(id, reason=form.reason.data, by=actor())
            flash(_("The certificate is revoked; the person is told why."), "success")
            return redirect(url_for(".desk", id=_session_of(id)))
    return _ending(id, form, "certificates/revoke.html")


@bp.route("/certificates/<int:id>/replace", methods=["GET", "POST"])
@requires(Action.CERTIFICATES_ISSUE)
def replace(id: int) -> ResponseReturnValue:
    """Issue again by today's records."""
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            new = certificates.replace(id, reason=form.reason.data, by=actor())
            flash(_("Issued again as %(number)s and mailed.", number=new.number), "success")
            return redirect(url_for(".desk", id=new.session_id))
    return _ending(id, form, "certificates/replace.html")


def _session_of(id: int) -> int:
    with reading():
        return queries.opened(id, by=actor()).session_id


def _ending(id: int, form: Form, template: str) -> Response:
    with reading():
        found = queries.opened(id, by=actor())
    return page(template, form=form, found=found, kind=words.KINDS[found.kind])
