from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField, HiddenField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired

from cic_events.blueprints.people import bp
from cic_events.kernel.units import reading
from cic_events.people import places
from cic_events.people.imports import columns, desk
from cic_events.people.imports.columns import Kind
from cic_events.people.imports.lines import Fate, Outcome
from cic_events.people.permissions import Action
from cic_events.people.words import OUTCOMES
from cic_events.web.access import requires
from cic_events.web.forms import Form
from cic_events.web.locale import _, _l, current_language, listed, sentence_of
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor

SHOWN = 200
STATES = {Outcome.CREATE: "open", Outcome.UPDATE: "running", Outcome.UNCHANGED: "neutral", Outcome.ERROR: "bad"}


class UploadForm(Form):
    """A list and the commune that it is of."""

    once = False
    kind = SelectField(_l("What is in the list?"))
    commune = SelectField(_l("Commune"), coerce=int)
    file = FileField(
        _l("File"),
        [InputRequired(_l("Choose a file."))],
        description=_l("CSV or Excel (.xlsx), headings in the first line, at most 5000 lines. Nothing is written yet."),
    )

    def __init__(self, *, communes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [(Kind.PEOPLE.value, _("people")), (Kind.ORGANISATIONS.value, _("organisations"))]
        self.commune.choices = list(communes)


class RunForm(Form):
    """Import what was tried out."""

    once = False
    mapping = HiddenField()


def column_form(kind: Kind, headings: Sequence[str], mapping: Mapping[str, int]) -> Any:
    """One choice per field: which column holds it."""
    given = [(str(i), heading or _("column %(number)s", number=i + 1)) for i, heading in enumerate(headings)]
    known = columns.FIELDS[kind]
    fields = {name: SelectField(_(word), default=str(mapping.get(name, ""))) for name, word in known.items()}
    form = type("ColumnForm", (PlainForm,), fields)()
    for name in known:
        form[name].choices = [("", "—"), *given]
    return form


@bp.route("/import", methods=["GET", "POST"])
@requires(Action.PEOPLE_IMPORT)
def upload() -> ResponseReturnValue:
    """Take a list; it is tried out on the next page."""
    with reading():
        communes = places.parents_for(actor(), current_language(), Action.PEOPLE_IMPORT)
    form = UploadForm(communes=communes)
    if form.validate_on_submit():
        with form.refusals():
            sent = form.file.data
            id = desk.upload(
                sent.read(), sent.filename or "", kind=Kind(form.kind.data), commune_id=form.commune.data, by=actor()
            )
            return redirect(url_for(".try_import", id=id))
    return page("people/import.html", form=form)


@bp.route("/import/<int:id>", methods=["GET", "POST"])
@requires(Action.PEOPLE_IMPORT)
def try_import(id: int) -> ResponseReturnValue:
    """Each line tried out, with what would become of it; a press imports the good ones."""
    form = RunForm()
    with reading():
        sheet = desk.sheet(id, by=actor())
        mapping = _mapping(sheet, form.mapping.data or "")
        report = desk.try_out(sheet, mapping, by=actor())
    if form.validate_on_submit():
        with form.refusals():
            done = desk.run(id, mapping, by=actor()).counts
            said = _("Imported: %(new)s new, %(changed)s changed, %(same)s as they were, %(bad)s left out.")
            counts = {"new": Outcome.CREATE, "changed": Outcome.UPDATE, "same": Outcome.UNCHANGED, "bad": Outcome.ERROR}
            flash(said % {name: done[outcome] for name, outcome in counts.items()}, "success")
            return redirect(url_for(".index" if sheet.kind is Kind.PEOPLE else ".organisations"))
    form.mapping.data = columns.written(mapping)
    bad_first = sorted(report.fates, key=lambda fate: (fate.outcome is not Outcome.ERROR, fate.number))
    return page(
        "people/import_try.html",
        form=form,
        id=id,
        columns=column_form(sheet.kind, sheet.table.headings, mapping),
        usable=columns.usable(sheet.kind, mapping),
        report=report,
        fates=[(fate, _said(sheet.kind, fate)) for fate in bad_first[:SHOWN]],
        left=max(0, len(bad_first) - SHOWN),
        outcomes=OUTCOMES,
        states=STATES,
    )


def _mapping(sheet: desk.Sheet, sent: str) -> dict[str, int]:
    """The columns as the form or the address says; guessed at first."""
    width = len(sheet.table.headings)
    asked = ",".join(f"{name}:{request.args[name]}" for name in columns.FIELDS[sheet.kind] if request.args.get(name))
    if sent or asked:
        return columns.chosen(sheet.kind, sent or asked, width)
    return columns.guess(sheet.kind, sheet.table.headings)


def _said(kind: Kind, fate: Fate) -> str:
    """Why a line is left out, or what it changes."""
    if fate.refusal is not None:
        return sentence_of(fate.refusal)
    known = columns.FIELDS[kind]
    return listed([_(known[name]) for name in fate.changed if name in known])
