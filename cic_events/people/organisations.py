"""Organisations: associations and trainer bodies under a commune, communes by the programme, partnerships."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cic_events.kernel import audit
from cic_events.kernel.db import one, session, transaction
from cic_events.kernel.errors import N_, Conflict, DomainError
from cic_events.kernel.names import clean, fold
from cic_events.kernel.texts import Texts
from cic_events.people import homes, service
from cic_events.people.models import Organisation, OrganisationKind, Partnership, Side
from cic_events.people.permissions import Action, Actor, require

COUNTRIES = {Side.SOUTH: "MA", Side.NORTH: "BE"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class NameNeeded(DomainError):
    sentence = N_("Write the name, at least in one language.")


class KnownAlready(DomainError):
    sentence = N_("%(name)s is recorded here already.")


class WrongSides(DomainError):
    sentence = N_("A partnership has one Belgian commune and at least one Moroccan commune.")


@dataclass(frozen=True)
class OrganisationDraft:
    """What is known of an organisation, as typed."""

    name: Texts
    kind: OrganisationKind = OrganisationKind.ASSOCIATION
    parent_id: int | None = None  # the commune; none for communes and the programme's office
    side: Side = Side.SOUTH  # of a commune or an office; others are where their commune is
    languages: Sequence[str] = ()
    region: str = ""
    market_day: str | None = None


def add(draft: OrganisationDraft, *, by: Actor) -> Organisation:
    """Record an organisation. Raises Forbidden, NameNeeded, KnownAlready."""
    name = _named(draft)
    with transaction():
        if draft.parent_id is None:
            require(by, Action.PROGRAMME_APPOINT)
            country, side = COUNTRIES[draft.side], draft.side
        else:
            commune = homes.require_at(by, Action.PEOPLE_EDIT, draft.parent_id)
            country, side = commune.country, commune.side or draft.side
        _refuse_double(draft, name)
        made = service.new_organisation(
            name,
            kind=draft.kind,
            slug=free_slug(name),
            country=country,
            side=side,
            languages=list(draft.languages),
            region=clean(draft.region)[:80],
            market_day=draft.market_day if draft.market_day in DAYS else None,
            parent_id=draft.parent_id,
        )
        audit.record("organisation.added", made)
        return made


def edit(id: int, *, draft: OrganisationDraft, version: int, by: Actor) -> Organisation:
    """Correct name, languages, region and market day; kind and place stay. Raises Forbidden, Conflict, NameNeeded."""
    name = _named(draft)
    with transaction():
        homes.require_at(by, Action.PEOPLE_EDIT, id)
        row = one(Organisation, id, lock=True)
        if row.version != version:
            raise Conflict
        row.name, row.search_key = name, service.search_key(*name.values())[:400]
        row.languages = list(draft.languages) or row.languages
        row.region = clean(draft.region)[:80]
        row.market_day = draft.market_day if draft.market_day in DAYS else None
        audit.record("organisation.edited", row)
        return row


def _named(draft: OrganisationDraft) -> Texts:
    name = Texts({code: clean(text)[:200] for code, text in draft.name.items()})
    if not name:
        raise NameNeeded
    return name


def _refuse_double(draft: OrganisationDraft, name: Texts) -> None:
    if (known := find(name.values(), parent_id=draft.parent_id)) is not None:
        raise KnownAlready(name=known.name.best("fr"))


def find(names: Iterable[str], *, parent_id: int | None) -> Organisation | None:
    """The organisation of this commune that bears one of these names, whatever the spelling."""
    keys = {fold(name) for name in names if name}
    for row in session().scalars(select(Organisation).where(Organisation.parent_id == parent_id)):
        if keys & {fold(name) for name in row.name.values()}:
            return row
    return None


def free_slug(name: Texts) -> str:
    """A short name for addresses that nobody has yet."""
    latin = next((fold(name[code]) for code in ("fr", "nl", "en") if code in name), "")
    base = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in latin).split())[:60] or "organisation"
    taken = set(session().scalars(select(Organisation.slug).where(Organisation.slug.startswith(base))))
    return base if base not in taken else next(s for n in range(2, 10_000) if (s := f"{base}-{n}") not in taken)


def join_in_partnership(
    north_id: int, *, south_ids: Sequence[int], starts_on: date, ends_on: date | None = None, by: Actor
) -> Partnership:
    """A dated partnership of one Belgian commune with Moroccan ones. Raises Forbidden, WrongSides."""
    require(by, Action.PROGRAMME_APPOINT)
    with transaction():
        north, souths = one(Organisation, north_id), [one(Organisation, id) for id in dict.fromkeys(south_ids)]
        if north.side is not Side.NORTH or not souths or any(s.side is not Side.SOUTH for s in souths):
            raise WrongSides
        if ends_on is not None and ends_on < starts_on:
            raise WrongSides
        made = service.new_partnership(north, souths, starts_on=starts_on, ends_on=ends_on)
        audit.record("partnership.made", made)
        return made


def end_partnership(id: int, *, on: date, by: Actor) -> Partnership:
    """The last day of a partnership. Raises Forbidden."""
    require(by, Action.PROGRAMME_APPOINT)
    with transaction():
        row = one(Partnership, id, lock=True)
        row.ends_on = max(on, row.starts_on)
        audit.record("partnership.ended", row)
        return row
