"""Starting up: migrations happen whole or not at all."""

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, inspect

from app import schema


def test_a_start_that_dies_between_two_tables_leaves_none(tmp_path, monkeypatch) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'vanthu.db'}")
    upgrade = command.upgrade

    def dies(*line: object) -> None:
        upgrade(*line)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "upgrade", dies)
    with pytest.raises(KeyboardInterrupt):
        schema.migrate(engine)
    assert inspect(engine).get_table_names() == []
    monkeypatch.undo()
    schema.migrate(engine)
    assert "vanthu_documents" in inspect(engine).get_table_names()


def test_migrating_again_changes_nothing(database: Engine) -> None:
    before = inspect(database).get_table_names()
    schema.migrate(database)
    assert inspect(database).get_table_names() == before
