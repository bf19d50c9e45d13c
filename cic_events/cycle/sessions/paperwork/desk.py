"""Printing the papers of a session: what they say is gathered in one short unit, the printing comes after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.paperwork import badges, convocations, missions, orders, signing
from cic_events.cycle.sessions.paperwork.gathering import Gathered, gathered
from cic_events.cycle.sessions.paperwork.missions import Order
from cic_events.events import printed_sheets
from cic_events.kernel import audit
from cic_events.kernel.db import one, transaction
from cic_events.kernel.errors import N_, DomainError, NotFound
from cic_events.papers import printing
from cic_events.people.permissions import Action, Actor, require


class Kind(StrEnum):
    CONVOCATIONS = "convocations"
    SHEETS = "sheets"
    BADGES = "badges"
    SIGN = "sign"
    MISSIONS = "missions"


FOR_PEOPLE = frozenset({Kind.CONVOCATIONS, Kind.BADGES, Kind.MISSIONS})
FOR_DATES = frozenset({Kind.SHEETS})


class NobodyToPrintFor(DomainError):
    sentence = N_("Nobody holds a place yet: there is nobody to print this for.")


class NoDatesToPrint(DomainError):
    sentence = N_("The dates are not fixed yet: there is no half-day to sign for.")


@dataclass(frozen=True)
class Prepared:
    """All that is needed to print, with no database."""

    found: Gathered
    kinds: tuple[Kind, ...]
    codes: Mapping[int, str] = field(default_factory=dict)
    orders: Mapping[int, Order] = field(default_factory=dict)


def prepare(session_id: int, kinds: Sequence[Kind], *, by: Actor, only: int | None = None) -> Prepared:
    """Gather what these papers say; it is noted who had the personal links. `only`: one registration.

    Several kinds at once leave out those there is nothing to print for. Raises NobodyToPrintFor, NoDatesToPrint.
    """
    with transaction():
        planned = one(TrainingSession, session_id)
        require(by, Action.PAPERS_PRINT, planned.owner_id)
        found = gathered(session_id)
        if only is not None:
            found = _only(found, only)
        wanted = _printable(found, kinds)
        codes = _codes(found) if Kind.SHEETS in wanted else {}
        filled = orders.of_session(session_id) if Kind.MISSIONS in wanted else {}
        audit.record("papers.printed", planned, detail={"kinds": list(wanted), "people": len(found.guests)})
        return Prepared(found, wanted, codes, filled)


def _only(found: Gathered, registration_id: int) -> Gathered:
    guests = tuple(guest for guest in found.guests if guest.registration_id == registration_id)
    if not guests:
        raise NotFound
    return Gathered(**{**vars(found), "guests": guests})


def lacks(found: Gathered, kind: Kind) -> DomainError | None:
    """Why there is nothing of this kind to print."""
    if kind in FOR_PEOPLE and not found.guests:
        return NobodyToPrintFor()
    return NoDatesToPrint() if kind in FOR_DATES and not found.halves else None


def _printable(found: Gathered, kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    refusals = {kind: lacks(found, kind) for kind in kinds}
    wanted = tuple(kind for kind, refusal in refusals.items() if refusal is None)
    if not wanted:
        raise next(refusal for refusal in refusals.values() if refusal is not None)
    return wanted


def _codes(found: Gathered) -> dict[int, str]:
    lines = [guest.registration_id for guest in found.guests]
    return {half.id: printed_sheets.keep(half.id, lines, owner_id=found.owner_id) for half in found.halves}


_VALUES: Mapping[Kind, Callable[[Prepared], dict[str, Any]]] = {
    Kind.CONVOCATIONS: lambda ready: convocations.values(ready.found),
    Kind.SHEETS: lambda ready: signing.values(ready.found, ready.codes),
    Kind.BADGES: lambda ready: badges.badges(ready.found),
    Kind.SIGN: lambda ready: badges.sign(ready.found),
    Kind.MISSIONS: lambda ready: missions.values(ready.found, ready.orders),
}


def pdf(ready: Prepared, kind: Kind) -> bytes:
    """One kind of papers as a PDF; to be called outside any unit."""
    return printing.pdf(f"{kind}.typ", _VALUES[kind](ready), at=ready.found.at)


def archive(ready: Prepared) -> bytes:
    """All of them in one ZIP, in the order in which they are needed."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as together:
        for number, kind in enumerate(ready.kinds, start=1):
            entry = ZipInfo(f"{number}-{kind}.pdf", date_time=ready.found.at.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            together.writestr(entry, pdf(ready, kind))
    return content.getvalue()
