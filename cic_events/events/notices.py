"""What the registered are told: one fact, one key. Each block has its own invitation; many share one mail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from cic_events.events import appointments, links, rules
from cic_events.events.appointments import Block
from cic_events.events.models import Event, Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.errors import N_
from cic_events.kernel.texts import Texts
from cic_events.messages import config, outbox
from cic_events.messages.notice import Itip, Notice, spoken

WHY = N_("You receive this because you are registered for this session, or wait for a place.")


def link(registration: Registration) -> str:
    """The address of one's own registration."""
    return f"{config.current().base_url}/my/registration/{links.token(registration.link_seed)}"


def of_entry(registration: Registration, event: Event) -> str:
    """Registered, with the invitation; or on the waiting list. The name of the message that left."""
    if registration.state is RegistrationState.CONFIRMED:
        return _invite(registration, event, "registration_confirmed")
    _post(
        registration,
        event,
        "registration_waitlisted",
        shown=appointments.blocks(event),
        fact=f"entry:{registration.queue_number}",
    )
    return "registration_waitlisted"


def of_promotion(registration: Registration, event: Event) -> str:
    return _invite(registration, event, "registration_promoted")


def of_offer(registration: Registration, event: Event) -> str:
    """A place is kept until the hour that is said; calendars hear of it once it is taken."""
    until = registration.offer_until
    fact = f"offer:{until and until.isoformat()}"
    words_ = {"until": appointments.instant(until, event.zone)} if until else {}
    _post(
        registration,
        event,
        "registration_offered",
        shown=appointments.blocks(event),
        fact=fact,
        texts=words_,
        expires_at=until,
    )
    return "registration_offered"


def of_acceptance(registration: Registration, event: Event) -> str:
    """The offer was taken: now the invitation."""
    return _invite(registration, event, "registration_confirmed")


def of_expiry(registration: Registration, event: Event) -> str:
    """Nobody answered in time: the place is somebody else's; the link puts one back in the line."""
    fact = f"expired:{registration.sequence}"
    _post(registration, event, "registration_expired", shown=appointments.blocks(event), fact=fact)
    return "registration_expired"


def of_overlap(there: Registration, other: Event, event: Event, *, refused: bool) -> None:
    """Who has a place in another session then is told by mail, where nobody else reads it."""
    wanted = spoken("wanted", event.title, there.person.language.value)
    more = {**wanted, "refused": "yes" if refused else ""}
    shown = appointments.blocks(other)
    _post(there, other, "registration_overlap", shown=shown, fact=f"overlap:{event.id}:{int(refused)}", more=more)


def of_update(registration: Registration, event: Event, *, changes: str) -> str:
    """The new times and place; the same SEQUENCE when no time moved. An offer is not in calendars yet."""
    if registration.state is RegistrationState.OFFERED:
        shown = appointments.blocks(event)
        _post(
            registration,
            event,
            "registration_updated",
            shown=shown,
            fact=f"v{event.version}",
            more={"changes": changes},
        )
        return "registration_updated"
    return _invite(registration, event, "registration_updated", changes=changes, fact=f"v{event.version}")


def of_withdrawal(registration: Registration, event: Event, *, invited: bool, reason: str = "") -> str:
    """The registration has ended: calendars that were invited remove it."""
    return _call_off(registration, event, invited=invited, reason=reason, whole=False)


def of_calling_off(registration: Registration, event: Event, *, invited: bool) -> str:
    """The whole session is cancelled or put off."""
    return _call_off(registration, event, invited=invited, reason=event.reason, whole=True)


def of_lost_block(registration: Registration, event: Event, block: Block) -> None:
    """A day fell away, or is part of another block now: calendars remove it."""
    _post(
        registration,
        event,
        "registration_cancelled",
        shown=[block],
        fact=f"lost:{block.first.uid}:{registration.sequence}",
        calendar=appointments.invitation("CANCEL", registration, event, block),
        more={"reason": "", "whole_session": ""},
    )


def reminder(registration: Registration, event: Event) -> None:
    """The day before; it is worth nothing once the session began."""
    _post(
        registration,
        event,
        "registration_reminder",
        shown=appointments.blocks(event),
        fact=f"reminder:{event.sequence}",
        expires_at=event.starts_at,
        supersedes=f"registration:{registration.id}:reminder:",
    )


def link_again(registration: Registration, event: Event) -> None:
    """The link once more, at most once in ten minutes."""
    slot = int(clock.now().timestamp()) // 600
    _post(registration, event, "registration_link", shown=appointments.blocks(event), fact=f"link:{slot}", secret=True)


def _invite(registration: Registration, event: Event, template: str, *, changes: str = "", fact: str = "") -> str:
    fact = fact or f"{template}:{registration.sequence}"
    more, shown = {"changes": changes}, appointments.blocks(event)
    if not rules.told_part_by_part(len(shown)):
        whole = appointments.summary(registration, event)
        _post(registration, event, template, shown=shown, fact=fact, calendar=whole, more=more)
        return template
    _post_blocks(registration, event, template, shown, method="REQUEST", fact=fact, more=more)
    return template


def _call_off(registration: Registration, event: Event, *, invited: bool, reason: str, whole: bool) -> str:
    template, fact = "registration_cancelled", f"cancelled:{registration.sequence}"
    more = {"reason": reason, "whole_session": "yes" if whole else ""}
    shown = appointments.blocks(event)
    one_by_one = rules.told_part_by_part(len(shown)) and bool(shown) and invited
    if not one_by_one:
        _post(registration, event, template, shown=shown, fact=fact, more=more)
        return template
    _post_blocks(registration, event, template, shown, method="CANCEL", fact=fact, more=more)
    return template


def _of(number: int, count: int) -> str:
    return f"{number}/{count}" if count > 1 else ""


def _post_blocks(
    registration: Registration,
    event: Event,
    template: str,
    shown: Sequence[Block],
    *,
    method: Literal["REQUEST", "CANCEL"],
    fact: str,
    more: dict[str, str],
) -> None:
    """Each block with its own calendar object, posted together."""
    outbox.post_all(
        [
            _notice(
                registration,
                event,
                template,
                shown=[block],
                fact=f"{fact}:{number}",
                calendar=appointments.invitation(method, registration, event, block),
                more=more,
                part=_of(number, len(shown)),
            )
            for number, block in enumerate(shown, start=1)
        ]
    )


def _post(registration: Registration, event: Event, template: str, **said: Any) -> None:
    outbox.post(_notice(registration, event, template, **said))


def _notice(
    registration: Registration,
    event: Event,
    template: str,
    *,
    shown: Sequence[Block],
    fact: str,
    calendar: Itip | None = None,
    more: dict[str, str] | None = None,
    texts: dict[str, Texts] | None = None,
    part: str = "",
    expires_at: datetime | None = None,
    supersedes: str | None = None,
    secret: bool = False,
) -> Notice:
    person = registration.person
    language = person.language.value
    facts = {
        **spoken("title", event.title, language),
        **spoken("place", appointments.where(event), language),
        **spoken("when", appointments.when(event, shown), language),
        "link": link(registration),
        "session_link": appointments.session_link(event),
        "part": part,
        **(more or {}),
    }
    for name, text in (texts or {}).items():
        facts |= spoken(name, text, language)
    return Notice(
        key=f"registration:{registration.id}:{fact}",
        to=person.email,
        to_name=person.name,
        locale=person.language.value,
        template=template,
        owner_id=event.owner_id,
        why=WHY,
        facts=facts,
        person_id=person.id,
        registration_id=registration.id,
        calendar=calendar,
        channel=_channel(person.channel.value),
        expires_at=expires_at,
        supersedes=supersedes,
        secret=secret,
    )


def _channel(channel: str) -> str:
    return "letter" if channel == "email" else channel
