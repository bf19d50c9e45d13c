"""What a trainer is told: the asking, the confirmation, what changed, that it is off. One fact, one key."""

from datetime import datetime

from babel.dates import format_date
from sqlalchemy import select

from cic_events.cycle.sessions import trainer_access
from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import ENDED_ASSIGNMENTS
from cic_events.events import appointments
from cic_events.kernel import clock
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import N_
from cic_events.kernel.texts import LANGUAGES, Texts
from cic_events.messages import config, outbox
from cic_events.messages.notice import Notice, spoken
from cic_events.messages.render import LOCALES, LONG_DAY

WHY = N_("You receive this because you were asked to train in this session.")


def link(assignment: TrainerAssignment) -> str:
    """The address of the trainer's own page."""
    return f"{config.current().base_url}/trainer/{trainer_access.token(assignment.link_seed)}"


def of_asking(assignment: TrainerAssignment, planned: TrainingSession) -> None:
    """Will you give it? The answer is wanted by a day."""
    until = _day(assignment.answer_by, planned.zone)
    _post(assignment, planned, "trainer_asked", "asked", texts={"until": until}, expires_at=assignment.answer_by)


def of_confirmation(assignment: TrainerAssignment, planned: TrainingSession) -> None:
    """It is you: the page with the people, the sheets and the report."""
    _post(assignment, planned, "trainer_confirmed", f"confirmed:{assignment.version}")


def of_change(assignment: TrainerAssignment, planned: TrainingSession, *, changes: str) -> None:
    _post(assignment, planned, "trainer_changed", f"changed:{planned.version}", facts={"changes": changes})


def of_calling_off(assignment: TrainerAssignment, planned: TrainingSession) -> None:
    """Cancelled or put off, with the reason."""
    fact = f"{planned.state.value}:{planned.sequence}"
    _post(
        assignment, planned, "trainer_called_off", fact, facts={"reason": planned.reason, "state": planned.state.value}
    )


def tell_change(planned: TrainingSession, *, changes: str) -> None:
    """Tell those who were asked and have not said no what moved."""
    for assignment in _involved(planned):
        of_change(assignment, planned, changes=changes)


def tell_calling_off(planned: TrainingSession) -> None:
    for assignment in _involved(planned):
        of_calling_off(assignment, planned)


def _involved(planned: TrainingSession) -> list[TrainerAssignment]:
    told = (TrainerAssignment.session_id == planned.id, TrainerAssignment.state.not_in(sorted(ENDED_ASSIGNMENTS)))
    with elevated():
        return list(session().scalars(select(TrainerAssignment).where(*told).order_by(TrainerAssignment.id)))


def link_again(assignment: TrainerAssignment, planned: TrainingSession) -> None:
    """The link once more, at most once in ten minutes."""
    _post(assignment, planned, "trainer_link", f"link:{int(clock.now().timestamp()) // 600}")


def _day(at: datetime | None, zone: str) -> Texts:
    if at is None:
        return Texts()
    day = clock.wall_from_utc(at, zone).day
    return Texts({code: format_date(day, LONG_DAY[code], locale=LOCALES[code]) for code in LANGUAGES})


def _post(
    assignment: TrainerAssignment,
    planned: TrainingSession,
    template: str,
    fact: str,
    *,
    facts: dict[str, str] | None = None,
    texts: dict[str, Texts] | None = None,
    expires_at: datetime | None = None,
) -> None:
    person = assignment.person
    language = person.language.value
    said = {
        **spoken("title", planned.title, language),
        **spoken("place", appointments.where(planned), language),
        **spoken("host", planned.host.name, language),
        **spoken("when", appointments.when(planned, appointments.blocks(planned)), language),
        "link": link(assignment),
        **(facts or {}),
    }
    for name, text in (texts or {}).items():
        said.update(spoken(name, text, language))
    outbox.post(
        Notice(
            key=f"trainer:{assignment.id}:{fact}",
            to=person.email,
            to_name=person.name,
            locale=language,
            template=template,
            owner_id=planned.owner_id,
            why=WHY,
            facts=said,
            person_id=person.id,
            channel="letter" if person.channel.value == "email" else person.channel.value,
            expires_at=expires_at,
            secret=True,
        )
    )
