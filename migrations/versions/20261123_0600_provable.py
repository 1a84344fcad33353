"""Keep until when each issued file proves itself."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0600"
down_revision = "20261123_0500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "vanthu_provable",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("until", moment, nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.Column("tried_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name="fk_vanthu_provable_document_id_vanthu_documents"
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_vanthu_provable"),
    )
    op.create_index("ix_vanthu_provable_until", "vanthu_provable", ["until"])
