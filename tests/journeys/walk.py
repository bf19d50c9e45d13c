"""The steps of the main job, as people take them: pages, fields by name, buttons. No row is inserted by a test."""

import os
import re
from dataclasses import dataclass, field
from datetime import date, time
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.journeys.conftest import House

PHONE, DESK = (390, 844), (1280, 900)
YEAR = date.today().year + 1
PARTS = ((date(YEAR, 12, 7), time(9, 30), time(12, 30)), (date(YEAR, 12, 8), time(14), time(16, 45)))
OFFICER, ELECTED, VISITOR = "naima@belfaa.example.org", "driss@belfaa.example.org", "salma@mail.example.org"


@dataclass(frozen=True)
class Words:
    """What people write in their language, and what two buttons say in it."""

    language: str
    scripted: bool
    register: str
    approve: str
    visitor: str
    problem: str
    title: str
    objectives: str
    place: str
    trainer: str


FRENCH = Words(
    language="fr",
    scripted=True,
    register="S’inscrire",
    approve="Approuver le plan",
    visitor="Salma Bennis",
    problem="Les actes d'état civil sont saisis deux fois : les familles attendent trois semaines.",
    title="Accueillir et enregistrer sans double saisie",
    objectives="Enregistrer un acte en une fois.",
    place="Salle du conseil",
    trainer="Hind Amrani",
)
ARABIC = Words(
    language="ar",
    scripted=False,
    register="سجل",
    approve="المصادقة على المخطط",
    visitor="سلمى بنيس",
    problem="تسجل عقود الحالة المدنية مرتين، وتنتظر الأسر ثلاثة أسابيع.",
    title="الاستقبال والتسجيل دون إدخال مزدوج",
    objectives="تسجيل العقد دفعة واحدة.",
    place="قاعة المجلس",
    trainer="هند العمراني",
)


@dataclass
class Walker:
    """One person at one browser, who notices what is wrong with a page on arriving there."""

    house: House
    page: Page
    words: Words
    who: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(f"{self.page.url}: {said.text}")

    def go(self, path: str) -> None:
        answer = self.page.goto(path if path.startswith("http") else self.house.url + path)
        assert answer is not None, path
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look(path.strip("/") or "home")

    def look(self, name: str) -> None:
        """The page is in the language of the walk, and nothing sticks out of it."""
        root = self.page.locator("html")
        expect(root).to_have_attribute("lang", self.words.language)
        expect(root).to_have_attribute("dir", "rtl" if self.words.language == "ar" else "ltr")
        self.photograph(name)
        wide = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1], f"{self.page.url} is {wide[0]} wide on {wide[1]}"

    def photograph(self, name: str) -> None:
        if folder := os.environ.get("CIC_SCREENS"):
            place = Path(folder) / self.words.language
            place.mkdir(parents=True, exist_ok=True)
            number = len(list(place.glob("*.png"))) + 1
            file = re.sub(r"\W+", "-", name.removeprefix(self.house.url)).strip("-")[:40]
            self.page.screenshot(path=place / f"{number:02}-{self.who}-{file}.png", full_page=True)

    def fill(self, **values: str) -> None:
        """Fields by their names; `__` stands for the dash of a field within a field."""
        for name, value in values.items():
            self.page.locator(f"[name='{name.replace('__', '-')}']").fill(value)

    def choose(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"select[name='{name.replace('__', '-')}']").select_option(value)

    def tick(self, name: str, value: str = "") -> None:
        self.page.locator(f"[name='{name}']" + (f"[value='{value}']" if value else "")).first.check()

    def send(self, arrive: str, *, form: str = "form") -> None:
        """Press the button of the form; arrive at an address of this pattern."""
        self.press(f"form#{form} .form__foot button[type=submit]", arrive)

    def press(self, button: str, arrive: str) -> None:
        self.page.locator(button).click()
        self.arrived(arrive)

    def arrived(self, pattern: str) -> None:
        expect(self.page, f"{self.who} does not arrive").to_have_url(re.compile(pattern + r"(#.*)?$"))
        self.look(pattern)

    def id_in_address(self) -> int:
        found = re.search(r"/(\d+)(?:/|#|$)", self.page.url.removeprefix(self.house.url))
        assert found, self.page.url
        return int(found.group(1))


def context_of(
    browser: Browser, words: Words, size: tuple[int, int], *, scheme: str = "light", scripted: bool | None = None
) -> BrowserContext:
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="ar-MA" if words.language == "ar" else "fr-BE",
        java_script_enabled=words.scripted if scripted is None else scripted,
        color_scheme="dark" if scheme == "dark" else "light",
    )


def set_up(officer: Walker) -> None:
    words = officer.words
    officer.page.goto(f"{officer.house.url}/?lang={words.language}")
    officer.arrived("/setup")
    officer.fill(code=officer.house.code, partnership_since="2015-01-01", email=OFFICER)
    officer.choose(south="belfaa", north="jette", commune="south", language=words.language)
    officer.fill(name_latin="Naïma Oubella", name_ar="نعيمة أوبلا", password="quatre montagnes bleues")
    officer.send("/")


def invite_the_elected(officer: Walker) -> None:
    officer.go("/people/new")
    officer.fill(name_latin="Driss El Fassi", name_ar="إدريس الفاسي", email=ELECTED)
    officer.choose(role="lead_elected", channel="email", language=officer.words.language)
    officer.tick("invite")
    officer.send(r"/people/\d+")


def record_a_need(officer: Walker, *, path: str = "/needs/new") -> int:
    words = officer.words
    officer.go(path)
    officer.fill(problem=words.problem, persons="14")
    officer.choose(language=words.language, severity="4")
    officer.send(r"/needs/\d+")
    expect(officer.page.locator("main")).to_contain_text(words.problem)
    return officer.id_in_address()


def qualify(officer: Walker, *, code: str = "R3.3") -> None:
    officer.choose(**{"q-theme": "hr_basics", "q-audience": "officer", "q-activity_code": code})
    officer.send(r"/needs/\d+", form="qualify")
    expect(officer.page.locator("form#qualify")).to_have_count(0)


def make_a_plan(officer: Walker, need_id: int, *, code: str = "R3.3") -> int:
    officer.go("/plans/new")
    officer.fill(starts_on=f"{YEAR}-01-01", ends_on=f"{YEAR}-12-31")
    officer.send(r"/plans/\d+")
    plan_id = officer.id_in_address()
    officer.go(f"/plans/{plan_id}/items/new")
    officer.tick("needs", str(need_id))
    officer.fill(**{f"title-{officer.words.language}": officer.words.title, "seats": "14"})
    officer.fill(starts_on=f"{YEAR}-11-01", due_on=f"{YEAR}-12-20")
    officer.fill(**{"money-0-source": "CIC", "money-0-planned": "12000"})
    officer.choose(**{"activity_code": code, "money-0-currency": "MAD"})
    officer.send(r"/plans/\d+")
    officer.press(f"form[action$='/plans/{plan_id}/submit'] button", r"/plans/\d+")
    expect(officer.page.locator("form[action$='/submit']")).to_have_count(0)
    return plan_id


def approve(elected: Walker, mail: EmailMessage, plan_id: int) -> None:
    """By the link of the mail: one more press signs in."""
    elected.page.goto(link_in(mail, "/sign-in/link/"))
    elected.look("mailed-link")
    elected.send("/")
    elected.go(f"/plans/{plan_id}")
    expect(elected.page.locator("form#approve .form__foot button")).to_have_text(elected.words.approve)
    elected.send(r"/plans/\d+", form="approve")
    expect(elected.page.locator("form#approve")).to_have_count(0)


def plan_a_session(officer: Walker, plan_id: int, *, minimum: int = 5) -> int:
    words = officer.words
    officer.go(f"/plans/{plan_id}")
    officer.page.locator("a[href*='/sessions/new?item=']").first.click()
    officer.arrived(r"/sessions/new\?item=\d+")
    for number, (day, start, end) in enumerate(PARTS):
        times = {"day": day.isoformat(), "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
        officer.fill(**{f"parts-{number}-{name}": value for name, value in times.items()})
    officer.choose(zone="Africa/Casablanca", audience="officer")
    texts = {"place": words.place, "objectives": words.objectives}
    texts |= dict.fromkeys(("prerequisites", "assessment", "cost"), "—")
    officer.fill(**{f"{name}-{words.language}": text for name, text in texts.items()})
    officer.fill(trainer_name=words.trainer, capacity="14", minimum=str(minimum))
    officer.tick("languages", words.language)
    officer.send(r"/sessions/\d+")
    return officer.id_in_address()


def open_it(officer: Walker, session_id: int) -> None:
    """Announce first, where the page asks it; then open."""
    opening = officer.page.locator(f"form[action$='/sessions/{session_id}/open'] button")
    if not opening.count():
        officer.press(f"form[action$='/sessions/{session_id}/schedule'] button", rf"/sessions/{session_id}")
    officer.press(f"form[action$='/sessions/{session_id}/open'] button", rf"/sessions/{session_id}")
    expect(opening).to_have_count(0)


def register(visitor: Walker, session_id: int) -> None:
    """Without an account, from the list."""
    words = visitor.words
    visitor.go(f"/sessions/?lang={words.language}")
    line = visitor.page.locator("article.session-row", has_text=words.title)
    line.locator(f"a[href='/sessions/{session_id}']").click()
    visitor.arrived(rf"/sessions/{session_id}")
    visitor.page.locator(f"a[href='/sessions/{session_id}/register']:visible").first.click()
    visitor.arrived(rf"/sessions/{session_id}/register")
    expect(visitor.page.locator("form#form .form__foot button[type=submit]")).to_have_text(words.register)
    visitor.fill(name=words.visitor, email=VISITOR)
    visitor.page.locator("select[name=commune]").select_option(label="بلفاع" if words.language == "ar" else "Belfaa")
    visitor.tick("consent")
    visitor.send(rf"/sessions/{session_id}/registered")


def link_in(mail: EmailMessage, path: str) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"https?://\S+{path}\S+", body.get_content())
    assert found, body.get_content()
    return found.group(0)
