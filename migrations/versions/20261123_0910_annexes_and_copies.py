"""Let annexes lie in files of their own."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0910"
down_revision = "20261123_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment, digest = sa.DateTime(timezone=True), sa.String(length=64)
    op.create_table(
        "vanthu_annexes",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("source_sha256", digest, nullable=False),
        sa.Column("rendition_sha256", digest, nullable=False),
        sa.Column("issued_sha256", digest, nullable=True),
        sa.Column("current_sha256", digest, nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("taken_out_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name="fk_vanthu_annexes_document_id_vanthu_documents"
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["vanthu_blobs.sha256"], name=f"fk_vanthu_annexes_{column}_vanthu_blobs"
            )
            for column in ("source_sha256", "rendition_sha256", "issued_sha256", "current_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vanthu_annexes"),
    )
    op.create_index("ix_vanthu_annexes_document", "vanthu_annexes", ["document_id", "place"])
    op.create_index("ix_vanthu_annexes_issued_sha256", "vanthu_annexes", ["issued_sha256"])
    op.add_column("vanthu_documents", sa.Column("annexes_digest", digest, nullable=True))
    op.add_column("vanthu_issue_log", sa.Column("annexes", sa.JSON(), nullable=True))
