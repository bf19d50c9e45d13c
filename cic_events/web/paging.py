"""Pages of a long list, in the address."""

from dataclasses import dataclass

from flask import request


@dataclass(frozen=True)
class Paging:
    number: int
    size: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


def paging(size: int = 30) -> Paging:
    """The page that the address asks for; nonsense is the first."""
    asked = request.args.get("page", "1")
    return Paging(min(max(int(asked), 1), 100_000) if asked.isascii() and asked.isdigit() else 1, size)
