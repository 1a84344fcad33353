"""Keep what arrives: the incoming register, assignments and their deadlines."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2220"
down_revision = "20261122_2210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_assignments",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("under_id", sa.String(length=20), nullable=True),
        sa.Column("instruction", sa.Text(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.String(length=20), nullable=False),
        sa.Column("given_by", sa.String(length=100), nullable=False),
        sa.Column("given_as", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_assignments_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["under_id"], ["vanthu_assignments.id"], name=op.f("fk_vanthu_assignments_under_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_assignments")),
    )
    op.create_index(
        op.f("ix_vanthu_assignments_document_id"), "vanthu_assignments", ["document_id"], unique=False
    )
    op.create_index(op.f("ix_vanthu_assignments_due_on"), "vanthu_assignments", ["due_on"], unique=False)
    op.create_index(
        op.f("ix_vanthu_assignments_principal"), "vanthu_assignments", ["principal"], unique=False
    )
    op.create_index(op.f("ix_vanthu_assignments_status"), "vanthu_assignments", ["status"], unique=False)
    op.create_table(
        "vanthu_incoming",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("medium", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("level", sa.String(length=10), nullable=True),
        sa.Column("signatures", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("number_symbol", sa.String(length=60), nullable=False),
        sa.Column("same_as", sa.String(length=400), nullable=True),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("urgency", sa.String(length=12), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=100), nullable=False),
        sa.Column("series_id", sa.String(length=20), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_by", sa.String(length=100), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=100), nullable=True),
        sa.Column("acknowledged_how", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_incoming_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_sha256"], ["vanthu_blobs.sha256"], name=op.f("fk_vanthu_incoming_file_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["vanthu_number_series.id"], name=op.f("fk_vanthu_incoming_series_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_vanthu_incoming")),
    )
    op.create_index(op.f("ix_vanthu_incoming_arrived_on"), "vanthu_incoming", ["arrived_on"], unique=False)
    op.create_index(op.f("ix_vanthu_incoming_file_sha256"), "vanthu_incoming", ["file_sha256"], unique=False)
    op.create_index(op.f("ix_vanthu_incoming_same_as"), "vanthu_incoming", ["same_as"], unique=False)
    op.create_index(op.f("ix_vanthu_incoming_series_id"), "vanthu_incoming", ["series_id"], unique=False)
    op.create_table(
        "vanthu_passing_rules",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("sender", sa.String(length=200), nullable=True),
        sa.Column("unit_id", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["vanthu_agencies.id"], name=op.f("fk_vanthu_passing_rules_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["vanthu_units.id"], name=op.f("fk_vanthu_passing_rules_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_passing_rules")),
    )
    op.create_table(
        "vanthu_replies",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("incoming_id", sa.String(length=20), nullable=False),
        sa.Column("outgoing_id", sa.String(length=20), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_replies_incoming_id")
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_replies_outgoing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_replies")),
        sa.UniqueConstraint(
            "incoming_id", "outgoing_id", name=op.f("uq_vanthu_replies_incoming_id_outgoing_id")
        ),
    )
    op.create_index(op.f("ix_vanthu_replies_incoming_id"), "vanthu_replies", ["incoming_id"], unique=False)
    op.create_index(op.f("ix_vanthu_replies_outgoing_id"), "vanthu_replies", ["outgoing_id"], unique=False)
    op.create_table(
        "vanthu_handling_reports",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("assignment_id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["vanthu_assignments.id"],
            name=op.f("fk_vanthu_handling_reports_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_handling_reports_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_handling_reports")),
    )
    op.create_index(
        op.f("ix_vanthu_handling_reports_assignment_id"),
        "vanthu_handling_reports",
        ["assignment_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_vanthu_handling_reports_document_id"),
        "vanthu_handling_reports",
        ["document_id"],
        unique=False,
    )
