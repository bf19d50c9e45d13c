"""The assembly: settings, database, people who ask, languages, pages, mail, work for later."""

import importlib
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import sessionmaker
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from cic_events.kernel import clock, db, engines, files, jobs, secrets
from cic_events.messages import config as mail
from cic_events.settings import Settings, from_environment
from cic_events.web import access, assets, errors, jinja, locale, security, session

log = logging.getLogger(__name__)
PACKAGE = Path(__file__).parent

database = SQLAlchemy(model_class=db.Base, disable_autonaming=True)
limiter = Limiter(key_func=get_remote_address)

MODELS = (
    "kernel.audit",
    "kernel.files",
    "kernel.idempotency",
    "kernel.jobs",
    "messages.models",
    "people.models",
    "competences.models",
    "programme.models",
    "questionnaires.models",
    "events.models",
    "events.contact_models",
    "events.paper_models",
    "events.quota_models",
    "cycle.needs.models",
    "cycle.directory.models",
    "cycle.plans.models",
    "cycle.sessions.models",
    "cycle.acquis.models",
)
HANDLERS = (
    "messages.delivery",
    "events.handlers",
    "cycle.needs.handlers",
    "cycle.sessions.handlers",
    "cycle.acquis.handlers",
    "cycle.acquis.certificate_handlers",
)
BLUEPRINTS = (
    "home",
    "search",
    "week",
    "accounts",
    "setup",
    "people",
    "programme",
    "needs",
    "campaigns",
    "plans",
    "sessions",
    "registrations",
    "learning",
    "attendance",
    "papers",
    "feeds",
    "outbox",
    "certificates",
)


def assemble(**replaced: Any) -> Flask:
    """Make the application. Raises Undeclared when an endpoint does not say who may use it."""
    settings = from_environment(**replaced)
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = Flask("cic_events", static_folder="static", instance_path=str(settings.instance.absolute()))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="cic_notes",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        MAX_CONTENT_LENGTH=settings.max_request,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engines.engine_options(settings.database),
        RATELIMIT_DEFAULT=settings.rate_limit,
        RATELIMIT_STORAGE_URI="memory://",
        RATELIMIT_ENABLED=settings.env != "test",
    )
    app.extensions["cic_settings"] = settings
    _kernel(app, settings)
    _web(app, settings)
    access.public(app.view_functions["static"])
    access.declared(app)
    return app


def _kernel(app: Flask, settings: Settings) -> None:
    for name in MODELS:
        importlib.import_module(f"cic_events.{name}")
    clock.go_ahead(timedelta(minutes=settings.clock_ahead))
    secrets.use_key(settings.secret_key)
    files.keep_in(settings.instance / "files")
    mail.use(mail.from_settings(settings), locale.translations)
    database.init_app(app)
    app.extensions["migrate"] = LocalProxy(lambda: _migrate(app))
    with app.app_context():
        engines.prepare(database.engine, full_sync=settings.sqlite_full_sync)
        engine = database.engine
    db.bind(sessionmaker(engine, expire_on_commit=False))
    db.after_commit(jobs.wake.set)
    for name in HANDLERS:
        importlib.import_module(f"cic_events.{name}")


def _migrate(app: Flask) -> Any:
    """Flask-Migrate's extension, when it is first asked for: a web process never needs Alembic."""
    from flask_migrate import Migrate

    Migrate(app, database, str(PACKAGE.parent / "migrations"), render_as_batch=True, compare_type=True)
    return app.extensions["migrate"]


def _web(app: Flask, settings: Settings) -> None:
    security.init(app)
    session.init(app)
    app.before_request(access.guard)
    errors.init(app)
    jinja.init(app)
    limiter.init_app(app)
    for name in BLUEPRINTS:
        app.register_blueprint(importlib.import_module(f"cic_events.blueprints.{name}").bp)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=assets.DIST,
        prefix="static/dist/",
        max_age=31_536_000,
        immutable_file_test=lambda *_: True,
        add_headers_function=security.headers_of_file,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
