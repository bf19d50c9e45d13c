"""Rules over documents and over mandates: what is in force on the day asked, or dated inside the window."""

from collections.abc import Iterable
from datetime import date

from cic_events.programme.evidence import Evidence
from cic_events.programme.rows import Appointment, DocumentFact
from cic_events.programme.rules.figures import Figure, Item, Question, Refused, distinct, without
from cic_events.programme.rules.predicates import failing
from cic_events.programme.vocabulary import Measure, When


def in_force(document: DocumentFact, needs: Iterable[str], as_of: date) -> bool:
    """Every needed fact is dated on or before that day, and nothing has ended it."""
    facts = [getattr(document, need) for need in needs]
    ended = document.ended_on is not None and document.ended_on <= as_of
    return not ended and all(day is not None and day <= as_of for day in facts)


def document_adopted(question: Question, evidence: Evidence) -> Figure:
    """True if a document of that type of the unit has every fact needed."""
    return _documents(question, evidence, (question.rule.word("doc_type"),), Measure.BOOLEAN)


def document_set(question: Question, evidence: Evidence) -> Figure:
    """The number of the listed types with every fact needed."""
    return _documents(question, evidence, question.rule.words("doc_types"), Measure.COUNT)


def _documents(question: Question, evidence: Evidence, types: tuple[str, ...], measure: Measure) -> Figure:
    needs = question.rule.words("needs")
    counted, open_, refused = [], [], []
    for document in evidence.documents:
        if document.doc_type not in types or not question.unit.has(document.commune):
            continue
        item = Item(document.doc_type, (document.ref,))
        if not in_force(document, needs, question.as_of):
            if _unfinished(document, needs, question):
                open_.append(item)
        elif question.rule.when is When.IN_WINDOW and not question.window.holds(_complete_on(document, needs)):
            continue
        elif (why := failing(question, document)) is not None:
            refused.append(Refused(document.ref, why))
        else:
            counted.append(item)
    done = distinct(counted)
    return Figure(measure, done, without(open_, done), refused=tuple(refused))


def _complete_on(document: DocumentFact, needs: Iterable[str]) -> date:
    days: list[date] = [getattr(document, need) for need in needs]
    return max(days)


def _unfinished(document: DocumentFact, needs: Iterable[str], question: Question) -> bool:
    """Begun, not repealed, and lacking a fact that may still come inside the window."""
    if document.ended_on is not None and document.ended_on <= question.as_of:
        return False
    begun = document.started_on <= question.known_until
    return begun and (question.rule.when is When.IN_FORCE or document.started_on >= question.window.first)


def appointment_active(question: Question, evidence: Evidence) -> Figure:
    """The number of listed roles held by somebody on the day asked; a role reads `lead_elected@S`."""
    counted, open_, refused = [], [], []
    for wanted in question.rule.words("roles"):
        for appointment in _holders(wanted, question, evidence):
            item = Item(wanted, (appointment.ref,))
            if appointment.ends_on is not None and appointment.ends_on < question.as_of:
                continue
            if appointment.starts_on > question.as_of:
                if question.window.holds(appointment.starts_on):
                    open_.append(item)
            elif (why := failing(question, appointment)) is not None:
                refused.append(Refused(appointment.ref, why))
            else:
                counted.append(item)
    done = distinct(counted)
    return Figure(Measure.COUNT, done, without(open_, done), refused=tuple(refused))


def _holders(wanted: str, question: Question, evidence: Evidence) -> list[Appointment]:
    role, _, side = wanted.partition("@")
    unit = question.unit
    communes = {"N": unit.north, "S": unit.south}.get(side, unit.communes)
    return [a for a in evidence.appointments if a.role == role and a.commune in communes]
