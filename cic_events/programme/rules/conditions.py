"""Predicates of units: while one fails the unit is not achieved, whatever its figure."""

from collections.abc import Callable, Mapping

from cic_events.programme.evidence import Evidence
from cic_events.programme.rules.documents import in_force
from cic_events.programme.rules.figures import Question
from cic_events.programme.rules.networks import is_wanted, live_entries, method_adopted_on
from cic_events.programme.vocabulary import Predicate


def _service_reviewed(question: Question, evidence: Evidence) -> bool:
    return any(
        row.of == "sas_services" and question.unit.has(row.commune) and question.known(row.done_on)
        for row in evidence.lists
    )


def _method_adopted(question: Question, evidence: Evidence) -> bool:
    return method_adopted_on(question, evidence) is not None


def _has_document(question: Question, evidence: Evidence, types: set[str], need: str) -> bool:
    return any(
        d.doc_type in types and question.unit.has(d.commune) and in_force(d, (need,), question.as_of)
        for d in evidence.documents
    )


def _guide_published(question: Question, evidence: Evidence) -> bool:
    return _has_document(question, evidence, {"social_guide"}, "published_at")


def _policy_adopted(question: Question, evidence: Evidence) -> bool:
    return _has_document(question, evidence, {"social_policy", "pac_social_chapter"}, "deliberation")


def _every_kind(question: Question, evidence: Evidence) -> bool:
    held = [e for e in evidence.exchanges if is_wanted(question, e) and question.happened(e.on)]

    def took_part(commune: int, kind: str) -> bool:
        return any(e.kind == kind and commune in e.communes for e in held)

    unit = question.unit
    return all(took_part(c, "NS") for c in unit.communes) and all(took_part(c, "SS") for c in unit.south)


def _enough_contributors(question: Question, evidence: Evidence) -> bool:
    contributors = {entry.commune for entry in live_entries(question, evidence)}
    active = question.unit.active(question.as_of)
    if percent := question.rule.number("min_contributor_share"):
        return bool(active) and 100 * len(contributors & active) >= percent * len(active)
    return len(contributors) >= question.rule.number("min_contributors")


OF_UNITS: Mapping[Predicate, Callable[[Question, Evidence], bool]] = {
    Predicate.SERVICE_REVIEWED: _service_reviewed,
    Predicate.METHOD_ADOPTED: _method_adopted,
    Predicate.GUIDE_PUBLISHED: _guide_published,
    Predicate.EVERY_KIND_OF_ITS_SIDE: _every_kind,
    Predicate.ENOUGH_CONTRIBUTORS: _enough_contributors,
    Predicate.POLICY_ADOPTED: _policy_adopted,
}


def missing(question: Question, evidence: Evidence) -> tuple[Predicate, ...]:
    """The required predicates that the unit does not meet on the day asked."""
    wanted = sorted(question.requires & OF_UNITS.keys())
    return tuple(predicate for predicate in wanted if not OF_UNITS[predicate](question, evidence))
