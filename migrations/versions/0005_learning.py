"""Why a contested verdict was settled as it was, when and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Plain ALTER: both databases take it, and no table is copied without its checks.


def upgrade() -> None:
    op.add_column("acquis", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "ALTER TABLE acquis ADD COLUMN settled_by_id INTEGER "
        "CONSTRAINT fk_acquis_settled_by_id_person REFERENCES person (id)"
    )
    op.add_column("acquis", sa.Column("settled_because", sa.String(length=1000), nullable=True))


def downgrade() -> None:
    for name in ("settled_because", "settled_by_id", "settled_at"):
        op.drop_column("acquis", name)
