"""The public check: somebody holds a paper and asks whether it is true."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.certificates import bp
from cic_events.blueprints.certificates.answers import because
from cic_events.blueprints.certificates.forms import CheckForm
from cic_events.cycle.acquis import certificate_paper as paper
from cic_events.cycle.acquis import certificate_queries as queries
from cic_events.cycle.acquis import certificate_words as words
from cic_events.cycle.acquis import numbers
from cic_events.cycle.acquis.numbers import Typed
from cic_events.kernel.errors import NotFound
from cic_events.web.access import public
from cic_events.web.locale import current_language
from cic_events.web.pages import page, redirect


@bp.get("/check")
@public
def ask() -> ResponseReturnValue:
    """Number and code typed by hand."""
    form = CheckForm(request.args)
    typed = numbers.read(form.number.data or "")
    if form.code.data:
        typed = Typed(typed.number, numbers.read_code(form.code.data))
    if not (form.number.data and typed.code):
        return _form(form)
    try:
        return redirect(url_for(".checked", address=numbers.address(queries.check(typed).number)))
    except NotFound:
        return _form(form, unknown=True)


@bp.get("/check/<address>")
@public
def checked(address: str) -> ResponseReturnValue:
    """What the square on the paper opens; a number alone asks for its code."""
    typed = numbers.read(address)
    if typed.number and not typed.code:
        return _form(CheckForm(data={"number": typed.number}))
    try:
        found = queries.check(typed)
    except NotFound:
        return _form(CheckForm(data={"number": typed.number or address[:60]}), unknown=True)
    language = current_language()
    return _unlisted(
        page(
            "certificates/checked.html",
            found=found,
            kind=words.KINDS[found.kind],
            state=words.STATES[found.state],
            because=because,
            names=paper.names(found.says),
            panel=paper.panel(found.says, language),
            objectives=paper.learnt(found.says, language),
            register=paper.register(found.number, found.says, language),
        )
    )


def _form(form: CheckForm, *, unknown: bool = False) -> Response:
    return _unlisted(page("certificates/check.html", form=form, unknown=unknown, status=404 if unknown else 200))


def _unlisted(answer: Response) -> Response:
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
