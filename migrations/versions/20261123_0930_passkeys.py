"""Let a key on a device of one's own be the second step."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0930"
down_revision = "20261123_0920"
branch_labels = None
depends_on = None


def upgrade() -> None:
    person, moment = sa.String(length=20), sa.DateTime(timezone=True)
    op.create_table(
        "vanthu_passkeys",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", person, nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name="fk_vanthu_passkeys_person_id_vanthu_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vanthu_passkeys"),
    )
    op.create_index("ix_vanthu_passkeys_person_id", "vanthu_passkeys", ["person_id"])
    op.create_table(
        "vanthu_passkey_challenges",
        sa.Column("person_id", person, nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("challenge", sa.String(length=100), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name="fk_vanthu_passkey_challenges_person_id_vanthu_people"
        ),
        sa.PrimaryKeyConstraint("person_id", "purpose", name="pk_vanthu_passkey_challenges"),
    )
