"""What people upload never runs, whatever it calls itself."""

import pytest
from flask import Flask
from werkzeug.http import parse_options_header

from cic_events.kernel import files
from cic_events.web import downloads

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HTML, "page.html"),
        (HTML, "scan.png"),
        (HTML, "scan.pdf"),
        (HTML, "liste.xlsx"),
        (SVG, "dessin.svg"),
        (SVG, "photo.jpg"),
        (b"\x7fELF\x02\x01\x01", "scan.pdf"),
        (b"MZ\x90\x00", "scan.docx"),
        (b"#!/bin/sh\nrm -rf /\n", "run.sh"),
        (b"", "empty.pdf"),
        (b"a;b\x00c", "liste.csv"),
        (PNG, "photo.png.exe"),
        (PNG, ".png"),
        (b"%PDF-1.7" + bytes(files.LARGEST), "big.pdf"),
    ],
)
def test_what_is_not_what_it_says_is_not_taken(content: bytes, name: str) -> None:
    with pytest.raises(files.FileRefused):
        files.content_type(content, name)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(PNG, "photo.PNG", "image/png"), (b"%PDF-1.7\n", "a.pdf", "application/pdf"), (HTML, "liste.csv", "text/csv")],
)
def test_the_kind_is_that_of_the_content(content: bytes, name: str, kind: str) -> None:
    assert files.content_type(content, name) == kind


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (HTML, "liste.csv", "text/csv"),
        (HTML, "page.html", "application/octet-stream"),
        (SVG, "dessin.svg", "application/octet-stream"),
        (PNG, "photo.png", "image/png"),
    ],
)
def test_a_file_goes_out_to_be_saved_in_a_sandbox(content: bytes, name: str, kind: str) -> None:
    with Flask("x").test_request_context():
        answer = downloads.attachment(content, name)

    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert "sandbox" in answer.headers["Content-Security-Policy"].split("; ")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.get_data() == content


@pytest.mark.parametrize(
    "name", ['a"; filename=evil.html; x=".pdf', "محضر.pdf", "a\r\nSet-Cookie: x=1.pdf", "../../etc/passwd", "x" * 500]
)
def test_no_name_ends_the_header_or_leaves_the_folder(name: str) -> None:
    with Flask("x").test_request_context():
        answer = downloads.attachment(b"%PDF-1.7\n", name)

    said = answer.headers["Content-Disposition"]
    disposition, options = parse_options_header(said)
    assert disposition == "attachment"
    assert "/" not in said.partition("filename*")[0]
    assert set(options) == {"filename"}
    assert said.isascii()
    assert "\n" not in said
    assert "Set-Cookie" not in answer.headers
