"""What a need must say. Plain values in, refusals out."""

from collections.abc import Mapping
from datetime import date

from cic_events.cycle.needs.states import CampaignState
from cic_events.kernel.errors import N_, DomainError, FieldRefused
from cic_events.kernel.names import clean
from cic_events.programme import codes

SHORTEST = 3
LONGEST = 2000


class NoProblem(FieldRefused):
    sentence = N_("Describe the problem in at least one language.")


class ProblemTooLong(FieldRefused):
    sentence = N_("Keep the problem under %(most)s characters.")


class NobodyConcerned(FieldRefused):
    sentence = N_("Say how many persons meet this problem: at least one.")


class SeverityOutside(FieldRefused):
    sentence = N_("Choose how grave the problem is, from 1 to 5.")


class NoTheme(FieldRefused):
    sentence = N_("Choose the theme that a training would have, or close the need as not a training problem.")


class NoCode(FieldRefused):
    sentence = N_("Choose the activity that this need serves.")


class ReasonWanted(FieldRefused):
    sentence = N_("Write why training does not answer it: a tool, the organisation, the staffing.")


class NoTitle(FieldRefused):
    sentence = N_("Name the collection in at least one language.")


class EndsBeforeItBegins(FieldRefused):
    sentence = N_("The last day stands before the first one.")


class AlreadyOver(FieldRefused):
    sentence = N_("Its last day is over: choose a later one before you open it.")


class CollectionClosed(DomainError):
    sentence = N_("This collection is closed; it is not changed any more.")


class CollectionNotOpen(FieldRefused):
    sentence = N_("This collection of needs is not open.")


class CollectionOfOthers(FieldRefused):
    sentence = N_("This collection asks another commune.")


class NeedsWait(DomainError):
    sentence = N_("Needs that still wait to be qualified or answered otherwise: %(num)s.")


def check_said(*, problem: Mapping[str, str], persons: int, severity: int) -> None:
    """A problem, how many meet it and how grave it is."""
    said = [text.strip() for text in problem.values() if text.strip()]
    if not any(len(text) >= SHORTEST for text in said):
        raise NoProblem("problem")
    if any(len(text) > LONGEST for text in said):
        raise ProblemTooLong("problem", most=LONGEST)
    if persons < 1:
        raise NobodyConcerned("persons")
    check_severity(severity)


def check_severity(severity: int) -> None:
    if not 1 <= severity <= 5:
        raise SeverityOutside("severity")


def check_qualified(*, theme: str, activity_code: str) -> str:
    """A qualified need names what would be taught and the activity that it serves: its code, canonical."""
    if not theme:
        raise NoTheme("theme")
    try:
        code = codes.normalise(activity_code)
    except codes.NotACode as unknown:
        raise NoCode("activity_code") from unknown
    if codes.level(code) is not codes.Level.ACTIVITY:
        raise NoCode("activity_code")
    return code


def check_reason(reason: str) -> None:
    if len(clean(reason)) < SHORTEST:
        raise ReasonWanted("reason")


def check_campaign_said(*, title: Mapping[str, str], starts_on: date, ends_on: date) -> None:
    """A collection has a name and an end that is not before its beginning."""
    if not any(len(text.strip()) >= SHORTEST for text in title.values()):
        raise NoTitle("title")
    if ends_on < starts_on:
        raise EndsBeforeItBegins("ends_on")


def check_changeable(state: CampaignState) -> None:
    if state not in (CampaignState.DRAFT, CampaignState.OPEN):
        raise CollectionClosed


def check_opened(*, ends_on: date, today: date) -> None:
    if ends_on < today:
        raise AlreadyOver("ends_on")


def check_recorded_in(state: CampaignState, *, same_commune: bool) -> None:
    """A need is found in an open collection of its own commune."""
    if state is not CampaignState.OPEN:
        raise CollectionNotOpen("campaign")
    if not same_commune:
        raise CollectionOfOthers("campaign")


def check_analysed(*, waiting: int) -> None:
    """Every need was decided on."""
    if waiting:
        raise NeedsWait(num=waiting)


def closed_on(*, ends_on: date, today: date) -> date | None:
    """The day on which a collection ends by itself; None while it runs."""
    return ends_on if ends_on < today else None
