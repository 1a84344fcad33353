"""Keep whom the office trusts, with the two people who confirmed it."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0920"
down_revision = "20261123_0910"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key, digest, moment = sa.String(length=20), sa.String(length=64), sa.DateTime(timezone=True)
    op.create_table(
        "vanthu_trusted_lists",
        sa.Column("id", key, nullable=False),
        sa.Column("sha256", digest, nullable=False),
        sa.Column("signer", digest, nullable=False),
        sa.Column("operator", sa.String(length=300), nullable=False),
        sa.Column("territory", key, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("issued_at", moment, nullable=False),
        sa.Column("next_update", moment, nullable=True),
        sa.Column("in_force_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_vanthu_trusted_lists"),
    )
    op.create_table(
        "vanthu_trust_anchors",
        sa.Column("id", key, nullable=False),
        sa.Column("fingerprint", digest, nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("not_before", moment, nullable=False),
        sa.Column("not_after", moment, nullable=False),
        sa.Column("use", key, nullable=False),
        sa.Column("list_id", key, nullable=True),
        sa.Column("since", moment, nullable=True),
        sa.Column("until", moment, nullable=True),
        sa.Column("in_force_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("distrusted_from", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["vanthu_trusted_lists.id"], name="fk_vanthu_trust_anchors_list_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vanthu_trust_anchors"),
    )
    op.create_index("ix_vanthu_trust_anchors_fingerprint", "vanthu_trust_anchors", ["fingerprint"])
    op.create_index("ix_vanthu_trust_anchors_list_id", "vanthu_trust_anchors", ["list_id"])
    op.create_table(
        "vanthu_trust_proposals",
        sa.Column("id", key, nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("anchor_id", key, nullable=True),
        sa.Column("list_id", key, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("distrusted_from", moment, nullable=True),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("proposed_by", key, nullable=False),
        sa.Column("proposed_name", sa.String(length=300), nullable=False),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("decided_by", key, nullable=True),
        sa.Column("decided_name", sa.String(length=300), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["anchor_id"], ["vanthu_trust_anchors.id"], name="fk_vanthu_trust_proposals_anchor_id"
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["vanthu_trusted_lists.id"], name="fk_vanthu_trust_proposals_list_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vanthu_trust_proposals"),
    )
    op.create_index("ix_vanthu_trust_proposals_anchor_id", "vanthu_trust_proposals", ["anchor_id"])
    op.create_index("ix_vanthu_trust_proposals_list_id", "vanthu_trust_proposals", ["list_id"])
