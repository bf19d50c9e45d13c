import pytest

from cic_events.people.models import Organisation, Role, Side
from tests import make_people as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make.commune("Belfaa")


@pytest.fixture
def officer(browser: Browser, belfaa: Organisation) -> Browser:
    return browser.signed_in_as(make.person(name="Naïma Oubella", at=belfaa)).in_language("en")


@pytest.fixture
def manager(browser: Browser, belfaa: Organisation) -> Browser:
    return browser.signed_in_as(make.person(at=belfaa, role=Role.PROGRAMME_MANAGER)).in_language("en")


def listed(page) -> list[str]:  # type: ignore[no-untyped-def]
    return [row.find("th").text.strip() for row in page.html.select("tbody tr")]


def test_an_officer_records_an_association_of_the_commune(officer: Browser) -> None:
    form = officer.get("/people/organisations/new").forms["form"]
    form["name-fr"], form["name-ar"] = "Association Afoulki", "جمعية أفولكي"

    assert listed(form.submit(status=303).follow()) == ["Belfaa", "Association Afoulki"]


def test_the_same_association_in_another_spelling_is_refused(officer: Browser, belfaa: Organisation) -> None:
    make.association("Coopérative Tamount", under=belfaa)
    form = officer.get("/people/organisations/new").forms["form"]
    form["name-fr"] = "cooperative TAMOUNT"

    assert "Coopérative Tamount is recorded here already." in form.submit(status=422).text


def test_an_association_without_a_name_is_refused_at_the_field(officer: Browser) -> None:
    page = officer.get("/people/organisations/new").forms["form"].submit(status=422)

    assert "Write the name, at least in one language." in page.text


def test_an_officer_makes_no_commune_and_edits_no_other(officer: Browser) -> None:
    jette = make.commune("Jette", side=Side.NORTH)
    form = officer.get("/people/organisations/new").forms["form"]

    assert "commune" not in {value for value, *_ in form["kind"].options}
    officer.get(f"/people/organisations/{jette.id}/edit", status=404)
    officer.get("/people/partnerships/new", status=404)


def test_the_market_day_of_the_commune_is_kept(officer: Browser, belfaa: Organisation) -> None:
    form = officer.get(f"/people/organisations/{belfaa.id}/edit").forms["form"]
    form["market_day"] = "tue"
    form.submit(status=303)

    assert officer.get(f"/people/organisations/{belfaa.id}/edit").forms["form"]["market_day"].value == "tue"


def test_the_programme_manager_records_a_commune_and_a_partnership(manager: Browser) -> None:
    form = manager.get("/people/organisations/new").forms["form"]
    form["name-fr"], form["kind"], form["side"] = "Jette", "commune", "N"
    form.submit(status=303)
    form = manager.get("/people/partnerships/new").forms["form"]
    form["souths"], form["starts_on"] = ["1"], "2015-01-01"

    page = form.submit(status=303).follow()

    assert "Jette – Belfaa" in " ".join(page.html.text.split())
