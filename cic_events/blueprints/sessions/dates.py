"""What speaks against the dates, said before the session is saved; the officer decides."""

from collections.abc import Collection
from datetime import date

from cic_events.blueprints.sessions.forms import SessionForm
from cic_events.calendar.holidays import Advice, Reason
from cic_events.cycle.sessions import advice
from cic_events.cycle.sessions.queries import SessionPage
from cic_events.cycle.sessions.service import SessionDraft
from cic_events.events.parts import PartDraft
from cic_events.kernel.errors import N_
from cic_events.kernel.texts import Texts
from cic_events.kernel.units import reading
from cic_events.web.locale import _, current_language

WORDS = {
    Reason.PUBLIC_HOLIDAY: N_("%(name)s, public holiday (%(country)s)"),
    Reason.FEAST: N_("%(name)s, public holiday (%(country)s)"),
    Reason.NEAR_FEAST: N_("right beside a feast (%(name)s): many people travel"),
    Reason.RAMADAN: N_("Ramadan: the working day is short"),
    Reason.FRIDAY_MIDDAY: N_("Friday prayer in Morocco, from 12:00 to 15:00"),
    Reason.MARKET_DAY: N_("market day of the commune: many people are there"),
    Reason.COUNCIL_MONTH: N_("month of a council session: elected people may be called away"),
}
COUNTRIES = {"MA": N_("Morocco"), "BE": N_("Belgium")}
Warnings = list[tuple[date, list[str]]]


def settled(found: SessionPage) -> frozenset[PartDraft]:
    """The dates that stand already: nobody is asked about them again."""
    return frozenset(PartDraft(part.day, part.start, part.end) for part in found.parts)


def unasked(
    form: SessionForm, draft: SessionDraft, *, host_id: int, kept: Collection[PartDraft] = ()
) -> Warnings | None:
    """What to show before saving; None when nothing speaks against the dates, or the officer keeps them."""
    with reading():
        found = advice.about(
            draft.parts,
            zone=draft.zone,
            host_id=host_id,
            audience=draft.audience,
            online=bool(draft.online_url),
            settled=kept,
        )
    told = " ".join(f"{one.day.isoformat()}:{one.reason.value}:{one.country}" for one in found)
    if not found or (form.keep_dates.data and form.warned.data == told):
        return None
    form.warned.data, form.keep_dates.data = told, False
    form.keep_dates.errors = [_("Tick this box if the date stays, or choose another date; then save again.")]
    return _by_day(found)


def _by_day(found: list[Advice]) -> Warnings:
    days: dict[date, list[str]] = {}
    for one in found:
        days.setdefault(one.day, []).append(_said(one))
    return [(on, list(dict.fromkeys(said))) for on, said in days.items()]


def _said(one: Advice) -> str:
    said = _(WORDS[one.reason]) % {
        "name": Texts(one.names).best(current_language()),
        "country": _(COUNTRIES[one.country]),
    }
    return said if one.certain else _("%(name)s: date estimated", name=said)
