"""What holds when many try at once; each thread is a browser of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from cic_events.kernel import jobs
from cic_events.kernel.db import SYSTEM_REACH, acting_as
from cic_events.kernel.errors import DomainError
from cic_events.people import accounts
from tests import make_people as make
from tests.service.people.test_accounts import mailed_token
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")
GOOD = "four quiet blue mountains"


def at_once(number: int, act: Callable[[], object]) -> Counter[str]:
    """How many ended how."""

    def one(_: int) -> str:
        try:
            with acting_as(SYSTEM_REACH):
                act()
        except DomainError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(lambda n: copy_context().run(one, n), range(number)))


def test_a_mailed_link_pressed_eight_times_at_once_signs_in_once() -> None:
    make.person(email="naima@belfaa.test")
    accounts.ask_link("naima@belfaa.test")
    token = mailed_token()

    assert at_once(8, lambda: accounts.consume_link(token)) == {"done": 1, "LinkSpent": 7}


def test_twenty_wrong_passwords_at_once_count_as_ten() -> None:
    accounts.set_password(make.person(email="naima@belfaa.test").id, GOOD)

    ended = at_once(20, lambda: accounts.sign_in_with_password("naima@belfaa.test", "wrong"))

    assert ended == {"WrongSignIn": 10, "TooManyTries": 10}


def test_ten_requests_for_a_link_are_three_mails() -> None:
    make.person(email="naima@belfaa.test")

    ended = at_once(10, lambda: accounts.ask_link("naima@belfaa.test"))

    assert ended == {"done": 3, "TooManyTries": 7}
    assert jobs.run_due() == 3


def test_a_known_and_an_unknown_address_cost_the_same_statements() -> None:
    accounts.set_password(make.person(email="naima@belfaa.test").id, GOOD)
    links, passwords = [], []
    for email in ("naima@belfaa.test", "nobody@belfaa.test"):
        with statements() as sent:
            accounts.ask_link(email)
        links.append(sent)
        with statements() as sent, pytest.raises(accounts.WrongSignIn):
            accounts.sign_in_with_password(email, "not the password")
        passwords.append(sent)

    assert links[0] == links[1]
    assert passwords[0] == passwords[1]
