"""Whatever people, officers and the clock do, in whatever order: the audit finds nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from cic_events.events import invariants, offers, overrides, parties, returns, service
from cic_events.events.dividing import QuotaDraft
from cic_events.events.models import Event, Registration
from cic_events.events.states import ACTIVE, Audience, RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.errors import DomainError
from cic_events.people.models import Organisation
from cic_events.people.permissions import SYSTEM
from tests import make_events as make

pytestmark = pytest.mark.slow

AUDIENCES = st.sampled_from([None, Audience.OFFICER, Audience.ELECTED_OFFICIAL])
COMMUNES = st.integers(0, 2)
SEATS = st.integers(0, 3)
WAITLISTED, OFFERED = RegistrationState.WAITLISTED, RegistrationState.OFFERED
COMMUNE: list[Organisation] = []


class Places(RuleBasedStateMachine):
    """One session in twelve days, three communes; every verb that moves a place."""

    @initialize(capacity=st.integers(1, 5))
    def begin(self, capacity: int) -> None:
        self.clock = ExitStack()
        self.now = make_now()
        self.clock.enter_context(clock.travel(self.now))
        self.planned = make.session(COMMUNE[0], capacity=capacity, day=self.now.date() + timedelta(days=12))
        self.people = 0

    def teardown(self) -> None:
        with reading():
            assert invariants.differences() == []
        self.clock.close()

    def _visitor(self, commune: int, audience: Audience | None) -> Any:
        self.people += 1
        name = f"Personne {self.planned.id} {self.people}"
        address = f"p{self.planned.id}x{self.people}@example.org"
        return make.visitor(name, COMMUNE[commune], email=address, audience=audience)

    def _some(self, states: frozenset[RegistrationState], pick: int) -> int | None:
        with reading() as db:
            ids = db.scalars(
                select(Registration.id)
                .where(Registration.event_id == self.planned.id, Registration.state.in_(sorted(states)))
                .order_by(Registration.id)
            ).all()
        return ids[pick % len(ids)] if ids else None

    @rule(who=st.lists(st.tuples(COMMUNES, AUDIENCES), min_size=1, max_size=5))
    def register(self, who: list[tuple[int, Audience | None]]) -> None:
        for commune, audience in who:
            visitor = self._visitor(commune, audience)
            trying(lambda v=visitor: service.register_oneself(self.planned.id, visitor=v, by=SYSTEM))

    @rule(communes=st.lists(COMMUNES, min_size=2, max_size=4), audience=AUDIENCES, least=st.integers(1, 4))
    def register_party(self, communes: list[int], audience: Audience | None, least: int) -> None:
        visitors = [self._visitor(commune, audience) for commune in communes]
        least = min(least, len(visitors))
        trying(lambda: parties.register_party(self.planned.id, visitors=visitors, least=least, by=SYSTEM))

    @rule(pick=st.integers(0, 20))
    def withdraw(self, pick: int) -> None:
        if (id := self._some(ACTIVE, pick)) is not None:
            trying(lambda: service.withdraw(id, by=SYSTEM))

    @rule(pick=st.integers(0, 20))
    def cancel(self, pick: int) -> None:
        if (id := self._some(ACTIVE, pick)) is not None:
            trying(lambda: service.cancel(id, reason="Partie", by=SYSTEM))

    @rule(pick=st.integers(0, 20))
    def accept(self, pick: int) -> None:
        if (id := self._some(frozenset({OFFERED}), pick)) is not None:
            trying(lambda: offers.accept(id, by=SYSTEM))

    @rule(pick=st.integers(0, 20))
    def expire(self, pick: int) -> None:
        if (id := self._some(frozenset({OFFERED}), pick)) is not None:
            trying(lambda: offers.expire(id))

    @rule(pick=st.integers(0, 20))
    def stand_again(self, pick: int) -> None:
        if (id := self._some(frozenset({RegistrationState.EXPIRED}), pick)) is not None:
            trying(lambda: offers.stand_again(id, by=SYSTEM))

    @rule(pick=st.integers(0, 20))
    def override(self, pick: int) -> None:
        if (id := self._some(frozenset({WAITLISTED}), pick)) is not None:
            trying(lambda: overrides.admit(id, reason="Demandé par le maire", by=SYSTEM))

    @rule(capacity=st.integers(1, 12))
    def set_capacity(self, capacity: int) -> None:
        self._set(capacity, None)

    @rule(capacity=st.integers(1, 12), seats=st.tuples(SEATS, SEATS, SEATS), both=SEATS)
    def divide(self, capacity: int, seats: tuple[int, int, int], both: int) -> None:
        drafts = [
            QuotaDraft(seats[0], commune_id=COMMUNE[0].id),
            QuotaDraft(seats[1], commune_id=COMMUNE[1].id),
            QuotaDraft(seats[2], audience=Audience.OFFICER),
            QuotaDraft(both, commune_id=COMMUNE[0].id, audience=Audience.ELECTED_OFFICIAL),
        ]
        self._set(capacity, drafts)

    def _set(self, capacity: int, drafts: list[QuotaDraft] | None) -> None:
        def change() -> None:
            with transaction():
                event = one(Event, self.planned.id, lock=True)
                service.set_capacity(event, capacity=capacity, minimum=0, quotas=drafts)

        trying(change)

    @rule()
    def return_places(self) -> None:
        starts_at = make.again(self.planned).starts_at
        assert starts_at is not None
        trying(lambda: returns.bring_back(self.planned.id, starts_at=starts_at))

    @rule(hours=st.sampled_from([2, 9, 30]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.clock.enter_context(clock.travel(self.now))

    @invariant()
    def nothing_is_wrong(self) -> None:
        if hasattr(self, "planned"):
            with reading():
                assert invariants.differences() == []


def make_now() -> datetime:
    return clock.now()


def trying(act: Any) -> None:
    """A refusal is an answer too."""
    try:
        act()
    except DomainError:
        return


@pytest.fixture
def communes(db: None) -> Iterator[None]:
    named = (("a", "Belfaa"), ("b", "Aït Baha"), ("c", "Biougra"))
    COMMUNE[:] = [make.commune(slug, name=name) for slug, name in named]
    yield
    COMMUNE.clear()


@pytest.mark.usefixtures("now", "communes")
def test_no_order_of_events_breaks_a_promise() -> None:
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=16,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        ),
    )
