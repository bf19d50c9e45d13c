"""A form that somebody else overtook: who saved what since, beside the typed text; saving again is then a decision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any, Protocol

from cic_events.kernel.errors import Conflict
from cic_events.web.forms import Form
from cic_events.web.locale import _, called, listed, moment, sentence_of

Say = Callable[[Any], str]


class Save(Protocol):
    """One save of the row: by whom, when, which fields."""

    @property
    def name_latin(self) -> str: ...

    @property
    def name_ar(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def fields(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Overtaken:
    """For the macro stale_edit: what is stored now (label, words), and the saves of others."""

    theirs: Sequence[tuple[str, str]] = ()
    saves: Sequence[Mapping[str, str]] = ()


def overtaken(
    form: Form,
    stored: Form,
    stale: Conflict,
    *,
    version: int,
    saves: Sequence[Save],
    touched: set[str] | None = None,
    labels: Mapping[str, Any] | None = None,
    say: Mapping[str, Say] | None = None,
) -> Overtaken:
    """Refuse the form and make it savable again over `version`; `stored` is the same form with what is saved now.

    `touched` names the fields to compare, by default those that the saves name; `labels` are those of fields that
    the form does not have; `say` gives the words of a field that is no plain value.
    """
    form.form_errors = [*form.form_errors, sentence_of(stale)]
    form["version"].data, form.key = str(version), token_hex(16)
    names = {name for save in saves for name in save.fields} if touched is None else touched
    speak = say or {}
    return Overtaken(
        [(str(f.label.text), speak.get(f.short_name, said)(f)) for f in stored if f.short_name in names],
        [
            {
                "when": moment(save.at),
                "title": called(save) or _("The system"),
                "text": listed(_label(stored, name, labels or {}) for name in save.fields),
            }
            for save in saves
        ],
    )


def differing(form: Form, stored: Form, *, but: Sequence[str]) -> set[str]:
    """The fields where what was typed is not what is stored."""
    return {f.short_name for f in form if f.short_name not in but and stored[f.short_name].data != f.data}


def _label(form: Form, name: str, labels: Mapping[str, Any]) -> str:
    return str(form[name].label.text if name in form else labels.get(name, name))


def said(field: Any) -> str:
    """A stored value in words, to compare with what was typed."""
    if isinstance(field.data, dict):
        return " · ".join(text for text in field.data.values() if text)
    known = {str(value): str(word) for value, word in getattr(field, "choices", None) or ()}
    values = field.data if isinstance(field.data, list) else [field.data]
    return listed(known.get(str(value), str(value)) for value in values if value not in (None, "")) or "—"
