"""The first start, whole: the house, its people, and the plan's results, in one transaction."""

from cic_events.kernel.db import elevated, transaction
from cic_events.people import accounts, setup
from cic_events.people.permissions import SYSTEM
from cic_events.programme import service as programme


def run(said: setup.FirstStart) -> int:
    """Set up; the id of the first officer. Raises what people.setup.set_up refuses."""
    password_hash = accounts.hashed(said.password)
    with elevated(), transaction():
        person_id = setup.set_up(said, password_hash=password_hash)
        programme.load_framework(by=SYSTEM)
        return person_id
