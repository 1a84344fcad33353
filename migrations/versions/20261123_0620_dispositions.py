"""Let dossiers without value be listed, decided on and destroyed: what stays says that it was."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0620"
down_revision = "20261123_0610"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key, moment = sa.String(length=20), sa.DateTime(timezone=True)
    op.create_table(
        "vanthu_dispositions",
        sa.Column("id", key, nullable=False),
        sa.Column("agency_id", key, nullable=False),
        sa.Column("unit_id", key, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("drawn_up_by", key, nullable=False),
        sa.Column("drawn_up_by_name", sa.String(length=100), nullable=False),
        sa.Column("drawn_up_at", moment, nullable=False),
        sa.Column("council", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vanthu_dispositions"),
    )
    op.create_table(
        "vanthu_disposition_items",
        sa.Column("disposition_id", key, nullable=False),
        sa.Column("dossier_id", key, nullable=False),
        sa.ForeignKeyConstraint(
            ["disposition_id"],
            ["vanthu_dispositions.id"],
            name="fk_vanthu_disposition_items_disposition_id_vanthu_dispositions",
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["vanthu_dossiers.id"],
            name="fk_vanthu_disposition_items_dossier_id_vanthu_dossiers",
        ),
        sa.PrimaryKeyConstraint("disposition_id", "dossier_id", name="pk_vanthu_disposition_items"),
    )
    op.add_column("vanthu_documents", sa.Column("destroyed_at", moment, nullable=True))
    op.add_column("vanthu_blobs", sa.Column("destroyed_at", moment, nullable=True))
