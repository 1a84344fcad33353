"""Runs migrations on the connection it is given, or on the engine of the Flask application at hand."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.schema import METADATA, VERSION_TABLE, ours


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        version_table=VERSION_TABLE,
        include_name=ours,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def _engine():  # type: ignore[no-untyped-def]  # Flask-SQLAlchemy's extension object is untyped here
    return current_app.extensions["migrate"].db.engine


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with _engine().connect() as opened:
        _run(opened)
        opened.commit()
