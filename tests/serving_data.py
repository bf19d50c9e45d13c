"""Looks into the database of a service from beside it, and prepares it: prints JSON."""

import json
import sys
from datetime import timedelta

from flask_migrate import upgrade
from sqlalchemy import select, update

from cic_events import create_app
from cic_events.events import invariants
from cic_events.events.models import Registration
from cic_events.kernel import audit, clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.jobs import Job, JobState
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages.models import Mail
from cic_events.people.models import Person
from tests import make_events


def prepare() -> dict[str, int]:
    """A migrated database with one open session of 500 places."""
    upgrade()
    planned = make_events.session(capacity=500)
    return {"session": planned.id, "commune": planned.owner_id}


def look() -> dict[str, object]:
    with reading() as db:
        names = db.scalars(select(Person.name_latin).join(Registration, Registration.person_id == Person.id))
        mails = db.execute(select(Mail.recipient, Mail.state))
        return {
            "names": sorted(names),
            "mails": [[recipient, state.value] for recipient, state in mails],
            "wrong": [str(line) for line in invariants.differences()] + audit.breaks(),
        }


def later() -> int:
    """As if an hour went by: leases are over, and what was to be tried again is due."""
    with transaction() as db:
        db.execute(update(Job).where(Job.state == JobState.LEASED).values(lease_until=clock.now()))
        due = update(Job).where(Job.state == JobState.PENDING, Job.kind == "mail.deliver")
        db.execute(due.where(Job.run_after < clock.now() + timedelta(hours=1)).values(run_after=clock.now()))
    return 0


def main(wanted: str) -> None:
    app = create_app()
    with app.app_context(), acting_as(SYSTEM_REACH):
        said = {"prepare": prepare, "look": look, "later": later}[wanted]()
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1])
