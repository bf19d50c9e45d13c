"""Templates and catalogues are compiled once on a machine, and never stale."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from cic_events.web import compiled


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "_folder", None)
    compiled.keep_in(tmp_path / "compiled")
    return tmp_path / "compiled"


def test_the_same_source_is_compiled_once_and_another_one_again() -> None:
    asked: list[bytes] = []

    def make(source: bytes) -> bytes:
        asked.append(source)
        return source.upper()

    assert [compiled.kept("words", said, make) for said in (b"a", b"a", b"b", b"a")] == [b"A", b"A", b"B", b"A"]
    assert asked == [b"a", b"b"]


def test_where_nothing_can_be_written_it_is_compiled_each_time(folder: Path) -> None:
    folder.rmdir()
    folder.touch()

    assert compiled.kept("words", b"a", bytes.upper) == b"A"
    assert _page(folder, "Hello") == "Hello"


def test_a_changed_template_shows_at_once(folder: Path) -> None:
    assert _page(folder, "Hello") == "Hello"
    assert _page(folder, "Hello") == "Hello"
    assert _page(folder, "Good morning") == "Good morning"


def _page(folder: Path, source: str) -> str:
    kept = compiled.Templates(folder, made_by=b"")
    return (
        Environment(loader=DictLoader({"page": source}), bytecode_cache=kept, autoescape=True)
        .get_template("page")
        .render()
    )
