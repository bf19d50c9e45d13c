"""Signing in: by a mailed link or by password, throttled; sessions are rows that can be ended at once."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select

from cic_events.kernel import audit, clock, jobs
from cic_events.kernel.db import one, reading, refusing_duplicates, session, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused, Forbidden, NotFound
from cic_events.kernel.names import fold_email
from cic_events.kernel.reach import elevated
from cic_events.people import homes, throttle
from cic_events.people.login_links import (
    AccountClosed,
    AddressMissing,
    AddressTaken,
    LinkSpent,
    ask_link,
    consume_link,
    invite,
    make_account,
)
from cic_events.people.login_sessions import (
    SESSION_DAYS,
    Browser,
    actor_of,
    browsers_of,
    confirmed_lately,
    end_browser,
    open_session,
    sign_out,
    sign_out_everywhere,
    touch,
)
from cic_events.people.models import Account, LoginLink, LoginSession, Person
from cic_events.people.passwords import PasswordRefused, hashed, matches
from cic_events.people.permissions import Actor

__all__ = [
    "SESSION_DAYS",
    "AccountClosed",
    "AddressMissing",
    "AddressTaken",
    "Browser",
    "LinkSpent",
    "PasswordRefused",
    "WrongSignIn",
    "actor_of",
    "address_of",
    "ask_link",
    "browsers_of",
    "change_password",
    "close",
    "confirmed_lately",
    "consume_link",
    "end_browser",
    "has_password",
    "hashed",
    "invite",
    "make_account",
    "move_address",
    "open_session",
    "reopen",
    "set_password",
    "sign_in_with_password",
    "sign_out",
    "sign_out_everywhere",
    "touch",
]


class WrongSignIn(DomainError):
    sentence = N_("This address and this password do not go together.")


class NotThisPassword(FieldRefused):
    sentence = N_("This is not your password. Forgotten? Sign in by a mailed link, then choose a new one here.")


class OwnAccount(DomainError):
    sentence = N_("Nobody closes the own account: ask a colleague.")


def sign_in_with_password(email: str, password: str, *, device: str = "", invented: bool = True) -> str:
    """A session token. Raises WrongSignIn alike for an unknown address and a wrong password, or TooManyTries.

    `invented`: whether people of the demonstration get in, whose password everybody knows.
    """
    with elevated():
        throttle.attempt("password", email)
        with reading() as db:
            account = db.scalars(
                select(Account).where(Account.email == fold_email(email), Account.active, *_real(invented))
            ).one_or_none()
        if not matches(account.password_hash if account else None, password) or account is None:
            raise WrongSignIn
        throttle.forget("password", email)
        return open_session(account.person_id, device=device)


def _real(invented: bool) -> list[ColumnElement[bool]]:
    return [] if invented else [Account.person.has(Person.fictional.is_(False))]


def has_password(person_id: int) -> bool:
    """Whether the person ever chose a password."""
    return session().scalar(select(Account.password_hash).where(Account.person_id == person_id)) is not None


def address_of(person_id: int) -> str:
    """The address that the person signs in with; nothing without an account."""
    return session().scalar(select(Account.email).where(Account.person_id == person_id)) or ""


def change_password(new: str, *, old: str, token: str, by: Actor) -> None:
    """Choose one's own password; every session ends.

    The old one is asked for, unless this browser signed in by a link in the last ten minutes.
    Raises NotThisPassword, PasswordRefused, TooManyTries.
    """
    person_id = by.person_id or 0
    with reading():
        account = session().scalars(select(Account).where(Account.person_id == person_id)).one_or_none()
        fresh = confirmed_lately(token)
    if account is None:
        raise NotFound
    if account.password_hash is not None and not fresh:
        throttle.attempt("password", account.email)
        if not matches(account.password_hash, old):
            raise NotThisPassword("old")
        throttle.forget("password", account.email)
    set_password(person_id, new)


def set_password(person_id: int, password: str) -> None:
    """Set or change the password; every session ends."""
    stored = hashed(password)
    with elevated(), transaction() as db:
        account = db.scalars(select(Account).where(Account.person_id == person_id).with_for_update()).one()
        account.password_hash = stored
        sign_out_everywhere(person_id)
        audit.record("account.password_set", account)


def close(person_id: int, *, by: Actor) -> None:
    """Nobody signs in with it any more, from this moment. Raises Forbidden, OwnAccount."""
    with transaction():
        account = _others_account(person_id, by)
        account.active = False
        sign_out_everywhere(person_id)
        session().execute(delete(LoginLink).where(LoginLink.account_id == account.id))
        audit.record("account.closed", account)


def reopen(person_id: int, *, by: Actor) -> None:
    """The person may sign in again. Raises Forbidden."""
    with transaction():
        account = _others_account(person_id, by)
        account.active = True
        audit.record("account.reopened", account)


def move_address(person_id: int, *, by: Actor) -> None:
    """Sign in with the person's present address from now on; every session ends.

    Raises Forbidden, AddressMissing, AddressTaken.
    """
    with transaction():
        account, person = _others_account(person_id, by), one(Person, person_id)
        if not person.email:
            raise AddressMissing
        with refusing_duplicates(AddressTaken()):
            account.email = fold_email(person.email)
        sign_out_everywhere(person_id)
        audit.record("account.moved", account)


def _others_account(person_id: int, by: Actor) -> Account:
    one(Person, person_id)
    held = homes.held_by(person_id)
    if not (homes.looks_after(by, held) and homes.stands_above(by, held)):
        raise Forbidden
    if person_id == by.person_id:
        raise OwnAccount
    found = session().scalars(select(Account).where(Account.person_id == person_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


@jobs.handles("nightly.forget_sign_ins")
def forget_ended(payload: dict[str, Any]) -> None:
    """Sessions and links that are over are not kept."""
    now = clock.now()
    with transaction() as db:
        db.execute(delete(LoginSession).where(LoginSession.ends_at < now))
        db.execute(delete(LoginLink).where(LoginLink.ends_at < now))
