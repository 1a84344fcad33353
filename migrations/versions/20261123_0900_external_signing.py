"""Keep what waits for a signature made outside: bound to one person, one file and a few minutes."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0900"
down_revision = "20261123_0620"
branch_labels = None
depends_on = None


def upgrade() -> None:
    digest, moment = sa.String(length=64), sa.DateTime(timezone=True)
    op.create_table(
        "vanthu_outside_papers",
        sa.Column("ticket", digest, nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("certificate", digest, nullable=True),
        sa.Column("base_sha256", digest, nullable=True),
        sa.Column("digest", digest, nullable=True),
        sa.Column("prepared", sa.LargeBinary(), nullable=True),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["vanthu_documents.id"],
            name="fk_vanthu_outside_papers_document_id_vanthu_documents",
        ),
        sa.PrimaryKeyConstraint("ticket", "document_id", name="pk_vanthu_outside_papers"),
    )
    op.create_index("ix_vanthu_outside_papers_person_id", "vanthu_outside_papers", ["person_id"])
