"""Pages of a long list, in the address."""

from dataclasses import dataclass

from flask import request

from cic_events.kernel.numbers import whole


@dataclass(frozen=True)
class Paging:
    number: int
    size: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


def paging(size: int = 30) -> Paging:
    """The page that the address asks for; nonsense is the first."""
    return Paging(min(max(whole(request.args.get("page"), 1), 1), 100_000), size)
