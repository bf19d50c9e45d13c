"""Who can sign in to a demonstration: one person of each role, all with one password that only invented people have."""

from dataclasses import dataclass

from cic_events.demo import cast
from cic_events.demo.material import people, words

PASSWORD = "belfaa-jette-2018"  # noqa: S105 (known to everybody, on purpose: it opens invented accounts only)


@dataclass(frozen=True)
class Login:
    person: str  # of the script
    role: str
    name: str
    email: str


def logins() -> list[Login]:
    by_id = {person.id: person for person in people()}
    return [Login(id, role, by_id[id].name, cast.draft_of(by_id[id]).email or "") for id, role in words()["logins"]]
