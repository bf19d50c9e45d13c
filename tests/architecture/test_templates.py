"""Pages are built from macros, and nothing runs inline."""

import re
from pathlib import Path

import pytest

import cic_events

ROOT = Path(cic_events.__file__).parent / "templates"
ALL = sorted(p for p in ROOT.rglob("*.html") if "mail" not in p.parts)
PAGES = [p for p in ALL if not {"components", "layout", "gallery"} & set(p.relative_to(ROOT).parts)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("template", ALL, ids=name)
def test_nothing_inline(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|\|\s*safe\b", text)


@pytest.mark.parametrize("template", PAGES, ids=name)
def test_a_page_holds_no_raw_control_table_or_picture(template: Path) -> None:
    assert re.findall(r"<(input|select|textarea|table|svg|button)\b", template.read_text()) == []


def test_one_macro_one_file() -> None:
    many = {}
    for template in (ROOT / "components").glob("*.html"):
        public = [m for m in re.findall(r"{%-?\s*macro\s+(\w+)", template.read_text()) if not m.startswith("_")]
        if public != [template.stem]:
            many[template.name] = public

    assert many == {}
