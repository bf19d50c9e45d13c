"""The first start, whole: the house, its people, and the plan's results, in one transaction."""

from cic_events.kernel.db import elevated, transaction
from cic_events.kernel.names import clean
from cic_events.kernel.texts import Texts
from cic_events.people import accounts, setup
from cic_events.people.models import Language
from cic_events.people.permissions import SYSTEM
from cic_events.programme import service as programme


def run(said: setup.FirstStart) -> int:
    """Set up; the id of the first officer. Raises what people.setup.set_up refuses."""
    password_hash = accounts.hashed(said.password)
    with elevated(), transaction():
        person_id = setup.set_up(said, password_hash=password_hash)
        loaded = programme.load_framework(by=SYSTEM, first_year=said.first_year)
        if called := clean(said.programme_name)[:200]:
            loaded.name = Texts({**loaded.name, _language(said.language): called})
        return person_id


def _language(spoken: Language) -> str:
    return "fr" if spoken is Language.UNKNOWN else spoken.value
