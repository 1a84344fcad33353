"""Let dossiers run by a workflow, with a keeper, a day the work ended and days they are kept and handed over by."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0400"
down_revision = "20261123_0300"
branch_labels = None
depends_on = None

# Whoever still runs the code before this step opens dossiers without these columns.
LONG_AGO = "1970-01-01 00:00:00+00:00"


def upgrade() -> None:
    name, basis = sa.String(length=20), sa.String(length=300)
    for column in (
        sa.Column("unit_id", name, nullable=False, server_default=""),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=LONG_AGO),
        sa.Column("workflow", sa.String(length=60), nullable=False, server_default="ho-so"),
        sa.Column("workflow_version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("state", sa.String(length=40), nullable=False, server_default="open"),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False, server_default=LONG_AGO),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("retention_basis", basis, nullable=False, server_default=""),
        sa.Column("keeper_id", name, nullable=False, server_default=""),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("hand_over_by", sa.Date(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
    ):
        op.add_column("vanthu_dossiers", column)
    op.execute("UPDATE vanthu_dossiers SET changed_at = opened_at, state_since = opened_at")
    op.create_index("ix_vanthu_dossiers_kept", "vanthu_dossiers", ["state", "keep_until"])
