from flask import current_app, flash, g, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.accounts import bp
from cic_events.blueprints.accounts.devices import device_words
from cic_events.blueprints.accounts.forms import ActForm, LinkForm, NewPasswordForm, PasswordForm
from cic_events.kernel.units import reading
from cic_events.people import accounts
from cic_events.people.permissions import Action
from cic_events.web import session
from cic_events.web.access import public, requires
from cic_events.web.locale import _
from cic_events.web.pages import page, redirect, safe_next
from cic_events.web.session import actor


def _device() -> str:
    return request.user_agent.string[:200]


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """By password."""
    form = PasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            real_only = current_app.extensions["cic_settings"].production
            token = accounts.sign_in_with_password(
                form.email.data, form.password.data, device=_device(), invented=not real_only
            )
            session.start(token)
            return redirect(safe_next(request.args.get("next"), url_for("home.index")))
    return page("accounts/sign_in.html", form=form)


@bp.route("/sign-in/link", methods=["GET", "POST"])
@public
def ask_link() -> ResponseReturnValue:
    """By a mailed link; the answer is the same for every address."""
    form = LinkForm()
    if form.validate_on_submit():
        with form.refusals():
            accounts.ask_link(form.email.data)
            return redirect(url_for(".link_sent"))
    return page("accounts/ask_link.html", form=form)


@bp.get("/sign-in/sent")
@public
def link_sent() -> ResponseReturnValue:
    return page("accounts/link_sent.html")


@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
@public
def use_link(token: str) -> ResponseReturnValue:
    """A button; only pressing it uses the link up, so that mail scanners do not."""
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            session.start(accounts.consume_link(token, device=_device()))
            return redirect(url_for("home.index"))
    answer = page("accounts/use_link.html", form=form)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        if g.session_token:
            accounts.sign_out(g.session_token)
        session.end()
        flash(_("You are signed out."), "success")
    return redirect(url_for("home.index"))


@bp.route("/account", methods=["GET", "POST"])
@requires(Action.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    """Change the password; see and end one's browsers."""
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            accounts.change_password(
                form.password.data, old=form.old.data or "", token=g.session_token or "", by=actor()
            )
            session.start(accounts.open_session(_me(), device=_device()))
            flash(_("The new password holds. Other browsers have to sign in again."), "success")
            return redirect(url_for(".own"))
    with reading():
        asks_old = accounts.has_password(_me()) and not accounts.confirmed_lately(g.session_token or "")
        form.username.data = accounts.address_of(_me())
        browsers = accounts.browsers_of(_me(), token=g.session_token or "")
    return page(
        "accounts/own.html", form=form, act=ActForm(), asks_old=asks_old, browsers=browsers, device=device_words
    )


@bp.post("/account/browsers/<int:id>/sign-out")
@requires(Action.ACCOUNT_OWN)
def end_browser(id: int) -> ResponseReturnValue:
    """Sign one other browser out."""
    form = ActForm()
    if form.validate_on_submit():
        accounts.end_browser(id, by=actor())
        flash(_("That browser is signed out."), "success")
    return redirect(url_for(".own"))


@bp.post("/account/sign-out-everywhere")
@requires(Action.ACCOUNT_OWN)
def sign_out_everywhere() -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        accounts.sign_out_everywhere(_me())
        session.end()
        flash(_("Every browser is signed out."), "success")
    return redirect(url_for("home.index"))


def _me() -> int:
    return actor().person_id or 0
