"""From a template and plain values to a PDF or a picture: the same values give the same bytes."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from cic_events.papers.letters import printable

PACKAGE = Path(__file__).parent.parent
TEMPLATES = PACKAGE / "templates" / "documents"
FONTS = tuple(PACKAGE / "static" / "dist" / "papers" / turn for turn in ("first", "then"))
STANDARDS: "list[typst.PDFStandard]" = ["ua-1", "a-2a"]  # read aloud rightly, and still opened in fifty years
_own = threading.local()


class FontsNotBuilt(RuntimeError):
    """The front end was not built, so there are no fonts to print with."""


def pdf(template: str, values: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF, tagged, in PDF/UA-1 and PDF/A-2a; `at` is the moment that it bears. Values stay inert text."""
    found = _compiler().compile(
        TEMPLATES / template, format="pdf", sys_inputs=_inputs(values), pdf_standards=STANDARDS, timestamp=at
    )
    return _bytes(found)


def picture(template: str, values: Mapping[str, Any], *, at: datetime, ppi: int = 96) -> bytes:
    """The first page as PNG."""
    found = _compiler().compile(TEMPLATES / template, format="png", sys_inputs=_inputs(values), ppi=ppi, timestamp=at)
    return _bytes(found)


def _inputs(values: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(printable(dict(values), FONTS), ensure_ascii=False, sort_keys=True)}


def _compiler() -> typst.Compiler:
    """One per thread: a compiler does one thing at a time."""
    found: typst.Compiler | None = getattr(_own, "compiler", None)
    if found is None:
        if not all(folder.is_dir() for folder in FONTS):
            raise FontsNotBuilt(f"{FONTS[0]} is missing: run `npm ci --ignore-scripts && npm run build`.")
        fonts = typst.Fonts(False, False, list(FONTS))
        found = _own.compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)
    return found


def _bytes(found: bytes | list[bytes] | None) -> bytes:
    if isinstance(found, list):
        return found[0]
    if found is None:
        raise RuntimeError("nothing was printed")
    return found
