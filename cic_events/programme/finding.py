"""Codes of the plan in what people type, and activities found by their words."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from cic_events.kernel.db import session
from cic_events.kernel.names import fold
from cic_events.kernel.texts import Texts
from cic_events.programme import codes
from cic_events.programme.models import Activity, Result

_CODE = re.compile(r"(?<!\w)R\s?A?\s?\d{1,2}(?:\s?[.,]\s?\d{1,2})?(?:[\s-]?(?:bis|ter|quater))?(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """What somebody typed: a code of the plan, if there is one, and the other words."""

    text: str
    code: str
    words: str

    @property
    def only_code(self) -> bool:
        return bool(self.code) and not self.words


def asked(text: str) -> Asked:
    """Take the code out of what was typed, in any spelling and digits: "r 3.2 budget" asks R3.2, then "budget"."""
    plain = "".join(str(unicodedata.digit(c, c)) for c in unicodedata.normalize("NFKC", text))
    for written in _CODE.finditer(plain):
        if not (code := codes.meant(written[0])):
            continue
        rest = " ".join((plain[: written.start()] + " " + plain[written.end() :]).split())
        return Asked(text, code, rest if fold(rest) else "")
    return Asked(text, "", text if fold(text) else "")


@dataclass(frozen=True)
class CodeHit:
    """An activity or a result of the plan."""

    code: str
    labels: Texts

    @property
    def is_result(self) -> bool:
        return codes.level(self.code) is codes.Level.RESULT

    @property
    def display(self) -> str:
        return codes.display(self.code)


def by_code(code: str, *, as_of: date) -> CodeHit | None:
    """What bears the code in the plan of the day; None for a gap like R3.1. One statement."""
    if codes.level(code) is codes.Level.RESULT:
        row = session().execute(select(Result.code, Result.labels).where(Result.code == code)).first()
    else:
        row = session().execute(
            select(Activity.code, Activity.labels).where(Activity.code == code, _live(as_of))
        ).first()  # fmt: skip
    return CodeHit(*row) if row else None


def by_words(words: str, *, as_of: date, most: int) -> list[CodeHit]:
    """Activities whose words answer, in the order of the plan. One statement: a plan has some fifty."""
    wanted = fold(words).split()
    rows = session().execute(
        select(Activity.code, Activity.labels)
        .where(_live(as_of), Activity.result_id.is_not(None))
        .order_by(Activity.order)
    )
    found = [CodeHit(code, labels) for code, labels in rows if _say(labels, wanted)]
    return found[:most]


def _live(as_of: date) -> ColumnElement[bool]:
    return or_(Activity.retired_on.is_(None), Activity.retired_on > as_of)


def _say(labels: Texts, wanted: list[str]) -> bool:
    key = fold(" ".join(labels.values()))
    return all(word in key for word in wanted)
