"""Keep absences with their substitutes, scopes of mandates, and what became of units."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2210"
down_revision = "20261122_2200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _absences()
    _mandates()
    _successions()
    _agencies()


def _absences() -> None:
    op.create_table(
        "vanthu_absences",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("substitute_id", sa.String(length=20), nullable=False),
        sa.Column("all_work", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.String(length=100), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["vanthu_people.id"], name=op.f("fk_vanthu_absences_person_id_vanthu_people")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"],
            ["vanthu_people.id"],
            name=op.f("fk_vanthu_absences_substitute_id_vanthu_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_absences")),
    )
    op.create_index(op.f("ix_vanthu_absences_person_id"), "vanthu_absences", ["person_id"])
    op.create_index(op.f("ix_vanthu_absences_substitute_id"), "vanthu_absences", ["substitute_id"])


def _mandates() -> None:
    """What was there already is limited by nothing and rests on its sentence."""
    for column in (
        sa.Column("paper_number", sa.String(length=60), nullable=True),
        sa.Column("paper_date", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.String(length=20), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("units", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("scope", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("vanthu_mandates", column)


def _successions() -> None:
    op.create_table(
        "vanthu_successions",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("old", sa.String(length=80), nullable=False),
        sa.Column("new", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanthu_successions")),
        sa.UniqueConstraint("old", "new", name=op.f("uq_vanthu_successions_old_new")),
    )


def _agencies() -> None:
    op.create_table(
        "vanthu_agency_names",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent_name", sa.String(length=200), nullable=True),
        sa.Column("abbreviation", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        *_dated_by_paper("vanthu_agency_names"),
    )
    op.create_index(op.f("ix_vanthu_agency_names_agency_id"), "vanthu_agency_names", ["agency_id"])
    op.create_table(
        "vanthu_agency_codes",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=20), nullable=False),
        sa.Column("scheme", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        *_dated_by_paper("vanthu_agency_codes"),
    )
    op.create_index(op.f("ix_vanthu_agency_codes_agency_id"), "vanthu_agency_codes", ["agency_id"])
    op.create_index(op.f("ix_vanthu_agency_codes_code"), "vanthu_agency_codes", ["code"])


def _dated_by_paper(table: str) -> list[sa.sql.schema.SchemaItem]:
    return [
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["vanthu_agencies.id"], name=op.f(f"fk_{table}_agency_id_vanthu_agencies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
