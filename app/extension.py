"""`Vanthu(app)`: the add-on, wired into any Flask application.

`init_app` only wires: it takes the host's database and login manager when the host has them, brings its own when not,
and registers the pages, the JSON and the commands under a prefix.
"""

from flask import Flask
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from app.access import load_person
from app.cli.host import commands
from app.clock import Clock, machine_clock
from app.config import Config, read_config
from app.office import Office, open_office
from app.schema import METADATA, migrate
from app.web import pages
from app.web.doors import handle_errors

KEY = "vanthu"


class Vanthu:
    """The extension; `Vanthu()` then `init_app(app)`, or `Vanthu(app)`.

    db              the host's SQLAlchemy extension, if it has one
    login_manager   the host's LoginManager; its users need a `person_id` (see `app.access`)
    url_prefix      where the pages stand in the host's addresses
    """

    def __init__(
        self,
        app: Flask | None = None,
        *,
        db: SQLAlchemy | None = None,
        login_manager: LoginManager | None = None,
        config: Config | None = None,
        clock: Clock = machine_clock,
        url_prefix: str = "",
    ) -> None:
        self._db, self._login_manager = db, login_manager
        self._config, self._clock, self._url_prefix = config, clock, url_prefix
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> Office:
        config = self._config or read_config()
        config.home.mkdir(parents=True, exist_ok=True)
        app.config.setdefault("SECRET_KEY", config.secret_key)
        if not app.config["SECRET_KEY"]:
            app.config["SECRET_KEY"] = config.secret_key
        app.config.setdefault("MAX_CONTENT_LENGTH", config.max_upload_bytes)
        db = self._db or app.extensions.get("sqlalchemy")
        if db is None:
            app.config.setdefault("SQLALCHEMY_DATABASE_URI", config.database_url)
            db = SQLAlchemy(metadata=METADATA)
            db.init_app(app)
        with app.app_context():
            database = db.engine
        migrate(database)
        office = open_office(config, database, clock=self._clock)
        app.extensions[KEY] = office
        _sign_in(app, self._login_manager)
        if "csrf" not in app.extensions:
            CSRFProtect(app)
        for blueprint in pages():
            app.register_blueprint(blueprint, url_prefix=self._url_prefix + (blueprint.url_prefix or ""))
        app.cli.add_command(commands)
        handle_errors(app)
        return office


def office_of(app: Flask) -> Office:
    """The office wired into an application."""
    office = app.extensions[KEY]
    assert isinstance(office, Office)
    return office


def _sign_in(app: Flask, given: LoginManager | None) -> None:
    manager = given or getattr(app, "login_manager", None)
    if manager is None:
        manager = LoginManager(app)
    if manager._user_callback is None:
        manager.user_loader(load_person)
        manager.login_view = "vanthu.sign_in"
        manager.login_message = None
