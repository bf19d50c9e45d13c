"""A migration in a process of its own that is killed before the nth change: address, folder, direction, n."""

import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, event

from cic_events import create_app

CHANGES = ("CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE")


def main(url: str, folder: str, direction: str, most: str) -> None:
    app = create_app(env="test", database_url=url, instance=Path(folder), embedded_worker=False, secret_key="t" * 40)
    number = count(1)

    def die(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(CHANGES) and next(number) == int(most):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", die)
    with app.app_context():
        upgrade() if direction == "up" else downgrade(revision=direction)


if __name__ == "__main__":
    main(*sys.argv[1:])
