"""Codes that forms offer and that lines accept: activities of today's programme, and nothing else."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from cic_events.cycle.plans import coverage, lines, rules
from cic_events.cycle.sessions import planning
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.texts import Texts
from cic_events.programme.models import Activity, Programme
from tests import make_cycle as make
from tests.make_people import commune

pytestmark = pytest.mark.usefixtures("db", "now")


@pytest.fixture(autouse=True)
def _framework(db: None) -> None:
    make.framework()


def offered() -> dict[str, str]:
    with reading():
        return dict(planning.activity_codes("fr"))


def test_the_objective_is_no_activity_code() -> None:
    with reading(), pytest.raises(rules.NotAnActivity):
        lines.known_activity("OS")

    assert "OS" not in offered()


def test_codes_stand_in_natural_order_as_they_are_written() -> None:
    codes = list(offered())

    assert codes.index("R2.5bis") == codes.index("R2.5") + 1
    assert codes.index("R3.2") < codes.index("R3.10")
    assert offered()["R2.5bis"].startswith("R2.5\xa0bis · ")


def test_an_activity_is_offered_until_the_day_it_is_retired(now: datetime) -> None:
    with transaction() as db:
        db.execute(update(Activity).where(Activity.code == "R3.2").values(retired_on=clock.today() + timedelta(days=1)))

    assert "R3.2" in offered()
    with clock.travel(now + timedelta(days=1)):
        assert "R3.2" not in offered()


def test_the_chain_of_a_need_names_the_activity_of_the_programme_that_runs() -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True)
    make.approved(make.plan(belfaa, items=[make.item_draft(needs=[make.answering(need, 4)])]))
    _an_older_programme()

    with reading():
        [link] = coverage.chain(need.id, as_of=date(2026, 9, 28)).items

    assert link.activity.best("fr") != "Ancienne"


def _an_older_programme() -> None:
    with transaction() as db:
        now, old = db.execute(select(Programme.__table__)).one(), Programme.__table__
        said = {**now._mapping, "framework_id": "old", "starts_on": date(2012, 1, 1), "ends_on": date(2016, 12, 31)}
        said.pop("id")
        id = db.execute(insert(old).values(**said)).inserted_primary_key[0]
        row = db.execute(select(Activity.__table__).where(Activity.code == "R3.2")).one()
        copy = {**row._mapping, "programme_id": id, "result_id": None, "labels": Texts(fr="Ancienne")}
        copy.pop("id")
        db.execute(insert(Activity.__table__).values(**copy))
