"""Mailed links: asked for by who wants to sign in, or sent with an invitation. Single use, hashed, short-lived."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from cic_events.kernel import audit, clock, jobs, secrets
from cic_events.kernel.db import one, refusing_duplicates, session, transaction
from cic_events.kernel.errors import N_, DomainError, Forbidden
from cic_events.kernel.names import fold_email
from cic_events.kernel.reach import elevated
from cic_events.messages import config, outbox
from cic_events.messages.notice import Notice
from cic_events.people import homes, throttle
from cic_events.people.login_sessions import open_session
from cic_events.people.models import Account, LinkPurpose, LoginLink, Mandate, Organisation, Person
from cic_events.people.permissions import Actor

LINK_LIVES = {LinkPurpose.SIGN_IN: timedelta(minutes=10), LinkPurpose.INVITATION: timedelta(days=7)}
WHY = {
    LinkPurpose.SIGN_IN: N_("a link to sign in was asked for"),
    LinkPurpose.INVITATION: N_("somebody was invited to sign in"),
}
ASKED = "people.link_asked"


class LinkSpent(DomainError):
    sentence = N_("This link was used or is too old. Ask for a new one.")


class AddressMissing(DomainError):
    sentence = N_("This person has no e-mail address: write it first.")


class AddressTaken(DomainError):
    sentence = N_("Somebody else signs in with this address.")


class AccountClosed(DomainError):
    sentence = N_("This account is closed. Open it again first.")


def make_account(person: Person, *, password_hash: str | None = None) -> Account:
    """Let a person sign in; joins the caller's transaction."""
    account = Account(person_id=person.id, email=fold_email(person.email or ""), password_hash=password_hash)
    session().add(account)
    return account


def ask_link(email: str) -> None:
    """Mail a sign-in link if the address has an account. Both cases do the same here; the work is done after."""
    with elevated(), transaction() as db:
        throttle.attempt("link", email)
        id = db.scalar(select(Account.id).where(Account.email == fold_email(email), Account.active))
        jobs.enqueue(ASKED, {"account_id": id})


@jobs.handles(ASKED)
def send_link(payload: dict[str, Any]) -> None:
    """The mail that was asked for; nothing for an address that nobody has."""
    with transaction() as db:
        account = db.get(Account, payload["account_id"]) if payload["account_id"] else None
        if account is not None and account.active:
            _mail_link(account, LinkPurpose.SIGN_IN)


def invite(person_id: int, *, by: Actor) -> None:
    """Open an account for a person and mail a link of seven days.

    Raises Forbidden for who stands above the actor; AddressMissing, AddressTaken, AccountClosed.
    """
    with transaction() as db:
        person = one(Person, person_id)
        held = homes.held_by(person_id)
        if not (homes.looks_after(by, held) and homes.stands_above(by, held)):
            raise Forbidden
        account = db.scalars(select(Account).where(Account.person_id == person_id)).one_or_none()
        if account is None:
            if not person.email:
                raise AddressMissing
            with refusing_duplicates(AddressTaken()):
                account = make_account(person)
        if not account.active:
            raise AccountClosed
        _mail_link(account, LinkPurpose.INVITATION)
        audit.record("account.invited", account)


def _mail_link(account: Account, purpose: LinkPurpose) -> None:
    token, now = secrets.new_token(), clock.now()
    link = LoginLink(
        account_id=account.id,
        purpose=purpose,
        token_hash=secrets.digest(token),
        created_at=now,
        ends_at=now + LINK_LIVES[purpose],
    )
    session().add(link)
    session().flush()
    outbox.post(
        Notice(
            key=f"sign_in_link:{link.id}",
            to=account.email,
            to_name=account.person.name,
            person_id=account.person_id,
            locale=account.person.language,
            template="sign_in_link",
            facts={
                "name": account.person.name,
                "link": f"{config.current().base_url}/sign-in/link/{token}",
                "minutes": str(int(LINK_LIVES[purpose].total_seconds() // 60)),
            },
            owner_id=_home_of(account.person_id),
            secret=True,
            why=WHY[purpose],
            expires_at=link.ends_at,
        )
    )


def _home_of(person_id: int) -> int:
    """Whose mail it is: the newest mandate's organisation, else the first there is."""
    newest = select(Mandate.organisation_id).where(Mandate.person_id == person_id).order_by(Mandate.starts_on.desc())
    db = session()
    return db.scalar(newest.limit(1)) or db.scalars(select(Organisation.id).order_by(Organisation.id).limit(1)).one()


def consume_link(token: str, *, device: str = "") -> str:
    """A session token for a mailed link, once. Raises LinkSpent."""
    now = clock.now()
    with elevated(), transaction() as db:
        account_id = db.execute(
            update(LoginLink)
            .where(LoginLink.token_hash == secrets.digest(token), LoginLink.used_at.is_(None), LoginLink.ends_at > now)
            .values(used_at=now)
            .returning(LoginLink.account_id)
        ).scalar_one_or_none()
        account = db.get(Account, account_id) if account_id else None
        if account is None or not account.active:
            raise LinkSpent
        return open_session(account.person_id, device=device)
