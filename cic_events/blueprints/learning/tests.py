"""The tests of a session for who organises it: open, close, hand out links, type for somebody."""

from urllib.parse import quote

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.learning import bp
from cic_events.blueprints.learning.forms import PressForm, answers_form
from cic_events.cycle.acquis import asking, paper, waves, words
from cic_events.cycle.acquis.asking import Line, Test
from cic_events.cycle.sessions import queries as sessions
from cic_events.cycle.sessions.queries import SessionPage
from cic_events.kernel.errors import N_, NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action, require
from cic_events.questionnaires import queries
from cic_events.questionnaires.states import Phase
from cic_events.web.access import requires
from cic_events.web.locale import _, _n, translations
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.get("/sessions/<int:id>/tests")
@requires(Action.QUESTIONNAIRES_EDIT)
def tests(id: int) -> ResponseReturnValue:
    """Who was asked before and after, and who has answered."""
    return _page(id, PressForm())


def _page(id: int, form: PressForm) -> Response:
    with reading():
        found, both = _load(id)
    return page(
        "learning/tests.html", form=form, session=found, row=found.row, tests=both, words=words, title=_("Tests")
    )


def _load(id: int) -> tuple[SessionPage, list[Test]]:
    found = sessions.show(id)
    require(actor(), Action.QUESTIONNAIRES_EDIT, found.owner_id)
    return found, asking.tests(id)


@bp.post("/sessions/<int:id>/tests/<any(pre, post):phase>/open")
@requires(Action.QUESTIONNAIRES_EDIT)
def open_test(id: int, phase: str) -> ResponseReturnValue:
    form = PressForm()
    if form.validate_on_submit():
        with form.refusals():
            n = waves.open_wave(id, Phase(phase), by=actor())
            flash(_n("%(num)s person is invited.", "%(num)s people are invited.", n), "success")
            return redirect(url_for(".tests", id=id))
    return _page(id, form)


@bp.post("/sessions/<int:id>/tests/<any(pre, post):phase>/close")
@requires(Action.QUESTIONNAIRES_EDIT)
def close_test(id: int, phase: str) -> ResponseReturnValue:
    form = PressForm()
    if form.validate_on_submit():
        with form.refusals():
            waves.close_wave(id, Phase(phase), by=actor())
            flash(_("The test is closed: what was sent is counted."), "success")
            return redirect(url_for(".tests", id=id))
    return _page(id, form)


@bp.post("/sessions/<int:id>/tests/<int:attempt_id>/link")
@requires(Action.QUESTIONNAIRES_EDIT)
def link(id: int, attempt_id: int) -> ResponseReturnValue:
    """Show somebody's link, and a message ready for WhatsApp in that person's language."""
    form = PressForm()
    with reading():
        found, both = _load(id)
        line, _test = _asked(both, attempt_id)
    address = ""
    if form.validate_on_submit():
        form.once = False
        with form.refusals():
            address = url_for(".answer", token=paper.link_of(attempt_id, by=actor()), _external=True)
    message = _message(line, found, address)
    digits = "".join(c for c in line.phone or "" if c.isdigit())
    shown = page(
        "learning/link.html",
        form=form,
        row=found.row,
        line=line,
        link=address,
        message=message,
        whatsapp=f"https://wa.me/{digits}?text={quote(message)}" if digits and address else "",
    )
    shown.headers["Cache-Control"] = "no-store"
    return shown


def _asked(both: list[Test], attempt_id: int) -> tuple[Line, Test]:
    for test in both:
        for line in test.lines:
            if line.asked is not None and line.asked.id == attempt_id:
                return line, test
    raise NotFound


def _message(line: Line, found: SessionPage, address: str) -> str:
    spoken = line.language.value if line.language.value in ("fr", "ar", "nl", "en") else "fr"
    said = translations(spoken).ugettext(_GREETING)
    return said % {"name": line.name, "title": found.row.title.best(spoken), "link": address}


_GREETING = N_("Hello %(name)s, here are a few questions about the training “%(title)s”: %(link)s")


@bp.route("/sessions/<int:id>/tests/<any(pre, post):phase>/<int:registration_id>", methods=["GET", "POST"])
@requires(Action.QUESTIONNAIRES_EDIT)
def interview(id: int, phase: str, registration_id: int) -> ResponseReturnValue:
    """Type what somebody says or wrote on paper. The page begins empty: nobody reads another person's draft."""
    with reading():
        found, both = _load(id)
        test = next((test for test in both if test.phase == phase), None)
        line = next((line for line in test.lines if line.registration_id == registration_id), None) if test else None
        if test is None or line is None:
            raise NotFound
        form = answers_form(queries.questions(test.wave.questionnaire_id), {})
    if form.validate_on_submit():
        with form.refusals():
            paper.type_in(registration_id, Phase(phase), answers=form.answers(), by=actor())
            flash(_("The answers of %(name)s are noted, with who typed them.", name=line.name), "success")
            return redirect(url_for(".tests", id=id))
    return page("learning/interview.html", form=form, row=found.row, test=test, line=line, words=words)


@bp.post("/sessions/<int:id>/tests/<int:attempt_id>/hand-in")
@requires(Action.QUESTIONNAIRES_EDIT)
def hand_in(id: int, attempt_id: int) -> ResponseReturnValue:
    """Count what a person had typed when the test closed, without reading it."""
    form = PressForm()
    if form.validate_on_submit():
        with form.refusals():
            paper.hand_in(attempt_id, by=actor())
            flash(_("What was kept is counted."), "success")
            return redirect(url_for(".tests", id=id))
    return _page(id, form)
