"""Places in pools, the waiting list, offers, parties, returns, overrides: fair, explained, never oversold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cic_events.cycle.sessions import service as sessions
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import invariants, offers, overrides, parties, returns, rules, service
from cic_events.events.dividing import QuotaBelowTaken, QuotaDraft, QuotasAboveCapacity, QuotaTwice
from cic_events.events.models import Event, Registration
from cic_events.events.states import Answer, Audience, Condition, RegistrationState, Strictness
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.reach import acting_as
from cic_events.people.models import Organisation, Role
from cic_events.people.permissions import PUBLIC, SYSTEM, link_actor
from tests import make_events as make
from tests import make_pools as pool

R = RegistrationState
CONFIRMED, WAITLISTED, OFFERED = R.CONFIRMED, R.WAITLISTED, R.OFFERED
OFFICER, ELECTED = Audience.OFFICER, Audience.ELECTED_OFFICIAL

pytestmark = pytest.mark.usefixtures("db", "now")


@pytest.fixture
def belfaa() -> Organisation:
    return make.commune()


@pytest.fixture
def ait_baha(belfaa: Organisation) -> Organisation:
    return make.commune("ait-baha", name="Aït Baha")


def come(planned: TrainingSession, name: str, at: Organisation, **more: object) -> Registration:
    with acting_as(PUBLIC.reach):
        service.register_oneself(planned.id, visitor=make.visitor(name, at, **more), by=PUBLIC)
    return make.registration_of(planned.id, name)


@pytest.fixture(autouse=True)
def everything_holds(db: None) -> Iterator[None]:
    yield
    with acting_as(SYSTEM.reach), reading():
        assert invariants.differences() == []


def test_a_commune_has_its_places_however_many_others_came_first(belfaa: Organisation, ait_baha: Organisation) -> None:
    planned = make.session(belfaa, capacity=3, quotas=[QuotaDraft(1, commune_id=ait_baha.id)])

    for name in ("Amina Aït", "Brahim Oul", "Chaima Id"):
        come(planned, name, belfaa)
    come(planned, "Zahra Oumlil", ait_baha)

    assert [state for _, state in make.states(planned.id)] == [CONFIRMED, CONFIRMED, WAITLISTED, CONFIRMED]
    assert pool.full(planned) == {"everybody": (2, 2, 1), "Aït Baha": (1, 1, 0)}


def test_one_officer_and_one_elected_person_of_a_commune(belfaa: Organisation) -> None:
    quotas = [QuotaDraft(1, commune_id=belfaa.id, audience=who) for who in (OFFICER, ELECTED)]
    planned = make.session(belfaa, capacity=2, quotas=quotas)

    come(planned, "Amina Aït", belfaa, audience=OFFICER)
    come(planned, "Brahim Oul", belfaa, audience=OFFICER)
    come(planned, "Chaima Id", belfaa, audience=ELECTED)

    assert [state for _, state in make.states(planned.id)] == [CONFIRMED, WAITLISTED, CONFIRMED]


def test_the_audience_comes_from_the_mandate_when_nothing_is_said(belfaa: Organisation) -> None:
    planned = make.session(belfaa, capacity=2, quotas=[QuotaDraft(1, audience=ELECTED)])
    elected = make.person("Chaima Id", at=belfaa, role=Role.LEAD_ELECTED)

    made = service.register(planned.id, person_id=elected.id, organisation_id=belfaa.id, by=SYSTEM)

    assert made.audience is ELECTED
    assert pool.full(planned)["elected_official"] == (1, 1, 0)


def test_a_withdrawal_goes_to_the_first_who_may_sit_there(belfaa: Organisation, ait_baha: Organisation) -> None:
    planned = make.session(belfaa, capacity=2, quotas=[QuotaDraft(1, commune_id=ait_baha.id)])
    come(planned, "Amina Aït", belfaa)
    mine = come(planned, "Zahra Oumlil", ait_baha)
    come(planned, "Brahim Oul", belfaa)
    come(planned, "Hassan Ida", ait_baha)

    service.withdraw(mine.id, by=SYSTEM)

    assert dict(make.states(planned.id)) == {
        "Amina Aït": CONFIRMED,
        "Zahra Oumlil": R.CANCELLED_BY_PERSON,
        "Brahim Oul": WAITLISTED,
        "Hassan Ida": CONFIRMED,
    }


def test_dividing_counts_who_is_there_already(belfaa: Organisation, ait_baha: Organisation) -> None:
    planned = make.session(belfaa, capacity=3)
    come(planned, "Zahra Oumlil", ait_baha)
    come(planned, "Amina Aït", belfaa)

    pool.divide(planned, QuotaDraft(2, commune_id=ait_baha.id))
    come(planned, "Brahim Oul", belfaa)

    assert pool.full(planned) == {"everybody": (1, 1, 1), "Aït Baha": (2, 1, 0)}


def test_a_pool_given_up_opens_its_places_to_who_waits(belfaa: Organisation, ait_baha: Organisation) -> None:
    planned = make.session(belfaa, capacity=2, quotas=[QuotaDraft(1, commune_id=ait_baha.id)])
    come(planned, "Amina Aït", belfaa)
    come(planned, "Brahim Oul", belfaa)

    pool.divide(planned)

    assert [state for _, state in make.states(planned.id)] == [CONFIRMED, CONFIRMED]
    assert pool.full(planned) == {"everybody": (2, 2, 0), "Aït Baha": (0, 0, 0)}


def test_what_does_not_fit_is_refused_with_a_sentence(belfaa: Organisation, ait_baha: Organisation) -> None:
    planned = make.session(belfaa, capacity=2, quotas=[QuotaDraft(1, commune_id=ait_baha.id)])
    come(planned, "Zahra Oumlil", ait_baha)
    come(planned, "Amina Aït", belfaa)

    for refusal, drafts in (
        (QuotaBelowTaken, ()),
        (QuotasAboveCapacity, (QuotaDraft(2, commune_id=ait_baha.id),)),
        (QuotaTwice, (QuotaDraft(1, commune_id=ait_baha.id), QuotaDraft(1, commune_id=ait_baha.id))),
    ):
        with pytest.raises(refusal):
            pool.divide(planned, *drafts)


def test_a_capacity_below_what_the_pools_hold_is_refused(belfaa: Organisation, ait_baha: Organisation) -> None:
    planned = make.session(belfaa, capacity=4, quotas=[QuotaDraft(3, commune_id=ait_baha.id)])

    with pytest.raises(QuotasAboveCapacity), transaction():
        service.set_capacity(one(Event, planned.id, lock=True), capacity=2, minimum=1)


def test_a_party_waits_for_enough_places_and_reads_why_it_was_passed_over(belfaa: Organisation) -> None:
    planned = make.session(belfaa, capacity=2)
    first = come(planned, "Amina Aït", belfaa)
    visitors = [make.visitor(name, belfaa) for name in ("Un Oul", "Deux Oul", "Trois Oul")]

    party = parties.register_party(planned.id, visitors=visitors, least=2, by=SYSTEM)
    late = come(planned, "Brahim Oul", belfaa)

    assert [registration.state for registration in party] == [WAITLISTED] * 3
    assert late.state is CONFIRMED
    assert pool.passed(party[0]) == [(2, 1)]

    service.withdraw(first.id, by=SYSTEM)
    assert {state for name, state in make.states(planned.id) if name in ("Un Oul", "Deux Oul")} == {WAITLISTED}
    service.withdraw(late.id, by=SYSTEM)

    assert make.states(planned.id)[1:4] == [("Un Oul", CONFIRMED), ("Deux Oul", CONFIRMED), ("Trois Oul", WAITLISTED)]


def test_an_override_raises_the_capacity_and_who_waits_longer_can_read_it(belfaa: Organisation) -> None:
    planned = make.session(belfaa, capacity=1)
    come(planned, "Amina Aït", belfaa)
    longer, guest = come(planned, "Brahim Oul", belfaa), come(planned, "Chaima Id", belfaa)

    with pytest.raises(overrides.OverrideWantsReason):
        overrides.admit(guest.id, reason=" ", by=SYSTEM)
    overrides.admit(guest.id, reason="Elle remplace la directrice", by=SYSTEM)

    assert make.registration_of(planned.id, "Chaima Id").state is CONFIRMED
    assert make.again(planned).capacity == 2
    assert pool.passed(longer) == [(1, 0)]


def test_near_the_start_a_place_is_offered_for_so_many_working_hours(now: datetime, belfaa: Organisation) -> None:
    planned = make.session(belfaa, capacity=1, day=now.date() + timedelta(days=3))
    first, second = come(planned, "Amina Aït", belfaa), come(planned, "Brahim Oul", belfaa)

    service.withdraw(first.id, by=SYSTEM)

    offered = make.registration_of(planned.id, "Brahim Oul")
    # Monday 13:00 in Morocco: three and a half hours are left of the day, four and a half on Tuesday
    assert (offered.state, offered.offer_until) == (OFFERED, datetime(2026, 9, 29, 12, tzinfo=UTC))
    assert [(m.template, m.calendar_method) for m in pool.mails(second)][-1] == ("registration_offered", None)

    offers.accept(second.id, by=link_holder(second))

    taken = make.registration_of(planned.id, "Brahim Oul")
    assert (taken.state, taken.partstat, taken.offer_until) == (CONFIRMED, Answer.ACCEPTED, None)
    assert [(m.template, m.calendar_method) for m in pool.mails(second)][-1] == ("registration_confirmed", "REQUEST")


def link_holder(registration: Registration) -> object:
    return link_actor({("registration", registration.id)})


def offered_place(now: datetime, belfaa: Organisation) -> tuple[TrainingSession, Registration]:
    planned = make.session(belfaa, capacity=1, day=now.date() + timedelta(days=3))
    first, second = come(planned, "Amina Aït", belfaa), come(planned, "Brahim Oul", belfaa)
    come(planned, "Chaima Id", belfaa)
    service.withdraw(first.id, by=SYSTEM)
    return planned, second


def test_an_offer_that_nobody_takes_goes_to_the_next_and_only_who_asks_stands_again(
    now: datetime, belfaa: Organisation
) -> None:
    planned, second = offered_place(now, belfaa)

    with clock.travel(now + timedelta(days=1)):
        jobs.run_all()
        assert [state for _, state in make.states(planned.id)][1:] == [R.EXPIRED, OFFERED]
        with pytest.raises(rules.OfferOver):
            offers.accept(second.id, by=SYSTEM)

        again = offers.stand_again(second.id, by=SYSTEM)

        assert (again.state, again.queue_number, again.person_id) == (WAITLISTED, 4, second.person_id)
        with pytest.raises(rules.AlreadyRegistered):
            offers.stand_again(second.id, by=SYSTEM)
    assert [m.template for m in pool.mails(second)][-1] == "registration_expired"


def test_an_offer_declined_goes_to_the_next_and_no_calendar_was_ever_told(now: datetime, belfaa: Organisation) -> None:
    planned, second = offered_place(now, belfaa)

    service.withdraw(second.id, by=SYSTEM)

    assert [state for _, state in make.states(planned.id)][1:] == [R.CANCELLED_BY_PERSON, OFFERED]
    assert {m.calendar_method for m in pool.mails(second)} == {None}


def test_an_offer_never_lasts_beyond_the_start_even_when_the_session_moves_forward(
    now: datetime, belfaa: Organisation
) -> None:
    planned, _ = offered_place(now, belfaa)

    sessions.edit(
        planned.id,
        draft=make.draft(capacity=1, day=now.date() + timedelta(days=1)),
        version=make.version_of(planned.id),
        by=SYSTEM,
    )

    offered = make.registration_of(planned.id, "Brahim Oul")
    assert offered.offer_until == make.again(planned).starts_at
    with clock.travel(now + timedelta(days=1)):
        jobs.run_all()
        assert [state for _, state in make.states(planned.id)][1:] == [R.EXPIRED, WAITLISTED]


def test_a_reminder_goes_only_to_who_said_yes(now: datetime, belfaa: Organisation) -> None:
    planned = make.session(belfaa, capacity=2, day=now.date() + timedelta(days=2))
    first, sure, second = (come(planned, name, belfaa) for name in ("Amina Aït", "Chaima Id", "Brahim Oul"))
    service.withdraw(first.id, by=SYSTEM)

    with clock.travel(now + timedelta(hours=21)):
        jobs.run_all()

    assert make.registration_of(planned.id, "Brahim Oul").state is OFFERED
    assert [m.template for m in pool.mails(second)][-1] == "registration_offered"
    assert [m.template for m in pool.mails(sure)][-1] == "registration_reminder"


def test_a_week_before_unused_places_go_back_and_the_organisation_is_told(
    now: datetime, belfaa: Organisation, ait_baha: Organisation
) -> None:
    contact = make.person("Naïma Oubella", at=ait_baha, role=Role.SAS_OFFICER)
    planned = make.session(
        belfaa, capacity=3, day=now.date() + timedelta(days=20), quotas=[QuotaDraft(2, commune_id=ait_baha.id)]
    )
    come(planned, "Amina Aït", belfaa)
    come(planned, "Brahim Oul", belfaa)
    come(planned, "Zahra Oumlil", ait_baha)

    with clock.travel(now + timedelta(days=13)):
        jobs.run_all()

    assert [state for _, state in make.states(planned.id)] == [CONFIRMED, CONFIRMED, CONFIRMED]
    assert pool.full(planned) == {"everybody": (2, 2, 0), "Aït Baha": (1, 1, 0)}
    assert pool.templates_to(contact) == ["quota_given", "quota_returned"]


def test_a_return_planned_for_an_old_date_does_nothing(now: datetime, belfaa: Organisation) -> None:
    planned = make.session(belfaa, capacity=3, quotas=[QuotaDraft(2, audience=ELECTED)])

    assert returns.bring_back(planned.id, starts_at=now) == 0


@pytest.mark.parametrize(
    ("condition", "visitor", "refusal", "doubt"),
    [
        (Condition.AUDIENCE, {"audience": ELECTED}, rules.NotTheAudience, rules.DoubtAudience),
        (Condition.PREREQUISITES, {}, rules.PrerequisitesNotRead, rules.DoubtPrerequisites),
    ],
)
def test_a_condition_refuses_or_warns_once(
    belfaa: Organisation, condition: Condition, visitor: dict[str, object], refusal: type, doubt: type
) -> None:
    strict = make.session(belfaa, eligibility={condition: Strictness.REFUSE})
    mild = make.session(belfaa, eligibility={condition: Strictness.WARN})

    with pytest.raises(refusal):
        come(strict, "Amina Aït", belfaa, **visitor)
    with pytest.raises(doubt):
        come(mild, "Amina Aït", belfaa, **visitor)

    assert come(mild, "Amina Aït", belfaa, sure=True, **visitor).state is CONFIRMED


def test_two_sessions_at_once_are_refused_to_an_officer_and_told_by_mail_to_oneself(belfaa: Organisation) -> None:
    there = make.session(belfaa)
    here = make.session(belfaa, eligibility={Condition.OVERLAP: Strictness.REFUSE})
    mine = come(there, "Amina Aït", belfaa)

    with pytest.raises(rules.MeetsAnother):
        service.register_other(here.id, visitor=make.visitor("Amina Aït", belfaa), by=SYSTEM)
    with acting_as(PUBLIC.reach):
        said = service.register_oneself(here.id, visitor=make.visitor("Amina Aït", belfaa), by=PUBLIC)

    assert said is CONFIRMED  # what a stranger would read
    assert make.states(here.id) == []
    assert [m.template for m in pool.mails(mine)][-1] == "registration_overlap"
