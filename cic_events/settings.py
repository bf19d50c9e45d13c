"""Typed settings from the environment (CIC_…); an unsafe production is refused."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ENVIRONMENTS = ("development", "production", "test")
DEVELOPMENT_KEY = "development-only-key-never-in-production"


class UnsafeSettings(RuntimeError):
    """The settings would make an unsafe production."""


@dataclass(frozen=True)
class Settings:
    """Each field is set by CIC_<NAME>. Times in seconds, sizes in bytes."""

    env: str = "development"  # development | production | test
    secret_key: str = DEVELOPMENT_KEY
    database_url: str = ""  # default: SQLite in the instance folder
    instance: Path = Path("instance")
    base_url: str = "http://127.0.0.1:8000"
    product_name: str = "CIC"
    smtp_host: str = ""  # empty in development: mail goes to the local catcher
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: str = "none"  # none | starttls | tls
    smtp_timeout: int = 20
    mail_from: str = "cic@localhost.localdomain"
    mail_from_name: str = "CIC"
    rehearsal_mailbox: str = ""  # when set, every mail goes there
    catcher_port: int = 8025
    embedded_worker: bool = True
    worker_pause: float = 1.0
    sqlite_full_sync: bool = False
    session_days: int = 30
    max_request: int = 12 * 1024 * 1024
    proxies: int = 0  # exact number of reverse proxies in front
    rate_limit: str = "600 per minute"
    clock_ahead: int = 0  # minutes; rehearses a later day, never in production
    demo: bool = True  # in development an empty house starts with invented data; no: with the guided first start

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """`__Host-` needs https; plain http (development, a phone on the local network) uses another name."""
        return "__Host-cic" if self.secure else "cic"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    @property
    def database(self) -> str:
        url = self.database_url or f"sqlite:///{(self.instance / 'cic.db').absolute()}"
        return url.replace("postgres://", "postgresql://", 1)

    @property
    def catches_mail(self) -> bool:
        """Development without SMTP: mail goes to a catcher on this machine, shown on a page."""
        return not self.smtp_host and not self.production

    def check(self) -> None:
        """Raises UnsafeSettings with everything that is wrong at once."""
        if self.env not in ENVIRONMENTS:
            raise UnsafeSettings(f"CIC_ENV must be one of {', '.join(ENVIRONMENTS)}")
        if not self.production:
            return
        wrong = []
        if self.secret_key == DEVELOPMENT_KEY or len(self.secret_key) < 32:
            wrong.append("CIC_SECRET_KEY must be 32 random characters or more")
        if not self.secure:
            wrong.append("CIC_BASE_URL must begin with https://")
        if not self.smtp_host:
            wrong.append("CIC_SMTP_HOST is missing")
        if self.clock_ahead:
            wrong.append("CIC_CLOCK_AHEAD is for rehearsals only")
        if self.smtp_host and self.smtp_user and self.smtp_security == "none":
            wrong.append("CIC_SMTP_SECURITY must be starttls or tls when there is a password")
        if wrong:
            raise UnsafeSettings("; ".join(wrong))


def from_environment(environ: Mapping[str, str] = os.environ, **replaced: Any) -> Settings:
    """Read CIC_… and check. Raises UnsafeSettings, or ValueError naming the variable that cannot be read."""
    given: dict[str, Any] = {}
    for field in fields(Settings):
        name = f"CIC_{field.name.upper()}"
        if name in environ:
            given[field.name] = _read(name, environ[name], type(field.default))
    settings = Settings(**{**given, **replaced})
    settings = replace(settings, instance=Path(settings.instance))
    settings.check()
    return settings


def _read(name: str, text: str, kind: type) -> Any:
    if kind is bool:
        return text.strip().lower() in ("1", "true", "yes", "on")
    try:
        return kind(text)
    except ValueError as wrong:
        raise ValueError(f"{name} cannot be read: {text!r} is not of type {kind.__name__}") from wrong
