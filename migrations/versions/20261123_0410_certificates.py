"""Let a certificate be ended with a reason, and a key lie on a device."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0410"
down_revision = "20261123_0400"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vanthu_certificates") as table:
        table.alter_column("key_name", type_=sa.String(length=200), existing_nullable=True)
        table.add_column(sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("ended_reason", sa.Text(), server_default="", nullable=False))
