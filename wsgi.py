"""What a web server loads: `application`; the worker runs as processes of its own beside it."""

import os
from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from cic_events import create_app
from cic_events.kernel import running
from cic_events.web import demonstration

application = app = create_app()

with app.app_context(), suppress(DBAPIError):  # a database without tables holds nobody
    demonstration.look()

if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
    running.hold(app.extensions["cic_settings"].instance)
elif "cic" not in app.cli.commands:
    from cic_events.cli import cic

    app.cli.add_command(cic)  # also without an installed package: flask --app wsgi cic …
