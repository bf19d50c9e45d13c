"""The mailed link of an attempt: rebuilt from a stored seed and the key, looked up by its hash."""

from cic_events.kernel import secrets

LENGTH = 40  # hex digits: 160 bits


def new_seed() -> str:
    return secrets.new_token()


def token(seed: str) -> str:
    """The secret part of the link; the same seed gives the same link, so that it can be shown again."""
    return secrets.mac("questionnaire link", seed)[:LENGTH]


def digest(link: str) -> str:
    return secrets.digest(link)
