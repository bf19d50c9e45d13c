"""The menu says where the reader is."""

import pytest

from cic_events.people.models import Role
from tests import make, make_events
from tests.browser import Browser


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Home"),
        ("/needs/", "Needs"),
        ("/needs/collections/", "Needs"),
        ("/sessions/{session}/certificates", "Sessions"),
        ("/certificates", "My certificates"),
        ("/account", None),
    ],
)
def test_the_menu_marks_the_place_of_the_page(browser: Browser, path: str, label: str | None) -> None:
    commune = make.commune()
    officer = make.person(role=Role.SAS_OFFICER, at=commune)
    session = make_events.session(commune)

    page = browser.signed_in_as(officer).in_language("en").get(path.format(session=session.id))

    marked = page.html.select(".rail [aria-current=page]")
    assert [place.get_text(strip=True) for place in marked] == ([label] if label else [])
