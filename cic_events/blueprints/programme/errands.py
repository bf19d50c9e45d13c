"""What a programme manager changes: the plan is loaded once, a target gets a new version, or is waived."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.programme import bp, words
from cic_events.blueprints.programme.forms import SettingForm, TargetForm, WaiveForm
from cic_events.kernel import clock
from cic_events.people.permissions import Action
from cic_events.programme import queries, service, settings
from cic_events.programme import words as plan_words
from cic_events.web.access import requires
from cic_events.web.forms import Form
from cic_events.web.locale import _
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.route("/load", methods=["GET", "POST"])
@requires(Action.PROGRAMME_EDIT)
def load() -> ResponseReturnValue:
    """Make the plan's rows from the file that comes with the product."""
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            service.load_framework(by=actor())
            flash(_("The plan is loaded: 7 results, 44 activities."), "success")
            return redirect(url_for(".board"))
    return page("programme/load.html", form=form)


@bp.route("/targets/<int:target_id>", methods=["GET", "POST"])
@requires(Action.PROGRAMME_EDIT)
def target(target_id: int) -> ResponseReturnValue:
    """Ask for more or less from a day on."""
    shown = queries.target_card(target_id)
    form = TargetForm(data={"minimum": shown.min, "valid_from": shown.within(clock.today())})
    if form.validate_on_submit():
        with form.refusals():
            service.edit_target(
                target_id,
                minimum=form.minimum.data or 0,
                valid_from=form.valid_from.data,
                reason=form.reason.data or "",
                by=actor(),
            )
            flash(_("The target is changed."), "success")
            return redirect(url_for(".activity", code=shown.code))
    return page("programme/target.html", form=form, target=shown, origin=_(words.ORIGINS[shown.origin]))


@bp.route("/targets/<int:target_id>/waive", methods=["GET", "POST"])
@requires(Action.PROGRAMME_EDIT)
def waive(target_id: int) -> ResponseReturnValue:
    """Ask for nothing from a day on, and say why."""
    shown = queries.target_card(target_id)
    form = WaiveForm(data={"valid_from": shown.within(clock.today())})
    if form.validate_on_submit():
        with form.refusals():
            service.waive_target(target_id, valid_from=form.valid_from.data, reason=form.reason.data or "", by=actor())
            flash(_("The target is waived."), "success")
            return redirect(url_for(".activity", code=shown.code))
    return page("programme/waive.html", form=form, target=shown)


@bp.route("/settings/<int:activity_id>/<name>", methods=["GET", "POST"])
@requires(Action.PROGRAMME_EDIT)
def setting(activity_id: int, name: str) -> ResponseReturnValue:
    """Count otherwise from a day on, and say why."""
    shown = settings.card(activity_id, name, as_of=clock.today())
    is_flag = isinstance(shown.value, bool)
    form = SettingForm(data={"value": shown.value, "flag": str(int(shown.value)), "valid_from": shown.from_day})
    if form.validate_on_submit():
        with form.refusals():
            settings.change(
                activity_id,
                name=name,
                value=form.chosen(is_flag=is_flag),
                valid_from=form.valid_from.data,
                reason=form.reason.data or "",
                by=actor(),
            )
            flash(_("It is counted so from that day on."), "success")
            return redirect(url_for(".activity", code=shown.code))
    return page(
        "programme/setting.html",
        form=form,
        setting=shown,
        is_flag=is_flag,
        name=plan_words.of_setting(name),
        value=words.setting(shown.value),
        changes=[
            {
                "when": change.valid_from,
                "text": change.reason,
                "title": f"{words.setting(change.was)} → {words.setting(change.value)}",
            }
            for change in shown.changes
        ],
    )
