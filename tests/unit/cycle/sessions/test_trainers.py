from datetime import UTC, datetime, timedelta

import pytest

from cic_events.cycle.sessions import trainer_rules as rules
from cic_events.cycle.sessions.states import (
    ASSIGNMENT_MOVES,
    AssignmentIllegalMove,
    AssignmentState,
    check_assignment,
)

NOW = datetime(2026, 9, 28, 12, tzinfo=UTC)
START = NOW + timedelta(days=14)


@pytest.mark.parametrize("now", list(AssignmentState))
@pytest.mark.parametrize("then", list(AssignmentState))
def test_only_the_moves_of_the_table_are_made(now: AssignmentState, then: AssignmentState) -> None:
    if then in ASSIGNMENT_MOVES.get(now, frozenset()):
        check_assignment(now, then)
    else:
        with pytest.raises(AssignmentIllegalMove):
            check_assignment(now, then)


def test_the_day_to_answer_lies_between_today_and_the_session() -> None:
    rules.check_answer_by(START, now=NOW, starts_at=START)
    rules.check_answer_by(NOW + timedelta(days=400), now=NOW, starts_at=None)
    with pytest.raises(rules.AnswerDayPast):
        rules.check_answer_by(NOW, now=NOW, starts_at=START)
    with pytest.raises(rules.AnswerAfterStart):
        rules.check_answer_by(START + timedelta(seconds=1), now=NOW, starts_at=START)


def test_who_is_asked_by_name_needs_a_way_to_be_asked() -> None:
    rules.check_named("Amal Serghini", "amal@example.org", None)
    rules.check_named("Amal Serghini", None, "06 12 34 56 78")
    with pytest.raises(rules.NobodyNamed):
        rules.check_named(" ", "amal@example.org", None)
    with pytest.raises(rules.NoWayToAsk):
        rules.check_named("Amal Serghini", "", None)


def test_a_refusal_and_a_report_say_something() -> None:
    for check, refusal in (
        (rules.check_refusal, rules.RefusalWantsReason),
        (rules.check_report, rules.NothingReported),
    ):
        check("I am abroad")
        with pytest.raises(refusal):
            check(" a ")
