from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_events.kernel.errors import Forbidden
from cic_events.people.models import Language, Role
from cic_events.people.permissions import (
    GIVEN_BY,
    OPEN_TO_ALL,
    OPEN_TO_SIGNED_IN,
    POLICY,
    PUBLIC,
    SYSTEM,
    Action,
    Actor,
    Scope,
    actor_for,
    link_actor,
    may,
    require,
    roles_given,
)

BELFAA, JETTE = 1, 2


def someone(*roles: Role, at: int = BELFAA) -> Actor:
    return actor_for(7, "Naïma", Language.FR, {role: frozenset({at}) for role in roles}, frozenset())


def test_every_action_is_in_the_table_and_every_role_has_who_gives_it() -> None:
    assert set(POLICY) == set(Action)
    assert set(GIVEN_BY) == set(Role)


@given(
    held=st.dictionaries(st.sampled_from(Role), st.frozensets(st.integers(1, 4), min_size=1)),
    action=st.sampled_from(Action),
    owner=st.none() | st.integers(1, 4),
)
def test_may_says_what_the_table_says(held: dict[Role, frozenset[int]], action: Action, owner: int | None) -> None:
    actor = actor_for(7, "Naïma", Language.FR, held, frozenset())

    allowed = {(role, place) for role, places in held.items() for place in places if role in POLICY[action]}
    expected = action in OPEN_TO_ALL | OPEN_TO_SIGNED_IN or any(
        POLICY[action][role] is Scope.PROGRAMME or owner in (None, place) for role, place in allowed
    )
    assert may(actor, action, owner) is expected


@pytest.mark.parametrize("action", [action for action in Action if action not in OPEN_TO_ALL])
def test_the_public_and_a_mailed_link_have_no_right_of_a_role(action: Action) -> None:
    assert not may(PUBLIC, action)
    assert not may(link_actor([("registration", 1)]), action)
    assert may(SYSTEM, action, JETTE)


def test_an_officer_acts_for_the_own_commune_and_not_for_another() -> None:
    officer = someone(Role.SAS_OFFICER)

    require(officer, Action.PLANS_EDIT, BELFAA)
    with pytest.raises(Forbidden):
        require(officer, Action.PLANS_EDIT, JETTE)


def test_only_who_appoints_for_the_programme_gives_a_role_that_reaches_all_of_it() -> None:
    wide = {role for role in Role if POLICY[Action.PROGRAMME_APPOINT].get(role)}

    for role, given_role in product(set(Role) - wide, Role):
        reaches_all = {a for a in Action if POLICY[a].get(given_role) is Scope.PROGRAMME}
        assert not (reaches_all and given_role in roles_given(someone(role))), (role, given_role)


def test_a_participant_gives_no_role() -> None:
    assert roles_given(someone(Role.PARTICIPANT, Role.TRAINER, Role.ASSOCIATION_CONTACT)) == []


def test_an_actor_of_two_communes_reaches_both() -> None:
    actor = actor_for(
        7, "", Language.FR, {Role.SAS_OFFICER: frozenset({1}), Role.COORDINATOR: frozenset({2})}, frozenset({9})
    )

    assert actor.organisations == {1, 2}
    assert actor.reach.organisations == {1, 2, 9}
    assert not actor.reach.everything
