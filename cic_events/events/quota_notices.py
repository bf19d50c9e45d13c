"""What an organisation is told of its places: where to give names, and that unused ones went back."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from cic_events.events import appointments, links
from cic_events.events.allocation import Quota
from cic_events.events.models import Event
from cic_events.events.quota_models import SeatQuota
from cic_events.kernel import clock
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import N_
from cic_events.messages import config, outbox
from cic_events.messages.notice import Notice, spoken
from cic_events.people.models import Mandate, Person, Role

WHY = N_("You receive this because you register the people of your organisation.")
TOLD = (Role.SAS_OFFICER, Role.HR_REFERENT, Role.COORDINATOR, Role.ASSOCIATION_CONTACT)


def link(seed: str) -> str:
    """The address of the page where names are given."""
    return f"{config.current().base_url}/places/{links.quota_token(seed)}"


def tell_given(event: Event, quota_ids: Collection[int]) -> None:
    """Places are kept for an organisation: the link to name its people."""
    with elevated():
        for quota in _rows(quota_ids):
            _tell(event, quota, "quota_given", f"given:{quota.seats}", quota.seats - quota.taken)


def tell_open(event: Event) -> None:
    """The session opens: everybody for whom places are kept is told."""
    if event.pooled:
        with elevated():
            ids = session().scalars(select(SeatQuota.id).where(SeatQuota.event_id == event.id)).all()
            tell_given(event, ids)


def tell_returned(event: Event, unused: Iterable[Quota]) -> None:
    """So many places were not used in time, and are open to everybody."""
    free = {quota.id: quota.free for quota in unused}
    with elevated():
        for quota in _rows(free):
            _tell(event, quota, "quota_returned", f"returned:{quota.returned}", free[quota.id])


def _rows(ids: Collection[int]) -> list[SeatQuota]:
    statement = select(SeatQuota).where(SeatQuota.id.in_(list(ids))).order_by(SeatQuota.id)
    return list(session().scalars(statement.execution_options(populate_existing=True)))


def _tell(event: Event, quota: SeatQuota, template: str, fact: str, count: int) -> None:
    organisation_id = quota.organisation_id or quota.commune_id
    if organisation_id is None or not count:
        return
    outbox.post_all(
        [
            _notice(event, quota, template, f"quota:{quota.id}:{fact}:{person.id}", count, person)
            for person in _contacts(organisation_id)
        ]
    )


def _contacts(organisation_id: int) -> list[Person]:
    """Who registers people for this organisation today."""
    today = clock.today()
    statement = (
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(
            Mandate.organisation_id == organisation_id,
            Mandate.role.in_(TOLD),
            Mandate.starts_on <= today,
            func.coalesce(Mandate.ends_on, today) >= today,
            Person.merged_into_id.is_(None),
        )
        .order_by(Person.id)
        .distinct()
    )
    return list(session().scalars(statement))


def _notice(event: Event, quota: SeatQuota, template: str, key: str, count: int, person: Person) -> Notice:
    language = person.language.value
    return Notice(
        key=key,
        to=person.email,
        to_name=person.name,
        locale=language,
        template=template,
        owner_id=event.owner_id,
        why=WHY,
        facts={
            **spoken("title", event.title, language),
            **spoken("place", event.place, language),
            **spoken("when", appointments.when(event, appointments.blocks(event)), language),
            "count": str(count),
            "link": link(quota.link_seed),
            "session_link": appointments.session_link(event),
        },
        person_id=person.id,
        channel="letter" if person.channel.value == "email" else person.channel.value,
        expires_at=event.starts_at,
    )
