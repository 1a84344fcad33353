"""Every setting, once: its name in the environment, its default, what it is for. README repeats this table.

Nothing else in the project reads the environment.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    purpose: str


SETTINGS = (
    Setting("VANTHU_HOME", "./instance", "the folder that holds everything: database, files, index, keys"),
    Setting("VANTHU_DATABASE_URL", "SQLite in the home", "SQLAlchemy address of the database"),
    Setting(
        "VANTHU_SECRET_KEY", "made once, kept in the home", "signs the session cookie; at least 32 characters"
    ),
    Setting("VANTHU_TSA_URL", "the development authority of `vanthu pki dev`", "RFC 3161 time-stamp server"),
    Setting(
        "VANTHU_TRUST", "the development root", "folder of PEM root certificates that verification trusts"
    ),
    Setting("VANTHU_PKCS11_DRIVER", "", "the PKCS#11 library of the office's signing device (HSM or token)"),
    Setting(
        "VANTHU_CSC_URL", "", "remote signing service (CSC API 2), where its API begins: https://…/csc/v2"
    ),
    Setting("VANTHU_CSC_CLIENT", "", "the office's account at that service, id:secret"),
    Setting("VANTHU_USER", "", "whom the command line acts as when --as is not given"),
    Setting("VANTHU_MAX_UPLOAD_MB", "25", "largest upload that is read at all"),
    Setting("VANTHU_HTTPS", "no", '"yes" when served over HTTPS: cookies then never travel in the clear'),
    Setting("VANTHU_IDLE_MINUTES", "30", "a session without a click for so long has to sign in again"),
    Setting(
        "VANTHU_SMTP_URL",
        "no mail is sent",
        "mail server for notices: smtp://… or smtps://user:password@host",
    ),
    Setting("VANTHU_MAIL_FROM", "", "the sender of that mail; wanted with VANTHU_SMTP_URL"),
    Setting(
        "VANTHU_PUBLIC_URL",
        "http://127.0.0.1:8080",
        "where the pages are reached; stands in the mail and, once set, in the lookup mark on new papers",
    ),
    Setting(
        "VANTHU_MORNING_HOUR",
        "7",
        "from which hour of a working day on people are reminded, and get the day's mail",
    ),
    Setting(
        "VANTHU_RENEW_DAYS",
        "365",
        "how many days before its proof ends an issued file is renewed, and stands on the alarm list",
    ),
    Setting(
        "VANTHU_SECOND_STEP",
        "no",
        "`yes`: nobody signs or seals without a code from their phone; else whoever set one up is asked for it",
    ),
)

SHORTEST_SECRET = 32
THIS_MACHINE = "http://127.0.0.1:8080"


@dataclass(frozen=True)
class Config:
    """Settings as values."""

    home: Path
    database_url: str
    secret_key: str
    tsa_url: str | None = None
    trust_folder: Path | None = None
    pkcs11_driver: str = ""
    csc_url: str = ""
    csc_client: tuple[str, str] = field(default=("", ""), repr=False)
    user: str | None = None
    max_upload_bytes: int = 25 * 1024 * 1024
    https: bool = False
    idle_minutes: int = 30
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = ""
    public_url: str | None = None
    morning_hour: int = 7
    renew_days: int = 365
    second_step_required: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def site_url(self) -> str:
        """Where the pages are reached, without a stroke at the end."""
        return (self.public_url or THIS_MACHINE).rstrip("/")


def read_config(environment: Mapping[str, str] | None = None, *, home: Path | None = None) -> Config:
    """Settings from the environment; `home` given on a command line wins.

    raises    ValueError naming the setting that makes no sense
    """
    env = os.environ if environment is None else environment
    root = Path(home or env.get("VANTHU_HOME") or "./instance").absolute()
    trust = env.get("VANTHU_TRUST")
    return Config(
        home=root,
        database_url=env.get("VANTHU_DATABASE_URL") or f"sqlite:///{root / 'vanthu.db'}",
        secret_key=_secret(env, root),
        tsa_url=env.get("VANTHU_TSA_URL") or None,
        trust_folder=Path(trust) if trust else None,
        pkcs11_driver=env.get("VANTHU_PKCS11_DRIVER") or "",
        csc_url=_service_url(env),
        csc_client=_service_client(env),
        user=env.get("VANTHU_USER") or None,
        max_upload_bytes=_number(env, "VANTHU_MAX_UPLOAD_MB", 25) * 1024 * 1024,
        https=_yes(env, "VANTHU_HTTPS"),
        idle_minutes=_number(env, "VANTHU_IDLE_MINUTES", 30),
        smtp_url=_mail_url(env),
        mail_from=env.get("VANTHU_MAIL_FROM") or "",
        public_url=env.get("VANTHU_PUBLIC_URL") or None,
        morning_hour=_hour(env, "VANTHU_MORNING_HOUR", 7),
        renew_days=_number(env, "VANTHU_RENEW_DAYS", 365),
        second_step_required=_yes(env, "VANTHU_SECOND_STEP"),
    )


def _mail_url(env: Mapping[str, str]) -> str | None:
    url = env.get("VANTHU_SMTP_URL") or None
    if url is None:
        return None
    if urlsplit(url).scheme not in ("smtp", "smtps") or not urlsplit(url).hostname:
        raise ValueError("VANTHU_SMTP_URL is not of the form smtp://host:port or smtps://host:port")
    if "@" not in env.get("VANTHU_MAIL_FROM", ""):
        raise ValueError("VANTHU_SMTP_URL is set; give the sender in VANTHU_MAIL_FROM")
    return url


def _service_url(env: Mapping[str, str]) -> str:
    """PINs are sent there: by HTTPS, or not beyond this machine."""
    url = env.get("VANTHU_CSC_URL") or ""
    parts = urlsplit(url)
    if url and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("VANTHU_CSC_URL is not of the form https://host/csc/v2")
    return url


def _service_client(env: Mapping[str, str]) -> tuple[str, str]:
    name, _, secret = (env.get("VANTHU_CSC_CLIENT") or "").partition(":")
    if env.get("VANTHU_CSC_URL") and not (name and secret):
        raise ValueError("VANTHU_CSC_URL is set; give the office's account in VANTHU_CSC_CLIENT as id:secret")
    return name, secret


def _hour(env: Mapping[str, str], name: str, default: int) -> int:
    hour = _number(env, name, default)
    if hour > 23:
        raise ValueError(f"{name} is {hour}; give an hour from 1 to 23")
    return hour


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"{name} is {text!r}; give a whole number above 0")
    return int(text)


def _yes(env: Mapping[str, str], name: str) -> bool:
    text = (env.get(name) or "no").lower()
    if text not in ("yes", "no"):
        raise ValueError(f'{name} is {text!r}; give "yes" or "no"')
    return text == "yes"


def _secret(env: Mapping[str, str], home: Path) -> str:
    given = env.get("VANTHU_SECRET_KEY")
    if given:
        if len(given) < SHORTEST_SECRET:
            raise ValueError(f"VANTHU_SECRET_KEY is shorter than {SHORTEST_SECRET} characters")
        return given
    place = home / "secret"
    if not place.exists():
        home.mkdir(parents=True, exist_ok=True)
        # Made under another name first: a crash must not leave an empty secret behind.
        making = home / f"secret.{secrets.token_hex(4)}"
        making.touch(mode=0o600)
        making.write_text(secrets.token_hex(32), encoding="ascii")
        os.replace(making, place)
    return place.read_text(encoding="ascii")
