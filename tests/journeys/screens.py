"""Photographs of every page for every role: `make screens` (a phone and a desk, French and Arabic).

The demonstration is loaded, each role signs in and follows the links it finds; pages that differ only in their
numbers are one page. What overflows, complains or fails is printed at the end, and is the exit status.
"""

import argparse
import re
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from cic_events.demo.logins import PASSWORD, Login, logins
from tests.journeys.conftest import FLAGS, House, chromium, running
from tests.journeys.walk import DESK, PHONE

SIZES = {"phone": PHONE, "desk": DESK}
LANGUAGES = ("fr", "ar")
SKIPPED = re.compile(r"/(static|feeds|sign-out|health|mailbox)\b|\.(ics|pdf|zip|png|csv|xlsx)$|/download")


@dataclass
class Album:
    """Where the pictures go, and what was noticed."""

    folder: Path
    noticed: list[str] = field(default_factory=list)
    pictures: int = 0

    def take(self, page: Page, who: str, path: str, size: str) -> None:
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if wide[0] > wide[1]:
            self.noticed.append(f"{who} {size} {path}: {wide[0]} px wide on {wide[1]}")
        place = self.folder / who / size
        place.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "-", path).strip("-")[:60] or "home"
        page.screenshot(path=place / f"{name}.png", full_page=True)
        self.pictures += 1


def pattern_of(path: str) -> str:
    """`/sessions/12/edit` and `/sessions/7/edit` are one page; so are two secrets."""
    bare = urlsplit(path).path
    for what, word in (
        (r"/\d+(?=/|$)", "/<id>"),
        (r"/[0-9a-f]{24,}", "/<secret>"),
        (r"/(R|RA|OS)[\d.a-z]*(?=/|$)", "/<code>"),
    ):
        bare = re.sub(what, word, bare)
    return bare


def links(page: Page, base: str) -> Iterator[str]:
    for address in page.eval_on_selector_all("a[href]", "found => found.map(a => a.href)"):
        if address.startswith(base) and not SKIPPED.search(urlsplit(address).path):
            yield address.removeprefix(base).split("#")[0] or "/"


def sign_in(context: BrowserContext, house: House, login: Login) -> None:
    page = context.new_page()
    page.goto(f"{house.url}/sign-in")
    page.fill("form:has([name=password]) [name=email]", login.email)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) .form__foot button[type=submit]")
    page.wait_for_url(f"{house.url}/**")
    page.close()


def walk(context: BrowserContext, house: House, who: str, album: Album, most: int) -> list[str]:
    """The addresses that this role reaches, one for each kind of page."""
    page = context.new_page()
    page.on("console", lambda said: said.type == "error" and album.noticed.append(f"{who} {page.url}: {said.text}"))
    waiting, seen, found = deque(["/"]), {"/"}, []
    while waiting and len(found) < most:
        path = waiting.popleft()
        answer = page.goto(house.url + path)
        if answer is None or answer.status != 200:
            album.noticed.append(f"{who} {path}: {answer.status if answer else 'no answer'}")
            continue
        found.append(path)
        for link in links(page, house.url):
            if (kind := pattern_of(link)) not in seen:
                seen.add(kind)
                waiting.append(link)
    page.close()
    return found


def photograph(browser: Browser, house: House, album: Album, login: Login | None, most: int) -> None:
    who = login.person if login else "visitor"
    paths: list[str] = []
    for language in LANGUAGES:
        for size, (width, height) in SIZES.items():
            with browser.new_context(viewport={"width": width, "height": height}) as context:
                context.add_cookies([{"name": "cic_language", "value": language, "url": house.url}])
                if login:
                    sign_in(context, house, login)
                paths = paths or walk(context, house, who, album, most)
                page = context.new_page()
                page.emulate_media(reduced_motion="reduce")
                for path in paths:
                    page.goto(house.url + path)
                    album.take(page, f"{who}/{language}", path, size)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, nargs="?", default=Path("build/screens"))
    asked.add_argument("--only", default="", help="the people to show, separated by commas")
    asked.add_argument("--most", type=int, default=200, help="pages of a role")
    said = asked.parse_args()
    album = Album(said.folder)
    with tempfile.TemporaryDirectory() as place, running(Path(place), demo=True) as house, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        for login in (None, *logins()):
            if not said.only or (login.person if login else "visitor") in said.only.split(","):
                photograph(browser, house, album, login, said.most)
        browser.close()
    print(f"{album.pictures} pictures in {said.folder}", *album.noticed, sep="\n")  # noqa: T201
    return 1 if album.noticed else 0


if __name__ == "__main__":
    sys.exit(main())
