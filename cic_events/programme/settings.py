"""Settings of the rules: the manager changes a threshold from a day on, with a reason; each change stays readable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cic_events.kernel import audit, clock
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.errors import N_, FieldRefused, NotFound
from cic_events.kernel.names import clean
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, require
from cic_events.programme import codes
from cic_events.programme.models import Activity, RuleSetting
from cic_events.programme.specs import rule_on
from cic_events.programme.vocabulary import RuleSpec, Setting

PERCENTS = frozenset({"min_attendance", "min_contributor_share"})


class NoReason(FieldRefused):
    sentence = N_("Say why: whoever reads the report later will ask.")


class NotAValue(FieldRefused):
    sentence = N_("A setting is at least 1, and a percentage at most 100.")


class NothingChanges(FieldRefused):
    sentence = N_("This is how it is counted already.")


class OutsideThePeriod(FieldRefused):
    sentence = N_("Choose a day between the first and the last day of the activity.")


class BeforeTheLastChange(FieldRefused):
    sentence = N_("Choose a day on which the last change already held.")


def editable(rule: RuleSpec) -> Mapping[str, int | bool]:
    """The settings that are a number, or yes or no; words belong to the closed lists of the plan."""
    return {name: value for name, value in rule.settings.items() if isinstance(value, int)}


def change(
    activity_id: int, *, name: str, value: int, reason: str, by: Actor, valid_from: date | None = None
) -> RuleSetting:
    """Count otherwise from a day on; figures of the days before stay. Raises NotFound, NotAValue, NoReason ..."""
    require(by, Action.PROGRAMME_EDIT)
    said = clean(reason)[:500]
    if not said:
        raise NoReason("reason")
    with transaction() as db:
        activity = one(Activity, activity_id, lock=True)
        first = valid_from or _within(clock.today(), activity)
        was = _value(activity, name, first)
        _check(activity, name, int(value), int(was), first, is_flag=isinstance(was, bool))
        made = RuleSetting(
            activity_id=activity.id, name=name, was=int(was), value=int(value), valid_from=first, reason=said,
            made_by_id=by.person_id,
        )  # fmt: skip
        activity.settings.append(made)
        db.flush()
        audit.record("setting.changed", activity, detail={"name": name, "from": int(was), "to": int(value)})
        return made


def _value(activity: Activity, name: str, day: date) -> int | bool:
    known = editable(rule_on(activity, day))
    if name not in known:
        raise NotFound
    return known[name]


def _check(activity: Activity, name: str, value: int, was: int, first: date, *, is_flag: bool) -> None:
    lowest, highest = (0, 1) if is_flag else (1, 100 if name in PERCENTS else 10_000)
    if not lowest <= value <= highest:
        raise NotAValue("value")
    if first != _within(first, activity):
        raise OutsideThePeriod("valid_from")
    if any(change.valid_from > first for change in activity.settings if change.name == name):
        raise BeforeTheLastChange("valid_from")
    if value == was:
        raise NothingChanges("value")


def _within(day: date, activity: Activity) -> date:
    return max(activity.starts_on, min(day, activity.ends_on))


@dataclass(frozen=True)
class Change:
    """A setting that was changed."""

    name: str
    was: Setting
    value: Setting
    valid_from: date
    reason: str


def changes_of(activity: Activity) -> tuple[Change, ...]:
    """The newest first."""
    flags = {name for name, value in activity.rule["settings"].items() if isinstance(value, bool)}
    return tuple(
        Change(
            row.name,
            bool(row.was) if row.name in flags else row.was,
            bool(row.value) if row.name in flags else row.value,
            row.valid_from,
            row.reason,
        )
        for row in reversed(activity.settings)
    )


@dataclass(frozen=True)
class SettingCard:
    """A setting as the form that changes it shows it."""

    activity_id: int
    code: str
    display: str
    labels: Texts
    name: str
    value: int | bool
    assumed: bool
    from_day: date
    changes: tuple[Change, ...]


def card(activity_id: int, name: str, *, as_of: date) -> SettingCard:
    """Raises NotFound."""
    with reading():
        activity = one(Activity, activity_id)
        rule = rule_on(activity, as_of)
        if name not in (known := editable(rule)):
            raise NotFound
        return SettingCard(
            activity_id=activity.id,
            code=activity.code,
            display=codes.display(activity.code),
            labels=activity.labels,
            name=name,
            value=known[name],
            assumed=name in rule.assumed,
            from_day=_within(as_of, activity),
            changes=tuple(change for change in changes_of(activity) if change.name == name),
        )
