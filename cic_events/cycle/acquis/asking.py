"""Who is asked before and after, as who organises it sees them: whether they answered, never what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from cic_events.cycle.sessions.objectives import SUBJECT
from cic_events.events import presence
from cic_events.events.models import Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel.db import elevated, session
from cic_events.people.models import Language, Person
from cic_events.questionnaires import queries as questionnaires
from cic_events.questionnaires.queries import NAME, Asked, Wave
from cic_events.questionnaires.states import Phase, WaveState


@dataclass(frozen=True)
class Line:
    """Somebody who may answer; `asked` once invited."""

    registration_id: int
    name: str
    email: str | None
    phone: str | None
    language: Language
    asked: Asked | None

    @property
    def kept(self) -> int:
        """How many answers lie unsent."""
        return self.asked.kept if self.asked is not None and not self.asked.sent else 0


@dataclass(frozen=True)
class Test:
    """One of the two tests with its people."""

    wave: Wave
    lines: Sequence[Line]

    @property
    def phase(self) -> Phase:
        return self.wave.phase

    @property
    def can_open(self) -> bool:
        return self.wave.state in (WaveState.PLANNED, WaveState.OPEN)

    @property
    def is_open(self) -> bool:
        return self.wave.state is WaveState.OPEN

    @property
    def can_type(self) -> bool:
        return self.wave.state in (WaveState.OPEN, WaveState.CLOSED)


def tests(session_id: int) -> list[Test]:
    """Both tests with those who may answer: the confirmed before, the present after. The caller has checked."""
    waves = questionnaires.waves(SUBJECT, [session_id])
    if not waves:
        return []
    asked = questionnaires.asked(wave.id for wave in waves)
    people = _confirmed(session_id)
    there = {id for id, total in presence.totals(session_id).items() if total.minutes >= 1}
    found = []
    for wave in waves:
        mine = {one.person_id: one for one in asked if one.wave_id == wave.id}
        lines = [
            Line(id, name, email, phone, language, mine.get(person_id))
            for person_id, (id, name, email, phone, language) in people.items()
            if wave.phase is Phase.PRE or id in there or person_id in mine
        ]
        found.append(Test(wave, lines))
    return found


def _confirmed(session_id: int) -> Mapping[int, tuple[int, str, str | None, str | None, Language]]:
    with elevated():
        rows = session().execute(
            select(Registration.person_id, Registration.id, NAME, Person.email, Person.phone, Person.language)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.event_id == session_id, Registration.state == RegistrationState.CONFIRMED)
            .order_by(NAME, Registration.id)
        )
        return {person_id: (id, name, email, phone, language) for person_id, id, name, email, phone, language in rows}
