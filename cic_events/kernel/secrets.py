"""Tokens and keyed digests. The key is handed in once by the assembly."""

import hashlib
import hmac
import secrets

_key: bytes = b""


def use_key(key: str) -> None:
    global _key
    _key = key.encode()


def mac(purpose: str, *parts: str) -> str:
    """Hex HMAC-SHA256 of the parts under a key of its own per purpose."""
    if not _key:
        raise LookupError("no secret key: kernel.secrets.use_key() was not called")
    derived = hmac.digest(_key, purpose.encode(), "sha256")
    return hmac.new(derived, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """The form in which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
