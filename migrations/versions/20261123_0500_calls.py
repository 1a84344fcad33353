"""Let units be called to hand in papers: calls, what units owe them, and the duties periodic calls come from."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0500"
down_revision = "20261123_0410"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key, name = sa.String(length=20), sa.String(length=100)
    op.create_table(
        "vanthu_report_duties",
        sa.Column("id", key, nullable=False),
        sa.Column("agency_id", key, nullable=False),
        sa.Column("unit_id", key, nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("closes_on", sa.Integer(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("unit_ids", sa.JSON(), nullable=False),
        sa.Column("collector_id", key, nullable=False),
        sa.Column("collector_name", name, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_vanthu_report_duties"),
    )
    op.create_table(
        "vanthu_calls",
        sa.Column("id", key, nullable=False),
        sa.Column("agency_id", key, nullable=False),
        sa.Column("unit_id", key, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("collector_id", key, nullable=False),
        sa.Column("collector_name", name, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duty_id", key, nullable=True),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["vanthu_report_duties.id"], name="fk_vanthu_calls_duty_id_vanthu_report_duties"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vanthu_calls"),
        sa.UniqueConstraint("duty_id", "period_from", name="uq_vanthu_calls_duty_id_period_from"),
    )
    op.create_index("ix_vanthu_calls_state", "vanthu_calls", ["state"])
    op.create_table(
        "vanthu_owed",
        sa.Column("call_id", key, nullable=False),
        sa.Column("unit_id", key, nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("document_id", key, nullable=True),
        sa.Column("excused", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["vanthu_calls.id"], name="fk_vanthu_owed_call_id_vanthu_calls"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name="fk_vanthu_owed_document_id_vanthu_documents"
        ),
        sa.PrimaryKeyConstraint("call_id", "unit_id", name="pk_vanthu_owed"),
        sa.UniqueConstraint("document_id", name="uq_vanthu_owed_document_id"),
    )
