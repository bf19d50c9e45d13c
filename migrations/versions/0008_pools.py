"""Places in pools, parties, who was passed over, offers with a deadline, working hours."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

AUDIENCES = ("officer", "elected_official", "association", "mixed")
AUDIENCE_CHECK = "audience IN ('officer', 'elected_official', 'association', 'mixed')"

# Plain ALTER: both databases take it, and no table is copied without its checks.
REFERENCES = (
    ("registration", "commune_id", "organisation"),
    ("registration", "quota_id", "seat_quota"),
    ("registration", "party_id", "registration_party"),
    ("registration_step", "quota_id", "seat_quota"),
)
PLAIN = (
    ("event", "pooled", "BOOLEAN NOT NULL DEFAULT false"),
    ("event", "offer_days", "INTEGER NOT NULL DEFAULT 3"),
    (
        "event",
        "offer_hours",
        "INTEGER NOT NULL DEFAULT 8 CONSTRAINT ck_event_offers_end CHECK (offer_days >= 0 AND offer_hours > 0)",
    ),
    ("event", "eligibility", "JSON NOT NULL DEFAULT '{}'"),
    ("registration", "audience", f"VARCHAR(40) CONSTRAINT ck_registration_audience CHECK ({AUDIENCE_CHECK})"),
)
GENERAL = sa.text("commune_id IS NULL AND organisation_id IS NULL AND audience IS NULL")


def upgrade() -> None:
    op.create_table(
        "seat_quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(*AUDIENCES, name="audience", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_seed", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= seats", name=op.f("ck_seat_quota_taken_fits")),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_seat_quota_waiting_counts")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_seat_quota_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["organisation.id"], name=op.f("fk_seat_quota_commune_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_seat_quota_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_quota")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_seat_quota_link_hash")),
    )
    for column in ("event_id", "commune_id", "organisation_id"):
        op.create_index(op.f(f"ix_seat_quota_{column}"), "seat_quota", [column])
    op.create_index(
        "uq_seat_quota_general",
        "seat_quota",
        ["event_id"],
        unique=True,
        sqlite_where=GENERAL,
        postgresql_where=GENERAL,
    )
    op.create_table(
        "registration_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.CheckConstraint("least >= 1 AND least <= size", name=op.f("ck_registration_party_least_fits")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_party_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_party")),
    )
    op.create_index(op.f("ix_registration_party_event_id"), "registration_party", ["event_id"])
    op.create_table(
        "registration_passed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_registration_passed_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["registration_step.id"], name=op.f("fk_registration_passed_step_id_registration_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_passed")),
        sa.UniqueConstraint("registration_id", "step_id", name=op.f("uq_registration_passed_registration_id_step_id")),
    )
    op.create_index(op.f("ix_registration_passed_step_id"), "registration_passed", ["step_id"])
    op.create_table(
        "working_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("ramadan", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_working_hours_weekday_known")),
        sa.CheckConstraint("closes > opens", name=op.f("ck_working_hours_closes_after_opening")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
        sa.UniqueConstraint("country", "ramadan", "weekday", name=op.f("uq_working_hours_country_ramadan_weekday")),
    )
    for table, column, other in REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} (id)"
        )
    for table, column, kind in PLAIN:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    op.add_column("registration", sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True))
    for column in ("quota_id", "party_id"):
        op.create_index(op.f(f"ix_registration_{column}"), "registration", [column])


def downgrade() -> None:
    for column in ("quota_id", "party_id"):
        op.drop_index(op.f(f"ix_registration_{column}"), table_name="registration")
    op.drop_column("registration", "offer_until")
    for table, column, _kind in reversed(PLAIN):
        op.drop_column(table, column)
    for table, column, _other in REFERENCES:
        op.drop_column(table, column)
    for table in ("working_hours", "registration_passed", "registration_party", "seat_quota"):
        op.drop_table(table)
