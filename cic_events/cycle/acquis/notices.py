"""What people are told about their tests and results."""

from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import notices as registrations
from cic_events.events.models import Registration
from cic_events.kernel.errors import N_
from cic_events.messages import config, outbox
from cic_events.messages.notice import Notice, spoken
from cic_events.people.models import Channel
from cic_events.questionnaires import links
from cic_events.questionnaires.models import Attempt
from cic_events.questionnaires.states import Phase

WHY = N_("You receive this because you are registered for this training.")


def link(attempt: Attempt) -> str:
    """The address where this person answers."""
    return f"{config.current().base_url}/answer/{links.token(attempt.link_seed)}"


def of_test(attempt: Attempt, registration: Registration, planned: TrainingSession) -> None:
    """Your test before, or after: the personal link. It is worth nothing once the test is closed."""
    after = attempt.wave.phase is Phase.POST
    _post(
        registration,
        planned,
        "learning_test",
        key=f"attempt:{attempt.id}:invited",
        facts={"link": link(attempt), "after": "yes" if after else ""},
        attempt=attempt,
    )


def of_results(registration: Registration, planned: TrainingSession) -> None:
    """The trainer has validated: read it on your own page, contest it within fifteen days."""
    _post(
        registration,
        planned,
        "learning_results",
        key=f"registration:{registration.id}:results",
        facts={"link": registrations.link(registration)},
    )


def _post(
    registration: Registration,
    planned: TrainingSession,
    template: str,
    *,
    key: str,
    facts: dict[str, str],
    attempt: Attempt | None = None,
) -> None:
    person = registration.person
    outbox.post(
        Notice(
            key=key,
            to=person.email,
            to_name=person.name,
            locale=person.language.value,
            template=template,
            owner_id=planned.owner_id,
            why=WHY,
            facts={**spoken("title", planned.title, person.language.value), **facts},
            person_id=person.id,
            registration_id=registration.id,
            channel="letter" if person.channel is Channel.EMAIL else person.channel.value,
            expires_at=attempt.wave.closes_at if attempt is not None else None,
            secret=True,
        )
    )
