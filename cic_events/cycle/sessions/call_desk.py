"""People who asked to be called, as tasks."""

from datetime import date

from cic_events.events import contacts
from cic_events.kernel import clock
from cic_events.kernel.errors import N_
from cic_events.kernel.tasks import Task
from cic_events.people.permissions import Action, Actor, may


def tasks(actor: Actor, as_of: date) -> list[Task]:
    """Each call that waits, due the day it was asked for. One statement."""
    if not may(actor, Action.PAPERS_PRINT):
        return []
    owners = None if actor.reach.everything else actor.reach.organisations
    return [
        Task(
            title=N_("Call %(name)s about “%(title)s”"),
            url_endpoint="papers.messages",
            url_args={"id": wish.event_id},
            due=wish.asked_at.date(),
            params={"name": wish.name, "title": wish.title.best(actor.language)},
            icon="phone",
        )
        for wish in contacts.wishes(as_of=clock.now(), owners=owners)
    ]
