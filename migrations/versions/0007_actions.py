"""Tasks that are given so that an activity moves on, and settings of rules that were changed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_code", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in_progress",
                "done",
                "dropped",
                name="actionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.CheckConstraint("state <> 'dropped' OR reason <> ''", name=op.f("ck_action_item_dropped_with_reason")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_action_item_made_by_id_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_action_item_owner_id_organisation")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_item_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
    )
    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_item_activity_code"), ["activity_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_item_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_item_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_action_item_live",
            ["key"],
            unique=True,
            sqlite_where=sa.text("state IN ('in_progress', 'open')"),
            postgresql_where=sa.text("state IN ('in_progress', 'open')"),
        )

    op.create_table(
        "rule_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("was", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_rule_setting_activity_id_activity")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_rule_setting_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_setting")),
    )
    with op.batch_alter_table("rule_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_setting_activity_id"), ["activity_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rule_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_setting_activity_id"))

    op.drop_table("rule_setting")
    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_action_item_live",
            sqlite_where=sa.text("state IN ('in_progress', 'open')"),
            postgresql_where=sa.text("state IN ('in_progress', 'open')"),
        )
        batch_op.drop_index(batch_op.f("ix_action_item_person_id"))
        batch_op.drop_index(batch_op.f("ix_action_item_owner_id"))
        batch_op.drop_index(batch_op.f("ix_action_item_activity_code"))

    op.drop_table("action_item")
