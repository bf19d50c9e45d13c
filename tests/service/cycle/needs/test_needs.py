from datetime import date, datetime

import pytest

from cic_events.cycle.needs import edits, history, queries, service
from cic_events.cycle.needs.edits import SameNeed
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.states import IllegalMove, NeedState, NotTraining
from cic_events.kernel.db import reading
from cic_events.kernel.errors import Conflict, Forbidden, NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Role
from cic_events.people.permissions import SYSTEM
from tests import make_cycle as make
from tests.make_people import commune, person


def test_a_need_is_recorded_in_the_words_of_who_has_it(db: None, now: datetime) -> None:
    belfaa = commune()
    amina = person(name="Amina Aït", role=Role.ASSOCIATION_CONTACT, at=belfaa)
    by = make.actor(Role.ASSOCIATION_CONTACT, at=belfaa, person=amina)

    need = make.need(belfaa, "  Two offices,\r\none key ", by=by)

    assert need.problem == Texts(en="Two offices,\none key")
    assert (need.state, need.recorded_by_id, need.recorded_on) == (NeedState.CAPTURED, amina.id, date(2026, 9, 28))


def test_only_ones_own_commune_is_spoken_for(db: None) -> None:
    by = make.actor(at=commune("Belfaa"))

    with pytest.raises(Forbidden):
        make.need(commune("Berkane"), by=by)


def test_a_neighbours_need_is_not_there(db: None) -> None:
    need = make.need(commune("Berkane"))
    with make.acting(make.actor(at=commune("Belfaa"))) as by:
        with pytest.raises(NotFound):
            service.qualify(need.id, theme="hr_basics", activity_code="R3.2", version=need.version, by=by)
        with reading(), pytest.raises(NotFound):
            queries.show(need.id)


def test_a_need_is_qualified_then_prioritised(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True, by=make.actor(at=belfaa))

    need = service.prioritise(need.id, severity=5, version=need.version, by=make.actor(Role.LEAD_ELECTED, at=belfaa))

    assert (need.state, need.theme, need.activity_code, need.severity) == (
        NeedState.PRIORITISED,
        "hr_basics",
        "R3.5",
        5,
    )
    assert need.qualified_on == need.prioritised_on == date(2026, 9, 28)


def test_the_officer_qualifies_and_the_elected_person_gives_priority(db: None) -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True)

    with pytest.raises(Forbidden):
        service.prioritise(need.id, severity=5, version=need.version, by=make.actor(at=belfaa))


def test_what_training_does_not_answer_is_closed_with_what_lacks_instead(db: None) -> None:
    need = make.need(commune())

    need = service.close_otherwise(
        need.id, reason="One printer for three offices", lacks=NotTraining.TOOL, version=need.version, by=SYSTEM
    )

    assert (need.state, need.not_training, need.closed_reason) == (
        NeedState.CLOSED_OTHERWISE,
        NotTraining.TOOL,
        "One printer for three offices",
    )
    with pytest.raises(IllegalMove):
        service.qualify(need.id, theme="hr_basics", activity_code="R3.2", version=need.version, by=SYSTEM)


def test_who_saves_second_is_told_who_changed_what(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa)
    opened = need.version
    first = make.actor(at=belfaa, person=person(name="Fatima Zahra", at=belfaa))
    edits.edit(need.id, draft=make.need_draft(persons=9, severity=5), version=opened, by=SYSTEM)
    with make.acting(first):
        edits.edit(need.id, draft=make.need_draft("Other words", persons=9, severity=5), version=opened + 1, by=first)

    with pytest.raises(Conflict):
        edits.edit(need.id, draft=make.need_draft("Mine"), version=opened, by=SYSTEM)

    with reading():
        seen = history.changes_since(TrainingNeed, need.id, opened)
    assert [(change.name, change.fields) for change in seen] == [
        ("", ("persons", "severity")),
        ("Fatima Zahra", ("problem",)),
    ]
    assert make.again(need).problem == Texts(en="Other words")


def test_a_refused_save_changes_nothing(db: None) -> None:
    need = make.need(commune())
    with pytest.raises(Conflict):
        service.qualify(need.id, theme="hr_basics", activity_code="R3.2", version=need.version - 1, by=SYSTEM)

    assert make.again(need).state is NeedState.CAPTURED


def test_equal_needs_of_neighbours_are_joined(db: None) -> None:
    ours, theirs = make.need(commune("Belfaa"), persons=6, severity=3), make.need(commune("Berkane"), persons=8)

    kept = edits.merge(theirs.id, into_id=ours.id, by=SYSTEM)

    assert (kept.id, kept.persons, kept.severity) == (ours.id, 14, 4)
    closed = make.again(theirs)
    assert (closed.state, closed.merged_into_id) == (NeedState.CLOSED_OTHERWISE, ours.id)
    with pytest.raises(SameNeed):
        edits.merge(ours.id, into_id=ours.id, by=SYSTEM)
    with pytest.raises(SameNeed):
        edits.merge(ours.id, into_id=theirs.id, by=SYSTEM)


def test_needs_to_qualify_are_dated_tasks_of_who_may_qualify(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa)
    make.need(belfaa, "Qualified already", qualified=True)
    make.need(commune("Berkane"), "Of another commune")
    officer, head = make.actor(at=belfaa), make.actor(Role.HEAD_OF_SERVICE, at=belfaa)

    with reading(), make.acting(officer):
        [task] = queries.tasks(officer, date(2026, 9, 28))
    with reading(), make.acting(head):
        assert queries.tasks(head, date(2026, 9, 28)) == []

    assert (task.title % task.params, task.due, task.url_args) == (
        f"Qualify the need “{make.PROBLEM}”",
        date(2026, 10, 12),
        {"id": need.id},
    )


def test_the_list_holds_what_was_recorded_by_the_day_asked(db: None, now: datetime) -> None:
    make.need(commune())

    with reading():
        totals = [queries.listing(queries.Filters(), as_of=date(2026, 9, day)).total for day in (27, 28)]
    assert totals == [0, 1]
