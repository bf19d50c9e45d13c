"""The mailed link of a registration: rebuilt from a stored seed and the key, looked up by its hash."""

from cic_events.kernel import secrets

LENGTH = 40  # hex digits: 160 bits


def new_seed() -> str:
    return secrets.new_token()


def token(seed: str) -> str:
    """The secret part of the link; the same seed gives the same link, so that it can be mailed again."""
    return secrets.mac("registration link", seed)[:LENGTH]


def digest(link: str) -> str:
    return secrets.digest(link)


def quota_token(seed: str) -> str:
    """The secret part of the page where an organisation names its people."""
    return secrets.mac("quota link", seed)[:LENGTH]
