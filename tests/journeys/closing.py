"""The second half of the main job: who was there, what was learnt, the certificate, the figure."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys import walk
from tests.journeys.walk import OFFICER, PARTS, VISITOR, Walker, Words

TRAINER = "hind@formation.example.org"
CODE = "R3.2"
RIGHT, WRONG = "2", "7"
OBJECTIVE = {"fr": "tenir un registre du personnel", "ar": "مسك سجل الموظفين"}
QUESTION = {"fr": "Combien de signatures porte une fiche ?", "ar": "كم توقيعا تحمل البطاقة؟"}


def at(day: int, hour: int, minute: int) -> datetime:
    """Within the half-day of that number; Morocco's hour is UTC."""
    return datetime.combine(PARTS[day][0], datetime.min.time(), UTC) + timedelta(hours=hour, minutes=minute)


def a_week_before() -> datetime:
    return at(0, 10, 0) - timedelta(days=5)


def collect_needs(officer: Walker) -> int:
    """A needs collection for officers, opened; the need is recorded in it; then it is closed."""
    words = officer.words
    officer.go("/needs/collections/new")
    officer.fill(**{f"title-{words.language}": words.problem[:40]})
    officer.choose(audience="officer")
    today = datetime.now(UTC).date()
    officer.fill(starts_on=today.isoformat(), ends_on=(today + timedelta(days=20)).isoformat())
    officer.send(r"/needs/collections/\d+")
    collection_id = officer.id_in_address()
    officer.press(f"form[action$='/{collection_id}/open'] button", rf"/needs/collections/{collection_id}")
    need_id = walk.record_a_need(officer, path=f"/needs/new?campaign={collection_id}")
    officer.go(f"/needs/collections/{collection_id}")
    expect(officer.page.locator(f"main a[href='/needs/{need_id}']").first).to_be_visible()
    officer.press(f"form[action$='/{collection_id}/close'] button", rf"/needs/collections/{collection_id}")
    officer.go(f"/needs/{need_id}")
    return need_id


def add_a_colleague(officer: Walker) -> None:
    """Salma works in the commune: what she learns counts for its officers."""
    officer.go("/people/new")
    officer.fill(name_latin="Salma Bennis", name_ar="سلمى بنيس", email=VISITOR)
    officer.choose(role="sas_officer", channel="email", language=officer.words.language)
    officer.send(r"/people/\d+")


def write_the_test(officer: Walker, session_id: int) -> None:
    language = officer.words.language
    officer.go(f"/sessions/{session_id}/learning")
    question = "objectives-0-questions-0"
    officer.fill(
        **{f"objectives-0-text-{language}": OBJECTIVE[language], f"{question}-wording-{language}": QUESTION[language]}
    )
    for number, said in enumerate((WRONG, RIGHT)):
        officer.fill(**{f"{question}-choices-{number}-wording-{language}": said})
    officer.tick(f"{question}-choices-1-right")
    officer.page.locator("form#form .form__foot button[type=submit]").first.click()
    officer.arrived(rf"/sessions/{session_id}(/learning)?")
    expect(officer.page.locator(".error-summary")).to_have_count(0)


def ask_the_trainer(officer: Walker, session_id: int) -> None:
    officer.go(f"/sessions/{session_id}/trainers/ask")
    officer.fill(name=officer.words.trainer, email=TRAINER)
    officer.choose(language=officer.words.language)
    officer.send(rf"/sessions/{session_id}")


def accept(trainer: Walker) -> str:
    """By the mailed link, without an account; the address of the desk."""
    desk = walk.link_in(trainer.house.wait_for_mail(TRAINER, about="/trainer/"), "/trainer/")
    trainer.go(desk)
    trainer.press("form[action$='/accept'] button", r"/trainer/\S+")
    return desk


def confirm_the_trainer(officer: Walker, session_id: int) -> None:
    officer.go(f"/sessions/{session_id}")
    officer.press("form[action$='/confirm'][action*='/trainers/'] button", rf"/sessions/{session_id}")


def confirm_the_session(officer: Walker, session_id: int) -> None:
    officer.go(f"/sessions/{session_id}")
    officer.press(f"form[action$='/sessions/{session_id}/confirm'] button", rf"/sessions/{session_id}")


def answer(visitor: Walker, *, picked: str, mails: int) -> None:
    """The test by the personal link of the newest mail."""
    mail = visitor.house.wait_for_mails(VISITOR, mails, about="/answer/")[-1]
    visitor.go(walk.link_in(mail, "/answer/"))
    visitor.page.get_by_label(picked, exact=True).check()
    visitor.page.locator("form#form .form__foot button[type=submit]").click()
    expect(visitor.page.locator("form#form")).to_have_count(0)
    visitor.look("answered")


def mark_and_sign(trainer: Walker, desk: str, *, day: int) -> None:
    """Everybody present, in one press; then the name as a signature."""
    trainer.go(desk)
    trainer.page.locator("main a[href*='/parts/']").nth(day).click()
    trainer.arrived(r"/trainer/\S+/parts/\d+")
    trainer.press("button[name=everybody]", r"/trainer/\S+/parts/\d+")
    trainer.press("main a[href$='/sign']", r"/trainer/\S+/sign")
    trainer.fill(name=trainer.words.trainer)
    trainer.page.locator("form#form .form__foot button[type=submit]").click()
    trainer.arrived(r"/trainer/\S+")


def validate(trainer: Walker, desk: str) -> None:
    """Close the test after, then agree with what the rule proposes."""
    trainer.go(f"{desk}/learning")
    trainer.press("form[action$='/post/close'] button", r"/trainer/\S+/learning")
    trainer.page.locator("form#form .form__foot button[type=submit]").click()
    trainer.arrived(r"/trainer/\S+/learning")
    expect(trainer.page.locator("form#form")).to_have_count(0)


def report(trainer: Walker, desk: str) -> None:
    trainer.go(f"{desk}/report")
    trainer.fill(given=trainer.words.objectives)
    trainer.page.locator("form#form .form__foot button[type=submit]").click()
    trainer.arrived(r"/trainer/\S+")


def sign_in(officer: Walker) -> None:
    officer.page.goto(f"{officer.house.url}/sign-in?lang={officer.words.language}")
    officer.fill(email=OFFICER, password="quatre montagnes bleues")
    officer.page.locator("form:has([name=password]) .form__foot button[type=submit]").click()
    officer.arrived("/")


def visitor_certificates(visitor: Walker, words: Words) -> str:
    """The certificate of attendance, by the link of its mail; where its number can be checked."""
    visitor.go(walk.link_in(visitor.house.wait_for_mail(VISITOR, about="CIC-"), "/"))
    return visitor.page.url
