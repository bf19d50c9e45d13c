"""Predicates of records: a record that fails one is not counted."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from cic_events.programme.rows import Appointment, Cluster, Cycle, DocumentFact, EventHeld, Project, Row, TrainedPerson
from cic_events.programme.rules.figures import Question
from cic_events.programme.vocabulary import Predicate

PUBLICS = frozenset({"citizen", "elected_official", "association"})
TARGET_GROUPS = frozenset({"children", "youth", "women", "people_with_specific_needs"})


def _decided_by_council(row: Appointment, as_of: date) -> bool:
    return row.decided_by_council


def _chaired_by_elected(row: EventHeld, as_of: date) -> bool:
    return row.chaired_by_elected


def _three_publics(row: EventHeld, as_of: date) -> bool:
    return row.publics >= PUBLICS


def _media_item(row: EventHeld, as_of: date) -> bool:
    return row.media_items >= 1


def _prepared(row: EventHeld, as_of: date) -> bool:
    return row.prepared_on is not None and row.prepared_on < row.first_day


def _needs_first(row: TrainedPerson | Cycle, as_of: date) -> bool:
    return row.needs_closed_on is not None and row.needs_closed_on < row.first_day


def _awareness(row: Cycle, as_of: date) -> bool:
    return row.awareness


def _evaluated(row: Cycle, as_of: date) -> bool:
    return row.evaluated_on is not None and row.evaluated_on <= as_of


def _gender_known(row: Cycle, as_of: date) -> bool:
    return row.gender_known


def _active_each_year(row: Cluster, as_of: date) -> bool:
    """Years that are over on that day, the first one included."""
    together = {day.year for day, communes in row.joint_activities if day <= as_of and len(communes) >= 2}
    return all(year in together for year in range(row.started_on.year, as_of.year))


def _expert_named(row: DocumentFact, as_of: date) -> bool:
    return row.expert_named


def _carried_by_sas(row: Project, as_of: date) -> bool:
    return row.carried_by_sas


def _for_target_group(row: Project, as_of: date) -> bool:
    return not row.target_groups.isdisjoint(TARGET_GROUPS)


OF_RECORDS: Mapping[Predicate, Callable[[Any, date], bool]] = {
    Predicate.COUNCIL_DEED: _decided_by_council,
    Predicate.CHAIRED_BY_ELECTED: _chaired_by_elected,
    Predicate.THREE_PUBLICS_PRESENT: _three_publics,
    Predicate.MEDIA_ITEM: _media_item,
    Predicate.PREPARATION_MEETING: _prepared,
    Predicate.NEEDS_ASSESSED_FIRST: _needs_first,
    Predicate.AWARENESS_PART: _awareness,
    Predicate.EVALUATED: _evaluated,
    Predicate.GENDER_REPORTED: _gender_known,
    Predicate.JOINT_ACTIVITY_EACH_YEAR: _active_each_year,
    Predicate.EXPERT_INVOLVED: _expert_named,
    Predicate.CARRIED_BY_SAS: _carried_by_sas,
    Predicate.FOR_TARGET_GROUP: _for_target_group,
}


def failing(question: Question, row: Row) -> Predicate | None:
    """The first required predicate that the record fails."""
    for predicate in sorted(question.requires & OF_RECORDS.keys()):
        if not OF_RECORDS[predicate](row, question.as_of):
            return predicate
    return None
