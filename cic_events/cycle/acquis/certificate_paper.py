"""What a certificate prints, from what was kept when it was issued: for the PDF, and for its twin on the screen."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from babel import Locale

from cic_events.cycle.acquis import numbers
from cic_events.events import presence_rules
from cic_events.kernel.texts import Texts
from cic_events.messages import config
from cic_events.papers import printing, saying, squares
from cic_events.papers.saying import LOCALES, TWO, day, is_arabic
from cic_events.papers.saying import best as _best
from cic_events.papers.saying import said as _said
from cic_events.people.scrubbing import BLANK

TEMPLATE = "certificate.typ"
INK = "#07443f"

Says = Mapping[str, Any]


def words() -> dict[str, dict[str, Any]]:
    return saying.words("certificate_words.yaml")


def languages(says: Says) -> tuple[str, ...]:
    """French and Arabic; Dutch and English too when a Belgian commune hosts."""
    return saying.of_host(says["country"])


def pdf(number: str, says: Says, *, at: datetime) -> bytes:
    """The paper; the same certificate gives the same bytes each time."""
    return printing.pdf(TEMPLATE, values(number, says), at=at)


def picture(number: str, says: Says, *, at: datetime) -> bytes:
    return printing.picture(TEMPLATE, values(number, says), at=at)


def check_url(number: str) -> str:
    return f"{config.current().base_url}/check/{numbers.address(number)}"


def values(number: str, says: Says) -> dict[str, Any]:
    """All that the template prints, in the order of its languages."""
    spoken = languages(says)
    kind, url = says["kind"], check_url(number)
    headings = [_said(code, words()[code]["headings"][kind]) for code in spoken]
    found = names(says)
    return {
        "title": f"{headings[0]['text']} {number}",
        "lang": spoken[0],
        "house": says["house"],
        "lines": [_said(code, words()[code]["line"]) for code in TWO],
        "headings": headings[:2],
        "headings_by": {heading["lang"]: heading["text"] for heading in headings},
        "others": headings[2:],
        "heading_size": 21,
        "names": found,
        "name_size": _size(found),
        "panels": [panel(says, code) for code in spoken],
        "table_heads": [_table_head(code) for code in TWO],
        "objectives": [_objective(line) for line in says["objectives"]],
        "check": {
            "url": url,
            "square": squares.qr(url, dark=INK),
            "panels": [_checking(number, says, code) for code in TWO],
        },
    }


def names(says: Says) -> list[dict[str, str]]:
    """The name in each script there is; who asked to be erased has none."""
    written = [text for text in (says["names"]["latin"], says["names"]["ar"]) if text not in ("", BLANK)]
    if not written:
        return [_said(code, words()[code]["nameless"]) for code in TWO]
    return [_said("ar" if is_arabic(text) else "fr", text) for text in written]


def panel(says: Says, language: str) -> dict[str, Any]:
    """What was attended, when and with whom, in one language."""
    w, kind = words()[language], says["kind"]
    facts = [
        (w["host"], _best(says["host"], language)),
        (w["dates"], _said(language, days(says["days"], language))),
        (w["presence"], _said(language, _presence(says, language))),
        (w["parts"], _said(language, w["count"].format(n=says["parts"][0], of=says["parts"][1]))),
        (w["trainer"], _said("ar" if is_arabic(says["trainer"]) else "fr", says["trainer"])),
        (w["activity"], _said("en", says["activity"])),
        (w["rule"][kind], _said(language, w["rules"][kind].format(threshold=says["threshold"]))),
    ]
    return {
        "lang": language,
        "for_what": w["for_what"][kind],
        "training": _best(says["title"], language),
        "facts": [[label, value] for label, value in facts if value["text"]],
    }


def days(said: Sequence[str], language: str) -> str:
    first, last = (date.fromisoformat(day) for day in (said[0], said[-1])) if said else (None, None)
    if first is None:
        return ""
    pattern = words()[language]["one_day" if first == last else "more_days"]
    return str(pattern.format(first=day(first, language), last=day(last, language)))


def time(minutes: int, language: str) -> str:
    """12 hours 30 minutes, each in its right plural."""
    hours, rest = divmod(minutes, 60)
    said = [_counted("hours", hours, language)] if hours else []
    said += [_counted("minutes", rest, language)] if rest or not hours else []
    return str(words()[language]["and"].join(said))


def _counted(what: str, n: int, language: str) -> str:
    forms = words()[language][what]
    form = Locale.parse(LOCALES[language]).plural_form(n)
    return str(forms.get(form, forms["other"]).format(n=n))


def _presence(says: Says, language: str) -> str:
    minutes, of = says["minutes"], says["of"]
    return str(
        words()[language]["present"].format(
            time=time(minutes, language), of=time(of, language), percent=presence_rules.percent(minutes, of)
        )
    )


def _objective(line: Mapping[str, Any]) -> dict[str, Any]:
    """An objective on both sides of its verdict; a side stays empty when its language lacks and the other speaks."""
    texts = Texts(line["text"])
    left, right = _best(texts, "fr"), _best(texts, "ar")
    if "fr" not in texts and "ar" in texts:
        left = _said("fr", "")
    elif "ar" not in texts:
        right = _said("ar", "")
    verdicts = {code: words()[code]["verdicts"][line["verdict"]] for code in TWO}
    return {"left": left, "right": right, "verdict": line["verdict"], "words": verdicts}


def _table_head(language: str) -> dict[str, str]:
    return {"lang": language, "objective": words()[language]["objective"], "verdict": words()[language]["verdict"]}


def _checking(number: str, says: Says, language: str) -> dict[str, Any]:
    w, code = words()[language], numbers.code(number)
    issued = day(date.fromisoformat(says["issued_on"]), language)
    return {
        "lang": language,
        "heading": w["check"],
        "facts": [
            [w["number"], _said("en", number)],
            [w["code"], _said("en", f"{code[:5]} {code[5:]}")],
            [w["issued"], _said(language, issued)],
        ],
        "note": w["note"],
    }


def _size(found: list[dict[str, str]]) -> int:
    longest = max(len(name["text"]) for name in found)
    return 25 if longest <= 28 else 20 if longest <= 44 else 15 if longest <= 80 else 12


def learnt(says: Says, language: str) -> list[tuple[dict[str, str], str, str]]:
    """Each objective in the reader's language, its verdict, and the verdict in words."""
    verdicts = words()[language]["verdicts"]
    return [(_best(line["text"], language), line["verdict"], verdicts[line["verdict"]]) for line in says["objectives"]]


def register(number: str, says: Says, language: str) -> list[tuple[str, str]]:
    """Number and day, with their labels, in the reader's language."""
    w = words()[language]
    return [(w["number"], number), (w["issued"], day(date.fromisoformat(says["issued_on"]), language))]
