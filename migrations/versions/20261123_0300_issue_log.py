"""Keep the issue log and the days it was stamped."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0300"
down_revision = "20261122_2230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_issue_log",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("agency_name", sa.String(length=200), nullable=False),
        sa.Column("number_symbol", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_sha256", sa.String(length=64), nullable=False),
        sa.Column("signers", sa.JSON(), nullable=False),
        sa.Column("lookup_code", sa.String(length=20), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_issue_log_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_issue_log")),
        sa.UniqueConstraint("document_id", name=op.f("uq_vanthu_issue_log_document_id")),
    )
    for column in ("issued_sha256", "signed_sha256", "lookup_code"):
        op.create_index(op.f(f"ix_vanthu_issue_log_{column}"), "vanthu_issue_log", [column], unique=False)
    op.create_table(
        "vanthu_issue_log_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_issue_log_head")),
    )
    op.create_table(
        "vanthu_issue_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_vanthu_issue_days")),
    )
