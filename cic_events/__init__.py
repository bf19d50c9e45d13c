"""Planning trainings and platforms in inter-municipal cooperation."""

from typing import TYPE_CHECKING, Any

from cic_events.kernel import zones

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.1.0"

zones.use_own_table()


def create_app(**settings: Any) -> "Flask":
    """Assemble the application; `settings` replace what the environment says."""
    from cic_events.app import assemble

    return assemble(**settings)
