"""The small host we ship: a Flask application with nothing in it but Vanthu."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.clock import Clock, machine_clock
from app.config import Config, read_config
from app.extension import Vanthu


def create_app(config: Config | None = None, *, clock: Clock = machine_clock) -> Flask:
    """A working office over the configured home; the database is brought up to date first."""
    config = config or read_config()
    app = Flask("vanthu", static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        MAX_CONTENT_LENGTH=config.max_upload_bytes,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_NAME="vanthu",
        RATELIMIT_STORAGE_URI="memory://",
        RATELIMIT_HEADERS_ENABLED=False,
        **dict(config.extra),
    )
    Limiter(get_remote_address, app=app, default_limits=[])
    Vanthu(app, config=config, clock=clock)
    return app
