"""Signing in: by a mailed link or by password, throttled; sessions are rows that can be ended at once."""

from collections import defaultdict
from datetime import date, timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, delete, or_, select, update

from cic_events.kernel import clock, secrets
from cic_events.kernel.db import one, reading, refusing_duplicates, session, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused, Forbidden
from cic_events.kernel.names import fold_email
from cic_events.kernel.reach import elevated
from cic_events.messages import config, outbox
from cic_events.messages.notice import Notice
from cic_events.people import throttle
from cic_events.people.models import Account, LinkPurpose, LoginLink, LoginSession, Mandate, Organisation, Person, Role
from cic_events.people.permissions import Action, Actor, actor_for, may

SESSION_DAYS = 30
SEEN_EVERY = timedelta(minutes=1)
LINK_LIVES = {LinkPurpose.SIGN_IN: timedelta(minutes=10), LinkPurpose.INVITATION: timedelta(days=7)}
COMMON = frozenset({"motdepasse1234", "password1234", "123456789012", "azertyuiop12", "qwertyuiop12", "administrateur"})

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_room = BoundedSemaphore(4)
_dummy = _hasher.hash(secrets.new_token())


class WrongSignIn(DomainError):
    sentence = N_("This address and this password do not go together.")


class LinkSpent(DomainError):
    sentence = N_("This link was used or is too old. Ask for a new one.")


class AddressMissing(DomainError):
    sentence = N_("This person has no e-mail address: write it first.")


class AddressTaken(DomainError):
    sentence = N_("Somebody else signs in with this address.")


class PasswordRefused(FieldRefused):
    sentence = N_("Choose a password of 12 to 128 characters that is not a common one.")


def actor_of(token: str | None) -> Actor | None:
    """The actor of a session token as things stand today; None when the session is over."""
    if not token:
        return None
    now, today = clock.now(), clock.today()
    with reading() as db:
        rows = db.execute(
            select(Person.id, Person.name_latin, Person.name_ar, Person.language, Mandate.role, Mandate.organisation_id)
            .join(LoginSession, LoginSession.person_id == Person.id)
            .join(Account, Account.person_id == Person.id)
            .outerjoin(Mandate, (Mandate.person_id == Person.id) & _in_force(today))
            .where(LoginSession.token_hash == secrets.digest(token), LoginSession.ends_at > now, Account.active)
        ).all()
        if not rows:
            return None
        roles: dict[Role, set[int]] = defaultdict(set)
        for row in rows:
            if row.role is not None:
                roles[row.role].add(row.organisation_id)
        own = frozenset().union(*roles.values())
        below = db.scalars(select(Organisation.id).where(Organisation.parent_id.in_(own))).all() if own else ()
    first = rows[0]
    held = {role: frozenset(where) for role, where in roles.items()}
    return actor_for(first.id, first.name_latin or first.name_ar, first.language, held, frozenset(below))


def _in_force(day: date) -> ColumnElement[bool]:
    return (Mandate.starts_on <= day) & or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day)


def open_session(person_id: int, *, device: str = "") -> str:
    """Sign a person in; the token that the browser keeps."""
    token, now = secrets.new_token(), clock.now()
    with transaction() as db:
        db.add(
            LoginSession(
                person_id=person_id,
                token_hash=secrets.digest(token),
                created_at=now,
                seen_at=now,
                confirmed_at=now,
                ends_at=now + timedelta(days=SESSION_DAYS),
                device=device[:200],
            )
        )
    return token


def touch(token: str) -> None:
    """Note that the session is used, at most once a minute."""
    now, held = clock.now(), LoginSession.token_hash == secrets.digest(token)
    with elevated():
        with reading() as db:
            seen = db.scalar(select(LoginSession.seen_at).where(held))
        if seen is not None and seen + SEEN_EVERY < now:
            with transaction() as db:
                db.execute(update(LoginSession).where(held).values(seen_at=now))


def sign_in_with_password(email: str, password: str, *, device: str = "") -> str:
    """A session token. Raises WrongSignIn alike for an unknown address and a wrong password, or TooManyTries."""
    with elevated():
        throttle.check("password", email)
        with reading() as db:
            account = db.scalars(
                select(Account).where(Account.email == fold_email(email), Account.active)
            ).one_or_none()
        if not _matches(account.password_hash if account else None, password) or account is None:
            throttle.note("password", email)
            raise WrongSignIn
        throttle.forget("password", email)
        return open_session(account.person_id, device=device)


def _matches(stored: str | None, password: str) -> bool:
    with _room:
        try:
            return _hasher.verify(stored or _dummy, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def hashed(password: str) -> str:
    """The stored form. Raises PasswordRefused; never called inside a write unit."""
    if not 12 <= len(password) <= 128 or password.casefold() in COMMON or len(set(password)) < 4:
        raise PasswordRefused("password")
    with _room:
        return _hasher.hash(password)


def make_account(person: Person, *, password_hash: str | None = None) -> Account:
    """Let a person sign in; joins the caller's transaction."""
    account = Account(person_id=person.id, email=fold_email(person.email or ""), password_hash=password_hash)
    session().add(account)
    return account


def ask_link(email: str) -> None:
    """Mail a sign-in link if the address has an account; the caller cannot tell."""
    with elevated():
        throttle.check("link", email)
        throttle.note("link", email)
        with transaction() as db:
            account = db.scalars(
                select(Account).where(Account.email == fold_email(email), Account.active)
            ).one_or_none()
            if account is not None:
                _mail_link(account, LinkPurpose.SIGN_IN)


def invite(person_id: int, *, by: Actor) -> None:
    """Open an account for a person and mail a link of seven days. Raises AddressMissing or AddressTaken."""
    with transaction() as db:
        person = one(Person, person_id)
        homes = db.scalars(select(Mandate.organisation_id).where(Mandate.person_id == person_id)).all()
        if not any(may(by, Action.PEOPLE_EDIT, home) for home in homes):
            raise Forbidden
        if not person.email:
            raise AddressMissing
        account = db.scalars(select(Account).where(Account.person_id == person_id)).one_or_none()
        if account is None:
            with refusing_duplicates(AddressTaken()):
                account = make_account(person)
        _mail_link(account, LinkPurpose.INVITATION)


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
            why=N_("a link to sign in was asked for"),
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


def sign_out(token: str) -> None:
    """End this session at once."""
    with elevated(), transaction() as db:
        db.execute(delete(LoginSession).where(LoginSession.token_hash == secrets.digest(token)))


def sign_out_everywhere(person_id: int) -> None:
    """End every session of the person at once."""
    with elevated(), transaction() as db:
        db.execute(delete(LoginSession).where(LoginSession.person_id == person_id))


def set_password(person_id: int, password: str) -> None:
    """Set or change the password; every session ends."""
    stored = hashed(password)
    with elevated(), transaction() as db:
        db.execute(update(Account).where(Account.person_id == person_id).values(password_hash=stored))
        sign_out_everywhere(person_id)
