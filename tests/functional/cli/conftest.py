from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from cic_events.cli import cic

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, db: None) -> Run:
    """`flask cic` with these words."""

    def said(*words: Any, **more: Any) -> Result:
        return app.test_cli_runner().invoke(cic, [str(word) for word in words], **more)

    return said
