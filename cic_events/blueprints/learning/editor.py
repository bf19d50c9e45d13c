"""The objectives of a session and the test before and after, in one editor; read only once the session is open."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.learning import bp
from cic_events.blueprints.learning.editor_forms import LearningForm, blank_question
from cic_events.cycle.acquis import desk
from cic_events.cycle.acquis.desk import Standing
from cic_events.cycle.sessions import objectives
from cic_events.cycle.sessions import queries as sessions
from cic_events.cycle.sessions.queries import SessionPage
from cic_events.kernel.errors import Conflict
from cic_events.kernel.numbers import whole
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action, require
from cic_events.questionnaires import queries as questionnaires
from cic_events.questionnaires.queries import QuestionLine
from cic_events.web.access import requires
from cic_events.web.locale import _, sentence_of
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.route("/sessions/<int:id>/learning", methods=["GET", "POST"])
@requires(Action.QUESTIONNAIRES_EDIT)
def edit(id: int) -> ResponseReturnValue:
    """Write objectives and questions; buttons that add, remove and shift only show the page again."""
    with reading():
        found = sessions.show(id)
        require(actor(), Action.QUESTIONNAIRES_EDIT, found.owner_id)
        standing = desk.standing(id)
        asked = questionnaires.questions(standing.waves[0].questionnaire_id) if standing.waves else []
        frozen = objectives.is_frozen(id)
    if frozen and request.method == "GET":
        return _page(found, standing, asked, form=None)
    form = LearningForm(data=_data(found, standing, asked) if request.method == "GET" else None)
    if do := request.form.get("do"):
        return _page(found, standing, asked, form=form.moved(do))
    if form.validate_on_submit():
        try:
            with form.refusals():
                objectives.write(id, drafts=form.drafts(), version=whole(form.version.data), by=actor())
                flash(_("The objectives and the test are saved."), "success")
                return redirect(url_for("sessions.show", id=id))
        except Conflict as stale:
            form.form_errors = [*form.form_errors, sentence_of(stale)]
            form.version.data = str(found.version)
            return _page(found, standing, asked, form=form, status=409)
    return _page(found, standing, asked, form=form)


def _page(
    found: SessionPage,
    standing: Standing,
    asked: list[QuestionLine],
    *,
    form: LearningForm | None,
    status: int | None = None,
) -> ResponseReturnValue:
    return page(
        "learning/edit.html" if form else "learning/frozen.html",
        form=form,
        session=found,
        row=found.row,
        standing=standing,
        asked=asked,
        here=url_for(".edit", id=found.row.id),
        status=status,
    )


def _data(found: SessionPage, standing: Standing, asked: list[QuestionLine]) -> dict[str, Any]:
    """What is stored; a session without objectives begins with an empty one."""
    told = [
        {
            "objective": str(objective.id),
            "text": objective.text,
            "questions": [_question(line) for line in asked if line.objective_id == objective.id],
        }
        for objective in standing.objectives
    ]
    return {"objectives": told or [{"questions": [blank_question()]}], "version": str(found.version)}


def _question(line: QuestionLine) -> dict[str, Any]:
    return {
        "item_code": line.item_code,
        "wording": line.wording,
        "kind": line.kind,
        "points": max(choice.points for choice in line.choices),
        "choices": [{"wording": choice.wording, "right": choice.right} for choice in line.choices],
    }
