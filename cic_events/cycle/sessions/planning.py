"""What a session can be opened from: the items that the plans retain, and the activity codes."""

from dataclasses import dataclass

from sqlalchemy import select

from cic_events.cycle.plans.models import PlanItem, TrainingPlan
from cic_events.cycle.plans.states import ItemState, PlanState
from cic_events.cycle.sessions.rules import ItemNotRetained
from cic_events.events.states import Audience
from cic_events.kernel import clock
from cic_events.kernel.db import one, session
from cic_events.kernel.texts import Texts
from cic_events.programme import plan
from cic_events.programme.models import Activity

GIVES_SESSIONS = (PlanState.APPROVED, PlanState.IN_FORCE)


@dataclass(frozen=True)
class ItemChoice:
    id: int
    owner_id: int
    title: Texts
    activity_code: str
    seats: int
    theme: str | None
    audience: Audience | None


def _choice(item: PlanItem) -> ItemChoice:
    return ItemChoice(item.id, item.owner_id, item.title, item.activity_code, item.seats, item.theme, item.audience)


def item(id: int) -> ItemChoice:
    """The item, if the approved plan retains it. Raises NotFound or ItemNotRetained."""
    found = one(PlanItem, id)
    if found.state is not ItemState.RETAINED or found.plan.state not in GIVES_SESSIONS:
        raise ItemNotRetained
    return _choice(found)


def find(id: int | None) -> ItemChoice | None:
    """The item that an address names; None when there is none for this actor."""
    found = session().scalar(select(PlanItem).where(PlanItem.id == id)) if id else None
    return _choice(found) if found is not None else None


def items(organisations: frozenset[int], language: str) -> list[tuple[int, str]]:
    """(id, words) of the retained items of these organisations."""
    found = session().scalars(
        select(PlanItem)
        .join(TrainingPlan, TrainingPlan.id == PlanItem.plan_id)
        .where(
            PlanItem.owner_id.in_(organisations),
            PlanItem.state == ItemState.RETAINED,
            TrainingPlan.state.in_(GIVES_SESSIONS),
        )
        .order_by(PlanItem.id)
    )
    return [(item.id, f"{item.title.best(language)} ({item.activity_code})") for item in found]


def activity_codes(language: str) -> list[tuple[str, str]]:
    """(code, words) of the activities that are asked for today."""
    choices = plan.code_choices(clock.today())
    return [(choice.code, f"{choice.display} · {choice.labels.best(language)[:80]}") for choice in choices]


@dataclass(frozen=True)
class Miss:
    """What the figure of an activity counts, and this session is not."""

    code: str
    theme: str


def miss(activity_code: str | None, theme: str | None) -> Miss | None:
    """Whether a session stands under an activity whose figure counts another theme. One statement."""
    if not activity_code:
        return None
    rule = session().scalar(
        select(Activity.rule).where(Activity.code == activity_code, Activity.programme_id == plan.id_on(clock.today()))
    )
    wanted = str((rule or {}).get("theme", ""))
    return Miss(activity_code, wanted) if wanted and wanted != theme else None
