"""A mail worker in a process of its own, to be killed: database address, port of the server, minutes past noon."""

import sys
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

import cic_events.people.models  # noqa: F401
from cic_events.kernel import clock, db, engines, jobs, secrets
from cic_events.messages import config, delivery

NOON = datetime(2026, 9, 28, 12, 0, tzinfo=UTC)


def main(url: str, port: str, minutes: str) -> None:
    engine = sa.create_engine(url, **engines.engine_options(url))
    engines.prepare(engine)
    db.bind(sessionmaker(engine, expire_on_commit=False))
    secrets.use_key("t" * 40)
    config.use(config.MailConfig(host="127.0.0.1", port=int(port), sender="cic@cic.test", base_url="https://cic.test"))
    with clock.travel(NOON + timedelta(minutes=int(minutes))):
        jobs.run_all()
    delivery.hang_up()


if __name__ == "__main__":
    main(*sys.argv[1:])
