"""Rules over platforms, consultations, forums and public events."""

from datetime import date, timedelta

from cic_events.programme.evidence import Evidence
from cic_events.programme.rows import EventHeld, FollowUp, Ref
from cic_events.programme.rules.figures import Figure, Item, Question, Refused
from cic_events.programme.rules.predicates import failing
from cic_events.programme.vocabulary import Measure, UnitKind

OUTSIDE_THE_WEEK = "common_week"


def events_held(question: Question, evidence: Evidence) -> Figure:
    """The number of events held in the window; planned ones and those whose minutes wait are open."""
    counted, open_, refused = [], [], []
    for event in _of_kind(question, evidence):
        if not _is_of(question, event) or not question.window.holds(event.last_day):
            continue
        item = Item(str(event.ref), (event.ref,))
        if (why := _lacking(question, event)) is not None:
            refused.append(Refused(event.ref, why))
        elif not _was_held(event, question.as_of) or _waits_for_minutes(question, event):
            open_.append(item)
        else:
            counted.append(item)
    return Figure(Measure.COUNT, tuple(counted), tuple(open_), refused=tuple(refused))


def _of_kind(question: Question, evidence: Evidence) -> list[EventHeld]:
    kind, platform_kind = question.rule.word("event_kind"), question.rule.word("platform_kind")
    return [e for e in evidence.events if e.kind == kind and (not platform_kind or e.platform_kind == platform_kind)]


def _is_of(question: Question, event: EventHeld) -> bool:
    if question.unit.kind is UnitKind.SIDE and event.side is not None:
        return event.side is question.unit.side
    return question.unit.has_any(event.hosts)


def _was_held(event: EventHeld, as_of: date) -> bool:
    return event.held and event.last_day <= as_of


def _waits_for_minutes(question: Question, event: EventHeld) -> bool:
    return question.rule.flag("minutes_required") and not question.known(event.minutes_approved_on)


def _lacking(question: Question, event: EventHeld) -> str | None:
    """What keeps an event from ever counting as it stands; an event to come may still find its theme."""
    rule = question.rule
    if event.online and not rule.flag("counts_online", otherwise=True) and not event.counts_although_online:
        return "counts_online"
    if not _was_held(event, question.as_of):
        return None
    if rule.flag("theme_required") and not event.theme:
        return "theme_required"
    if rule.flag("coordinator_required") and event.coordinator is None:
        return "coordinator_required"
    if len(event.communes) < rule.number("min_communes"):
        return "min_communes"
    return failing(question, event)


def attended_each(question: Question, evidence: Evidence) -> Figure:
    """Held events where the unit sent somebody of the audience, of all held events."""
    audience = question.rule.word("audience")
    held = [e for e in _of_kind(question, evidence) if e.held and question.happened(e.last_day)]
    items = {e.ref: Item(str(e.ref), (e.ref,)) for e in held}
    counted = [items[e.ref] for e in held if any((c, audience) in e.audiences for c in question.unit.communes)]
    return Figure(Measure.PERCENT, tuple(counted), possible=tuple(items.values()))


def follow_up_each(question: Question, evidence: Evidence) -> Figure:
    """Pairs of a held event and a commune that acted inside the event's common week, of all such pairs."""
    counted, open_, possible, refused = [], [], [], []
    for event in _of_kind(question, evidence):
        if not (event.held and question.happened(event.last_day)):
            continue
        if (week := fixed_week(event, question.rule.number("max_days_after"))) is None:
            continue
        for commune in sorted(question.unit.active(event.last_day)):
            acts = _acts(question, evidence, commune, event.ref)
            inside = tuple(a.ref for a in acts if week[0] <= a.on <= min(week[1], question.as_of))
            refused += [Refused(a.ref, OUTSIDE_THE_WEEK) for a in acts if a.platform and not week[0] <= a.on <= week[1]]
            pair = f"{event.ref} commune:{commune}"
            possible.append(Item(pair, (event.ref,)))
            if inside:
                counted.append(Item(pair, inside))
            elif week[1] >= question.as_of:
                open_.append(Item(pair, (event.ref,)))
    return Figure(Measure.PERCENT, tuple(counted), tuple(open_), tuple(possible), tuple(refused))


def fixed_week(event: EventHeld, max_days_after: int) -> tuple[date, date] | None:
    """The common week, if the manager fixed one that ends soon enough after the event."""
    week = event.common_week
    if week is None or week[1] > event.last_day + timedelta(days=max_days_after):
        return None
    return week


def _acts(question: Question, evidence: Evidence, commune: int, platform: Ref) -> list[FollowUp]:
    kinds = question.rule.words("evidence")
    return [
        act
        for act in evidence.follow_ups
        if act.kind in kinds and act.commune == commune and act.platform in (None, platform)
    ]
