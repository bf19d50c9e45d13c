"""From the recorded need to R3.2 = 1 on the activity's page, and the records behind it."""

import pytest
from playwright.sync_api import expect

from tests.journeys import closing, walk
from tests.journeys.conftest import Enter, House
from tests.journeys.walk import ARABIC, DESK, FRENCH, PHONE, Words


@pytest.mark.parametrize("words", [FRENCH, ARABIC], ids=["french", "arabic-without-script"])
def test_from_a_need_to_the_figure(words: Words, house: House, enter: Enter) -> None:
    officer, trainer, visitor = (
        enter("officer", words, DESK),
        enter("trainer", words, PHONE),
        enter("visitor", words, PHONE),
    )
    walk.set_up(officer)
    walk.invite_the_elected(officer)
    closing.add_a_colleague(officer)
    need_id = closing.collect_needs(officer)
    walk.qualify(officer, code=closing.CODE)
    plan_id = walk.make_a_plan(officer, need_id, code=closing.CODE)
    walk.approve(enter("elected", words, PHONE), house.wait_for_mail(walk.ELECTED), plan_id)
    session_id = walk.plan_a_session(officer, plan_id, minimum=1)
    closing.ask_the_trainer(officer, session_id)
    closing.write_the_test(officer, session_id)
    officer.go(f"/sessions/{session_id}")
    walk.open_it(officer, session_id)
    desk = closing.accept(trainer)
    closing.confirm_the_trainer(officer, session_id)
    walk.register(visitor, session_id)
    closing.confirm_the_session(officer, session_id)

    house.go_on_at(closing.a_week_before())
    closing.answer(visitor, picked=closing.WRONG, mails=1)
    house.go_on_at(closing.at(0, 9, 40))
    closing.mark_and_sign(trainer, desk, day=0)
    house.go_on_at(closing.at(1, 16, 40))
    closing.mark_and_sign(trainer, desk, day=1)
    closing.answer(visitor, picked=closing.RIGHT, mails=2)
    closing.validate(trainer, desk)
    closing.report(trainer, desk)

    closing.sign_in(officer)
    officer.go(f"/sessions/{session_id}/results")
    officer.go(f"/programme/{closing.CODE}")
    expect(officer.page.locator("main")).to_contain_text("1 / 1")
    for record in ("/needs/", "/plans/", "/sessions/"):
        expect(officer.page.locator(f"#proof a[href^='{record}']").first).to_be_visible()
