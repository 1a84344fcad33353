"""Lay the tables."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1555"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_agencies",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent_name", sa.String(length=200), nullable=True),
        sa.Column("abbreviation", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_agencies")),
    )
    op.create_table(
        "vanthu_blobs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_vanthu_blobs")),
    )
    op.create_table(
        "vanthu_certificates",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_name", sa.String(length=100), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_vanthu_certificates")),
    )
    with op.batch_alter_table("vanthu_certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_certificates_holder"), ["holder"], unique=False)

    op.create_table(
        "vanthu_dossiers",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("retention", sa.String(length=60), nullable=False),
        sa.Column("keeper_name", sa.String(length=100), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_dossiers")),
        sa.UniqueConstraint("agency_id", "year", "code", name=op.f("uq_vanthu_dossiers_agency_id_year_code")),
    )
    op.create_table(
        "vanthu_grants",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_grants")),
        sa.UniqueConstraint(
            "document_id",
            "role",
            "principal",
            "cause",
            name=op.f("uq_vanthu_grants_document_id_role_principal_cause"),
        ),
    )
    with op.batch_alter_table("vanthu_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_grants_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vanthu_grants_principal"), ["principal"], unique=False)

    op.create_table(
        "vanthu_journal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=20), nullable=False),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("actor_title", sa.String(length=200), nullable=False),
        sa.Column("fact", sa.String(length=60), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_journal")),
    )
    with op.batch_alter_table("vanthu_journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_journal_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vanthu_journal_fact"), ["fact"], unique=False)

    op.create_table(
        "vanthu_journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_journal_head")),
    )
    op.create_table(
        "vanthu_number_series",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_number_series")),
        sa.UniqueConstraint(
            "agency_id", "name", "year", name=op.f("uq_vanthu_number_series_agency_id_name_year")
        ),
    )
    with op.batch_alter_table("vanthu_number_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_number_series_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "vanthu_people",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_people")),
    )
    op.create_table(
        "vanthu_pictures",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width_mm", sa.Double(), nullable=False),
        sa.Column("height_mm", sa.Double(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_pictures")),
    )
    with op.batch_alter_table("vanthu_pictures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_pictures_holder"), ["holder"], unique=False)

    op.create_table(
        "vanthu_state_rights",
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("right", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint(
            "workflow", "workflow_version", "state", "role", "right", name=op.f("pk_vanthu_state_rights")
        ),
    )
    op.create_table(
        "vanthu_accounts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("session_key", sa.String(length=20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name=op.f("fk_vanthu_accounts_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_accounts")),
        sa.UniqueConstraint("username", name=op.f("uq_vanthu_accounts_username")),
    )
    op.create_table(
        "vanthu_documents",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("agency_name", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.String(length=20), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("drafter_id", sa.String(length=20), nullable=False),
        sa.Column("drafter_name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("draft_name", sa.String(length=200), nullable=False),
        sa.Column("draft_sha256", sa.String(length=64), nullable=False),
        sa.Column("rendition_sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_digest", sa.String(length=64), nullable=True),
        sa.Column("signed_sha256", sa.String(length=64), nullable=True),
        sa.Column("issued_sha256", sa.String(length=64), nullable=True),
        sa.Column("current_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["current_sha256"], ["vanthu_blobs.sha256"], name=op.f("fk_vanthu_documents_current_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["draft_sha256"], ["vanthu_blobs.sha256"], name=op.f("fk_vanthu_documents_draft_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["issued_sha256"], ["vanthu_blobs.sha256"], name=op.f("fk_vanthu_documents_issued_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["rendition_sha256"], ["vanthu_blobs.sha256"], name=op.f("fk_vanthu_documents_rendition_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["signed_sha256"], ["vanthu_blobs.sha256"], name=op.f("fk_vanthu_documents_signed_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_documents")),
    )
    with op.batch_alter_table("vanthu_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_documents_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vanthu_documents_drafter_id"), ["drafter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vanthu_documents_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_vanthu_documents_state"), ["state"], unique=False)

    op.create_table(
        "vanthu_fact_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("consumer", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["vanthu_journal.id"], name=op.f("fk_vanthu_fact_deliveries_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_fact_deliveries")),
        sa.UniqueConstraint("entry_id", "consumer", name=op.f("uq_vanthu_fact_deliveries_entry_id_consumer")),
    )
    with op.batch_alter_table("vanthu_fact_deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_vanthu_fact_deliveries_waiting", ["consumer", "delivered_at"], unique=False)

    op.create_table(
        "vanthu_groups",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["vanthu_agencies.id"], name=op.f("fk_vanthu_groups_agency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_groups")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_vanthu_groups_agency_id_name")),
    )
    op.create_table(
        "vanthu_mandates",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("capacity", sa.String(length=5), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name=op.f("fk_vanthu_mandates_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_mandates")),
    )
    op.create_table(
        "vanthu_recipient_aliases",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["vanthu_agencies.id"], name=op.f("fk_vanthu_recipient_aliases_agency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_recipient_aliases")),
        sa.UniqueConstraint("agency_id", "line", name=op.f("uq_vanthu_recipient_aliases_agency_id_line")),
    )
    op.create_table(
        "vanthu_units",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("abbreviation", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["vanthu_agencies.id"], name=op.f("fk_vanthu_units_agency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_units")),
    )
    op.create_table(
        "vanthu_approvals",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fallen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fallen_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_approvals_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_approvals")),
    )
    with op.batch_alter_table("vanthu_approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_approvals_document_id"), ["document_id"], unique=False)

    op.create_table(
        "vanthu_dossier_items",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("dossier_id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_dossier_items_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["vanthu_dossiers.id"], name=op.f("fk_vanthu_dossier_items_dossier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_dossier_items")),
        sa.UniqueConstraint(
            "dossier_id", "document_id", name=op.f("uq_vanthu_dossier_items_dossier_id_document_id")
        ),
        sa.UniqueConstraint("dossier_id", "ordinal", name=op.f("uq_vanthu_dossier_items_dossier_id_ordinal")),
    )
    with op.batch_alter_table("vanthu_dossier_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vanthu_dossier_items_document_id"), ["document_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_vanthu_dossier_items_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "vanthu_draft_versions",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("draft_name", sa.String(length=200), nullable=False),
        sa.Column("draft_sha256", sa.String(length=64), nullable=False),
        sa.Column("rendition_sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_draft_versions_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_sha256"], ["vanthu_blobs.sha256"], name=op.f("fk_vanthu_draft_versions_draft_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["rendition_sha256"],
            ["vanthu_blobs.sha256"],
            name=op.f("fk_vanthu_draft_versions_rendition_sha256"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_draft_versions")),
        sa.UniqueConstraint(
            "document_id", "ordinal", name=op.f("uq_vanthu_draft_versions_document_id_ordinal")
        ),
    )
    with op.batch_alter_table("vanthu_draft_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vanthu_draft_versions_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "vanthu_group_members",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("group_id", sa.String(length=20), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["vanthu_groups.id"], name=op.f("fk_vanthu_group_members_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_group_members")),
    )
    with op.batch_alter_table("vanthu_group_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_group_members_group_id"), ["group_id"], unique=False)

    op.create_table(
        "vanthu_number_allocations",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("series_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("allocated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_number_allocations_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["vanthu_number_series.id"], name=op.f("fk_vanthu_number_allocations_series_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_number_allocations")),
        sa.UniqueConstraint(
            "series_id", "number", name=op.f("uq_vanthu_number_allocations_series_id_number")
        ),
    )
    with op.batch_alter_table("vanthu_number_allocations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vanthu_number_allocations_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "vanthu_planned_lines",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_planned_lines_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_planned_lines")),
        sa.UniqueConstraint(
            "document_id", "ordinal", name=op.f("uq_vanthu_planned_lines_document_id_ordinal")
        ),
    )
    with op.batch_alter_table("vanthu_planned_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vanthu_planned_lines_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "vanthu_positions",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["vanthu_agencies.id"], name=op.f("fk_vanthu_positions_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name=op.f("fk_vanthu_positions_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["vanthu_units.id"], name=op.f("fk_vanthu_positions_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_positions")),
    )
    with op.batch_alter_table("vanthu_positions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_positions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vanthu_recipients",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=500), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_recipients_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_recipients")),
        sa.UniqueConstraint(
            "document_id",
            "ordinal",
            "principal",
            name=op.f("uq_vanthu_recipients_document_id_ordinal_principal"),
        ),
    )
    with op.batch_alter_table("vanthu_recipients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vanthu_recipients_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vanthu_recipients_principal"), ["principal"], unique=False)

    op.create_table(
        "vanthu_register_entries",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("series_id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("number_symbol", sa.String(length=80), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("kind_and_subject", sa.Text(), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.String(length=200), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("issued_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_register_entries_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["vanthu_number_series.id"], name=op.f("fk_vanthu_register_entries_series_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_register_entries")),
        sa.UniqueConstraint("document_id", name=op.f("uq_vanthu_register_entries_document_id")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_vanthu_register_entries_series_id_number")),
    )
    op.create_table(
        "vanthu_reservations",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("base_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("certificate", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_reservations_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_vanthu_reservations")),
    )
    op.create_table(
        "vanthu_signature_proofs",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("certificate", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("trusted_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_signature_proofs_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_signature_proofs")),
    )
    with op.batch_alter_table("vanthu_signature_proofs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vanthu_signature_proofs_document_id"), ["document_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("vanthu_signature_proofs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_signature_proofs_document_id"))

    op.drop_table("vanthu_signature_proofs")
    op.drop_table("vanthu_reservations")
    op.drop_table("vanthu_register_entries")
    with op.batch_alter_table("vanthu_recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_recipients_principal"))
        batch_op.drop_index(batch_op.f("ix_vanthu_recipients_document_id"))

    op.drop_table("vanthu_recipients")
    with op.batch_alter_table("vanthu_positions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_positions_person_id"))

    op.drop_table("vanthu_positions")
    with op.batch_alter_table("vanthu_planned_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_planned_lines_document_id"))

    op.drop_table("vanthu_planned_lines")
    with op.batch_alter_table("vanthu_number_allocations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_number_allocations_document_id"))

    op.drop_table("vanthu_number_allocations")
    with op.batch_alter_table("vanthu_group_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_group_members_group_id"))

    op.drop_table("vanthu_group_members")
    with op.batch_alter_table("vanthu_draft_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_draft_versions_document_id"))

    op.drop_table("vanthu_draft_versions")
    with op.batch_alter_table("vanthu_dossier_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_dossier_items_dossier_id"))
        batch_op.drop_index(batch_op.f("ix_vanthu_dossier_items_document_id"))

    op.drop_table("vanthu_dossier_items")
    with op.batch_alter_table("vanthu_approvals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_approvals_document_id"))

    op.drop_table("vanthu_approvals")
    op.drop_table("vanthu_units")
    op.drop_table("vanthu_recipient_aliases")
    op.drop_table("vanthu_mandates")
    op.drop_table("vanthu_groups")
    with op.batch_alter_table("vanthu_fact_deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_vanthu_fact_deliveries_waiting")

    op.drop_table("vanthu_fact_deliveries")
    with op.batch_alter_table("vanthu_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_documents_state"))
        batch_op.drop_index(batch_op.f("ix_vanthu_documents_kind"))
        batch_op.drop_index(batch_op.f("ix_vanthu_documents_drafter_id"))
        batch_op.drop_index(batch_op.f("ix_vanthu_documents_agency_id"))

    op.drop_table("vanthu_documents")
    op.drop_table("vanthu_accounts")
    op.drop_table("vanthu_state_rights")
    with op.batch_alter_table("vanthu_pictures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_pictures_holder"))

    op.drop_table("vanthu_pictures")
    op.drop_table("vanthu_people")
    with op.batch_alter_table("vanthu_number_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_number_series_agency_id"))

    op.drop_table("vanthu_number_series")
    op.drop_table("vanthu_journal_head")
    with op.batch_alter_table("vanthu_journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_journal_fact"))
        batch_op.drop_index(batch_op.f("ix_vanthu_journal_document_id"))

    op.drop_table("vanthu_journal")
    with op.batch_alter_table("vanthu_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_grants_principal"))
        batch_op.drop_index(batch_op.f("ix_vanthu_grants_document_id"))

    op.drop_table("vanthu_grants")
    op.drop_table("vanthu_dossiers")
    with op.batch_alter_table("vanthu_certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vanthu_certificates_holder"))

    op.drop_table("vanthu_certificates")
    op.drop_table("vanthu_blobs")
    op.drop_table("vanthu_agencies")
