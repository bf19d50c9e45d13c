"""A plan, its items with the needs they answer and their money, and who decided what."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Dialect, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from cic_events.cycle.directory.models import Training
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.plans.states import Currency, ItemState, PlanScope, PlanState, Step
from cic_events.events.states import Audience
from cic_events.kernel.db import Base, Owned
from cic_events.kernel.texts import Texts
from cic_events.people.models import Mandate, Organisation, Person

CENT = Decimal("0.01")


class Amount(TypeDecorator[Decimal]):
    """Money to the cent, kept as whole cents so that both databases add it exactly."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int((Decimal(value) * 100).to_integral_value())

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else (Decimal(int(value)) / 100).quantize(CENT)


class TrainingPlan(Owned, Base):
    """What a commune will give in a period. A revision is a new edition; the old one stays readable."""

    __tablename__ = "training_plan"
    __table_args__ = (
        Unique("owner_id", "id"),
        Unique("owner_id", "scope", "starts_on", "edition"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    scope: Mapped[PlanScope]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    edition: Mapped[int] = mapped_column(default=1)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("training_plan.id"), unique=True)
    state: Mapped[PlanState] = mapped_column(default=PlanState.DRAFT, index=True)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_on: Mapped[date | None]
    approved_on: Mapped[date | None] = mapped_column(index=True)
    superseded_on: Mapped[date | None]
    created_on: Mapped[date]
    version: Mapped[int] = mapped_column()

    commune: Mapped[Organisation] = relationship(foreign_keys="TrainingPlan.owner_id", viewonly=True)
    supersedes: Mapped["TrainingPlan | None"] = relationship(remote_side="TrainingPlan.id")
    items: Mapped[list["PlanItem"]] = relationship(
        back_populates="plan", order_by="(PlanItem.due_on, PlanItem.id)", cascade="all, delete-orphan"
    )
    approvals: Mapped[list["PlanApproval"]] = relationship(back_populates="plan", order_by="PlanApproval.id")

    __mapper_args__ = {"version_id_col": version}


class PlanItem(Owned, Base):
    """One training to give. Its activity code is empty only while the plan is being written."""

    __tablename__ = "plan_item"
    __table_args__ = (
        ForeignKeyConstraint(["owner_id", "plan_id"], ["training_plan.owner_id", "training_plan.id"]),
        CheckConstraint("priority BETWEEN 1 AND 3", name="priority_scale"),
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("attendance_threshold BETWEEN 1 AND 100", name="threshold_percent"),
        CheckConstraint("starts_on IS NULL OR due_on IS NULL OR starts_on <= due_on", name="due_after_start"),
    )

    plan_id: Mapped[int] = mapped_column(index=True)
    training_id: Mapped[int | None] = mapped_column(ForeignKey("training.id"), index=True)
    title: Mapped[Texts]
    activity_code: Mapped[str] = mapped_column(String(20), default="", index=True)
    theme: Mapped[str | None] = mapped_column(String(60))
    audience: Mapped[Audience | None]
    priority: Mapped[int] = mapped_column(default=2)
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    seats: Mapped[int] = mapped_column(default=12)
    attendance_threshold: Mapped[int] = mapped_column(default=80)
    without_need_reason: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[ItemState] = mapped_column(default=ItemState.PROPOSED)
    decision_reason: Mapped[str] = mapped_column(String(500), default="")
    first_item_id: Mapped[int | None] = mapped_column(ForeignKey("plan_item.id"), index=True)  # in the first edition
    version: Mapped[int] = mapped_column()

    plan: Mapped[TrainingPlan] = relationship(back_populates="items")
    training: Mapped[Training | None] = relationship()
    needs: Mapped[list["PlanItemNeed"]] = relationship(
        back_populates="item", order_by="PlanItemNeed.id", cascade="all, delete-orphan"
    )
    budget: Mapped[list["BudgetLine"]] = relationship(
        back_populates="item", order_by="BudgetLine.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class PlanItemNeed(Base):
    """How many seats of an item are for a need."""

    __tablename__ = "plan_item_need"
    __table_args__ = (Unique("item_id", "need_id"), CheckConstraint("seats_planned > 0", name="seats"))

    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id", ondelete="CASCADE"))
    need_id: Mapped[int] = mapped_column(ForeignKey("training_need.id"), index=True)
    seats_planned: Mapped[int]

    item: Mapped[PlanItem] = relationship(back_populates="needs")
    need: Mapped[TrainingNeed] = relationship()


class BudgetLine(Base):
    """Money of one source for one item."""

    __tablename__ = "budget_line"
    __table_args__ = (CheckConstraint("planned >= 0 AND committed >= 0 AND spent >= 0", name="no_negative_money"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(120))
    currency: Mapped[Currency]
    planned: Mapped[Decimal] = mapped_column(Amount)
    committed: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    spent: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))

    item: Mapped[PlanItem] = relationship(back_populates="budget")


class PlanApproval(Base):
    """One step of a plan: who, under which mandate and deed, when, with what words. Never changed."""

    __tablename__ = "plan_approval"

    plan_id: Mapped[int] = mapped_column(ForeignKey("training_plan.id"), index=True)
    step: Mapped[Step]
    who_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    deed: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(2000), default="")

    plan: Mapped[TrainingPlan] = relationship(back_populates="approvals")
    who: Mapped[Person | None] = relationship()
    mandate: Mapped[Mandate | None] = relationship()

    @property
    def day(self) -> date:
        return self.at.date()
