"""Which migrations there are, and at which the database stands."""

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from cic_events.kernel.db import session

FOLDER = Path(__file__).parents[2] / "migrations"


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def known() -> set[str]:
    """Every migration of this version of the product."""
    return {script.revision for script in _scripts().walk_revisions()}


def pending() -> list[str]:
    """The migrations that the open unit's database lacks, oldest first."""
    scripts = _scripts()
    at = MigrationContext.configure(session().connection()).get_current_heads()
    done = {script.revision for head in at for script in scripts.iterate_revisions(head, "base")}
    return [s.revision for s in reversed(list(scripts.walk_revisions())) if s.revision not in done]
