"""What a person is told of a certificate: one fact, one key."""

from cic_events.cycle.acquis import merits, numbers
from cic_events.cycle.acquis.models import Certificate
from cic_events.cycle.acquis.states import CertificateKind
from cic_events.kernel.errors import N_
from cic_events.messages import config, outbox
from cic_events.messages.notice import Notice, languages, spoken
from cic_events.people.models import Person

WHY = N_("You receive this because you took part in this training.")


def paper_link(number: str) -> str:
    """The address that opens the person's own paper, without an account."""
    return f"{config.current().base_url}/my/certificate/{number}/{numbers.link_token(number)}"


def of_issuing(certificate: Certificate, person: Person, *, again: bool = False) -> None:
    """Here is your certificate."""
    _post(certificate, person, "certificate_issued", {"again": "yes" if again else ""})


def of_revoking(certificate: Certificate) -> None:
    """It is no longer valid, and why."""
    person = certificate.person
    _post(certificate, person, "certificate_revoked", _reason(certificate.ended_because, person.language.value))


def _reason(said: str, locale: str) -> dict[str, str]:
    """What the product wrote in the person's language, what somebody wrote as written."""
    if said not in merits.OWN_REASONS:
        return {"reason": said}
    return {f"reason:{code}": config.translations_for(code).ugettext(said) for code in languages(locale)}


def _post(certificate: Certificate, person: Person, template: str, more: dict[str, str]) -> None:
    outbox.post(
        Notice(
            key=f"{template}:{certificate.id}",
            to=person.email,
            to_name=person.name,
            locale=person.language.value,
            template=template,
            owner_id=certificate.owner_id,
            why=WHY,
            facts={
                **spoken("title", certificate.says["title"], person.language.value),
                "acquis": "yes" if certificate.kind is CertificateKind.ACQUIS else "",
                "number": certificate.number,
                "link": paper_link(certificate.number),
                **more,
            },
            person_id=person.id,
            registration_id=certificate.registration_id,
            channel="letter" if person.channel.value == "email" else person.channel.value,
        )
    )
