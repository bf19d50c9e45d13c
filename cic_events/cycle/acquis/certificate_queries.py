"""Certificates as their holders, officers and checkers read them: frozen answers, a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from cic_events.cycle.acquis import certificate_sources as sources
from cic_events.cycle.acquis import numbers
from cic_events.cycle.acquis.models import Certificate
from cic_events.cycle.acquis.numbers import Typed
from cic_events.cycle.acquis.states import CertificateKind, CertificateState
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import presence_rules
from cic_events.kernel import clock, secrets
from cic_events.kernel.db import elevated, one, session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, may


@dataclass(frozen=True)
class Paper:
    """One certificate: what it says, and whether it still holds."""

    id: int
    number: str
    kind: CertificateKind
    state: CertificateState
    says: dict[str, Any]
    issued_at: datetime
    ended_at: datetime | None
    ended_because: str
    session_id: int
    owner_id: int
    person_id: int

    @property
    def valid(self) -> bool:
        return self.state is CertificateState.ISSUED

    @property
    def title(self) -> Texts:
        return Texts(self.says["title"])

    @property
    def name(self) -> str:
        names: dict[str, str] = self.says["names"]
        return names["latin"] or names["ar"]


_COLUMNS = (
    Certificate.id, Certificate.number, Certificate.kind, Certificate.state, Certificate.says, Certificate.issued_at,
    Certificate.ended_at, Certificate.ended_because, Certificate.session_id, Certificate.owner_id,
    Certificate.person_id,
)  # fmt: skip


def _papers(*where: ColumnElement[bool]) -> list[Paper]:
    """Newest first, by their numbers. The caller has checked who asks."""
    with elevated():
        rows = session().execute(
            select(*_COLUMNS).where(*where).order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        )
        return [Paper(*tuple(row)) for row in rows]


def _one(*where: ColumnElement[bool]) -> Paper:
    if not (found := _papers(*where)):
        raise NotFound
    return found[0]


def check(typed: Typed) -> Paper:
    """What is true of the number that was read from a paper; raises NotFound unless its code is right."""
    if not typed.holds:
        raise NotFound
    return _one(Certificate.number == typed.number)


def by_link(number: str, token: str) -> Paper:
    """The paper that a mailed link opens; raises NotFound for any other token."""
    if not secrets.same(token, numbers.link_token(number)):
        raise NotFound
    return _one(Certificate.number == number)


def opened(id: int, *, by: Actor) -> Paper:
    """The paper, for the person and for those who may see the host's; raises NotFound for everybody else."""
    found = _one(Certificate.id == id)
    if by.person_id != found.person_id and not may(by, Action.CERTIFICATES_SEE, found.owner_id):
        raise NotFound
    return found


def mine(*, by: Actor) -> list[Paper]:
    """The actor's own, those that were replaced left out."""
    if by.person_id is None:
        return []
    return _papers(Certificate.person_id == by.person_id, Certificate.state != CertificateState.REPLACED)


def of_registration(registration_id: int) -> list[Paper]:
    """Those of a registration whose link was opened, those that were replaced left out."""
    return _papers(Certificate.registration_id == registration_id, Certificate.state != CertificateState.REPLACED)


def valid_of_session(session_id: int, *, by: Actor) -> list[Paper]:
    """All that hold today, in the order of their numbers; raises NotFound for who may not see them."""
    _seen(session_id, by)
    valid = (Certificate.session_id == session_id, Certificate.state == CertificateState.ISSUED)
    return sorted(_papers(*valid), key=lambda paper: paper.number)


@dataclass(frozen=True)
class Held:
    """One certificate on the officer's list; `stale`: the records say something else today."""

    paper: Paper
    stale: bool = False


@dataclass(frozen=True)
class Line:
    """One person on the officer's list."""

    registration_id: int
    name: str
    name_ar: str
    minutes: int
    percent: int
    held: tuple[Held, ...] = ()
    missing: tuple[CertificateKind, ...] = ()  # earned and never issued
    revoked: tuple[CertificateKind, ...] = ()  # earned, revoked, not issued again


@dataclass(frozen=True)
class Desk:
    """The certificates of a session."""

    session_id: int
    title: Texts
    owner_id: int
    threshold: int
    lines: tuple[Line, ...] = field(default=())

    @property
    def missing(self) -> int:
        return sum(len(line.missing) for line in self.lines)

    @property
    def valid(self) -> int:
        return sum(held.paper.valid for line in self.lines for held in line.held)


def desk(session_id: int, *, by: Actor) -> Desk:
    """Who has which certificate, and what lacks; raises NotFound for who may not see it. Seven statements at most."""
    planned = _seen(session_id, by)
    course, people = sources.course(planned), sources.of_session(session_id)
    papers: dict[int, list[tuple[CertificateKind, Paper]]] = {}
    with elevated():
        rows = session().execute(
            select(Certificate.registration_id, *_COLUMNS)
            .where(Certificate.session_id == session_id)
            .order_by(Certificate.id)
        )
        for registration_id, *values in rows:
            paper = Paper(*values)
            papers.setdefault(registration_id, []).append((paper.kind, paper))
    lines = [_line(course, source, papers.pop(source.registration_id, [])) for source in people]
    lines += [_left(registration_id, [paper for _, paper in rest]) for registration_id, rest in papers.items()]
    return Desk(session_id, planned.title, planned.owner_id, planned.attendance_threshold, tuple(lines))


def _left(registration_id: int, papers: Sequence[Paper]) -> Line:
    """Somebody who no longer holds a place, by what the papers say."""
    last = papers[-1]
    held = tuple(Held(paper, stale=paper.valid) for paper in papers)
    return Line(registration_id, last.name, "", 0, 0, held)


def _line(course: sources.Course, source: sources.Source, papers: Sequence[tuple[CertificateKind, Paper]]) -> Line:
    today = clock.today(course.session.zone)
    earned = [kind for kind in CertificateKind if course.earns(source, kind)]

    def stale(paper: Paper) -> bool:
        says = course.says(source, paper.kind, issued_on=today)
        return paper.valid and (paper.kind not in earned or not sources.still_true(paper.says, says))

    known = {kind for kind, _ in papers}
    valid = {kind for kind, paper in papers if paper.valid}
    return Line(
        registration_id=source.registration_id,
        name=source.person.name,
        name_ar=source.person.name_ar,
        minutes=source.minutes,
        percent=presence_rules.percent(source.minutes, course.minutes),
        held=tuple(Held(paper, stale(paper)) for _, paper in papers),
        missing=tuple(kind for kind in earned if kind not in known),
        revoked=tuple(kind for kind in earned if kind in known and kind not in valid),
    )


def _seen(session_id: int, by: Actor) -> TrainingSession:
    planned = one(TrainingSession, session_id)
    if not may(by, Action.CERTIFICATES_SEE, planned.owner_id):
        raise NotFound
    return planned
