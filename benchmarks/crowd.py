"""Two hundred people, thirty places, two web processes over HTTP."""

from collections import Counter
from collections.abc import Iterator

from benchmarks.measuring import Line, at_most
from benchmarks.world import World, sessions
from tests.crowd import Visitor, rush
from tests.web_server import serving

PLACES, PEOPLE = 30, 200


def measured(world: World) -> Iterator[Line]:
    """The count of each outcome, and the seconds from the first form to the last answer."""
    id = sessions(world, 1, capacity=PLACES)[0].id
    with serving(world.database_url, world.folder, processes=2) as (host, _):
        seen = rush([Visitor(host, id, world.host.id, 10_000 + n) for n in range(PEOPLE)])
    outcomes = Counter(answer.location.rpartition("/")[2] or str(answer.status) for answer in seen.answers)
    exact = outcomes == {"registered": PLACES, "waiting": PEOPLE - PLACES}
    yield Line("rush of 200 on 30 places", "30 registered, 170 waiting", _said(outcomes), exact)
    yield at_most("rush: first form to last answer", seen.seconds, 3, " s")


def _said(outcomes: Counter[str]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
