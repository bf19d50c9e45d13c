"""What a need must say. Plain values in, refusals out."""

from collections.abc import Mapping

from cic_events.kernel.errors import N_, FieldRefused
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
