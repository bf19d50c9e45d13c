"""What is kept of a form and said of a fault holds no secret and nobody's words."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from cic_events.app import database
from cic_events.events import links
from cic_events.kernel.db import reading
from cic_events.kernel.idempotency import FormKey
from tests import make_events as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


def test_the_key_of_a_form_keeps_no_secret_and_still_leads_back(browser: Browser) -> None:
    planned = make.session()
    mine = f"/my/registration/{links.token(make.registered(planned).link_seed)}"
    page = browser.in_language("en").get(f"{mine}/no")
    form = next(form for form in page.forms.values() if form.action.endswith("/withdraw"))

    for _turn in range(2):
        assert form.submit(status=303).location.endswith(mine)

    with reading() as db:
        [kept] = db.scalars(select(FormKey))
    assert mine.rpartition("/")[2] not in repr(vars(kept))


def test_a_fault_of_the_database_does_not_repeat_what_was_typed(app: Flask, db: None) -> None:
    with database.engine.connect() as connection, pytest.raises(DBAPIError) as broken:
        connection.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": "Khadija"})

    assert "Khadija" not in str(broken.value)
