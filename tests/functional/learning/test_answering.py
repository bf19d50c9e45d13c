"""A person answers by the mailed link, on a phone, without an account and without scripts."""

from datetime import time, timedelta
from urllib.parse import unquote

import pytest
from webtest import TestResponse

from cic_events.events import links
from cic_events.kernel import clock
from cic_events.questionnaires.states import AttemptState, Phase
from tests import make_events as events
from tests import make_learning as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


def ticked(page: TestResponse, *letters: str) -> None:
    """Tick these choices of the questions in their order."""
    form = page.forms["form"]
    names = list(dict.fromkeys(i["name"] for i in page.html.select("input[type=radio], input[type=checkbox]")))
    for name, wanted in zip(names, letters, strict=True):
        field = form[name] if page.html.find("input", {"name": name})["type"] == "radio" else None
        if field is not None and wanted:
            field.value = wanted
        elif field is None:
            for box in form.fields[name]:
                box.checked = box._value in wanted


def noon_there() -> time:
    """The hour on the clock of the place."""
    return clock.wall_from_utc(clock.now(), "Africa/Casablanca").time


def ticks(page: TestResponse) -> list[str]:
    return [i["value"] for i in page.html.select("main input[checked]")]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_test_is_answered_by_link_in_one_page(browser: Browser, language: str) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    link = make.address(planned, Phase.PRE, "Amina Aït")

    page = browser.in_language(language).get(link)
    assert page.html.find("html")["lang"] == language
    assert len(page.body) < 60_000
    ticked(page, "b", "ab", "")
    thanks = page.forms["form"].submit(status=303).follow()

    mine = make.attempt(planned, Phase.PRE, "Amina Aït")
    assert (mine.state, mine.points) == (AttemptState.SUBMITTED, 6)
    assert thanks.request.path == link
    assert "form" not in thanks.forms
    assert thanks.headers["Cache-Control"] == "no-store"
    for told in ("Le chef", "Tâches", "Qui signe"):
        assert told not in thanks.text


def test_a_used_link_says_what_happened_and_a_second_page_changes_nothing(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    link = make.address(planned, Phase.PRE, "Amina Aït")
    first, second = browser.get(link), browser.get(link)
    for page, letter in ((first, "b"), (second, "a")):
        ticked(page, letter, "", "")
    first.forms["form"].submit(status=303)

    again = second.forms["form"].submit(status=200)

    assert f"{noon_there().hour} h" in again.text
    assert make.attempt(planned, Phase.PRE, "Amina Aït").points == 2


def test_the_language_is_switched_without_losing_answers(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    page = browser.in_language("fr").get(make.address(planned, Phase.PRE, "Amina Aït"))
    ticked(page, "b", "ab", "c")

    page = page.forms["form"].submit("_language", value="ar", status=200)

    assert page.html.find("html")["lang"] == "ar"
    assert ticks(page) == ["b", "a", "b", "c"]
    assert "من يوقع؟" in page.text


def test_answers_are_kept_for_later_without_scripts(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    link = make.address(planned, Phase.PRE, "Amina Aït")
    page = browser.get(link)
    ticked(page, "c", "a", "")

    page.forms["form"].submit("later", status=303).follow()

    assert ticks(browser.get(link)) == ["c", "a"]
    mine = make.attempt(planned, Phase.PRE, "Amina Aït")
    assert (mine.state, mine.points) == (AttemptState.STARTED, None)


def test_each_answer_is_kept_as_it_is_given_where_scripts_run(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    link = make.address(planned, Phase.PRE, "Amina Aït")
    page = browser.in_language("en").get(link)
    assert page.html.find("form", id="form")["data-autosave"] == f"{link}/keep"
    ticked(page, "b", "", "")

    said = browser.post(f"{link}/keep", page.forms["form"].submit_fields(), status=200)

    assert (said.content_type, said.text) == ("text/plain", f"Kept at {noon_there():%H:%M}.")
    assert ticks(browser.get(link)) == ["b"]


def test_a_test_that_closed_while_somebody_typed_keeps_what_was_typed_and_says_so(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    page = browser.in_language("en").get(make.address(planned, Phase.PRE, "Amina Aït"))
    ticked(page, "b", "", "")
    make.close_test(planned, Phase.PRE)

    page = page.forms["form"].submit(status=303).follow()

    assert "What you had typed is kept, but it was not sent." in page.text
    assert make.attempt(planned, Phase.PRE, "Amina Aït").state is AttemptState.STARTED


def test_an_empty_page_is_refused(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)

    browser.get(make.address(planned, Phase.PRE, "Amina Aït")).forms["form"].submit(status=422)

    assert make.attempt(planned, Phase.PRE, "Amina Aït").state is AttemptState.INVITED


def test_hostile_answers_are_inert(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    link = make.address(planned, Phase.PRE, "Amina Aït")
    code = make.codes(planned)[0]
    sent = dict(browser.get(link).forms["form"].submit_fields())
    sent |= {f"q_{code}": "<script>alert(1)</script>" + "é" * 100_000, "q_other": "=1+1", "points": "999"}

    page = browser.post(link, sent, status=422)

    assert "alert(1)" not in page.text
    assert make.attempt(planned, Phase.PRE, "Amina Aït").points is None


def test_an_unknown_link_is_not_there(browser: Browser) -> None:
    for link in ("0" * 40, "%C3%A9", "secret"):
        browser.get(f"/answer/{link}", status=404)
        browser.post(f"/answer/{link}", status=404)
    browser.post(f"/answer/{'0' * 40}/keep", status=404)


def test_without_our_token_nothing_is_kept(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    link = make.address(planned, Phase.PRE, "Amina Aït")

    browser.post(f"{link}/keep", {f"q_{make.codes(planned)[0]}": "b"}, status=422)

    assert ticks(browser.get(link)) == []


def test_ones_own_registration_leads_to_the_test(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    own = f"/my/registration/{links.token(events.registration_of(planned.id, 'Amina Aït').link_seed)}"

    page = browser.in_language("en").get(own).click("Answer")

    assert page.request.path == make.address(planned, Phase.PRE, "Amina Aït")


def test_an_officer_hands_out_a_link_to_somebody_without_e_mail_in_their_language(browser: Browser) -> None:
    host = events.commune()
    planned = make.opened(make.drafted(host))
    events.registered(planned, "Hassan Agourram", email=None, phone="06 12 34 56 78")
    make.open_test(planned, Phase.PRE)
    officer = browser.signed_in_as(events.account(host))

    tests = officer.get(f"/sessions/{planned.id}/tests")
    page = next(form for form in tests.forms.values() if form.action.endswith("/link")).submit(status=200)

    link = make.address(planned, Phase.PRE, "Hassan Agourram")
    assert link in page.text
    whatsapp = page.html.find("a", href=lambda href: href and href.startswith("https://wa.me/"))["href"]
    assert whatsapp.startswith("https://wa.me/212612345678?text=")
    assert link in unquote(whatsapp)
    assert page.headers["Cache-Control"] == "no-store"


def test_an_officer_types_what_somebody_says_and_it_is_marked(browser: Browser) -> None:
    host = events.commune()
    planned = make.confirmed(host, people=("Amina Aït", "Brahim Oul"))
    make.open_test(planned, Phase.PRE)
    who = events.account(host)
    officer = browser.signed_in_as(who).in_language("en")
    own = browser.get(make.address(planned, Phase.PRE, "Amina Aït"))
    ticked(own, "c", "", "")
    own.forms["form"].submit("later", status=303)

    page = officer.get(f"/sessions/{planned.id}/tests").click("Type the answers.*Amina")
    assert ticks(page) == []
    ticked(page, "b", "a", "")
    page.forms["form"].submit(status=303).follow()

    mine = make.attempt(planned, Phase.PRE, "Amina Aït")
    assert (mine.state, mine.points, mine.typed_by_id) == (AttemptState.SUBMITTED, 4, who.id)
    assert "typed for you" in browser.in_language("en").get(make.address(planned, Phase.PRE, "Amina Aït")).text


def test_opening_and_closing_by_hand(browser: Browser) -> None:
    host = events.commune()
    planned = make.confirmed(host, people=("Amina Aït", "Brahim Oul"))
    officer = browser.signed_in_as(events.account(host)).in_language("en")

    page = officer.get(f"/sessions/{planned.id}/tests")
    page = next(f for f in page.forms.values() if f.action.endswith("/pre/open")).submit(status=303).follow()
    assert "2 people are invited." in page.text
    page = next(f for f in page.forms.values() if f.action.endswith("/pre/close")).submit(status=303).follow()
    assert "The test is closed" in page.text
    refused = next(f for f in page.forms.values() if f.action.endswith("/post/open")).submit(status=422)
    assert "opens at the end of the last half-day" in refused.text


def test_the_page_of_tests_says_nothing_of_the_answers_and_is_not_for_a_neighbour(browser: Browser) -> None:
    host, neighbour = events.commune(), events.commune("ait-baha", name="Aït Baha")
    planned = make.confirmed(host, people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    make.answer(planned, Phase.PRE, "Amina Aït", "b", "ab", "b")

    page = browser.signed_in_as(events.account(host)).get(f"/sessions/{planned.id}/tests")

    assert "Amina Aït" in page.text
    assert "8" not in page.html.find("table").text
    browser.signed_in_as(events.account(neighbour)).get(f"/sessions/{planned.id}/tests", status=(403, 404))


def test_a_late_link_says_when_the_test_closed(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    link = make.address(planned, Phase.PRE, "Amina Aït")
    make.close_test(planned, Phase.PRE)

    with clock.travel(clock.now() + timedelta(days=3)):
        page = browser.in_language("en").get(link)

    assert "This test closed on Monday 28 September 2026" in page.text
    assert "form" not in page.forms
