"""What a session of another commune keeps to itself, although everybody sees its page."""

import pytest

from cic_events.people.models import Role
from tests import make_events as make
from tests.browser import Browser

MEETING = "https://meet.example.org/secret-room"
pytestmark = pytest.mark.usefixtures("now")


def test_its_form_is_not_shown_to_officers_of_other_communes(browser: Browser) -> None:
    planned = make.session(online_url=MEETING)
    neighbour = make.account(make.commune("ait-baha", name="Aït Baha"), role=Role.SAS_OFFICER)

    answer = browser.signed_in_as(neighbour).get(f"/sessions/{planned.id}/edit", status=403)

    assert MEETING not in answer.text


@pytest.mark.parametrize("address", ["/sessions/{id}", "/feeds/fr/sessions.ics", "/feeds/fr/session-{id}.ics"])
def test_where_it_meets_online_is_for_who_has_a_place(browser: Browser, address: str) -> None:
    planned = make.session(online_url=MEETING)

    answer = browser.get(address.format(id=planned.id))

    assert "secret-room" not in answer.text.replace("\r\n ", "")
