"""Passwords: argon2id at a cost that sixteen sign-ins at once can bear; an unknown user costs the same."""

from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cic_events.kernel import secrets
from cic_events.kernel.errors import N_, FieldRefused

SHORTEST, LONGEST = 12, 128
FEWEST_SIGNS = 4
FILE = Path(__file__).parent.parent / "data" / "common_passwords.txt"

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_room = BoundedSemaphore(4)
_dummy = _hasher.hash(secrets.new_token())


class PasswordRefused(FieldRefused):
    sentence = N_("Choose a password of 12 to 128 characters that is not a common one.")


@cache
def common() -> frozenset[str]:
    """Passwords that everybody tries first."""
    return frozenset(FILE.read_text(encoding="utf-8").split())


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; as slow without one."""
    with _room:
        try:
            return _hasher.verify(stored or _dummy, password[: LONGEST * 2]) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def hashed(password: str) -> str:
    """The stored form. Raises PasswordRefused; never called inside a write unit."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < FEWEST_SIGNS or _is_common(password):
        raise PasswordRefused("password")
    with _room:
        return _hasher.hash(password)


def _is_common(password: str) -> bool:
    return "".join(password.casefold().split()) in common()
