"""The small host we ship: a Flask application with nothing in it but Vanthu."""

from flask import Flask
from flask_migrate import Migrate

from app.clock import Clock, machine_clock
from app.config import Config, read_config
from app.extension import Vanthu
from app.schema import FOLDER
from app.web.doors import dress
from app.web.trouble import handle_errors


def create_app(config: Config | None = None, *, clock: Clock = machine_clock) -> Flask:
    """A working office over the configured home; the database is brought up to date first."""
    config = config or read_config()
    app = Flask("vanthu", static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_NAME="vanthu",
        **dict(config.extra),
    )
    Vanthu(app, config=config, clock=clock)
    # `flask db upgrade`, `history`, `current` for whoever wants to say when; a start does it all the same.
    Migrate(app, app.extensions["sqlalchemy"], directory=str(FOLDER))
    # All addresses are ours here, also those that lead nowhere.
    app.after_request(dress)
    handle_errors(app)
    return app
