"""The tree that real mail programs need, on the wire."""

import email
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest

from cic_events.messages import render
from cic_events.messages.notice import Itip

ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:x@cic.test\r\n"
    "SUMMARY:Gestion prévisionnelle – تدبير\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()
LETTER = render.Letter(
    recipient="amina@belfaa.test",
    recipient_name="Amina Bennani",
    locale="fr",
    template="sign_in_link",
    facts={"name": "Amina Bennani", "link": "https://cic.test/s/abc"},
    why="You asked for it.",
    message_id="<1@cic.test>",
    date=datetime(2026, 9, 28, 12, 0, tzinfo=UTC),
)
WRITTEN = ["From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted"]
HEADERS = sorted([*WRITTEN, "MIME-Version", "Content-Type"])
INVITATION = replace(LETTER, calendar=Itip("REQUEST", ICS))


def parsed(letter: render.Letter) -> EmailMessage:
    return email.message_from_bytes(render.message(letter).as_bytes(), policy=policy.default)  # type: ignore[return-value]


def tree(part: Any) -> Any:
    kind = part.get_content_type()
    return (kind, [tree(child) for child in part.iter_parts()]) if part.is_multipart() else kind


def test_an_invitation_has_the_tree_that_clients_read() -> None:
    mail = parsed(INVITATION)

    assert tree(mail) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/html", "text/calendar"]), "application/ics"],
    )
    alternative, attached = mail.iter_parts()
    calendar = list(alternative.iter_parts())[2]
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST", "component": "VEVENT"}
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar["Content-Disposition"] is None
    assert calendar.get_payload(decode=True) == ICS
    assert attached.get_filename() == "invite.ics"
    assert attached.get_payload(decode=True) == ICS


def test_a_mail_without_a_calendar_is_text_and_html() -> None:
    assert tree(parsed(LETTER)) == ("multipart/alternative", ["text/plain", "text/html"])


def test_every_byte_is_ascii_and_no_line_is_too_long() -> None:
    letter = replace(INVITATION, recipient_name="أمينة " * 20, facts={**LETTER.facts, "name": "أمينة " * 200})
    raw = render.message(letter).as_bytes()

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_same_letter_is_the_same_bytes() -> None:
    assert render.message(INVITATION).as_bytes() == render.message(INVITATION).as_bytes()


def test_message_id_and_date_are_those_of_the_notice() -> None:
    mail = parsed(LETTER)

    assert (mail["Message-ID"], mail["Date"]) == ("<1@cic.test>", "Mon, 28 Sep 2026 12:00:00 +0000")
    assert (str(mail["From"]), str(mail["To"])) == ("CIC <cic@cic.test>", "Amina Bennani <amina@belfaa.test>")


@pytest.mark.parametrize(
    "name",
    [
        "Amina\r\nBcc: spy@evil.test",
        "Amina\nX-Evil: 1",
        'Amina" <spy@evil.test>, "',
        "Amina, spy@evil.test",
        "أمينة\u202e\u2028Bcc: spy@evil.test",
        "Amina\x00\x0b\x0c\ud800",
        "=?utf-8?q?a=0d=0aBcc:spy@evil.test?=",
        "",
        "x" * 5000,
    ],
)
def test_a_hostile_name_adds_no_header_and_no_recipient(name: str) -> None:
    mail = parsed(replace(LETTER, recipient_name=name, facts={**LETTER.facts, "name": name}))

    assert [a.addr_spec for a in mail["To"].addresses] == ["amina@belfaa.test"]
    assert sorted(mail.keys()) == HEADERS


def test_a_hostile_fact_stays_inside_the_subject() -> None:
    from cic_events.messages import transport

    for typed in ("a\r\nBcc: spy@evil.test", "=?utf-8?q?a=0d=0aBcc:_spy@evil.test?=", "a\ud800\x85b", "", "ص" * 900):
        message = transport.Message(
            subject=typed, recipient=("", "a@b.test"), sender=("", "c@d.test"), body="", html="", message_id="<1@d>",
            date=LETTER.date,
        )  # fmt: skip
        mail = email.message_from_bytes(message.as_bytes(), policy=policy.default)

        assert mail["Bcc"] is None
        assert "\n" not in mail["Subject"]


def test_markup_and_placeholders_in_a_fact_are_text() -> None:
    name = "<b onclick=x>{{ 7*7 }} %(link)s {0} ${x}</b>"
    said = render.rendered(replace(LETTER, locale="en", recipient_name=name))

    assert f"Hello {name}," in said.text
    assert "Hello &lt;b onclick=x&gt;{{ 7*7 }} %(link)s {0} ${x}&lt;/b&gt;," in said.html


def test_a_path_becomes_a_link_of_this_house() -> None:
    said = render.rendered(replace(LETTER, locale="en", facts={"path": "/sign-in/link/abc"}))

    assert "\nhttps://cic.test/sign-in/link/abc\n" in said.text
    assert 'href="https://cic.test/sign-in/link/abc"' in said.html


def test_the_mail_speaks_the_language_of_its_reader() -> None:
    said = render.rendered(replace(LETTER, locale="ar"))

    assert said.subject == "ar: Your sign-in link for CIC"
    assert "ar: Hello \u2068Amina Bennani\u2069," in said.text
    assert '<section lang="ar" dir="rtl">' in said.html
    assert "ar: You asked for it." in said.text


def test_a_reader_of_unknown_language_gets_french_and_dutch() -> None:
    said = render.rendered(replace(LETTER, locale="unknown"))

    assert said.subject == "fr: Your sign-in link for CIC / nl: Your sign-in link for CIC"
    assert said.text.index("fr: Hello Amina Bennani,") < said.text.index("nl: Hello Amina Bennani,")
    assert '<section lang="fr" dir="ltr">' in said.html
    assert '<section lang="nl" dir="ltr">' in said.html


def test_one_click_leaving_is_offered_where_it_is_due() -> None:
    mail = parsed(replace(LETTER, unsubscribe_link="https://cic.test/u/1"))

    assert mail["List-Unsubscribe"] == "<https://cic.test/u/1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_rehearsal_goes_to_its_mailbox_and_says_for_whom(house: Any) -> None:
    from cic_events.messages import config

    config.use(replace(house, rehearsal_mailbox="office@cic.test"))
    mail = parsed(replace(LETTER, locale="en"))

    assert mail["To"].addresses[0].addr_spec == "office@cic.test"
    assert mail["Subject"] == "[Rehearsal: amina@belfaa.test] Your sign-in link for CIC"


def test_a_notice_with_a_text_only_still_has_html(tmp_path: Any) -> None:
    (tmp_path / "mail" / "plain").mkdir(parents=True)
    for layout in (render.FOLDER / "mail").glob("layout.*"):
        (tmp_path / "mail" / layout.name).write_text(layout.read_text())
    (tmp_path / "mail" / "plain" / "subject.txt").write_text("Budget on {{ day | day }}")
    (tmp_path / "mail" / "plain" / "body.txt").write_text("Hello {{ name }},\n\n{{ link }}\nBye <you>")
    facts = {"name": "http://evil.test", "link": "https://cic.test/s", "day": "2027-03-05"}

    said = render.rendered(replace(LETTER, locale="en", template="plain", facts=facts), folder=tmp_path)

    assert said.subject == "Budget on Friday 5 March 2027"
    assert '<a href="https://cic.test/s">https://cic.test/s</a>' in said.html
    assert "Bye &lt;you&gt;" in said.html
    assert said.html.count("<a ") == 2
