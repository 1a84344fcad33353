"""Keep rounds of opinions on drafts, whom they ask and what was answered."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2130"
down_revision = "20261122_2030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_opinion_rounds",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("sequential", sa.Boolean(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.String(length=20), nullable=False),
        sa.Column("asked_by_name", sa.String(length=100), nullable=False),
        sa.Column("asked_as", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["vanthu_documents.id"],
            name=op.f("fk_vanthu_opinion_rounds_document_id_vanthu_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_opinion_rounds")),
    )
    op.create_index(op.f("ix_vanthu_opinion_rounds_document_id"), "vanthu_opinion_rounds", ["document_id"])
    op.create_table(
        "vanthu_opinions",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("draft_sha256", sa.String(length=64), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.String(length=20), nullable=True),
        sa.Column("answered_by_name", sa.String(length=100), nullable=True),
        sa.Column("answered_by_title", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["vanthu_opinion_rounds.id"],
            name=op.f("fk_vanthu_opinions_round_id_vanthu_opinion_rounds"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_opinions")),
        sa.UniqueConstraint("round_id", "principal", name=op.f("uq_vanthu_opinions_round_id_principal")),
        sa.UniqueConstraint(
            "round_id", "answered_by_id", name=op.f("uq_vanthu_opinions_round_id_answered_by_id")
        ),
    )
    op.create_index(op.f("ix_vanthu_opinions_principal"), "vanthu_opinions", ["principal"])
