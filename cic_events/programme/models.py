"""The plan as editable rows, loaded from the file: labels by plan year, targets by version, snapshots of the past."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cic_events.kernel import clock
from cic_events.kernel.db import Base, Owned, Reach
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person
from cic_events.programme.action_states import LIVE, ActionState
from cic_events.programme.states import State
from cic_events.programme.vocabulary import Automation, Measure, Origin, Per, Side, UnitKind

CODE = String(20)


def _origin(name: str) -> Enum:
    """Two origins in one table need a name each for their check."""
    return Enum(
        Origin,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda enum: [member.value for member in enum],
    )


class Programme(Base):
    """A programme, with the operational plan that it has now."""

    __tablename__ = "programme"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    framework_id: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[Texts]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    plan_starts_on: Mapped[date]
    plan_ends_on: Mapped[date]
    absent_codes: Mapped[list[str]] = mapped_column(default=list)
    objective_rollup: Mapped[dict[str, Any]]

    results: Mapped[list["Result"]] = relationship(back_populates="programme", order_by="Result.order")


class Result(Base):
    """An expected result; what it is made of is its roll-up."""

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("programme_id", "code"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    code: Mapped[str] = mapped_column(CODE)
    order: Mapped[int]
    labels: Mapped[Texts]
    side: Mapped[Side]
    unit: Mapped[UnitKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    starts_origin: Mapped[Origin] = mapped_column(_origin("starts_origin"))
    ends_origin: Mapped[Origin] = mapped_column(_origin("ends_origin"))
    rollup: Mapped[dict[str, Any]]

    programme: Mapped[Programme] = relationship(back_populates="results")
    activities: Mapped[list["Activity"]] = relationship(back_populates="result", order_by="Activity.order")


class Activity(Base):
    """One activity of the plan. The objective is measured like one, and belongs to no result."""

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("programme_id", "code"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    result_id: Mapped[int | None] = mapped_column(ForeignKey("result.id"), index=True)
    code: Mapped[str] = mapped_column(CODE)
    order: Mapped[int]
    labels: Mapped[Texts]
    side: Mapped[Side]
    unit: Mapped[UnitKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    starts_origin: Mapped[Origin] = mapped_column(_origin("starts_origin"))
    ends_origin: Mapped[Origin] = mapped_column(_origin("ends_origin"))
    rule: Mapped[dict[str, Any]]
    requires: Mapped[list[str]] = mapped_column(default=list)
    automation: Mapped[Automation]
    lead: Mapped[list[str]] = mapped_column(default=list)
    partners: Mapped[list[str]] = mapped_column(default=list)
    evidence_kinds: Mapped[list[str]] = mapped_column(default=list)
    depends_on: Mapped[list[str]] = mapped_column(default=list)
    shares_evidence_with: Mapped[list[str]] = mapped_column(default=list)
    disaggregate: Mapped[list[str]] = mapped_column(default=list)
    notes: Mapped[Texts]
    retired_on: Mapped[date | None]
    retired_because: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column()

    result: Mapped[Result | None] = relationship(back_populates="activities")
    targets: Mapped[list["Target"]] = relationship(
        back_populates="activity", order_by=lambda: (Target.position, Target.valid_from.nulls_first(), Target.id)
    )
    wordings: Mapped[list["Wording"]] = relationship(order_by="Wording.last_year")
    settings: Mapped[list["RuleSetting"]] = relationship(order_by="(RuleSetting.valid_from, RuleSetting.id)")

    __mapper_args__ = {"version_id_col": version}


class Wording(Base):
    """What an activity was called up to and with a plan year."""

    __tablename__ = "activity_wording"
    __table_args__ = (UniqueConstraint("activity_id", "last_year"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    last_year: Mapped[int]
    labels: Mapped[Texts]


class RuleSetting(Base):
    """A setting of an activity's rule from a day on; what it was before stays for the days before."""

    __tablename__ = "rule_setting"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    was: Mapped[int]  # yes and no are 1 and 0
    value: Mapped[int]
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())


class Target(Base):
    """One version of a target. Changing one writes a new row and ends the old one; nothing is overwritten."""

    __tablename__ = "target"
    __table_args__ = (CheckConstraint("min >= 1", name="asks_for_something"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    position: Mapped[int]
    figure: Mapped[str] = mapped_column(String(40), default="")
    measure: Mapped[Measure]
    min: Mapped[int]
    per: Mapped[Per]
    origin: Mapped[Origin]
    of: Mapped[Texts]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    waived_because: Mapped[str] = mapped_column(String(500), default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    activity: Mapped[Activity] = relationship(back_populates="targets")


class IndicatorSnapshot(Base):
    """A figure as it stood on a day, so that a past report can be printed again."""

    __tablename__ = "indicator_snapshot"
    __table_args__ = (Index("ix_indicator_snapshot_of", "programme_id", "as_of", "code"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    code: Mapped[str] = mapped_column(CODE)
    unit: Mapped[str] = mapped_column(String(80))
    figure: Mapped[str] = mapped_column(String(40), default="")
    as_of: Mapped[date]
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    counted: Mapped[int]
    possible: Mapped[int | None]
    target: Mapped[int]
    state: Mapped[State]
    evidence: Mapped[list[str]]
    digest: Mapped[str] = mapped_column(String(64))


class ActionItem(Owned, Base):
    """Something to do so that an activity moves on: who, by when. `what` may be a sentence of ours with `params`."""

    __tablename__ = "action_item"
    __table_args__ = (CheckConstraint("state <> 'dropped' OR reason <> ''", name="dropped_with_reason"),)

    activity_code: Mapped[str] = mapped_column(CODE, index=True)
    what: Mapped[str] = mapped_column(String(500))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due: Mapped[date]
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it was dropped
    ended_on: Mapped[date | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    subject_kind: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(200))  # names what lacks, so that it is given once
    version: Mapped[int] = mapped_column()

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def also_visible(cls, reach: Reach) -> ColumnElement[bool] | None:
        """Whoever it was given to sees it."""
        return None if reach.person_id is None else cls.person_id == reach.person_id


_LIVE = ActionItem.state.in_(sorted(LIVE))
Index("uq_action_item_live", ActionItem.key, unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE)
