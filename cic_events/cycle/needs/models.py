"""A need: the problem in the words of who has it, and what was decided about it."""

from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cic_events.cycle.needs.states import CampaignState, NeedOrigin, NeedState, NotTraining
from cic_events.events.states import Audience
from cic_events.kernel.db import Base, Owned, Reach
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person


class NeedsCampaign(Owned, Base):
    """A needs collection: whom it asks, until when. Trainings that follow may say that needs were asked first."""

    __tablename__ = "needs_campaign"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("state IN ('draft', 'open') OR closed_on IS NOT NULL", name="closed_with_a_day"),
    )

    title: Mapped[Texts]
    audience: Mapped[Audience]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT, index=True)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def also_visible(cls, reach: Reach) -> ColumnElement[bool] | None:
        """The associations of the commune see what their commune asks."""
        if not reach.organisations:
            return None
        communes = select(Organisation.parent_id).where(
            Organisation.id.in_(sorted(reach.organisations)), Organisation.parent_id.is_not(None)
        )
        return and_(cls.state != CampaignState.DRAFT, cls.owner_id.in_(communes))


class TrainingNeed(Owned, Base):
    """A problem of a commune or an association. The days tell how it stood at any date."""

    __tablename__ = "training_need"
    __table_args__ = (
        CheckConstraint("severity BETWEEN 1 AND 5", name="severity_scale"),
        CheckConstraint("persons > 0", name="somebody"),
        CheckConstraint("state <> 'closed_otherwise' OR closed_reason <> ''", name="closed_with_a_reason"),
    )

    problem: Mapped[Texts]
    theme: Mapped[str | None] = mapped_column(String(60), index=True)
    competence: Mapped[str] = mapped_column(String(200), default="")
    audience: Mapped[Audience | None]
    persons: Mapped[int] = mapped_column(default=1)
    severity: Mapped[int]
    wanted_by: Mapped[date | None]
    activity_code: Mapped[str | None] = mapped_column(String(20), index=True)
    origin: Mapped[NeedOrigin] = mapped_column(default=NeedOrigin.OFFICE)

    state: Mapped[NeedState] = mapped_column(default=NeedState.CAPTURED, index=True)
    not_training: Mapped[NotTraining | None]
    closed_reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_on: Mapped[date]
    qualified_on: Mapped[date | None]
    prioritised_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("training_need.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("needs_campaign.id"), index=True)
    search_key: Mapped[str] = mapped_column(String(1000), default="")
    version: Mapped[int] = mapped_column()

    commune: Mapped[Organisation] = relationship(foreign_keys="TrainingNeed.owner_id", viewonly=True)
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])

    __mapper_args__ = {"version_id_col": version}
