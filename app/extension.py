"""`Vanthu(app)`: the add-on, wired into any Flask application.

`init_app` only wires: it takes the host's database and login manager when the host has them, brings its own when not,
and registers the pages and the JSON under a prefix. The commands reach a host's `flask` by their entry point.
"""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from werkzeug.routing import BaseConverter

from app.access import load_person
from app.api import json_doors
from app.clock import Clock, machine_clock
from app.config import Config, read_config
from app.office import Office, open_office
from app.schema import METADATA, migrate
from app.web import pages

KEY = "vanthu"
LIMITS = {
    "vanthu.sign_in": "30 per minute",
    "vanthu.verify_page": "20 per minute",
    "vanthu.verify_code": "60 per minute",
    "vanthu_api.verify_file": "20 per minute",
    # One batch of a desk is a hundred papers.
    "vanthu_api.outside_papers": "60 per minute",
    "vanthu_api.outside_prepare": "300 per minute",
    "vanthu_api.outside_file": "600 per minute",
    "vanthu_api.outside_finish": "300 per minute",
}
"""How often one address may send these forms, or ask these pages. A single account locks earlier, see `accounts`."""
BRAKED = {"vanthu.verify_code": ["GET"]}


class RowId(BaseConverter):
    """The name of a row in an address; anything else leads nowhere and is never asked of the database."""

    regex = "[0-9a-f]{20}"


class Vanthu:
    """The extension; `Vanthu()` then `init_app(app)`, or `Vanthu(app)`.

    db              the host's SQLAlchemy extension, if it has one
    login_manager   the host's LoginManager; its users need a `person_id` (see `app.access`)
    url_prefix      where the pages stand in the host's addresses, "/van-thu"
    """

    def __init__(
        self,
        app: Flask | None = None,
        db: SQLAlchemy | None = None,
        login_manager: LoginManager | None = None,
        *,
        config: Config | None = None,
        clock: Clock = machine_clock,
        url_prefix: str = "",
    ) -> None:
        self._db, self._login_manager = db, login_manager
        self._config, self._clock, self._url_prefix = config, clock, url_prefix.rstrip("/")
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> Office:
        config = self._config or read_config()
        config.home.mkdir(parents=True, exist_ok=True)
        if not app.config.get("SECRET_KEY"):
            app.config["SECRET_KEY"] = config.secret_key
        with app.app_context():
            database = _database(app, self._db, config).engine
        migrate(database)
        office = open_office(config, database, clock=self._clock)
        app.extensions[KEY] = office
        own_accounts = _sign_in(app, self._login_manager)
        _check_forms(app)
        app.url_map.converters["vanthu_id"] = RowId
        for blueprint in (pages(own_accounts=own_accounts), json_doors()):
            app.register_blueprint(blueprint, url_prefix=self._url_prefix + (blueprint.url_prefix or ""))
        _limit(app)
        return office


def office_of(app: Flask) -> Office:
    """The office wired into an application."""
    office = app.extensions[KEY]
    assert isinstance(office, Office)
    return office


def _database(app: Flask, given: SQLAlchemy | None, config: Config) -> SQLAlchemy:
    """The host's, or our own where it has none."""
    db: SQLAlchemy | None = given or app.extensions.get("sqlalchemy")
    if db is None:
        app.config.setdefault("SQLALCHEMY_DATABASE_URI", config.database_url)
        db = SQLAlchemy(metadata=METADATA)
        db.init_app(app)
    return db


def _sign_in(app: Flask, given: LoginManager | None) -> bool:
    """Whether people sign in with accounts of ours; a host that loads its own users keeps doing so."""
    manager = given or getattr(app, "login_manager", None)
    if manager is None:
        manager = LoginManager(app)
    if manager._user_callback is not None:
        return False
    manager.user_loader(load_person)
    return True


def _check_forms(app: Flask) -> None:
    """Our forms carry a token, checked at our doors; a host without such checks does not get them unasked."""
    if "csrf" not in app.extensions:
        app.config.setdefault("WTF_CSRF_CHECK_DEFAULT", False)
        # The session itself ends when idle; a form left open over lunch is not lost.
        app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
        CSRFProtect(app)
    for view in ("verify_file", "outside.papers", "outside.prepare_paper", "outside.prepared_file"):
        app.extensions["csrf"].exempt(f"app.api.{view}")
    app.extensions["csrf"].exempt("app.api.outside.finish_paper")


def _limit(app: Flask) -> None:
    """Brakes on guessing passwords and on the public verification; the host's limiter when it has one."""
    limiter = next(iter(app.extensions.get("limiter", ())), None)
    if limiter is None:
        app.config.setdefault("RATELIMIT_STORAGE_URI", "memory://")
        # Kept by us: the library holds it only weakly when it is switched off.
        limiter = app.extensions["vanthu_limiter"] = Limiter(get_remote_address, app=app, default_limits=[])
    for endpoint, limit in LIMITS.items():
        view = app.view_functions.get(endpoint)
        if view is not None:
            app.view_functions[endpoint] = limiter.limit(limit, methods=BRAKED.get(endpoint, ["POST"]))(view)  # type: ignore[assignment]
