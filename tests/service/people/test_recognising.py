from collections.abc import Mapping

import pytest

from cic_events.kernel.db import one, reading, transaction
from cic_events.people import privacy, service
from cic_events.people.models import Language, Organisation, Person, Role, Side
from cic_events.people.permissions import PUBLIC
from tests import make_people as make

pytestmark = pytest.mark.usefixtures("db", "now")
SHARED = "asafar@example.org"


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make.commune("Belfaa")


def recognise(name: str, at: Organisation, email: str | None = None, phone: str | None = None) -> tuple[int, bool]:
    with transaction():
        person, known = service.recognise(name=name, commune_id=at.id, email=email, phone=phone, language=Language.FR)
        return person.id, known


@pytest.mark.parametrize("reached", [{"email": "NAIMA@example.org"}, {"phone": "0600000001"}])
def test_who_comes_back_is_recognised_by_name_and_what_reaches_them(
    reached: Mapping[str, str], belfaa: Organisation
) -> None:
    first, _ = recognise("Naïma Oubella", belfaa, "naima@example.org", "+212 600 000 001")

    assert recognise("naima oubella", belfaa, **reached) == (first, True)


def test_people_who_share_an_address_stay_apart_even_when_a_name_holds_the_other(belfaa: Organisation) -> None:
    longer, _ = recognise("Sara Amzil Tazi", belfaa, SHARED)

    shorter, known = recognise("Sara Amzil", belfaa, SHARED)

    assert (known, shorter == longer) == (False, False)
    assert recognise("Sara Amzil Tazi", belfaa, SHARED) == (longer, True)


def test_the_same_name_in_another_commune_is_another_person(belfaa: Organisation) -> None:
    first, _ = recognise("Mohamed Ourgui", belfaa, SHARED)

    assert recognise("Mohamed Ourgui", make.commune("Berkane"), SHARED)[1] is False
    assert recognise("Mohamed Ourgui", belfaa, SHARED) == (first, True)


def test_an_arabic_name_is_recognised_in_another_spelling(belfaa: Organisation) -> None:
    first, _ = recognise("أمينة", belfaa, SHARED)

    assert recognise("امينه", belfaa, SHARED) == (first, True)


def test_a_percent_sign_in_a_name_matches_nobody_else(belfaa: Organisation) -> None:
    recognise("Naïma Oubella", belfaa, SHARED)

    assert recognise("%", belfaa, SHARED)[1] is False


def test_contacts_stay_with_the_own_commune_and_the_person(belfaa: Organisation) -> None:
    jette = make.commune("Jette", side=Side.NORTH)
    greet = make.person(name="Greet", at=jette, email="greet@jette.test", phone="+32470000001")
    actors = {
        "herself": make.actor(greet),
        "a colleague": make.actor(make.person(at=jette, role=Role.COORDINATOR)),
        "across the border": make.actor(make.person(at=belfaa)),
        "a participant of the commune": make.actor(make.person(at=jette, role=Role.PARTICIPANT)),
        "the public": PUBLIC,
    }

    with reading():
        person = one(Person, greet.id)
        shown = {who: privacy.across_the_border(person, actor) for who, actor in actors.items()}

    assert {who: (s.name, s.email, s.phone) for who, s in shown.items()} == {
        "herself": ("Greet", "greet@jette.test", "+32470000001"),
        "a colleague": ("Greet", "greet@jette.test", "+32470000001"),
        "across the border": ("Greet", None, None),
        "a participant of the commune": ("Greet", None, None),
        "the public": ("Greet", None, None),
    }


def test_who_is_recorded_while_inventing_is_marked_so_for_good(belfaa: Organisation) -> None:
    with service.inventing():
        invented, _ = recognise("Aïcha Invented", belfaa, "aicha@example.org")
    real, _ = recognise("Brahim Amellal", belfaa, "brahim@example.org")

    with reading():
        assert (one(Person, invented).fictional, one(Person, real).fictional) == (True, False)
