import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cic_events.kernel import audit, jobs
from cic_events.kernel.audit import AuditEvent, AuditHead
from cic_events.kernel.db import reading, session, transaction

pytestmark = pytest.mark.usefixtures("db")


def three_links() -> None:
    with transaction():
        job = jobs.enqueue("anything", {})
        for number in (1, 2, 3):
            audit.record("job.touched", job, detail={"number": number})


def breaks() -> list[str]:
    with reading():
        return audit.breaks()


def tamper(*statements: str) -> None:
    """Change the trail as somebody with the database's own tools would."""
    with transaction() as db:
        if db.get_bind().dialect.name == "postgresql":
            db.execute(text("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change"))
        else:
            for verb in ("update", "delete"):
                db.execute(text(f"DROP TRIGGER audit_event_no_{verb}"))
        for statement in statements:
            db.execute(text(statement))
        if db.get_bind().dialect.name == "postgresql":
            db.execute(text("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_change"))
        else:
            for statement in audit.SQLITE_TRIGGERS:
                db.execute(text(statement))


def test_an_untouched_chain_holds() -> None:
    three_links()

    assert breaks() == []


def test_an_edited_link_shows() -> None:
    three_links()
    tamper("UPDATE audit_event SET action = 'job.forged' WHERE number = 2")

    assert breaks() == ["chain 0: link 2 was changed"]


def test_a_removed_link_shows() -> None:
    three_links()
    tamper("DELETE FROM audit_event WHERE number = 2")

    assert "chain 0: link 2 is missing" in breaks()


def test_a_cut_off_end_shows() -> None:
    three_links()
    tamper("DELETE FROM audit_event WHERE number = 3")

    assert breaks() == ["chain 0: it ends at 2, its head says 3"]


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET number = 9", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_the_trail(statement: str) -> None:
    three_links()

    with pytest.raises(DBAPIError, match="append-only"), transaction():
        session().execute(text(statement))


def test_an_act_that_is_rolled_back_leaves_no_trace() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        audit.record("job.touched", jobs.enqueue("anything", {}))
        raise ZeroDivisionError

    with reading() as db:
        assert (db.query(AuditEvent).count(), db.query(AuditHead).count()) == (0, 0)


def test_a_chain_whose_head_was_taken_away_shows() -> None:
    three_links()
    tamper("DELETE FROM audit_head")

    assert breaks() == ["chain 0: its head is missing"]
