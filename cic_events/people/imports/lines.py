"""What becomes of each line: a new row, a change, nothing, or an error with its reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError


class Outcome(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True)
class Fate:
    """A line tried out. `refusal` says why it is left out."""

    number: int
    outcome: Outcome
    name: str
    changed: tuple[str, ...] = ()
    refusal: DomainError | None = None


@dataclass(frozen=True)
class Report:
    """All lines, with how many fared how."""

    fates: tuple[Fate, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        seen = Counter(fate.outcome for fate in self.fates)
        return {outcome: seen.get(outcome, 0) for outcome in Outcome}

    @property
    def writes(self) -> int:
        return self.counts[Outcome.CREATE] + self.counts[Outcome.UPDATE]


def together(fates: Iterable[Fate]) -> Report:
    return Report(tuple(fates))


class NotAName(DomainError):
    sentence = N_("The name is missing, or begins with a sign that no name begins with.")


class NotALanguage(DomainError):
    sentence = N_("“%(value)s” is not one of the languages fr, ar, nl, en.")


class NotASex(DomainError):
    sentence = N_("“%(value)s” is not understood as woman (f) or man (m).")


class NotAChannel(DomainError):
    sentence = N_("“%(value)s” is not a way to reach somebody: email, phone, whatsapp, letter, referent.")


class NotARole(DomainError):
    sentence = N_("“%(value)s” is not a role known here.")


class NotAKind(DomainError):
    sentence = N_("“%(value)s” is not a kind of organisation known here.")


class NotThatAddress(DomainError):
    sentence = N_("“%(value)s” is not an e-mail address.")


class NotThatNumber(DomainError):
    sentence = N_("“%(value)s” is not a phone number.")


class OrganisationUnknown(DomainError):
    sentence = N_("“%(value)s” is not an organisation of this commune: record it first.")


class TwiceInTheFile(DomainError):
    sentence = N_("The same stands in line %(line)s.")


class SeveralFit(DomainError):
    sentence = N_("Several people of this name are recorded here: add the phone number or the address.")


def plain_name(text: str) -> str:
    """A name as typed. Raises NotAName for what a spreadsheet would run."""
    if text[:1] in ("=", "+", "-", "@", "|", "%"):
        raise NotAName
    return text
