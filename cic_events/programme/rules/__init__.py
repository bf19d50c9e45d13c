"""The eighteen rules: pure functions from evidence rows to a figure and the records behind it."""

from collections.abc import Mapping

from cic_events.programme.evidence import Evidence
from cic_events.programme.rules import documents, learning, meetings, networks
from cic_events.programme.rules.figures import Figure, Question, Rule
from cic_events.programme.vocabulary import RuleName

RULES: Mapping[RuleName, Rule] = {
    RuleName.DOCUMENT_ADOPTED: documents.document_adopted,
    RuleName.DOCUMENT_SET: documents.document_set,
    RuleName.APPOINTMENT_ACTIVE: documents.appointment_active,
    RuleName.EVENTS_HELD: meetings.events_held,
    RuleName.ATTENDED_EACH: meetings.attended_each,
    RuleName.FOLLOW_UP_EACH: meetings.follow_up_each,
    RuleName.PEOPLE_TRAINED: learning.people_trained,
    RuleName.ROLES_TRAINED: learning.roles_trained,
    RuleName.ORGANISATIONS_ACCOMPANIED: learning.organisations_accompanied,
    RuleName.CYCLES_COMPLETED: learning.cycles_completed,
    RuleName.PLAN_PROGRESS: learning.plan_progress,
    RuleName.COVERAGE: networks.coverage,
    RuleName.DIRECTORY_LIVE: networks.directory_live,
    RuleName.PROJECTS_IN_STATE: networks.projects_in_state,
    RuleName.EXCHANGES_LOGGED: networks.exchanges_logged,
    RuleName.CLUSTERS_ACTIVE: networks.clusters_active,
    RuleName.SPACE_ACTIVITY: networks.space_activity,
    RuleName.DECLARED: networks.declared,
}


def evaluate(question: Question, evidence: Evidence) -> Figure:
    """The figure on the day asked; no record of a kind yet gives nothing counted and nothing open."""
    return RULES[question.rule.name](question, evidence)
