"""Keep the acts that papers cite."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2000"
down_revision = "20261122_1930"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_acts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=300), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("document_id", sa.String(length=20), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("linked_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_acts_document_id_vanthu_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_acts")),
        sa.UniqueConstraint("key", name=op.f("uq_vanthu_acts_key")),
    )
    op.create_index(op.f("ix_vanthu_acts_document_id"), "vanthu_acts", ["document_id"])
    op.create_table(
        "vanthu_citings",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"], ["vanthu_acts.id"], name=op.f("fk_vanthu_citings_act_id_vanthu_acts")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["vanthu_documents.id"],
            name=op.f("fk_vanthu_citings_document_id_vanthu_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "ordinal", name=op.f("pk_vanthu_citings")),
    )
    op.create_index(op.f("ix_vanthu_citings_act_id"), "vanthu_citings", ["act_id"])
