"""What a web server loads: `application`. With the embedded worker on, each process works off what is due."""

import os
from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from cic_events import create_app
from cic_events.cli import cic
from cic_events.kernel import running
from cic_events.web import demonstration
from cic_events.worker import start_embedded

application = app = create_app()
if "cic" not in app.cli.commands:
    app.cli.add_command(cic)  # also without an installed package: flask --app wsgi cic …

with app.app_context(), suppress(DBAPIError):  # a database without tables holds nobody
    demonstration.look()

if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
    running.hold(app.extensions["cic_settings"].instance)
if os.environ.get("CIC_SERVING") and app.extensions["cic_settings"].embedded_worker:
    start_embedded(app)
