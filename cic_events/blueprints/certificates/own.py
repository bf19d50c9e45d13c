"""One's own certificates, signed in or by the link that was mailed."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.certificates import answers, bp
from cic_events.blueprints.certificates.answers import because
from cic_events.cycle.acquis import certificate_paper as paper
from cic_events.cycle.acquis import certificate_queries as queries
from cic_events.cycle.acquis import certificate_words as words
from cic_events.cycle.acquis import numbers
from cic_events.cycle.acquis.certificate_queries import Paper
from cic_events.events import queries as registrations
from cic_events.people.permissions import Action
from cic_events.web.access import public, requires
from cic_events.web.pages import page
from cic_events.web.session import actor


@bp.get("/certificates")
@requires(Action.CERTIFICATES_OWN)
def mine() -> ResponseReturnValue:
    """All of one's own."""
    rows = [
        (found, url_for(".show", id=found.id), url_for(".download", id=found.id)) for found in queries.mine(by=actor())
    ]
    return page("certificates/mine.html", rows=rows, kinds=words.KINDS, states=words.STATES)


@bp.get("/certificates/<int:id>")
@requires(Action.CERTIFICATES_OWN)
def show(id: int) -> ResponseReturnValue:
    """The paper as a page."""
    found = queries.opened(id, by=actor())
    return _twin(found, download=url_for(".download", id=id), preview=url_for(".preview", id=id))


@bp.get("/certificates/<int:id>/paper.pdf")
@requires(Action.CERTIFICATES_OWN)
def download(id: int) -> ResponseReturnValue:
    return answers.pdf(queries.opened(id, by=actor()))


@bp.get("/certificates/<int:id>/paper.png")
@requires(Action.CERTIFICATES_OWN)
def preview(id: int) -> ResponseReturnValue:
    return answers.picture(queries.opened(id, by=actor()))


@bp.get("/my/certificate/<number>/<token>")
@public
def by_link(number: str, token: str) -> ResponseReturnValue:
    """The paper as a page, for a person without an account."""
    found = queries.by_link(number, token)
    return _twin(
        found,
        download=url_for(".link_download", number=number, token=token),
        preview=url_for(".link_preview", number=number, token=token),
    )


@bp.get("/my/certificate/<number>/<token>/paper.pdf")
@public
def link_download(number: str, token: str) -> ResponseReturnValue:
    return answers.pdf(queries.by_link(number, token))


@bp.get("/my/certificate/<number>/<token>/paper.png")
@public
def link_preview(number: str, token: str) -> ResponseReturnValue:
    return answers.picture(queries.by_link(number, token))


@bp.get("/my/registration/<token>/certificates")
@public
def of_registration(token: str) -> ResponseReturnValue:
    """Those of a registration, for who holds its link."""
    rows = [(found, *_links(found)) for found in queries.of_registration(registrations.id_of_link(token))]
    answer = page("certificates/of_registration.html", rows=rows, kinds=words.KINDS, states=words.STATES, token=token)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _links(found: Paper) -> tuple[str, str]:
    number, token = found.number, numbers.link_token(found.number)
    return url_for(".by_link", number=number, token=token), url_for(".link_download", number=number, token=token)


def _twin(found: Paper, *, download: str, preview: str) -> Response:
    answer = page(
        "certificates/show.html",
        found=found,
        kind=words.KINDS[found.kind],
        state=words.STATES[found.state],
        because=because,
        said=paper.values(found.number, found.says),
        download=download,
        preview=preview,
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
