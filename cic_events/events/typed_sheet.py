"""What an officer types from a signed sheet: "1-12, 14 late 20, 15 absent". Plain values in, plain values out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cic_events.events.presence_rules import PARTLY
from cic_events.events.states import Presence
from cic_events.kernel.errors import N_, FieldRefused
from cic_events.kernel.names import fold

LONGEST = 2000
_P = Presence
_SAID: dict[Presence, tuple[str, ...]] = {
    _P.PRESENT: ("present", "presents", "presente", "presentes", "p", "aanwezig", "ok", "la", "here", "حاضر", "حاضرة",
                 "حاضرون", "حضر", "ح"),
    _P.LATE: ("late", "en retard", "l", "retard", "retards", "r", "te laat", "laat", "متأخر", "متأخرة", "تأخر", "ت"),
    _P.LEFT_EARLY: ("left early", "left", "early", "parti", "partie", "partis", "parti tot", "partie tot", "tot",
                    "vroeg weg", "weg", "غادر", "غادرت", "انصرف", "خرج"),
    _P.EXCUSED: ("excused", "e", "excuse", "excusee", "excuses", "verontschuldigd", "معذور", "معذورة", "بعذر"),
    _P.ABSENT: ("absent", "absents", "absente", "absentes", "a", "afwezig", "غائب", "غائبة", "غائبون", "غاب", "غ"),
}  # fmt: skip
WORDS = {fold(word): status for status, words in _SAID.items() for word in words}
REST = frozenset(
    fold(word)
    for word in ("rest", "others", "the rest", "le reste", "reste", "autres", "les autres", "de rest", "anderen",
                 "de anderen", "الباقي", "الباقون", "الآخرون")
)  # fmt: skip
ALL = frozenset(
    fold(word) for word in ("all", "everybody", "tous", "toutes", "tout", "iedereen", "allen", "الجميع", "الكل")
)
_FILLERS = frozenset(fold(word) for word in ("min", "minutes", "mn", "minuten", "دقيقة", "دقائق", "د"))
_RANGE_WORDS = frozenset(fold(word) for word in ("to", "à", "au", "إلى"))
_PART = re.compile(r"[,;،؛\n]+")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−_", "-"))


class NothingTyped(FieldRefused):
    sentence = N_("Type the numbers of the lines, for instance: 1-12, 14 late 20, 15 absent.")


class NotUnderstood(FieldRefused):
    sentence = N_("“%(token)s” was not understood, in “%(part)s”.")


class NoSuchLine(FieldRefused):
    sentence = N_("There is no line %(line)s on this sheet: it has %(lines)s.")


class LineTwice(FieldRefused):
    sentence = N_("Line %(line)s is said twice, in different ways.")


class RangeBackwards(FieldRefused):
    sentence = N_("“%(range)s” goes backwards.")


class HowLate(FieldRefused):
    sentence = N_("How many minutes were missed on line %(line)s? From 1 to %(most)s: “%(line)s late 20”.")


class MinutesForNobody(FieldRefused):
    sentence = N_("“%(token)s” after “%(word)s” was not understood: minutes follow only late and left early.")


@dataclass(frozen=True)
class Said:
    """How one line is."""

    line: int
    status: Presence
    minutes_lost: int = 0


@dataclass
class _Part:
    """One piece between commas, while it is read."""

    text: str
    tokens: list[str]
    lines: list[int]
    everybody: str = ""  # "all" or "rest"


def read(text: str, *, lines: int, minutes: int) -> list[Said]:
    """The lines in their order, each once; those that nobody spoke of are left out.

    `lines`: how many the sheet has; `minutes`: the length of the part. Raises NothingTyped, NotUnderstood, NoSuchLine,
    LineTwice, RangeBackwards, HowLate, MinutesForNobody: each names what it is about.
    """
    found: dict[int, Said] = {}
    rest: Said | None = None
    pieces = [piece.strip() for piece in _PART.split(_plain(text[:LONGEST])) if piece.strip()]
    if not pieces:
        raise NothingTyped("typed")
    for piece in pieces:
        part = _Part(piece, _TOKEN.findall(piece), [])
        _numbers(part, lines)
        status, lost = _status(part, minutes)
        if part.everybody:
            rest = Said(0, status, lost)
        for line in part.lines:
            said = Said(line, status, lost)
            if found.setdefault(line, said) != said:
                raise LineTwice("typed", line=line)
    if rest is not None:
        for line in range(1, lines + 1):
            found.setdefault(line, Said(line, rest.status, rest.minutes_lost))
    return [found[line] for line in sorted(found)]


def _plain(text: str) -> str:
    """Latin digits and one kind of dash; marks that only turn the line fall away."""
    kept = (c for c in text.translate(_DASHES) if unicodedata.category(c) != "Cf")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)


def _numbers(part: _Part, lines: int) -> None:
    """Take the line numbers, or "all" and "rest", from the head of a piece."""
    if not part.tokens[0].isdecimal():
        _everybody(part)
        return
    while part.tokens and part.tokens[0].isdecimal():
        first = last = _line(part.tokens.pop(0), lines)
        if len(part.tokens) > 1 and _joins(part.tokens[0]) and part.tokens[1].isdecimal():
            part.tokens.pop(0)
            last = _line(part.tokens.pop(0), lines)
        if last < first:
            raise RangeBackwards("typed", range=f"{first}-{last}")
        part.lines.extend(range(first, last + 1))
        if part.tokens and part.tokens[0] in ("+", "&", ":", "=", "."):
            part.tokens.pop(0)


def _joins(word: str) -> bool:
    return word == "-" or fold(word) in _RANGE_WORDS


def _line(token: str, lines: int) -> int:
    number = int(token[:9])
    if not 1 <= number <= lines:
        raise NoSuchLine("typed", line=token[:9], lines=lines)
    return number


def _everybody(part: _Part) -> None:
    for length in (2, 1):
        spoken = fold(" ".join(part.tokens[:length]))
        if spoken in REST or spoken in ALL:
            part.everybody = spoken
            del part.tokens[:length]
            return
    raise NotUnderstood("typed", token=part.tokens[0][:40], part=part.text[:60])


def _status(part: _Part, minutes: int) -> tuple[Presence, int]:
    """What follows the numbers: nothing means present; late and gone early want their minutes."""
    if not part.tokens:
        return Presence.PRESENT, 0
    status, word = _word(part)
    lost = [token for token in part.tokens if fold(token) not in _FILLERS]
    if status not in PARTLY:
        if lost:
            raise MinutesForNobody("typed", token=lost[0][:40], word=word)
        return status, 0
    line = part.lines[0] if part.lines else part.everybody
    if not lost:
        raise HowLate("typed", line=line, most=minutes - 1)
    if len(lost) > 1 or not lost[0].isdecimal():
        raise NotUnderstood(
            "typed", token=next(t for t in lost if len(lost) > 1 or not t.isdecimal())[:40], part=part.text[:60]
        )
    if not 1 <= int(lost[0][:9]) < minutes:
        raise HowLate("typed", line=line, most=minutes - 1)
    return status, int(lost[0])


def _word(part: _Part) -> tuple[Presence, str]:
    for length in (2, 1):
        spoken = " ".join(part.tokens[:length])
        if (status := WORDS.get(fold(spoken))) is not None:
            del part.tokens[:length]
            return status, spoken
    raise NotUnderstood("typed", token=part.tokens[0][:40], part=part.text[:60])


def unsaid(found: Sequence[Said], *, lines: int) -> list[int]:
    """The lines that nobody spoke of."""
    spoken = {said.line for said in found}
    return [line for line in range(1, lines + 1) if line not in spoken]
