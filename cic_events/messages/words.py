"""Facts made harmless: no control characters, no links of users, other scripts isolated."""

import re
import unicodedata
from collections.abc import Mapping
from email.headerregistry import Address

from cic_events.kernel import names

ISOLATE, POP = "\u2068", "\u2069"
_DOMAIN_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2,})")
_ADDRESS_SPECIALS = re.compile(r'[()<>\[\]:;@\\,"]+')
_ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+", re.I | re.A)


class NotOurs(ValueError):
    """A link that does not lead to this house."""


def is_link(name: str) -> bool:
    return name == "link" or name.endswith("_link")


def is_path(name: str) -> bool:
    return name == "path" or name.endswith("_path")


def check_path(path: str) -> str:
    """The path, when it stays on this house. Raises NotOurs."""
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise NotOurs(path)
    return check_link(f"x:{path}", "x:")[2:]


def check_link(link: str, base_url: str) -> str:
    """The link, when it is an address of ours. Raises NotOurs."""
    base = base_url.rstrip("/")
    rest = link[len(base) :]
    if not link.startswith(base) or rest[:1] not in ("", "/", "?") or re.search(r"[\s\x00-\x20\x7f<>\"]", link):
        raise NotOurs(link)
    return link


def scrub(text: str) -> str:
    """Without lone surrogates, which no mail can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _bare(text: str) -> str:
    """For a header: an encoded word in what a user typed could smuggle in a line or a recipient."""
    return scrub(text).replace("=?", "= ?").replace("?=", "? =")


def inert(text: str, *, mail_address: bool = False) -> str:
    """What a user typed, as text that no mail program turns into a link."""
    text = names.clean(scrub(text), lines=True)
    if mail_address:
        return text
    return _DOMAIN_DOT.sub(".\u200b", text.replace("://", ":\u200b//").replace("@", "\u200b@"))


def isolated(text: str, language: str) -> str:
    """Isolated, line by line, when it does not run in the direction of the mail."""
    kinds = ("L", "EN") if language == "ar" else ("R", "AL", "AN")

    def one(line: str) -> str:
        stranger = any(unicodedata.bidirectional(c) in kinds for c in line)
        return f"{ISOLATE}{line}{POP}" if stranger else line

    return "\n".join(one(line) for line in text.split("\n"))


def told(facts: Mapping[str, str], language: str, base_url: str = "") -> dict[str, str]:
    """The facts as a template of this language gets them; a `…path` is there as `…link` too."""
    found = {}
    for name, value in facts.items():
        plain, _, of = name.partition(":")
        if of and of != language:
            continue
        if is_path(plain):
            found[plain] = value
            found[plain.removesuffix("path") + "link"] = base_url + value
        elif is_link(plain):
            found[plain] = value
        else:
            found[plain] = isolated(inert(value, mail_address=plain.endswith("_email")), language)
    return found


def one_line(text: str, most: int = 200) -> str:
    """A subject: one line, not too long, every isolate closed, nothing that reads as an encoded word."""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", _bare(text)).split())
    if len(text) > most:
        text = text[: most - 1].rstrip() + "…"
    return text + POP * (text.count(ISOLATE) - text.count(POP))


def address(text: str | None) -> str | None:
    """The address as servers take it (ASCII, domain in IDNA), or None when no mail can go there."""
    local, at, domain = (text or "").strip().rpartition("@")
    try:
        found = f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return found if _ADDRESS.fullmatch(found) and len(found) <= 254 else None


def display(name: str, address: str) -> Address:
    """Name and address for a header; signs that mean something in a header are dropped from the name."""
    shown = " ".join(_ADDRESS_SPECIALS.sub(" ", names.clean(_bare(name))).split())[:100]
    return Address(display_name=shown, addr_spec=address)
