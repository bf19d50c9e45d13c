"""Whom a task is given to is told once."""

from cic_events.kernel.db import session
from cic_events.kernel.errors import N_
from cic_events.kernel.texts import LANGUAGES, Texts
from cic_events.messages import config, outbox
from cic_events.messages.notice import Notice, spoken
from cic_events.people.models import Person
from cic_events.programme.action_words import sentence
from cic_events.programme.models import ActionItem

WHY = N_("You receive this because you look after this activity of the programme.")


def given(item: ActionItem) -> None:
    """A mail to the person; a task of an organisation waits on its people's first page."""
    person = session().get(Person, item.person_id) if item.person_id else None
    if person is None:
        return
    language = person.language.value
    outbox.post(
        Notice(
            key=f"action:{item.id}:given",
            to=person.email,
            to_name=person.name,
            locale=language,
            template="action_given",
            owner_id=item.owner_id,
            why=WHY,
            facts={
                **spoken("what", _said(item), language),
                "code": item.activity_code,
                "due": item.due.isoformat(),
                "link": f"{config.current().base_url}/programme/actions/{item.id}",
            },
            person_id=person.id,
            channel="letter" if person.channel.value == "email" else person.channel.value,
        )
    )


def _said(item: ActionItem) -> Texts:
    return Texts(
        {code: sentence(item.what, item.params, code, config.translations_for(code).ugettext) for code in LANGUAGES}
    )
