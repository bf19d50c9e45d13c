"""Certificates as files to keep."""

import re
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from flask import Response

from cic_events.cycle.acquis import certificate_paper as paper
from cic_events.cycle.acquis import merits
from cic_events.cycle.acquis.certificate_queries import Paper
from cic_events.kernel.errors import NotFound
from cic_events.web.downloads import attachment
from cic_events.web.locale import _

_UNSAFE = re.compile(r"[\x00-\x1f\"*/:<>?\\|]+")


def pdf(found: Paper) -> Response:
    """The paper, to be kept as a file; what no longer holds is not handed out. Raises NotFound."""
    _require_valid(found)
    return _file(_printed(found), "application/pdf", f"{found.number}.pdf")


def picture(found: Paper) -> Response:
    """The paper as a picture, for the page that shows it. Raises NotFound."""
    _require_valid(found)
    answer = Response(paper.picture(found.number, found.says, at=found.issued_at), mimetype="image/png")
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


def because(found: Paper) -> str:
    """Why it no longer holds: the product's own sentences in the reader's language, anybody else's as written."""
    said = found.ended_because
    return _(said) if said in merits.OWN_REASONS else said


def archive(papers: list[Paper], name: str) -> Response:
    """All of them in one ZIP, each named by its number and the person."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as together:
        for found in papers:
            entry = ZipInfo(file_name(found), date_time=found.issued_at.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            together.writestr(entry, _printed(found))
    return _file(content.getvalue(), "application/zip", name)


def file_name(found: Paper) -> str:
    """A name that every system takes."""
    return " ".join(_UNSAFE.sub(" ", f"{found.number} {found.name[:80]}").split()) + ".pdf"


def _require_valid(found: Paper) -> None:
    if not found.valid:
        raise NotFound


def _printed(found: Paper) -> bytes:
    return paper.pdf(found.number, found.says, at=found.issued_at)


def _file(content: bytes, mimetype: str, name: str) -> Response:
    answer = attachment(content, name)
    answer.mimetype = mimetype
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
