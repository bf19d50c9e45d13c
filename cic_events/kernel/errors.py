"""What is refused, in words for people."""

from typing import Any


def N_(message: str) -> str:
    """Mark a sentence for translation; it is translated where it is shown."""
    return message


class DomainError(Exception):
    """A refusal: `sentence` is English with named placeholders, `params` fills them."""

    sentence: str = N_("This is not possible.")

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return self.sentence % self.params if self.params else self.sentence


class NotFound(DomainError):
    """Absent, or not for this actor to see: the two answer alike."""

    sentence = N_("This page does not exist, or is not open to you.")


class Forbidden(DomainError):
    """Seen, but the action is not for this actor."""

    sentence = N_("You may not do this.")


class Conflict(DomainError):
    """Somebody else saved first."""

    sentence = N_("Somebody changed this while you were writing. Your text is kept below; compare, then save again.")


class FieldRefused(DomainError):
    """A refusal that belongs to one field of the form."""

    def __init__(self, field: str, **params: Any) -> None:
        self.field = field
        super().__init__(**params)
