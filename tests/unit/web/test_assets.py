"""The names of the built files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cic_events.web import assets


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(assets, "DIST", tmp_path)
    assets.manifest.cache_clear()
    yield tmp_path
    assets.manifest.cache_clear()


def test_a_name_in_the_source_becomes_the_address_of_the_built_file(dist: Path) -> None:
    (dist / "manifest.json").write_text(json.dumps({"app.css": "app-WVFRSK7N.css"}))

    with Flask("cic_events").test_request_context():
        assert assets.asset("app.css") == "/static/dist/app-WVFRSK7N.css"


def test_a_missing_build_says_which_command_makes_it(dist: Path) -> None:
    with pytest.raises(assets.AssetsNotBuilt, match="npm ci --ignore-scripts && npm run build"):
        assets.asset("app.css")


def test_an_unknown_name_says_which_names_there_are(dist: Path) -> None:
    (dist / "manifest.json").write_text(json.dumps({"app.css": "a.css", "app.js": "a.js"}))

    with pytest.raises(assets.UnknownAsset, match=r"app\.png is not in the manifest; it holds app\.css, app\.js"):
        assets.asset("app.png")
