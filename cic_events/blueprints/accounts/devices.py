"""A browser in words: "Firefox, Android" says more than the line that it sends."""

from cic_events.web.locale import _

# The first that fits counts: others claim to be Chrome and Safari too.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"))
MORE = (("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"))
LAST = (("Linux", "Linux"),)


def device_words(line: str) -> str:
    """The browser and the system, as far as they are known."""
    found = [_first(line, (*BROWSERS, *MORE)), _first(line, (*SYSTEMS, *LAST))]
    return ", ".join(word for word in found if word) or _("another program")


def _first(line: str, marks: tuple[tuple[str, str], ...]) -> str:
    return next((word for mark, word in marks if mark in line), "")
