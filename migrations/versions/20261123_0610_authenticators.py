"""Let people confirm a batch of signatures with a code from their phone."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0610"
down_revision = "20261123_0600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "vanthu_authenticators",
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name="fk_vanthu_authenticators_person_id_vanthu_people"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_vanthu_authenticators"),
    )
