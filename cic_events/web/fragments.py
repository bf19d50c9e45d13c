"""Rendered pieces of long lists, kept for the next reader: a row that says the same is not rendered again."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from cic_events.web.locale import current_language

KEPT = 2_000


@dataclass(frozen=True)
class _Said:
    """All that a piece depends on; two are the same when their words are."""

    words: str
    values: dict[str, Any] = field(compare=False)


def fragment(template: str, **values: Any) -> Markup:
    """The template rendered from these values and the reader's language, and from nothing else.

    The values are plain: their `repr` says all of them. The template sees no actor, so what it shows is for everybody.
    """
    said = _Said(repr(sorted(values.items())), values)
    return _rendered(template, current_language(), request.script_root, said)


@lru_cache(maxsize=KEPT)
def _rendered(template: str, language: str, root: str, said: _Said) -> Markup:
    return Markup(current_app.jinja_env.get_template(template).render(language=language, **said.values))  # noqa: S704
