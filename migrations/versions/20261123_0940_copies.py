"""Keep what a copy was made from."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0940"
down_revision = "20261123_0930"
branch_labels = None
depends_on = None


def upgrade() -> None:
    digest = sa.String(length=64)
    op.create_table(
        "vanthu_copies",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("source_id", sa.String(length=20), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("source_sha256", digest, nullable=False),
        sa.Column("source_medium", sa.String(length=12), nullable=False),
        sa.Column("source_verdict", sa.String(length=20), nullable=False),
        sa.Column("source_report", sa.JSON(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name="fk_vanthu_copies_document_id_vanthu_documents"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["vanthu_documents.id"], name="fk_vanthu_copies_source_id_vanthu_documents"
        ),
        sa.ForeignKeyConstraint(
            ["source_sha256"], ["vanthu_blobs.sha256"], name="fk_vanthu_copies_source_sha256_vanthu_blobs"
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_vanthu_copies"),
    )
    op.create_index("ix_vanthu_copies_source_id", "vanthu_copies", ["source_id"])
