"""Keep notices, claims, and deadlines that pause."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2230"
down_revision = "20261122_2220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_notice_choices",
        sa.Column("whose", sa.String(length=60), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("whose", "event", name=op.f("pk_vanthu_notice_choices")),
    )
    op.create_table(
        "vanthu_reminders",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_vanthu_reminders")),
    )
    op.create_table(
        "vanthu_mail_addresses",
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name=op.f("fk_vanthu_mail_addresses_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_vanthu_mail_addresses")),
    )
    op.create_table(
        "vanthu_mails",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["vanthu_people.id"], name=op.f("fk_vanthu_mails_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_vanthu_mails_key")),
    )
    op.create_index(op.f("ix_vanthu_mails_next_try_at"), "vanthu_mails", ["next_try_at"], unique=False)
    op.create_table(
        "vanthu_claims",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_claims_document_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["vanthu_people.id"], name=op.f("fk_vanthu_claims_person_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_vanthu_claims")),
    )
    op.create_table(
        "vanthu_holds",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("resume_on", sa.Date(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by_id", sa.String(length=20), nullable=False),
        sa.Column("held_by", sa.String(length=100), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_holds_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_holds")),
    )
    op.create_index(op.f("ix_vanthu_holds_document_id"), "vanthu_holds", ["document_id"], unique=False)
    op.create_index(
        "uq_vanthu_holds_open",
        "vanthu_holds",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "vanthu_notices",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("mail_id", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_notices_document_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["vanthu_journal.id"], name=op.f("fk_vanthu_notices_entry_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["vanthu_mails.id"], name=op.f("fk_vanthu_notices_mail_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name=op.f("fk_vanthu_notices_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_notices")),
        sa.UniqueConstraint("cause", "person_id", name=op.f("uq_vanthu_notices_cause_person_id")),
    )
    op.create_index("ix_vanthu_notices_digest", "vanthu_notices", ["channel", "mail_id"], unique=False)
    op.create_index(op.f("ix_vanthu_notices_document_id"), "vanthu_notices", ["document_id"], unique=False)
    op.create_index("ix_vanthu_notices_unread", "vanthu_notices", ["person_id", "read_at"], unique=False)
