"""What the front end promises: one macro a file with its promise, small files, no addresses in the lock."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

import cic_events
from cic_events.web import assets
from tests import make_events as make
from tests.browser import Browser

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


@pytest.mark.parametrize(("language", "most"), [("fr", 100_000), ("ar", 130_000)])
def test_the_first_page_is_light(browser: Browser, now: datetime, language: str, most: int) -> None:
    make.session()

    page = browser.in_language(language).get("/")

    loaded = _loaded_by(page.text, language)
    sent = len(page.body) + sum(_sent(name) for name in loaded)
    assert sent <= most
    assert 1 + len(loaded) <= 10, loaded


def _loaded_by(text: str, language: str) -> set[str]:
    """Built files that a browser fetches for this page: those it names, and the fonts of its letters."""
    named = set(re.findall(r"/static/dist/([\w.-]+)", text))
    assert not re.findall(r'(?:src|href)="/static/(?!dist/)', text), "not built, so not counted"
    scripts = ("latin", "arabic") if language == "ar" else ("latin",)
    return named | {assets.manifest()[f"{script}-{weight}.woff2"] for script in scripts for weight in (400, 600)}


def _sent(name: str) -> int:
    """Bytes on the wire: the compressed sibling when there is one."""
    file = assets.DIST / name
    packed = file.with_name(f"{name}.br")
    return (packed if packed.exists() else file).stat().st_size


def test_the_lock_pins_versions_and_holds_no_addresses() -> None:
    lock = json.loads((ROOT.parent / "package-lock.json").read_text())
    asked = json.loads((ROOT.parent / "package.json").read_text())

    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all(re.fullmatch(r"[\d.]+", v) for kind in ("dependencies", "devDependencies") for v in asked[kind].values())


def test_icons_named_in_code_are_in_the_sprite() -> None:
    named = {icon for path in ROOT.rglob("*.py") for icon in re.findall(r'\bicon="([a-z0-9-]+)"', path.read_text())}

    assert named <= ICONS
