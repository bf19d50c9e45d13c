"""Certificates: issued on the transition, issued again when the records changed, revoked with a reason.

A verb is one transaction; printing is no part of any: what a certificate says is kept with it and printed when asked.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update

from cic_events.cycle.acquis import certificate_notices as notices
from cic_events.cycle.acquis import certificate_sources as sources
from cic_events.cycle.acquis import merits, numbers
from cic_events.cycle.acquis.certificate_sources import Course, Source
from cic_events.cycle.acquis.models import Certificate, CertificateCounter
from cic_events.cycle.acquis.states import CertificateKind, CertificateState, check_certificate
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.jobs import insert_once
from cic_events.kernel.names import clean
from cic_events.people.permissions import Action, Actor, require

_C = CertificateState


def issue_missing(
    session_id: int, *, by: Actor, kinds: Sequence[CertificateKind] = tuple(CertificateKind), most: int | None = None
) -> int:
    """Issue what was earned and not issued yet; how many. What was revoked stays so until it is issued by hand."""
    with transaction():
        planned = one(TrainingSession, session_id, lock=True)
        require(by, Action.CERTIFICATES_ISSUE, planned.owner_id)
        with elevated():
            course, people = sources.course(planned), sources.of_session(session_id)
            known = _known(session_id)
            wanted = [
                (source, kind)
                for kind in kinds
                for source in people
                if (source.registration_id, kind) not in known and course.earns(source, kind)
            ][:most]
            return len(_issue(course, wanted, by=by))


def issue_one(registration_id: int, *, session_id: int, kind: CertificateKind, by: Actor) -> Certificate:
    """Issue to one person, also after a revocation. Raises NotEarned, or NothingToSay when one is valid."""
    with transaction():
        planned = one(TrainingSession, session_id, lock=True)
        require(by, Action.CERTIFICATES_ISSUE, planned.owner_id)
        with elevated():
            course = sources.course(planned)
            found = sources.of_session(session_id, [registration_id])
            if not found or not course.earns(found[0], kind):
                raise merits.NotEarned
            if _C.ISSUED in _known(session_id).get((registration_id, kind), ()):
                raise merits.NothingToSay
            return _issue(course, [(found[0], kind)], by=by)[0]


def replace(id: int, *, reason: str, by: Actor) -> Certificate:
    """Issue again by today's records under a new number; the old paper says that it was replaced, and why.

    Raises NoLongerValid, NothingToSay when nothing changed, NotEarned when it should be revoked instead.
    """
    with transaction():
        old = _ending(id, _C.REPLACED, by=by)
        planned = one(TrainingSession, old.session_id, lock=True)
        with elevated():
            course = sources.course(planned)
            found = sources.of_session(old.session_id, [old.registration_id])
            if not found or not course.earns(found[0], old.kind):
                raise merits.NotEarned
            if sources.still_true(old.says, course.says(found[0], old.kind, issued_on=clock.today())):
                raise merits.NothingToSay
            return _issue_again(old, course, found[0], reason=reason, by=by)


def follow(session_id: int, *, registration_id: int, because: str, by: Actor) -> None:
    """The records of one person changed: issue what is newly earned, issue again what says something else, revoke
    what is no longer earned. Verdicts that still wait for a word change nothing."""
    with transaction() as db:
        planned = one(TrainingSession, session_id, lock=True)
        require(by, Action.CERTIFICATES_ISSUE, planned.owner_id)
        with elevated():
            course, found = sources.course(planned), sources.of_session(session_id, [registration_id])
            known = _known(session_id)
            valid = select(Certificate).where(
                Certificate.registration_id == registration_id, Certificate.state == _C.ISSUED
            )
            old = {certificate.kind: certificate for certificate in db.scalars(valid.with_for_update()).all()}
            for source, kind in ((source, kind) for source in found for kind in CertificateKind):
                if kind in old:
                    _keep_true(old[kind], course, source, because=because, by=by)
                elif (registration_id, kind) not in known and course.earns(source, kind):
                    _issue(course, [(source, kind)], by=by)


def _keep_true(old: Certificate, course: Course, source: Source, *, because: str, by: Actor) -> None:
    if course.earns(source, old.kind):
        if not sources.still_true(old.says, course.says(source, old.kind, issued_on=clock.today())):
            _issue_again(old, course, source, reason=because, by=by)
    elif course.is_settled(source, old.kind):
        _end(old, _C.REVOKED, reason=because, by=by)
        notices.of_revoking(old)


def _issue_again(old: Certificate, course: Course, source: Source, *, reason: str, by: Actor) -> Certificate:
    _end(old, _C.REPLACED, reason=reason, by=by)
    new = _issue(course, [(source, old.kind)], by=by, again=True)[0]
    old.replaced_by_id = new.id
    return new


def revoke(id: int, *, reason: str, by: Actor) -> None:
    """It is no longer valid: whoever checks it reads why, and the person is told."""
    with transaction():
        found = _ending(id, _C.REVOKED, by=by)
        _end(found, _C.REVOKED, reason=reason, by=by)
        with elevated():
            notices.of_revoking(found)


def forget(*, person_id: int) -> int:
    """Erase the person's name from what was issued; the numbers still answer. How many."""
    with transaction() as db, elevated():
        mine = db.scalars(select(Certificate).where(Certificate.person_id == person_id).with_for_update()).all()
        for certificate in mine:
            certificate.says = {**certificate.says, "names": {"latin": "", "ar": ""}}
            audit.record("certificate.name_erased", certificate)
        return len(mine)


def _ending(id: int, then: CertificateState, *, by: Actor) -> Certificate:
    found = one(Certificate, id, lock=True)
    require(by, Action.CERTIFICATES_ISSUE, found.owner_id)
    if found.state is not _C.ISSUED:
        raise merits.NoLongerValid
    check_certificate(found.state, then)
    return found


def _end(found: Certificate, then: CertificateState, *, reason: str, by: Actor) -> None:
    said = clean(reason, lines=True)[:500]
    if not said:
        raise merits.ReasonLacks
    found.state, found.ended_because = then, said
    found.ended_at, found.ended_by_id = clock.now(), by.person_id
    audit.record(f"certificate.{then.value}", found)


def _known(session_id: int) -> dict[tuple[int, CertificateKind], set[CertificateState]]:
    """The states of the certificates there are, by registration and kind."""
    rows = session().execute(
        select(Certificate.registration_id, Certificate.kind, Certificate.state).where(
            Certificate.session_id == session_id
        )
    )
    found: dict[tuple[int, CertificateKind], set[CertificateState]] = {}
    for registration_id, kind, state in rows:
        found.setdefault((registration_id, kind), set()).add(state)
    return found


def _issue(
    course: Course, wanted: Sequence[tuple[Source, CertificateKind]], *, by: Actor, again: bool = False
) -> list[Certificate]:
    if not wanted:
        return []
    today = clock.today(course.session.zone)
    given = [
        Certificate(
            owner_id=course.session.owner_id,
            kind=kind,
            registration_id=source.registration_id,
            session_id=course.session.id,
            person_id=source.person.id,
            number=number,
            minutes=source.minutes,
            says=course.says(source, kind, issued_on=today),
            issued_at=clock.now().replace(microsecond=0),
            issued_by_id=by.person_id,
        )
        for (source, kind), number in zip(wanted, _numbers(today, len(wanted)), strict=True)
    ]
    session().add_all(given)
    session().flush()
    ids = [certificate.id for certificate in given]
    audit.record("certificates.issued", course.session, detail={"certificates": ids})
    for certificate, (source, _) in zip(given, wanted, strict=True):
        notices.of_issuing(certificate, source.person, again=again)
    return given


def _numbers(on: date, many: int) -> list[str]:
    """The next numbers of the year, one after the other: others wait here until this unit ends."""
    insert_once(CertificateCounter, {"year": on.year, "last": 0}, on="year")
    last = (
        session()
        .scalars(
            update(CertificateCounter)
            .where(CertificateCounter.year == on.year)
            .values(last=CertificateCounter.last + many)
            .returning(CertificateCounter.last)
        )
        .one()
    )
    return [numbers.number(on.year, last - many + n) for n in range(1, many + 1)]
