"""What speaks against the dates of a session, before it is saved. Soft: nothing is refused."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from cic_events.calendar import kept
from cic_events.calendar.holidays import Advice, advise
from cic_events.events.parts import PartDraft
from cic_events.events.states import Audience
from cic_events.kernel import clock
from cic_events.kernel.db import session
from cic_events.kernel.errors import DomainError
from cic_events.people.models import Organisation

CALLS_ELECTED = (Audience.ELECTED_OFFICIAL, Audience.MIXED)


def about(
    parts: Sequence[PartDraft],
    *,
    zone: str,
    host_id: int,
    audience: Audience | None = None,
    online: bool = False,
    settled: Collection[PartDraft] = (),
) -> list[Advice]:
    """Reasons for other dates, in the order of the days; `settled` parts were kept before. One statement.

    The days off of the other country count for a meeting that people join from there.
    """
    country, market_day = session().execute(
        select(Organisation.country, Organisation.market_day).where(Organisation.id == host_id)
    ).one()  # fmt: skip
    countries = ("MA", "BE") if online else (country,)
    found: dict[Advice, None] = {}
    for part in sorted(set(parts) - set(settled), key=lambda part: (part.day, part.start)):
        try:
            starts, ends = (clock.WallTime(part.day, at, zone).instant for at in (part.start, part.end))
        except DomainError:  # such a time does not exist: the verb says so
            continue
        if starts < ends:
            found |= dict.fromkeys(
                advise(
                    starts,
                    ends,
                    countries=countries,
                    religious=kept.of_morocco(),
                    host=country,
                    market_day=market_day,
                    council=audience in CALLS_ELECTED,
                )
            )
    return list(found)
