"""Decisions on corrections of attendance; answers of trainers that an officer noted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Plain ALTER: both databases take it, and no table is copied without its checks.
NEW = (
    ("attendance_event", "about_id", "attendance_event"),
    ("trainer_assignment", "noted_by_id", "person"),
)


def upgrade() -> None:
    for table, column, other in NEW:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} (id)"
        )
    op.add_column("attendance_event", sa.Column("upheld", sa.Boolean(), nullable=True))
    op.create_index("uq_attendance_event_about_id", "attendance_event", ["about_id"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_attendance_event_about_id", table_name="attendance_event")
    op.drop_column("attendance_event", "upheld")
    for table, column, _other in NEW:
        op.drop_column(table, column)
