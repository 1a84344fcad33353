"""Keep remarks on drafts, working copies taken out, and what each person has seen."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1930"
down_revision = "20261122_1850"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_comments",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.String(length=20), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=True),
        sa.Column("y", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=20), nullable=False),
        sa.Column("author_name", sa.String(length=100), nullable=False),
        sa.Column("author_title", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["answers"], ["vanthu_comments.id"], name=op.f("fk_vanthu_comments_answers_vanthu_comments")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["vanthu_documents.id"],
            name=op.f("fk_vanthu_comments_document_id_vanthu_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_comments")),
    )
    op.create_index(op.f("ix_vanthu_comments_document_id"), "vanthu_comments", ["document_id"])
    op.create_table(
        "vanthu_working_copies",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["vanthu_documents.id"],
            name=op.f("fk_vanthu_working_copies_document_id_vanthu_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_vanthu_working_copies")),
    )
    op.create_table(
        "vanthu_sightings",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["vanthu_documents.id"],
            name=op.f("fk_vanthu_sightings_document_id_vanthu_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "person_id", name=op.f("pk_vanthu_sightings")),
    )
