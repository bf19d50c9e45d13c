"""One sheet as a form, for trainer and officer: a line per person, everybody at once, then the exceptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from cic_events.events import words
from cic_events.events.attendance import Mark
from cic_events.events.presence import Attendee, Book, MarkLine, PartSheet
from cic_events.events.presence_rules import PARTLY
from cic_events.events.states import Presence
from cic_events.web.forms import Form
from cic_events.web.locale import _

USUAL = 15  # minutes that the field shows before somebody says better
_STATUS = {status.value: status for status in Presence}


@dataclass(frozen=True)
class Line:
    """One person on the sheet: what is chosen now, and what stood when the page was shown."""

    number: int
    person: Attendee
    mark: MarkLine | None
    chosen: str
    minutes: int
    was: str
    refused: str = ""

    @property
    def id(self) -> int:
        return self.person.registration_id

    @property
    def changed(self) -> bool:
        return bool(self.chosen) and _said(self.chosen, self.minutes) != self.was

    def as_mark(self, key: str) -> Mark:
        status = _STATUS[self.chosen]
        return Mark(self.id, status, self.minutes if status in PARTLY else 0, key)


def _said(status: str, minutes: int) -> str:
    return f"{status}:{minutes}" if _STATUS.get(status) in PARTLY else f"{status}:0"


class SheetForm(Form):
    """The lines of one part. `everybody`: how those are who have no mark yet."""

    def __init__(self, book: Book, part: PartSheet) -> None:
        super().__init__()
        self.part = part
        make = self._sent if request.method == "POST" else self._standing
        self.lines = [make(number, person, book) for number, person in enumerate(book.people, start=1)]

    def _standing(self, number: int, person: Attendee, book: Book) -> Line:
        mark = book.mark(person.registration_id, self.part.id)
        if mark is None:
            return Line(number, person, None, "", USUAL, "")
        lost = self.part.minutes - mark.minutes if mark.status in PARTLY else 0
        return Line(number, person, mark, mark.status.value, lost or USUAL, _said(mark.status.value, lost))

    def _sent(self, number: int, person: Attendee, book: Book) -> Line:
        shown, id, given = self._standing(number, person, book), person.registration_id, request.form
        was, chosen, typed = (
            given.get(f"was-{id}", shown.was),
            given.get(f"status-{id}", ""),
            given.get(f"minutes-{id}"),
        )
        if not chosen and not was:
            chosen = given.get("everybody", "")
        chosen = chosen if chosen in _STATUS else ""
        minutes = int(typed) if typed and typed.isdecimal() and len(typed) < 5 else 0
        lost = _STATUS.get(chosen) in PARTLY and not 1 <= minutes < self.part.minutes
        refused = _("Minutes missed: from 1 to %(most)s.", most=self.part.minutes - 1) if lost else ""
        return Line(number, person, shown.mark, chosen, minutes, was, refused)

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        wrong = [line for line in self.lines if line.refused]
        self.form_errors = [f"{line.person.name} – {line.refused}" for line in wrong]
        return good and not wrong

    def marks(self) -> list[Mark]:
        """What is new on this sheet; what another phone marked meanwhile and this one did not touch stays."""
        return [line.as_mark(self.key[:32]) for line in self.lines if line.changed]


def choices() -> Sequence[tuple[str, str, str]]:
    """(value, words, icon) of the five ways to be there."""
    icons = {
        Presence.PRESENT: "check",
        Presence.LATE: "clock-alert",
        Presence.LEFT_EARLY: "log-out",
        Presence.EXCUSED: "hand-heart",
        Presence.ABSENT: "x",
    }
    return [(status.value, _(words.PRESENCES[status][0]), icons[status]) for status in Presence]
