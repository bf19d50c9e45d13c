"""Printed sheets and their photos, orders to travel, wishes to be called, notes that somebody was told."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printed_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        *_owned(),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_printed_sheet_owner_id_organisation")),
        sa.ForeignKeyConstraint(["part_id"], ["event_part.id"], name=op.f("fk_printed_sheet_part_id_event_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_sheet")),
        sa.UniqueConstraint("code", name=op.f("uq_printed_sheet_code")),
    )
    op.create_index(op.f("ix_printed_sheet_owner_id"), "printed_sheet", ["owner_id"])
    op.create_index(op.f("ix_printed_sheet_part_id"), "printed_sheet", ["part_id"])

    op.create_table(
        "sheet_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        *_owned(),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sheet_photo_by_id_person")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_sheet_photo_file_id_stored_file")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_sheet_photo_owner_id_organisation")),
        sa.ForeignKeyConstraint(["part_id"], ["event_part.id"], name=op.f("fk_sheet_photo_part_id_event_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_photo")),
    )
    op.create_index(op.f("ix_sheet_photo_owner_id"), "sheet_photo", ["owner_id"])
    op.create_index(op.f("ix_sheet_photo_part_id"), "sheet_photo", ["part_id"])

    op.create_table(
        "mission_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("leaves_on", sa.Date(), nullable=True),
        sa.Column("returns_on", sa.Date(), nullable=True),
        sa.Column(
            "transport",
            _one_of("transport", "service_vehicle", "own_vehicle", "bus", "train", "plane", "other"),
            nullable=True,
        ),
        sa.Column("vehicle", sa.String(length=120), nullable=False),
        sa.Column("payer", _one_of("payer", "own_commune", "host", "programme", "person"), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        *_owned(),
        sa.CheckConstraint("returns_on >= leaves_on", name=op.f("ck_mission_order_returns_after_leaving")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_mission_order_owner_id_organisation")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_mission_order_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_order")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_mission_order_registration_id")),
    )
    op.create_index(op.f("ix_mission_order_owner_id"), "mission_order", ["owner_id"])

    op.create_table(
        "call_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        *_owned(),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_call_request_done_by_id_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_call_request_owner_id_organisation")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_call_request_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_request")),
    )
    op.create_index(op.f("ix_call_request_owner_id"), "call_request", ["owner_id"])
    op.create_index(op.f("ix_call_request_registration_id"), "call_request", ["registration_id"])
    op.create_index(
        "uq_call_request_open",
        "call_request",
        ["registration_id"],
        unique=True,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )

    op.create_table(
        "telling_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("how", _one_of("told", "whatsapp", "phone", "paper"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        *_owned(),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_telling_note_by_id_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_telling_note_owner_id_organisation")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_telling_note_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling_note")),
    )
    op.create_index(op.f("ix_telling_note_owner_id"), "telling_note", ["owner_id"])
    op.create_index(op.f("ix_telling_note_registration_id"), "telling_note", ["registration_id"])


def _owned() -> list[sa.Column]:
    return [
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("visibility", _one_of("visibility", "own", "programme", "public"), nullable=False),
    ]


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    for table in ("telling_note", "call_request", "mission_order", "sheet_photo", "printed_sheet"):
        op.drop_table(table)
