"""Who holds a paper, who issued it and who checks it, through HTTP."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from cic_events.cycle.acquis import certificates, numbers
from cic_events.cycle.acquis.models import Certificate
from cic_events.cycle.acquis.states import CertificateState, Verdict
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import links
from cic_events.kernel.db import reading, transaction
from cic_events.messages.models import Mail
from cic_events.messages.render import Letter, rendered
from cic_events.people import accounts
from cic_events.people.models import Organisation, Person, Role
from cic_events.people.permissions import SYSTEM
from tests import make_certificates as made
from tests import make_events as make
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now", "in_english")


@pytest.fixture
def in_english(browser: Browser) -> None:
    browser.in_language("en")


@pytest.fixture
def belfaa(browser: Browser) -> Organisation:
    return make.commune()


@pytest.fixture
def held(belfaa: Organisation) -> TrainingSession:
    """Amina and Brahim were there, Chaima was not."""
    return made.held({"Amina Aït": 420, "Brahim Oul": 400, "Chaima Id": 60}, at=belfaa)


@pytest.fixture
def issued(held: TrainingSession) -> Certificate:
    """Amina's."""
    certificates.issue_missing(held.id, by=SYSTEM)
    return made.certificates()[0]


@pytest.fixture
def officer(browser: Browser, belfaa: Organisation) -> Browser:
    return browser.signed_in_as(make.account(belfaa)).in_language("en")


def of_person(browser: Browser, name: str) -> Browser:
    with reading() as db:
        person = db.scalars(select(Person).where(Person.name_latin == name)).one()
    with transaction():
        accounts.make_account(person)
    return browser.signed_in_as(person).in_language("en")


def check_of(number: str) -> str:
    return f"/check/{numbers.address(number)}"


def link_of(number: str) -> str:
    return f"/my/certificate/{number}/{numbers.link_token(number)}"


def said(page) -> str:  # type: ignore[no-untyped-def]
    return " ".join(page.html.find("main").text.split())


def test_an_officer_issues_what_is_missing_and_takes_all_home_in_one_file(
    officer: Browser, held: TrainingSession
) -> None:
    page = officer.get(f"/sessions/{held.id}").click("See the certificates", href="certificates")
    page = page.forms[_form(page, "/issue")].submit(status=303).follow()

    assert "2 certificates were issued." in said(page)
    answer = page.click(href="certificates.zip")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=certificates-{held.id}.zip"
    names = ZipFile(BytesIO(answer.body)).namelist()
    assert names == [f"{numbers.number(2026, 1)} Amina Aït.pdf", f"{numbers.number(2026, 2)} Brahim Oul.pdf"]
    [first, _] = [PdfReader(BytesIO(ZipFile(BytesIO(answer.body)).read(name))) for name in names]
    assert "Amina Aït" in first.pages[0].extract_text()


def _form(page, action: str):  # type: ignore[no-untyped-def]
    return next(n for n, form in page.forms.items() if isinstance(n, int) and form.action.endswith(action))


def test_a_download_is_a_file_that_no_browser_takes_for_a_page(officer: Browser, issued: Certificate) -> None:
    answer = officer.get(f"/certificates/{issued.id}/paper.pdf")

    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={issued.number}.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.body.startswith(b"%PDF-1.7")
    assert officer.get(f"/certificates/{issued.id}/paper.pdf").body == answer.body


def test_the_person_finds_the_own_ones_and_nobody_elses(browser: Browser, issued: Certificate) -> None:
    amina, brahim = of_person(browser, "Amina Aït"), of_person(browser, "Brahim Oul")

    page = amina.get("/certificates")

    assert issued.number in said(page)
    assert numbers.number(2026, 2) not in said(page)
    twin = page.click("Certificate of attendance")
    assert "Amina Aït" in said(twin)
    assert twin.click("Download").content_type == "application/pdf"
    assert amina.get(f"/certificates/{issued.id}/paper.png").content_type == "image/png"
    for path in ("", "/paper.pdf", "/paper.png", "/revoke", "/replace"):
        brahim.get(f"/certificates/{issued.id}{path}", status=404)


def test_a_stranger_is_asked_to_sign_in_and_an_officer_of_another_commune_sees_nothing(
    browser: Browser, issued: Certificate, held: TrainingSession
) -> None:
    elsewhere = browser.signed_in_as(
        make.account(make.commune("ait-baha", name="Aït Baha"), name="Zineb Ou")
    ).in_language("en")
    here = (f"/certificates/{issued.id}", f"/certificates/{issued.id}/paper.pdf", f"/certificates/{issued.id}/revoke")
    there = (f"/sessions/{held.id}/certificates", f"/sessions/{held.id}/certificates.zip")

    for path in (*here, *there):
        assert browser.get(path).status_int == 302
        elsewhere.get(path, status=404)


def test_somebody_who_never_got_one_is_told_when_it_comes(browser: Browser, belfaa: Organisation) -> None:
    page = (
        browser.signed_in_as(make.account(belfaa, role=Role.PARTICIPANT, name="Zineb Ou"))
        .in_language("en")
        .get("/certificates")
    )

    assert page.html.find("main").find("h2").text == "No certificate yet"


def test_the_mailed_link_opens_the_paper_and_no_other(browser: Browser, issued: Certificate) -> None:
    page = browser.get(link_of(issued.number))

    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert page.click("Download").content_type == "application/pdf"
    for wrong in (f"/my/certificate/{issued.number}/{'0' * 40}", link_of("CIC-2026-000009-A")):
        browser.get(wrong, status=404)
        browser.get(f"{wrong}/paper.pdf", status=404)
    browser.get(f"/my/certificate/{issued.number}/{numbers.link_token(numbers.number(2026, 2))}/paper.pdf", status=404)


def test_the_mail_says_it_and_its_link_works(browser: Browser, issued: Certificate) -> None:
    with reading() as db:
        mail = db.scalars(select(Mail).where(Mail.key == f"certificate_issued:{issued.id}")).one()
    letter = Letter(
        "a@example.org", mail.recipient_name, "en", mail.template, {**mail.facts, "title:en": "Skills"}, mail.why,
        mail.message_id, mail.dated,
    )  # fmt: skip

    text = rendered(letter)

    assert text.subject == "Your certificate: Skills"
    assert issued.number in text.text
    [link] = re.findall(r"http\S+/my/certificate/\S+", text.text)
    assert "Amina Aït" in said(browser.get(link.split("8000")[-1]))


def test_the_registrations_own_link_leads_to_the_certificates(
    browser: Browser, issued: Certificate, held: TrainingSession
) -> None:
    token = links.token(make.registration_of(held.id, "Amina Aït").link_seed)
    other = links.token(make.registration_of(held.id, "Chaima Id").link_seed)

    page = browser.get(f"/my/registration/{token}").click("My certificates")

    assert issued.number in said(page)
    assert page.click("Download").content_type == "application/pdf"
    assert "No certificate yet" in said(browser.get(f"/my/registration/{other}/certificates"))
    browser.get("/my/registration/nothing/certificates", status=404)


def test_the_square_answers_that_it_is_valid_and_says_no_more_than_the_paper(
    browser: Browser, issued: Certificate
) -> None:
    page = browser.get(check_of(issued.number))

    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "This certificate is valid." in said(page)
    for text in ("Amina Aït", "Gestion des compétences", "Belfaa", "Jean-Luc Mertens", "7 hours of 7 hours (100%)"):
        assert text in said(page), text
    for hidden in ("example.org", "Agente SAS", "/my/", f"/certificates/{issued.id}", "paper.pdf"):
        assert hidden not in page.text, hidden


def test_number_and_code_typed_by_hand_are_forgiven_their_spaces(browser: Browser, issued: Certificate) -> None:
    form = browser.get("/check").forms["form"]
    code = numbers.code(issued.number)
    form["number"], form["code"] = issued.number.lower().replace("-", " "), f"{code[:5].lower()} {code[5:]}"

    page = form.submit(status=303).follow()

    assert page.request.path == check_of(issued.number)


@pytest.mark.parametrize("code", ["", "AAAAAAAAAA"])
def test_without_its_code_a_number_tells_nothing(browser: Browser, issued: Certificate, code: str) -> None:
    form = browser.get(f"/check/{issued.number}").forms["form"]
    assert form["number"].value == issued.number
    form["code"] = code

    page = form.submit(status=404 if code else 200)

    assert "Amina" not in page.text
    assert ("There is no certificate with this number" in said(page)) is bool(code)


def test_a_true_code_of_a_number_that_was_never_given_tells_nothing(browser: Browser, issued: Certificate) -> None:
    for unknown in (check_of(numbers.number(2026, 999)), "/check/anything", "/check/<script>alert(1)"):
        page = browser.get(unknown, status=404)

        assert page.html.find("h1").text.strip() == "Check a certificate"
        assert "<script>alert" not in page.text


def test_revoked_the_check_says_so_with_the_reason_and_the_person_gets_no_file(
    browser: Browser, officer: Browser, issued: Certificate, held: TrainingSession
) -> None:
    page = officer.get(f"/sessions/{held.id}/certificates").click("Revoke", index=0)
    refused = page.forms["form"].submit(status=422)
    assert refused.html.find(id="reason-error").text.strip() == "Write the reason."
    refused.forms["form"]["reason"] = "Issued in error <b>"
    page = refused.forms["form"].submit(status=303).follow()

    assert "Revoked" in said(page)
    check = browser.get(check_of(issued.number))
    assert "This certificate was revoked on 28 September 2026. Reason: Issued in error <b>" in said(check)
    assert "valid." not in said(check)
    assert "Download" not in said(browser.get(link_of(issued.number)))
    browser.get(f"{link_of(issued.number)}/paper.pdf", status=404)
    officer.get(f"/certificates/{issued.id}/paper.pdf", status=404)


def test_after_a_correction_the_officer_issues_again_and_the_old_paper_says_it_was_replaced(
    browser: Browser, officer: Browser, issued: Certificate, held: TrainingSession
) -> None:
    made.attended(make.registration_of(held.id, "Amina Aït"), 390)

    page = officer.get(f"/sessions/{held.id}/certificates")
    assert said(page).count("The records say something else today") == 1
    form = page.click("Issue again").forms["form"]
    form["reason"] = "The hours were corrected"
    page = form.submit(status=303).follow()

    new = made.certificates()[-1]
    assert f"Issued again as {new.number} and mailed." in said(page)
    old = said(browser.get(check_of(issued.number)))
    assert "This certificate was replaced by a newer one on 28 September 2026. Reason: The hours were corrected" in old
    assert new.number not in old
    assert "6 hours 30 minutes of 7 hours (92%)" in said(browser.get(check_of(new.number)))


def test_issuing_again_what_still_holds_is_refused_at_the_form(officer: Browser, issued: Certificate) -> None:
    form = officer.get(f"/certificates/{issued.id}/replace").forms["form"]
    form["reason"] = "Just so"

    page = form.submit(status=422)

    assert "This certificate says what is true today" in said(page)
    assert [c.state for c in made.certificates()] == [CertificateState.ISSUED] * 2


def test_a_revoked_one_can_be_issued_after_all(officer: Browser, issued: Certificate, held: TrainingSession) -> None:
    certificates.revoke(issued.id, reason="By mistake", by=SYSTEM)

    page = officer.get(f"/sessions/{held.id}/certificates")
    page = page.forms[_form(page, "/participation")].submit(status=303).follow()

    assert "The certificate was issued and mailed." in said(page)
    assert [c.state for c in made.certificates() if c.person_id == issued.person_id] == [
        CertificateState.REVOKED,
        CertificateState.ISSUED,
    ]


def test_who_is_erased_leaves_a_check_without_a_name(browser: Browser, issued: Certificate) -> None:
    certificates.forget(person_id=issued.person_id)

    page = browser.get(check_of(issued.number))

    assert "This certificate is valid." in said(page)
    assert "Amina" not in page.text
    assert "nom effacé à la demande de la personne" in said(page)


@pytest.mark.parametrize("language", ["fr", "ar", "nl", "en"])
def test_what_was_learnt_shows_with_its_result_in_each_language(
    browser: Browser, officer: Browser, held: TrainingSession, language: str
) -> None:
    made.judged(held, make.registration_of(held.id, "Amina Aït"), [Verdict.ACQUIRED, Verdict.PARTLY_ACQUIRED])
    certificates.issue_missing(held.id, by=SYSTEM)
    learning = next(c for c in made.certificates() if c.says["objectives"])
    result = {"fr": "acquis en partie", "ar": "مكتسب جزئيا", "nl": "deels verworven", "en": "partly acquired"}[language]

    page = browser.in_language(language).get(check_of(learning.number))
    twin = officer.in_language(language).get(f"/certificates/{learning.id}")

    assert result in said(page)
    assert "Objectif 1" in said(twin)
    assert "هدف 1" in said(twin)
    for path in ("/check", "/certificates", f"/sessions/{held.id}/certificates", link_of(learning.number)):
        officer.get(path)


def test_the_list_of_ones_own_reads_no_more_for_three_than_for_one(
    browser: Browser, issued: Certificate, belfaa: Organisation
) -> None:
    amina = of_person(browser, "Amina Aït")
    counted = []
    for _ in range(2):
        with statements() as sent:
            amina.get("/certificates")
        counted.append(len(sent))
        for _ in range(2):
            more = made.held({"Amina Aït": 420}, at=belfaa)
            certificates.issue_missing(more.id, by=SYSTEM)
            with transaction() as db:
                for one in db.scalars(select(Certificate).where(Certificate.session_id == more.id)):
                    one.person_id = issued.person_id

    assert counted[0] == counted[1]


def test_a_participant_sees_no_officers_card_on_the_sessions_page(
    browser: Browser, held: TrainingSession, now: datetime
) -> None:
    assert "See the certificates" not in said(browser.get(f"/sessions/{held.id}"))
