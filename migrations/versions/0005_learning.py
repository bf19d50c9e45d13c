"""Why a contested verdict was settled as it was, when and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("acquis", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("settled_because", sa.String(length=1000), nullable=False, server_default=""))
        batch_op.create_foreign_key(batch_op.f("fk_acquis_settled_by_id_person"), "person", ["settled_by_id"], ["id"])
    with op.batch_alter_table("acquis", schema=None) as batch_op:
        batch_op.alter_column("settled_because", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("acquis", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_acquis_settled_by_id_person"), type_="foreignkey")
        batch_op.drop_column("settled_because")
        batch_op.drop_column("settled_by_id")
        batch_op.drop_column("settled_at")
