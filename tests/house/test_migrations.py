"""Models and migrations are the same thing told twice."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from app.schema import METADATA, VERSION_TABLE, migrate, ours


def test_a_migrated_database_is_what_the_models_say(database: Engine) -> None:
    with database.connect() as connection:
        options = {"compare_type": True, "version_table": VERSION_TABLE, "include_name": ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []


def test_every_table_is_named_as_ours(database: Engine) -> None:
    assert [name for name in inspect(database).get_table_names() if not name.startswith("vanthu_")] == []


def test_migrating_again_changes_nothing(database: Engine) -> None:
    before = inspect(database).get_table_names()
    migrate(database)
    assert inspect(database).get_table_names() == before
