"""Who gets a place, and in which pool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_events.events.allocation import EVERYBODY, About, Grant, Party, Passed, Quota, Wish, allocate, alone, matching
from cic_events.events.states import Audience

BELFAA, AIT_BAHA, OFFICERS, GENERAL = 1, 2, 3, 4


def who(granted: list[Grant[str]]) -> list[tuple[str, int]]:
    return [(grant.who, grant.pool) for grant in granted]


def one(name: str, *pools: int) -> Party[str]:
    return Party((Wish(name, pools),))


@pytest.mark.parametrize(("free", "names"), [(2, ["Amina", "Brahim"]), (1, ["Amina"]), (0, []), (-2, [])])
def test_the_first_of_the_queue_get_the_free_places(free: int, names: list[str]) -> None:
    queue = map(alone, ["Amina", "Brahim", "Chaima"])

    assert [grant.who for grant in allocate(queue, {EVERYBODY: free})] == names


def test_one_sits_in_the_narrowest_pool_and_then_with_everybody() -> None:
    queue = [one("Amina", BELFAA, GENERAL), one("Brahim", BELFAA, GENERAL), one("Chaima", BELFAA, GENERAL)]

    assert who(allocate(queue, {BELFAA: 1, GENERAL: 1})) == [("Amina", BELFAA), ("Brahim", GENERAL)]


def test_a_place_kept_for_others_stays_free() -> None:
    assert allocate([one("Amina", GENERAL)], {BELFAA: 3, GENERAL: 0}) == []


def test_who_cannot_sit_there_is_not_passed_over() -> None:
    granted = allocate([one("Amina", GENERAL), one("Zahra", AIT_BAHA, GENERAL)], {AIT_BAHA: 1})

    assert granted == [Grant("Zahra", AIT_BAHA)]


def test_a_party_waits_until_enough_of_it_can_come_and_who_passes_it_says_so() -> None:
    party = Party((Wish("A", (GENERAL,)), Wish("B", (GENERAL,)), Wish("C", (GENERAL,))), least=3)

    granted = allocate([party, one("Zahra", GENERAL)], {GENERAL: 1})

    assert granted == [Grant("Zahra", GENERAL, (Passed("A", 3, 1), Passed("B", 3, 1), Passed("C", 3, 1)))]


def test_two_of_three_come_when_two_are_enough() -> None:
    party = Party((Wish("A", (GENERAL,)), Wish("B", (GENERAL,)), Wish("C", (GENERAL,))), least=2)

    assert who(allocate([party, one("Zahra", GENERAL)], {GENERAL: 2})) == [("A", GENERAL), ("B", GENERAL)]


def test_the_pools_of_a_person_begin_with_the_narrowest() -> None:
    quotas = [
        Quota(GENERAL, None, None, None, 5, 0, 0),
        Quota(BELFAA, 10, None, None, 2, 0, 0),
        Quota(OFFICERS, 10, None, Audience.OFFICER, 1, 0, 0),
        Quota(AIT_BAHA, 20, None, None, 2, 0, 0),
    ]

    assert matching(quotas, About(10, 10, Audience.OFFICER)) == (OFFICERS, BELFAA, GENERAL)
    assert matching(quotas, About(10, 11, None)) == (BELFAA, GENERAL)
    assert matching(quotas, About()) == (GENERAL,)


names = st.integers(0, 10_000)
wishes = st.builds(Wish, names, st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True).map(tuple))
parties = st.lists(wishes, min_size=1, max_size=4, unique_by=lambda w: w.who).flatmap(
    lambda members: st.builds(Party, st.just(tuple(members)), st.integers(1, len(members)))
)
queues = st.lists(parties, max_size=8).filter(
    lambda queue: len({w.who for p in queue for w in p.wishes}) == sum(len(p.wishes) for p in queue)
)
seats = st.dictionaries(st.integers(1, 4), st.integers(-1, 4))


@given(queues, seats)
def test_whatever_the_queue_no_pool_is_oversold_nobody_overtaken_and_no_place_left(
    queue: list[Party[int]], free: dict[int, int]
) -> None:
    granted = allocate(queue, free)

    left = dict(free)
    for grant in granted:
        left[grant.pool] -= 1
    assert all(n >= 0 or left[pool] == free[pool] for pool, n in left.items())
    order = [wish.who for party in queue for wish in party.wishes]
    pools = {wish.who: wish.pools for party in queue for wish in party.wishes}
    got = {grant.who: grant.pool for grant in granted}
    assert len(got) == len(granted)
    assert all(pool in pools[name] for name, pool in got.items())
    for grant in granted:
        before = order[: order.index(grant.who)]
        longer = {name for name in before if name not in got and grant.pool in pools[name]}
        assert longer == {passed.who for passed in grant.passed}
    for party in queue:
        placed = sum(wish.who in got for wish in party.wishes)
        assert placed == 0 or placed >= party.least
    assert allocate(_rest(queue, got), left) == []
    assert allocate(queue, free) == granted


def _rest(queue: list[Party[int]], got: dict[int, int]) -> list[Party[int]]:
    """Who still waits, asking for what their party still needs."""
    rest = []
    for party in queue:
        waits = tuple(wish for wish in party.wishes if wish.who not in got)
        if waits:
            rest.append(Party(waits, max(1, party.least - (len(party.wishes) - len(waits)))))
    return rest
