"""UIDs that nobody can guess: clients echo them in their answers."""

from cic_events.kernel import secrets

HOUSE = "cic"


def of_registration(registration_id: int, part_id: int) -> str:
    """One registration for one part: 96 bits of HMAC."""
    return f"{secrets.mac('uid', str(registration_id), str(part_id))[:24]}@{HOUSE}"
