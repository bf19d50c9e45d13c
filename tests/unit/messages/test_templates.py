"""Every notice of the house has a subject and a hand-written text, and they can be compiled."""

from pathlib import Path

import pytest

from cic_events.messages import render

NOTICES = sorted(folder for folder in (render.FOLDER / "mail").iterdir() if folder.is_dir())


@pytest.mark.parametrize("notice", NOTICES, ids=lambda folder: folder.name)
def test_a_notice_has_its_words(notice: Path) -> None:
    names = {file.name for file in notice.iterdir()}

    assert {"subject.txt", "body.txt"} <= names <= {"subject.txt", "body.txt", "body.html"}
    for name in names:
        environment = render._environment(render.FOLDER, html=name.endswith(".html"))
        environment.get_template(f"mail/{notice.name}/{name}")
        assert "| safe" not in (notice / name).read_text()
