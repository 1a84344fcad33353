"""Keep definitions as they were used, and the states of a document's smaller machines."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2200"
down_revision = "20261122_2130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_machine_states",
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("machine", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["vanthu_documents.id"],
            name=op.f("fk_vanthu_machine_states_document_id_vanthu_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "machine", name=op.f("pk_vanthu_machine_states")),
    )
    op.create_index("ix_vanthu_machine_states_state", "vanthu_machine_states", ["state", "document_id"])
    op.create_table(
        "vanthu_children",
        sa.Column("parent_id", sa.String(length=20), nullable=False),
        sa.Column("child_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_children_parent_id_vanthu_documents")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["vanthu_documents.id"], name=op.f("fk_vanthu_children_child_id_vanthu_documents")
        ),
        sa.PrimaryKeyConstraint("parent_id", "child_id", name=op.f("pk_vanthu_children")),
    )
    op.create_index(op.f("ix_vanthu_children_child_id"), "vanthu_children", ["child_id"])
    op.create_table(
        "vanthu_definitions",
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workflow", "workflow_version", name=op.f("pk_vanthu_definitions")),
    )
    # How long a paper waits in its state was not kept before; its last change is the nearest truth.
    op.add_column("vanthu_documents", sa.Column("state_since", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE vanthu_documents SET state_since = changed_at")
    with op.batch_alter_table("vanthu_documents") as table:
        table.alter_column("state_since", nullable=False)
        table.drop_index("ix_vanthu_documents_state")
        table.create_index(
            "ix_vanthu_documents_waiting", ["state", "changed_at", "workflow", "workflow_version", "id"]
        )
        table.create_index("ix_vanthu_documents_changed_at", ["changed_at"])
    with op.batch_alter_table("vanthu_grants") as table:
        table.drop_index("ix_vanthu_grants_principal")
        table.drop_index("ix_vanthu_grants_document_id")
        table.create_index("ix_vanthu_grants_given", ["document_id", "role", "principal", "since", "until"])
        table.create_index("ix_vanthu_grants_held", ["principal", "document_id"])
    with op.batch_alter_table("vanthu_recipients") as table:
        table.drop_index("ix_vanthu_recipients_principal")
        table.create_index("ix_vanthu_recipients_inbox", ["principal", "status", "sent_at"])
