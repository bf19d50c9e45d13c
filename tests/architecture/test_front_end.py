"""What the front end promises: one macro a file with its promise, small files, no addresses in the lock."""

import json
import re
from pathlib import Path

import pytest

import cic_events
from cic_events.web import assets

ROOT = Path(cic_events.__file__).parent
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
ICONS = set((ROOT / "static" / "icons.txt").read_text().split())


@pytest.mark.parametrize("file", COMPONENTS, ids=lambda file: file.stem)
def test_a_component_begins_with_its_promise_and_holds_the_macro_of_its_name(file: Path) -> None:
    text = file.read_text()

    assert text.startswith("{# ")
    assert file.stem in re.findall(r"{% macro ([a-z]\w*)\(", text)


@pytest.mark.parametrize(("name", "most"), [("app.css", 12_000), ("app.js", 20_000)])
def test_styles_and_scripts_stay_small(name: str, most: int) -> None:
    sent = assets.DIST / f"{assets.manifest()[name]}.br"

    assert sent.stat().st_size <= most


def test_letters_of_a_french_and_of_an_arabic_page_stay_small() -> None:
    def size(*names: str) -> int:
        return sum((assets.DIST / assets.manifest()[name]).stat().st_size for name in names)

    latin = size("latin-400.woff2", "latin-600.woff2")
    assert latin <= 50_000
    assert latin + size("arabic-400.woff2", "arabic-600.woff2") <= 85_000


def test_the_lock_pins_versions_and_holds_no_addresses() -> None:
    lock = json.loads((ROOT.parent / "package-lock.json").read_text())
    asked = json.loads((ROOT.parent / "package.json").read_text())

    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all(re.fullmatch(r"[\d.]+", v) for kind in ("dependencies", "devDependencies") for v in asked[kind].values())


def test_icons_named_in_code_are_in_the_sprite() -> None:
    named = {icon for path in ROOT.rglob("*.py") for icon in re.findall(r'\bicon="([a-z0-9-]+)"', path.read_text())}

    assert named <= ICONS
