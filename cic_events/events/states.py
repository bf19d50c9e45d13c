"""The states of an event and of a registration, and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError


class EventKind(StrEnum):
    TRAINING = "training"
    PLATFORM = "platform"
    CONSULTATION = "consultation"
    FORUM = "forum"
    PUBLIC_EVENT = "public_event"


class Audience(StrEnum):
    OFFICER = "officer"
    ELECTED_OFFICIAL = "elected_official"
    ASSOCIATION = "association"
    MIXED = "mixed"


class Strictness(StrEnum):
    """What follows when a condition of a session is not met."""

    OFF = "off"
    WARN = "warn"
    REFUSE = "refuse"


class Condition(StrEnum):
    """What a session may ask of who registers."""

    AUDIENCE = "audience"
    PREREQUISITES = "prerequisites"
    OVERLAP = "overlap"


class EventState(StrEnum):
    """The states of all kinds of events; each kind names its own moves."""

    DRAFT = "draft"
    DATE_POLL = "date_poll"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CONVENED = "convened"
    CONFIRMED = "confirmed"
    RUNNING = "running"
    HELD = "held"
    EVALUATED = "evaluated"
    MINUTED = "minuted"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


TAKES_REGISTRATIONS = frozenset({EventState.OPEN, EventState.CONVENED, EventState.CONFIRMED})


class RegistrationState(StrEnum):
    DRAFT_BY_ORG = "draft_by_org"
    PENDING_APPROVAL = "pending_approval"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    CANCELLED_BY_PERSON = "cancelled_by_person"
    CANCELLED_BY_ORG = "cancelled_by_org"
    REJECTED = "rejected"
    EXPIRED = "expired"
    REPLACED = "replaced"


_R = RegistrationState
ACTIVE = frozenset({_R.DRAFT_BY_ORG, _R.PENDING_APPROVAL, _R.WAITLISTED, _R.OFFERED, _R.CONFIRMED})
HOLDS_A_PLACE = frozenset({_R.OFFERED, _R.CONFIRMED})
_WITHDRAWN = frozenset({_R.CANCELLED_BY_PERSON, _R.CANCELLED_BY_ORG})

MOVES: Mapping[RegistrationState, frozenset[RegistrationState]] = {
    _R.DRAFT_BY_ORG: frozenset({_R.PENDING_APPROVAL, _R.WAITLISTED, _R.CONFIRMED}) | _WITHDRAWN,
    _R.PENDING_APPROVAL: frozenset({_R.WAITLISTED, _R.CONFIRMED, _R.REJECTED}) | _WITHDRAWN,
    _R.WAITLISTED: frozenset({_R.OFFERED, _R.CONFIRMED, _R.EXPIRED}) | _WITHDRAWN,
    _R.OFFERED: frozenset({_R.CONFIRMED, _R.EXPIRED}) | _WITHDRAWN,
    _R.CONFIRMED: frozenset({_R.REPLACED}) | _WITHDRAWN,
}


class Answer(StrEnum):
    """What the person answered to the invitation, in the calendar's words."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"


class IllegalMove(DomainError):
    sentence = N_("This registration cannot go from “%(now)s” to “%(then)s”.")


def check_move(now: RegistrationState, then: RegistrationState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in MOVES.get(now, frozenset()):
        raise IllegalMove(now=now.value, then=then.value)


class Presence(StrEnum):
    """How somebody was there for one part."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"


class PresenceSource(StrEnum):
    """Who or what said so."""

    OWN_LINK = "own_link"
    CODE = "code"
    SIGNATURE = "signature"
    TRAINER = "trainer"
    PAPER_SCAN = "paper_scan"
    IMPORT = "import"
    CORRECTION = "correction"
