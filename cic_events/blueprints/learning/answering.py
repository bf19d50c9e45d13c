"""What a personal link opens: a test to answer, once; and on one's own registration, the results to contest."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.learning import bp
from cic_events.blueprints.learning.forms import AnswersForm, ContestForm, answers_form
from cic_events.cycle.acquis import own, service, words
from cic_events.events import queries as registrations
from cic_events.kernel import clock
from cic_events.kernel.errors import DomainError, Forbidden, NotFound
from cic_events.kernel.units import acting_as, reading
from cic_events.people.permissions import Actor, link_actor
from cic_events.questionnaires import attempts, queries
from cic_events.questionnaires.attempts import Outcome
from cic_events.questionnaires.queries import Mine
from cic_events.questionnaires.rules import Takes
from cic_events.web.access import public
from cic_events.web.forms import TOKEN, token_holds
from cic_events.web.locale import _, hours, sentence_of
from cic_events.web.pages import page, redirect


@contextmanager
def _by_link(token: str) -> Iterator[tuple[Mine, Actor]]:
    """The attempt of this link, and an actor who may answer it and nothing else."""
    with reading():
        mine = queries.mine(token)
    holder = link_actor({("attempt", mine.id)})
    with acting_as(holder.reach):
        yield mine, holder


@bp.route("/answer/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    """All questions on one page; what was kept is ticked. A link that was used says what happened."""
    with _by_link(token) as (mine, holder):
        form = _form(mine)
        if not mine.sent and form.validate_on_submit():
            if "later" in request.form:
                return _later(token, mine, form, holder)
            with form.refusals():
                outcome = attempts.submit(mine.id, answers=form.answers(), by=holder)
                if outcome is Outcome.KEPT:
                    flash(_("The test closed while you were answering. What you typed is kept."), "warn")
                return redirect(url_for(".answer", token=token))
        return _page(token, mine, form)


def _later(token: str, mine: Mine, form: AnswersForm, holder: Actor) -> ResponseReturnValue:
    form.once = False
    with form.refusals():
        attempts.keep(mine.id, answers=form.answers(), by=holder)
        flash(_("Your answers are kept. Open the same link to go on."), "success")
        return redirect(url_for(".answer", token=token))
    return _page(token, mine, form)


def _form(mine: Mine) -> AnswersForm:
    with reading():
        return answers_form(queries.questions(mine.wave.questionnaire_id), mine.picked)


def _page(token: str, mine: Mine, form: AnswersForm) -> Response:
    with reading():
        about = own.about(mine.wave.subject_id)
    takes = mine.wave.takes
    shown = page(
        "learning/answer.html",
        form=form,
        mine=mine,
        about=about,
        token=token,
        phase=_(words.PHASES[mine.wave.phase]),
        asks=takes is Takes.ANSWERS and not mine.sent,
        planned=mine.wave.opens_at is None,
        sent_on=clock.wall_from_utc(mine.submitted_at, about.zone) if mine.submitted_at else None,
        closes=clock.wall_from_utc(mine.wave.closes_at, about.zone) if mine.wave.closes_at else None,
    )
    shown.headers["Cache-Control"] = "no-store"
    return shown


@bp.post("/answer/<token>/keep")
@public
def keep(token: str) -> ResponseReturnValue:
    """Keep what is ticked so far, and say so in plain text."""
    with _by_link(token) as (mine, holder):
        if not token_holds(request.form.get(TOKEN, "")):
            return _plain(_("This page was open too long: send your answers, and check them."), 422)
        try:
            attempts.keep(mine.id, answers=_form(mine).answers(), by=holder)
        except (NotFound, Forbidden):
            raise
        except DomainError as refused:
            return _plain(sentence_of(refused), 422)
        with reading():
            now = clock.wall_from_utc(clock.now(), own.about(mine.wave.subject_id).zone)
    return _plain(_("Kept at %(time)s.", time=hours(now.time)), 200)


def _plain(words_: str, status: int) -> Response:
    return Response(words_, status=status, mimetype="text/plain")


@bp.route("/my/registration/<token>/contest/<int:acquis_id>", methods=["GET", "POST"])
@public
def contest(token: str, acquis_id: int) -> ResponseReturnValue:
    """Say that a result is not right; within fifteen days."""
    with reading():
        id = registrations.id_of_link(token)
    holder = link_actor({("registration", id)})
    form = ContestForm()
    with acting_as(holder.reach):
        with reading():
            found = {row.id: (objective, row) for objective, row in own.own(id).rows}
        if acquis_id not in found:
            raise NotFound
        if form.validate_on_submit():
            with form.refusals():
                service.contest(acquis_id, text=form.text.data, by=holder)
                flash(_("What you wrote was sent to the human-resources referent."), "success")
                return redirect(url_for("registrations.mine", token=token))
    objective, row = found[acquis_id]
    shown = page("learning/contest.html", form=form, objective=objective, acquis=row, token=token, words=words)
    shown.headers["Cache-Control"] = "no-store"
    return shown
