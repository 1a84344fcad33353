"""Keep what an office decides about kinds of document."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1850"
down_revision = "20261122_1555"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_kind_settings",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("retention_period", sa.String(length=60), nullable=True),
        sa.Column("retention_act", sa.String(length=300), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_vanthu_kind_settings")),
    )
