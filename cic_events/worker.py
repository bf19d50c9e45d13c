"""The loop over due jobs: mail, reminders, nightly work. A thread beside the web server, or processes of its own."""

import logging
import threading
from datetime import date

from flask import Flask

from cic_events.kernel import clock, idempotency, jobs, running
from cic_events.kernel.db import transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages import delivery

log = logging.getLogger(__name__)


@jobs.handles("nightly.forget_form_keys")
def forget_form_keys(payload: object) -> None:
    with transaction():
        idempotency.forget_old()


NIGHTLY = (
    "nightly.forget_form_keys",
    "nightly.forget_sign_ins",
    "nightly.forget_imports",
    "nightly.close_campaigns",
)


def plan_nightly() -> None:
    """Put tonight's jobs in the queue; the key holds the day, so that several workers are harmless."""
    today = clock.now().date().isoformat()
    with acting_as(SYSTEM_REACH), transaction():
        for kind in NIGHTLY:
            jobs.enqueue(kind, {}, dedupe_key=f"{kind}:{today}")


def _planned_again(planned: date | None) -> date:
    """Plan the nightly jobs when a day begins; the day that is planned."""
    if planned != (day := clock.now().date()):
        plan_nightly()
    return day


def work(app: Flask, *, stop: threading.Event, pause: float = 1.0) -> None:
    """Do what is due until told to stop; woken at once by a commit of this process."""
    planned, instance = None, app.extensions["cic_settings"].instance
    with app.app_context():
        while not stop.is_set():
            jobs.wake.clear()
            running.beat(instance)
            try:
                planned = _planned_again(planned)
                while jobs.run_due() and not stop.is_set():
                    pass
            except Exception:
                log.exception("the worker goes on after")
            delivery.hang_up()
            jobs.wake.wait(pause)


def start_embedded(app: Flask) -> threading.Event:
    """Run the worker as a thread beside the web server; returns what stops it."""
    stop = threading.Event()
    pause = app.extensions["cic_settings"].worker_pause
    threading.Thread(
        target=work, args=(app,), kwargs={"stop": stop, "pause": pause}, name="worker", daemon=True
    ).start()
    return stop
