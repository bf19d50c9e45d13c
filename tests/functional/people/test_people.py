import pytest

from cic_events.kernel.db import one, reading
from cic_events.people.models import Organisation, Person, Role, Side
from tests import make_people as make
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make.commune("Belfaa", slug="belfaa")


@pytest.fixture
def officer(browser: Browser, belfaa: Organisation) -> Browser:
    naima = make.person(name="Naïma Oubella", at=belfaa, email="naima@belfaa.test")
    return browser.signed_in_as(naima).in_language("en")


def names(page) -> list[str]:  # type: ignore[no-untyped-def]
    return [row.find("th").find("a").text for row in page.html.select("tbody tr")]


def flashed(page) -> str:  # type: ignore[no-untyped-def]
    return str(page.html.select_one(".flashes").text.strip())


@pytest.mark.parametrize("sought", ["naima", "NAÏMA oub", "oubella naima"])
def test_a_person_is_found_whatever_the_spelling(sought: str, officer: Browser, belfaa: Organisation) -> None:
    make.person(name="Rachid Bouzid", at=belfaa)

    assert names(officer.get("/people/", {"q": sought})) == ["Naïma Oubella"]


def test_an_arabic_name_is_found_without_its_hamza(officer: Browser, belfaa: Organisation) -> None:
    page = officer.get("/people/new")
    form = page.forms["form"]
    form["role"], form["name_latin"], form["name_ar"], form["phone"] = "participant", "Amina", "أمينة", "06 00 00 00 09"
    assert flashed(form.submit(status=303).follow()) == "Amina is recorded."

    assert names(officer.get("/people/", {"q": "امينه"})) == ["Amina"]


def test_other_communes_are_seen_with_name_and_function_only(officer: Browser) -> None:
    jette = make.commune("Jette", side=Side.NORTH, slug="jette")
    greet = make.person(name="Greet Coppens", at=jette, email="greet@jette.test", phone="+32470000001")

    assert names(officer.get("/people/")) == ["Naïma Oubella"]
    assert names(officer.get("/people/", {"everywhere": "y", "organisation": "jette"})) == ["Greet Coppens"]
    page = officer.get(f"/people/{greet.id}")
    assert "greet@jette.test" not in page.text
    assert "470000001" not in page.text
    assert names(officer.get("/people/", {"everywhere": "y", "q": "greet@jette.test"})) == []
    officer.get(f"/people/{greet.id}/edit", status=404)


def test_a_participant_sees_no_list_of_people(browser: Browser, belfaa: Organisation) -> None:
    browser.signed_in_as(make.person(at=belfaa, role=Role.PARTICIPANT)).get("/people/", status=404)


def test_a_form_shows_no_role_that_is_not_the_officers_to_give(officer: Browser) -> None:
    roles = {value for value, *_ in officer.get("/people/new").forms["form"]["role"].options}

    assert "administrator" not in roles
    assert "sas_officer" in roles


def test_an_invitation_opens_an_account(officer: Browser, belfaa: Organisation) -> None:
    rachid = make.person(name="Rachid Bouzid", at=belfaa, email="rachid@belfaa.test", account=False)

    page = press(officer.get(f"/people/{rachid.id}"), "/invite").follow()

    assert flashed(page) == "The invitation leaves by mail."
    assert "This person has an account." in page.text


def press(page, path: str):  # type: ignore[no-untyped-def]
    return next(f for f in page.forms.values() if f.action.endswith(path)).submit(status=303)


def test_a_closed_account_is_signed_out_at_once(officer: Browser, browser: Browser, belfaa: Organisation) -> None:
    rachid = make.person(name="Rachid Bouzid", at=belfaa)
    theirs = browser.signed_in_as(rachid)
    theirs.get("/account", status=200)

    press(officer.get(f"/people/{rachid.id}"), "/close-account")

    assert theirs.get("/account", status=302).location.startswith("/sign-in")
    assert "The account is closed." in officer.get(f"/people/{rachid.id}").text


def test_the_second_of_two_editors_is_told_and_keeps_the_text(officer: Browser, belfaa: Organisation) -> None:
    rachid = make.person(name="Rachid", at=belfaa, account=False)
    first, second = (officer.get(f"/people/{rachid.id}/edit").forms["form"] for _ in range(2))
    first["name_latin"] = "Rachid Bouzid"
    first.submit(status=303)
    second["phone"] = "0600000004"

    page = second.submit(status=409)

    assert "Rachid Bouzid" in page.html.select_one(".note").text
    assert page.forms["form"]["phone"].value == "0600000004"
    page.forms["form"]["name_latin"] = "Rachid Bouzid"
    page.forms["form"].submit(status=303)
    with reading():
        now = one(Person, rachid.id)
        assert (now.name_latin, now.phone) == ("Rachid Bouzid", "+212600000004")


@pytest.mark.parametrize(("field", "typed"), [("phone", "12"), ("email", "not an address"), ("name_latin", "")])
def test_what_cannot_be_read_is_said_at_its_field(
    field: str, typed: str, officer: Browser, belfaa: Organisation
) -> None:
    rachid = make.person(name="Rachid", at=belfaa, account=False)
    form = officer.get(f"/people/{rachid.id}/edit").forms["form"]
    form[field] = typed

    page = form.submit(status=422)

    assert page.html.find(id=f"{field}-error") is not None
    assert page.forms["form"][field].value == typed


def test_a_role_is_given_and_ended(officer: Browser, belfaa: Organisation) -> None:
    khadija = make.person(name="Khadija", at=belfaa, role=Role.PARTICIPANT)
    form = officer.get(f"/people/{khadija.id}/mandates/new").forms["form"]
    form["role"], form["deed"] = "lead_elected", "Délibération 12/2026"
    page = form.submit(status=303).follow()
    assert "Délibération 12/2026" in page.text

    link = next(a["href"] for a in page.html.select("tbody a") if "lead elected" in a.text)
    page = officer.get(link).forms["form"].submit(status=303).follow()

    assert flashed(page) == "The role ends on the day given."


def test_an_election_ends_many_roles_at_once(officer: Browser, belfaa: Organisation) -> None:
    for name in ("Khadija", "Fadma"):
        make.person(name=name, at=belfaa, role=Role.LEAD_ELECTED)
    form = officer.get("/people/election").forms["form"]
    form["on"] = "2026-09-28"

    page = form.submit(status=303).follow()

    assert flashed(page) == "2 roles end on the eve."
    assert names(page) == ["Naïma Oubella"]


def test_two_records_become_one_and_old_addresses_lead_there(browser: Browser, belfaa: Organisation) -> None:
    coordinator = browser.signed_in_as(make.person(name="Greet", at=belfaa, role=Role.COORDINATOR)).in_language("en")
    old, kept = (make.person(name="Ali Oulmas", at=belfaa, role=Role.PARTICIPANT, account=False) for _ in range(2))

    page = coordinator.get(f"/people/{old.id}")
    assert "1 other record looks like the same person." in page.text
    form = page.click("Compare").forms["form"]
    form["into"] = str(kept.id)
    page = form.submit(status=303).follow()

    assert (flashed(page), page.request.path) == ("The two records are one now.", f"/people/{kept.id}")
    assert coordinator.get(f"/people/{old.id}", status=303).location == f"/people/{kept.id}"


def test_a_hostile_name_runs_nowhere(officer: Browser, belfaa: Organisation) -> None:
    name = "<script>alert(1)</script>{{ 7*7 }}"
    mallory = make.person(name=name, at=belfaa, role=Role.PARTICIPANT)

    for path in (
        "/people/",
        f"/people/{mallory.id}",
        f"/people/{mallory.id}/edit",
        f"/people/{mallory.id}/mandates/new",
    ):
        page = officer.get(path)
        assert "<script>alert" not in page.text
        assert name in page.html.text or name in str(page.forms["form"].submit_fields())


def count_of(browser: Browser, path: str) -> int:
    with statements() as seen:
        browser.get(path)
    return len(seen)


def test_the_list_costs_the_same_for_one_person_and_for_thirty(officer: Browser, belfaa: Organisation) -> None:
    one_row = count_of(officer, "/people/")
    for n in range(30):
        make.person(name=f"Person {n}", at=belfaa)

    assert count_of(officer, "/people/") == one_row
    assert len(names(officer.get("/people/", {"page": "2"}))) == 1


def test_the_pages_read_in_arabic(officer: Browser, belfaa: Organisation) -> None:
    somebody = make.person(at=belfaa)
    officer.in_language("ar")

    for path in ("/people/", "/people/new", f"/people/{somebody.id}", "/people/organisations", "/people/import"):
        assert officer.get(path).html.find("html")["dir"] == "rtl"
